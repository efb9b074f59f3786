//! Pictures of every page, for looking at.

use std::path::absolute;
use std::process::Command;

use crate::arguments::Arguments;
use crate::commands::test::prepare_browser;
use crate::{process, project};

pub(crate) const USAGE: &str = "[DIR]";
pub(crate) const DETAILS: &str = "\
Builds the program, starts it with the demo practice, and saves every page at 390 px and 1280 px, light and dark, as
PNG files in DIR (screenshots/ without it).";

pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let root = project::root();
    let folder = match arguments.word() {
        Some(folder) => absolute(folder)?,
        None => root.join("screenshots"),
    };
    arguments.finish()?;
    let environment = prepare_browser()?;
    process::run(
        Command::new("node")
            .arg("e2e/screenshots.mjs")
            .arg("--out")
            .arg(folder)
            .envs(environment)
            .current_dir(root),
    )
}
