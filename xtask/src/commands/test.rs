//! All tests, and what they need.

use std::ffi::OsString;
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::arguments::Arguments;
use crate::commands::assets;
use crate::process::{self, cargo};
use crate::{debian, node, project};

pub(crate) const USAGE: &str = "[--only rust|web|browser]";
pub(crate) const DETAILS: &str = "\
rust      cargo test of every crate, documentation examples included, on SQLite and on a PostgreSQL of its own
web       type check and unit tests of web/
browser   the built program, driven through Chromium as a person would, with accessibility checks

Installs what is missing first: npm packages from the lockfiles, and on Debian Chromium and PostgreSQL by apt-get
(ATTUNE_CHROMIUM and ATTUNE_POSTGRESQL name others). Every part runs even if one before it fails.

To run one test, use its own runner:
  cargo test -p attune-care loops
  cd e2e && node --test tests/sign_in.test.mjs        (UPDATE_SNAPSHOTS=1 rewrites the page snapshots)";

struct Part {
    name: &'static str,
    run: fn() -> anyhow::Result<()>,
}

const PARTS: &[Part] = &[
    Part {
        name: "rust",
        run: rust,
    },
    Part {
        name: "web",
        run: web,
    },
    Part {
        name: "browser",
        run: browser,
    },
];

pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let only = arguments.value("--only")?;
    arguments.finish()?;
    let parts: Vec<&Part> = PARTS
        .iter()
        .filter(|part| only.as_deref().is_none_or(|name| name == part.name))
        .collect();
    if parts.is_empty() {
        bail!("--only takes rust, web or browser");
    }
    // Nothing compiles without them: if this fails, no part could run.
    assets::build()?;

    let mut report = Vec::new();
    for part in parts {
        println!("\n==> {}", part.name);
        let began = Instant::now();
        let outcome = (part.run)();
        if let Err(error) = &outcome {
            eprintln!("{error:#}");
        }
        report.push((part.name, began.elapsed(), outcome.is_ok()));
    }
    println!();
    for (name, elapsed, passed) in &report {
        println!(
            "{name:<8} {:<7} {:>8}",
            if *passed { "passed" } else { "FAILED" },
            spoken(*elapsed)
        );
    }
    let failed: Vec<&str> = report
        .iter()
        .filter(|(_, _, passed)| !passed)
        .map(|(name, ..)| *name)
        .collect();
    if !failed.is_empty() {
        bail!("tests failed in: {}", failed.join(", "));
    }
    Ok(())
}

fn rust() -> anyhow::Result<()> {
    let postgresql = debian::postgresql()?;
    process::run(
        cargo()
            .args(["test", "--workspace", "--no-fail-fast"])
            .env("ATTUNE_POSTGRESQL", postgresql)
            .current_dir(project::root()),
    )
}

fn web() -> anyhow::Result<()> {
    process::run(node::npm(&project::root().join("web")).args(["run", "--silent", "check"]))
}

fn browser() -> anyhow::Result<()> {
    let environment = prepare_browser()?;
    process::run(
        node::npm(&project::root().join("e2e"))
            .args(["test", "--silent"])
            .envs(environment),
    )
}

/// Builds the program, installs what drives a browser, and says where both are.
pub(crate) fn prepare_browser() -> anyhow::Result<[(&'static str, OsString); 3]> {
    let root = project::root();
    node::require()?;
    assets::build()?;
    node::install(&root.join("e2e"))?;
    let chromium = debian::chromium()?;
    let postgresql = debian::postgresql()?;
    Ok([
        ("ATTUNE_PROGRAM", project::build_program_as_tested()?.into()),
        ("ATTUNE_CHROMIUM", chromium.into()),
        ("ATTUNE_POSTGRESQL", postgresql.into()),
    ])
}

fn spoken(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    match seconds / 60 {
        0 => format!("{seconds} s"),
        minutes => format!("{minutes} min {:02} s", seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_spoken() {
        assert_eq!(spoken(Duration::from_secs(9)), "9 s");
        assert_eq!(spoken(Duration::from_secs(605)), "10 min 05 s");
    }
}
