//! The statistics against the established R packages, on the same data in the same run.
//!
//! Simulates data, writes them where R can read them, times both sides, and prints a table with the number that both
//! report, so that nobody is fast by being wrong. Reading the file is timed on neither side.
#![expect(clippy::print_stdout, reason = "a bench prints its table")]

mod ours;
mod simulate;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};

use ours::Timed;

fn main() -> Result<(), Box<dyn Error>> {
    let quick = std::env::args().any(|word| word == "--quick");
    let folder = std::env::temp_dir().join(format!("attune-bench-peers-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let outcome = compare(&folder, quick);
    std::fs::remove_dir_all(&folder)?;
    outcome
}

fn compare(folder: &Path, quick: bool) -> Result<(), Box<dyn Error>> {
    let ours = ours::run(folder, quick)?;
    println!("R is working; the largest of its fits takes minutes.");
    let theirs = peers(folder)?;

    println!();
    println!(
        "{:<26} {:>11} {:>11} {:>9}   {:>18} {:>18}",
        "", "attune s", "R s", "faster", "result here", "result in R"
    );
    for Timed {
        case,
        seconds,
        result,
    } in &ours
    {
        match theirs.get(case) {
            Some((their_seconds, their_result)) => println!(
                "{case:<26} {seconds:>11.4} {their_seconds:>11.4} {:>8.0}x   {result:>18.6} {their_result:>18.6}",
                their_seconds / seconds
            ),
            None => println!(
                "{case:<26} {seconds:>11.4} {:>11} {:>9}   {result:>18.6} {:>18}",
                "-", "", "-"
            ),
        }
    }
    Ok(())
}

/// Seconds and result of each case in R.
fn peers(folder: &Path) -> Result<BTreeMap<String, (f64, f64)>, Box<dyn Error>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/bench_peers/peers.R");
    let done = Command::new("Rscript")
        .arg(script)
        .arg(folder)
        .stderr(Stdio::inherit())
        .output()?;
    if !done.status.success() {
        return Err(format!("R stopped: {}", done.status).into());
    }
    let mut found = BTreeMap::new();
    for line in String::from_utf8(done.stdout)?.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [case, seconds, result] = words[..] {
            found.insert(case.to_owned(), (seconds.parse()?, result.parse()?));
        }
    }
    Ok(found)
}
