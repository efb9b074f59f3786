//! How long pages take in a practice of ordinary size: `cargo run --release -p attune-server --example bench_pages`.
//!
//! Through the whole router, on a SQLite file, with the audit line of every request brought to the disk before the
//! answer, as the program does it. Ends with an error if a limit is missed, so that it can stand in a script.
//! Then every page, the client's own ones too, of a record with 60 factors, 5 versions of the plan, 100 signed sessions
//! and 5,000 entries, over real connections; what the first one waits stands apart, and no limit is held against it.
//! Records that were opened a moment ago are kept open, so the client page of that record is measured in programs that
//! do not know it yet, too.
//! `--clients N` makes the practice larger or smaller, `--json` prints one line of JSON instead of a table.
#![allow(
    clippy::pedantic,
    unreachable_pub,
    reason = "a harness that nothing else builds on"
)]
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

mod every;
#[path = "../../tests/support/full.rs"]
mod full;
mod http;
mod measure;
mod practice;
#[path = "../../tests/support/queries.rs"]
mod queries;
mod space;

use std::process::ExitCode;
use std::time::Duration;

use crate::every::{Measured, Page};
use crate::measure::Pages;
use crate::practice::{ENTRIES, Practice};

type Failure = Box<dyn std::error::Error>;

const PAGE_LIMIT: Duration = Duration::from_millis(50);
/// For each page of the full record.
const FULL_LIMIT: Duration = Duration::from_millis(80);
const READY_LIMIT: Duration = Duration::from_secs(1);

struct Asked {
    clients: usize,
    json: bool,
}

#[tokio::main]
async fn main() -> Result<ExitCode, Failure> {
    let asked = read_arguments()?;
    let practice = Practice::make(asked.clients).await?;
    let (ready, app) = practice.start().await?;
    let client = practice.longest_record;
    let measured = [
        Pages::get(&app, &practice, "/caseload").await?,
        Pages::get(&app, &practice, &format!("/clients/{client}")).await?,
    ];
    let titles = [
        format!("caseload, {} clients", asked.clients),
        format!("client page, {ENTRIES} entries"),
    ];
    let full = practice.full_record;
    let anew = Pages::first(&practice, &format!("/clients/{full}")).await?;
    let every = every::measure(&app, &practice.session, full).await?;
    if asked.json {
        let mut json = in_json(&asked, ready, &titles, &measured);
        json["full_record"] = every_in_json(&every);
        json["full_record_opened_anew_p95_ms"] = milliseconds(anew.p95()).into();
        println!("{json}");
    } else {
        print_table(&asked, ready, &titles, &measured);
        print_anew(&anew);
        print_every(&every);
    }
    let met = ready < READY_LIMIT
        && measured.iter().all(|pages| pages.p95() < PAGE_LIMIT)
        && anew.p95() < FULL_LIMIT
        && every
            .pages
            .iter()
            .all(|page| page.percentile(95) < FULL_LIMIT);
    Ok(if met {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn read_arguments() -> Result<Asked, Failure> {
    let mut asked = Asked {
        clients: 10_000,
        json: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--json" => asked.json = true,
            "--clients" => {
                let number = arguments.next().ok_or("--clients needs a number")?;
                asked.clients = number.parse()?;
            }
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    Ok(asked)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn print_table(asked: &Asked, ready: Duration, titles: &[String; 2], measured: &[Pages; 2]) {
    println!(
        "{:<30} {:>8} {:>8} {:>8} {:>9} {:>8}   limit",
        "", "p50", "p95", "max", "bytes", "queries"
    );
    for (title, pages) in titles.iter().zip(measured) {
        println!(
            "{title:<30} {:>5.1} ms {:>5.1} ms {:>5.1} ms {:>9} {:>8.1}   p95 under {} ms",
            milliseconds(pages.p50()),
            milliseconds(pages.p95()),
            milliseconds(pages.max()),
            pages.bytes,
            pages.queries,
            PAGE_LIMIT.as_millis(),
        );
    }
    println!(
        "{:<30} {:>5.0} ms {:>48} under {} ms",
        format!("unlock to ready, {} clients", asked.clients),
        milliseconds(ready),
        "",
        READY_LIMIT.as_millis(),
    );
}

fn in_json(
    asked: &Asked,
    ready: Duration,
    titles: &[String; 2],
    measured: &[Pages; 2],
) -> serde_json::Value {
    let pages: Vec<_> = titles
        .iter()
        .zip(measured)
        .map(|(title, pages)| {
            serde_json::json!({
                "page": title,
                "requests": pages.times.len(),
                "p50_ms": milliseconds(pages.p50()),
                "p95_ms": milliseconds(pages.p95()),
                "max_ms": milliseconds(pages.max()),
                "bytes": pages.bytes,
                "queries": pages.queries,
            })
        })
        .collect();
    serde_json::json!({
        "clients": asked.clients,
        "ready_ms": milliseconds(ready),
        "pages": pages,
    })
}

fn print_anew(anew: &Pages) {
    println!(
        "{:<30} {:>5.1} ms {:>5.1} ms {:>5.1} ms {:>9} {:>8.1}   p95 under {} ms",
        "full record, opened anew",
        milliseconds(anew.p50()),
        milliseconds(anew.p95()),
        milliseconds(anew.max()),
        anew.bytes,
        anew.queries,
        FULL_LIMIT.as_millis(),
    );
}

fn print_every(every: &Measured) {
    println!(
        "\nfull record, {} entries: p95 of each page under {} ms\n{:>8} {:>8} {:>8} {:>8} {:>9}",
        full::FULL.entries,
        FULL_LIMIT.as_millis(),
        "p50",
        "p95",
        "max",
        "first",
        "bytes"
    );
    for page in &every.pages {
        println!(
            "{:>8.1} {:>8.1} {:>8.1} {:>8.1} {:>9} {}{}",
            milliseconds(page.percentile(50)),
            milliseconds(page.percentile(95)),
            milliseconds(page.percentile(100)),
            milliseconds(page.first),
            page.bytes,
            page.path,
            over(page),
        );
    }
    for path in &every.left_out {
        println!("not measured, nothing of it in this record: {path}");
    }
}

fn over(page: &Page) -> &'static str {
    if page.percentile(95) < FULL_LIMIT {
        ""
    } else {
        "   OVER THE LIMIT"
    }
}

fn every_in_json(every: &Measured) -> serde_json::Value {
    let pages = every.pages.iter().map(|page| {
        serde_json::json!({
            "page": page.path,
            "requests": page.times.len(),
            "p50_ms": milliseconds(page.percentile(50)),
            "p95_ms": milliseconds(page.percentile(95)),
            "max_ms": milliseconds(page.percentile(100)),
            "first_ms": milliseconds(page.first),
            "bytes": page.bytes,
        })
    });
    pages.collect()
}
