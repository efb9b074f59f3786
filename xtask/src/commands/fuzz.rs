//! The readers of foreign files against files that nobody meant to write.

use std::path::PathBuf;
use std::process::{Child, Command};

use anyhow::{Context, bail};

use crate::arguments::Arguments;
use crate::process::{self, cargo};
use crate::{debian, project};

pub(crate) const USAGE: &str = "[--seconds N]";
pub(crate) const DETAILS: &str = "\
Builds the targets under fuzz/ and runs them all at once, each for a minute or for as long as asked. Installs cargo-fuzz
under target/tools where it is missing; the stable compiler is enough. A file that a reader stumbles over is left in
fuzz/artifacts: make a test of it.";

/// One for each file in `fuzz/targets`.
const TARGETS: [&str; 2] = ["table", "causal_map"];

pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let seconds: u32 = match arguments.value("--seconds")? {
        Some(value) => value
            .parse()
            .context("--seconds takes a whole number, such as 60")?,
        None => 60,
    };
    arguments.finish()?;
    debian::cpp_compiler()?;
    let cargo_fuzz = cargo_fuzz()?;
    process::run(&mut fuzz(&cargo_fuzz, "build"))?;
    let mut running = Vec::new();
    for target in TARGETS {
        let child = start(&cargo_fuzz, target, seconds)
            .with_context(|| format!("could not start the fuzz target {target}"))?;
        running.push((target, child));
    }
    let mut fallen = Vec::new();
    for (target, mut child) in running {
        if !child.wait()?.success() {
            fallen.push(target);
        }
    }
    if !fallen.is_empty() {
        bail!(
            "a file was found that breaks: {}; it lies under fuzz/artifacts",
            fallen.join(", ")
        );
    }
    println!(
        "Nothing was found in {seconds} seconds each: {}.",
        TARGETS.join(", ")
    );
    Ok(())
}

fn start(cargo_fuzz: &PathBuf, target: &str, seconds: u32) -> anyhow::Result<Child> {
    // What the fuzzer learns is kept in the first folder, where git does not look.
    let corpus = project::root().join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&corpus)?;
    let child = fuzz(cargo_fuzz, "run")
        .arg(target)
        .arg(corpus)
        .arg(format!("fuzz/seeds/{target}"))
        .arg("--")
        .arg(format!("-max_total_time={seconds}"))
        .args(["-max_len=4096", "-timeout=10", "-print_final_stats=1"])
        .spawn()?;
    Ok(child)
}

fn fuzz(cargo_fuzz: &PathBuf, verb: &str) -> Command {
    let mut command = Command::new(cargo_fuzz);
    command
        .args(["fuzz", verb, "--dev", "--sanitizer", "none"])
        .current_dir(project::root());
    command
}

/// The program cargo-fuzz, at a place that does not depend on anybody's PATH.
fn cargo_fuzz() -> anyhow::Result<PathBuf> {
    let tools = project::root().join("target/tools");
    let program = tools.join("bin/cargo-fuzz");
    if !program.exists() {
        process::run(
            cargo()
                .args([
                    "install",
                    "cargo-fuzz",
                    "--version",
                    "0.13.2",
                    "--locked",
                    "--root",
                ])
                .arg(&tools),
        )?;
    }
    Ok(program)
}
