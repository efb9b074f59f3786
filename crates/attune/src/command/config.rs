//! Showing the configuration.

use std::process::ExitCode;

use clap::Args;

use crate::practice::Which;

/// Print the configuration in force, with what every key means
///
/// Lines that begin with "# key = " show a default; the others were set in attune.toml or in the environment.
/// Passwords are not shown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune config
  ATTUNE_PORT=9000 attune config        the environment counts more than the file")]
pub(crate) struct Config {
    #[command(flatten)]
    which: Which,
}

impl Config {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let folder = self.which.folder()?;
        print!("{}", self.which.configuration(&folder)?.explained());
        Ok(ExitCode::SUCCESS)
    }
}
