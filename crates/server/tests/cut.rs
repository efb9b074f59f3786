//! The connection is cut 2,000 times, after any number of bytes and in both directions, while clients open their link,
//! answer and send. Whoever tries again has sent one form, with the answers that were given.
//!
//! `ATTUNE_CUTS` says how many cuts there are at least (2,000 without it).
#![allow(clippy::pedantic, reason = "a harness that nothing else builds on")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise and says what it did"
)]

#[path = "../../attune/tests/support/browser.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "shared with the tests of the program, which use more of it"
)]
mod browser;
mod support;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use attune_catalog::Answer;
use attune_ids::ClientId;
use browser::{Browser, Page};
use support::Practice;

const CUTS: usize = 2000;
/// Cuts that one request goes through at most before it is let through.
const PER_REQUEST: usize = 5;
/// What every client does: opening, four answers, the review, sending, thanks.
const REQUESTS: usize = 8;
const WORKERS: usize = 4;

/// After how many bytes the next connection is cut, and on which way.
#[derive(Clone, Copy)]
enum Cut {
    Asking(usize),
    Answering(usize),
}

/// Stands between one phone and the server.
struct Wire {
    port: u16,
    plan: Arc<Mutex<Option<Cut>>>,
    /// Connections that were really cut.
    cuts: Arc<AtomicUsize>,
}

impl Wire {
    fn to(server: u16, cuts: &Arc<AtomicUsize>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let wire = Self {
            port: listener.local_addr().unwrap().port(),
            plan: Arc::default(),
            cuts: Arc::clone(cuts),
        };
        let (plan, cuts) = (Arc::clone(&wire.plan), Arc::clone(cuts));
        // It ends with the test's process; nobody else waits for it.
        std::thread::spawn(move || {
            for phone in listener.incoming() {
                let cut = plan.lock().unwrap().take();
                if carry(phone.unwrap(), server, cut) {
                    cuts.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        wire
    }
}

/// Carries one request and its answer. Whether it was cut on the way.
fn carry(phone: TcpStream, server: u16, cut: Option<Cut>) -> bool {
    let server = TcpStream::connect(("127.0.0.1", server)).unwrap();
    let (asking, answering) = match cut {
        None => (None, None),
        Some(Cut::Asking(bytes)) => (Some(bytes), None),
        Some(Cut::Answering(bytes)) => (None, Some(bytes)),
    };
    let there = (phone.try_clone().unwrap(), server.try_clone().unwrap());
    let asked = std::thread::spawn(move || copy(&there.0, &there.1, asking));
    let was_cut = copy(&server, &phone, answering);
    // The phone never closes its side first; this ends the other copy.
    let _ = phone.shutdown(Shutdown::Both);
    asked.join().unwrap() || was_cut
}

/// Copies until the end, or until so many bytes: then both ends are cut. Whether they were.
fn copy(mut from: &TcpStream, mut to: &TcpStream, until: Option<usize>) -> bool {
    let mut left = until.unwrap_or(usize::MAX);
    let mut bytes = [0; 4096];
    loop {
        if left == 0 {
            let _ = from.shutdown(Shutdown::Both);
            let _ = to.shutdown(Shutdown::Both);
            return true;
        }
        let most = left.min(bytes.len());
        match from.read(&mut bytes[..most]) {
            Ok(0) | Err(_) => {
                let _ = to.shutdown(Shutdown::Write);
                return false;
            }
            Ok(read) => {
                left -= read;
                if to.write_all(&bytes[..read]).is_err() {
                    return false;
                }
            }
        }
    }
}

/// What a person does who sees that a page did not come: the same once more.
fn insist(wire: &Wire, seed: &mut usize, request: impl Fn() -> std::io::Result<Page>) -> Page {
    for _ in 0..PER_REQUEST {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let bytes = *seed >> 33;
        let cut = if bytes.is_multiple_of(2) {
            Cut::Asking(bytes / 2 % 120)
        } else {
            Cut::Answering(bytes / 2 % 900)
        };
        *wire.plan.lock().unwrap() = Some(cut);
        // Whether it came through all the same or not: the next try is as good as the first.
        let _ = request();
    }
    *wire.plan.lock().unwrap() = None;
    request().unwrap()
}

/// One client on a bad connection.
fn fill_in(wire: &Wire, link: &str, answers: [i32; 4], mut seed: usize) {
    let mut phone = Browser::new(wire.port);
    let seed = &mut seed;
    let opened = insist(wire, seed, || phone.get(link));
    assert_eq!(
        (opened.status, opened.header("location")),
        (303, Some("/portal"))
    );
    let cookie = opened.header("set-cookie").unwrap();
    phone.cookie = cookie.split(';').next().unwrap().to_owned();
    for (answer, number) in answers.iter().zip(1..) {
        let (path, answer) = (format!("/portal/item/{number}"), answer.to_string());
        let kept = insist(wire, seed, || phone.post(&path, &[("answer", &answer)]));
        assert_eq!(kept.status, 303, "{}", kept.body);
    }
    assert_eq!(
        insist(wire, seed, || phone.get("/portal/review")).status,
        200
    );
    let sent = insist(wire, seed, || phone.post("/portal/send", &[]));
    assert_eq!(
        (sent.status, sent.header("location")),
        (303, Some("/portal/thanks"))
    );
    assert_eq!(
        insist(wire, seed, || phone.get("/portal/thanks")).status,
        200
    );
}

fn answers_of(number: usize) -> [i32; 4] {
    let digit = |place: u32| i32::try_from(number / 4_usize.pow(place) % 4).unwrap();
    [digit(0), digit(1), digit(2), digit(3)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_arrives_once_however_often_the_connection_breaks() {
    let wanted = std::env::var("ATTUNE_CUTS")
        .ok()
        .and_then(|cuts| cuts.parse().ok());
    let wanted: usize = wanted.unwrap_or(CUTS);
    // Some requests of a phone are through before their cut; a quarter more is plenty.
    let clients = (wanted * 5 / 4).div_ceil(REQUESTS * PER_REQUEST);
    let practice = Practice::new().await;
    let mut clinician = practice.clinician("Jonas Weil").await;
    let mut waiting: Vec<(ClientId, String, usize)> = Vec::new();
    for number in 0..clients {
        let client = practice.client(&clinician, "Mira Okafor").await;
        let path = format!("/clients/{client}/assess");
        let entry = support::fresh();
        let fields = [
            ("entry", entry.as_str()),
            ("measure", "phq-4"),
            ("way", "link"),
        ];
        let page = clinician
            .post(&format!("{path}/assignments"), &fields)
            .await;
        let (_, rest) = page.body.split_once("/q/").unwrap();
        waiting.push((client, format!("/q/{}", &rest[..64]), number));
    }
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(attune_server::serve(
        listener,
        practice.app.clone(),
        std::future::pending(),
    ));
    let began = Instant::now();
    let cuts = Arc::new(AtomicUsize::new(0));
    let shared = Arc::new(Mutex::new(waiting.clone()));
    let workers: Vec<_> = (0..WORKERS)
        .map(|_| {
            let (shared, cuts) = (Arc::clone(&shared), Arc::clone(&cuts));
            tokio::task::spawn_blocking(move || {
                let wire = Wire::to(port, &cuts);
                loop {
                    let next = shared.lock().unwrap().pop();
                    let Some((_, link, number)) = next else { break };
                    fill_in(&wire, &link, answers_of(number), number);
                }
                wire.cuts.load(Ordering::Relaxed)
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let cuts = cuts.load(Ordering::Relaxed);
    println!("{cuts} cuts, {clients} forms in {:.1?}", began.elapsed());
    assert!(cuts >= wanted, "only {cuts} connections were cut");
    for (client, _, number) in waiting {
        let record = practice.record(client).await;
        assert_eq!(record.responses.len(), 1);
        let given = &record.responses[0].item.answers;
        assert_eq!(*given, answers_of(number).map(Answer::Value));
    }
    server.abort();
}
