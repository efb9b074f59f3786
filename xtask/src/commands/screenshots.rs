//! Pictures: of the worked examples for the guide, or of every page for looking at.

use std::path::absolute;
use std::process::Command;

use crate::arguments::Arguments;
use crate::commands::test::prepare_browser;
use crate::{process, project};

pub(crate) const USAGE: &str = "[DIR]";
pub(crate) const DETAILS: &str = "\
Without DIR: plays the worked examples of the guide in a fictional practice and draws their pictures anew, in
docs/guide/pictures. The browser tests play them too, and fail when the guide says what no page says.

With DIR: starts the demo practice and saves every page at 390 px and 1280 px, light and dark, as PNG files in DIR.";

pub(crate) fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let root = project::root();
    let (script, folder) = match arguments.word() {
        Some(folder) => ("e2e/screenshots.mjs", absolute(folder)?),
        None => ("e2e/examples.mjs", root.join("docs/guide/pictures")),
    };
    arguments.finish()?;
    let environment = prepare_browser()?;
    process::run(
        Command::new("node")
            .arg(script)
            .arg("--out")
            .arg(folder)
            .envs(environment)
            .current_dir(root),
    )
}
