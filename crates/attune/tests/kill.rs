//! Nothing acknowledged is ever lost: the program is killed again and again while people save.
//!
//! `ATTUNE_KILLS` says how often (200 without it), in two practices at once: most of the time is spent waiting. After each kill the program starts again, everything that it ever
//! acknowledged is looked for in the store, what it left unanswered is sent once more, and at the end the whole store
//! is verified.
#![allow(
    clippy::pedantic,
    unreachable_pub,
    reason = "a harness that nothing else builds on"
)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise and says what it did"
)]

mod support;

#[path = "kill/ledger.rs"]
mod ledger;
#[path = "kill/writer.rs"]
mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use support::{Bench, Browser, PASSWORD, Server, link_in, said, text};

use crate::ledger::Ledger;
use crate::writer::Writer;

const KILLS: usize = 200;
const WRITERS: usize = 3;

#[test]
fn nothing_acknowledged_is_lost_when_the_program_is_killed_one_half() {
    let kills = kills();
    nothing_is_lost_in(kills - kills / 2);
}

#[test]
fn nothing_acknowledged_is_lost_when_the_program_is_killed_other_half() {
    nothing_is_lost_in(kills() / 2);
}

fn kills() -> usize {
    let asked = std::env::var("ATTUNE_KILLS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(KILLS)
}

fn nothing_is_lost_in(kills: usize) {
    let seed = u64::try_from(Timestamp::now().as_nanosecond() & i128::from(u64::MAX)).unwrap();
    println!("seed {seed}");
    let mut dice = Dice(seed | 1);

    let bench = Bench::new();
    let key = bench.path("key");
    let arguments = [
        "init",
        "--name",
        "Maria Berg",
        "--email",
        "maria@example.org",
        "--key-file",
    ];
    let made = bench.attune(&[&arguments[..], &[key.to_str().unwrap()]].concat());
    let start =
        || Server::start(&mut bench.command_without_passphrase(&["serve", "--port", "0"])).unwrap();

    let mut server = start();
    let mut maria = Browser::new(server.port);
    maria.welcome(&link_in(&text(&made.stdout)), PASSWORD);
    assert_eq!(maria.sign_in("maria@example.org", PASSWORD), 303);

    let mut ledger = Ledger::new(&bench.data(), &key);
    let mut writers: Vec<Writer> = (0..WRITERS).map(Writer::new).collect();
    for _ in 0..kills {
        maria.port = server.port;
        let stop = Arc::new(AtomicBool::new(false));
        let threads: Vec<_> = writers
            .drain(..)
            .map(|mut writer| {
                let (browser, stop) = (maria.clone(), Arc::clone(&stop));
                std::thread::spawn(move || {
                    let saved = writer.write(&browser, &stop);
                    (writer, saved)
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(60 + dice.below(240)));
        server.kill();
        stop.store(true, Ordering::Relaxed);
        for thread in threads {
            let (writer, saved) = thread.join().unwrap();
            writers.push(writer);
            ledger.add(saved);
        }
        server = start();
        ledger.check();
    }
    assert!(server.stop("-TERM").success());
    let verified = bench.attune(&["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    println!(
        "{kills} kills, {} acknowledged saves, 0 lost",
        ledger.acknowledged()
    );
    let saves = ledger.acknowledged();
    assert!(saves > kills || kills == 0, "the program was hardly used");
}

/// Moments to kill at. Any generator will do (xorshift64, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
