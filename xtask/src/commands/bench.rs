//! Measuring speed. What is measured is written beside what it measures, as an example of its crate.

use anyhow::{Context, bail};

use crate::arguments::Arguments;
use crate::commands::assets;
use crate::process::{self, cargo};
use crate::project;

pub(crate) const USAGE: &str = "pages [ARGUMENTS...]";
pub(crate) const DETAILS: &str = "\
pages   how long pages take under load, with the built program in release mode

What follows the name is passed on; `cargo xtask bench pages -- --help` shows what there is.";

/// Name, crate, example.
const BENCHES: &[(&str, &str, &str)] = &[("pages", "attune-server", "bench_pages")];

pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let name = arguments
        .word()
        .context("bench needs the name of what to measure: pages")?;
    let Some((_, package, example)) = BENCHES.iter().find(|(known, ..)| *known == name) else {
        bail!("there is nothing to measure called `{name}`; there is: pages");
    };
    assets::build()?;
    let mut passed_on = arguments.rest();
    passed_on.retain(|word| word != "--");
    process::run(
        cargo()
            .args([
                "run",
                "--release",
                "--package",
                package,
                "--example",
                example,
                "--",
            ])
            .args(passed_on)
            .current_dir(project::root()),
    )
}
