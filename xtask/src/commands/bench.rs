//! Measuring speed. What is measured is written beside what it measures, as an example of its crate.

use anyhow::{Context, bail};

use crate::arguments::Arguments;
use crate::commands::assets;
use crate::process::{self, cargo};
use crate::{debian, project};

pub(crate) const USAGE: &str = "pages|peers [ARGUMENTS...]";
pub(crate) const DETAILS: &str = "\
pages   how long pages take under load, with the built program in release mode
peers   the statistics against R's lme4, metafor, glasso and qgraph on the same data; installs R from Debian where it is
        missing. --quick leaves the largest data out

What follows the name is passed on; `cargo xtask bench pages -- --help` shows what there is.";

struct Bench {
    name: &'static str,
    package: &'static str,
    example: &'static str,
    prepare: fn() -> anyhow::Result<()>,
}

const BENCHES: &[Bench] = &[
    Bench {
        name: "pages",
        package: "attune-server",
        example: "bench_pages",
        // The server carries the built assets inside itself.
        prepare: assets::build,
    },
    Bench {
        name: "peers",
        package: "attune-stats",
        example: "bench_peers",
        prepare: debian::peers_of_the_statistics,
    },
];

pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let name = arguments
        .word()
        .context("bench needs the name of what to measure: pages or peers")?;
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        bail!("there is nothing to measure called `{name}`; there are: pages, peers");
    };
    (bench.prepare)()?;
    let mut passed_on = arguments.rest();
    passed_on.retain(|word| word != "--");
    process::run(
        cargo()
            .args([
                "run",
                "--release",
                "--package",
                bench.package,
                "--example",
                bench.example,
                "--",
            ])
            .args(passed_on)
            .current_dir(project::root()),
    )
}
