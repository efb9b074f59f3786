//! Questionnaires: what there is, whether the files of one are in order, and scoring a form. Needs no practice.

mod check;
mod export;
mod import;
mod list;
mod score;

use std::process::ExitCode;

use clap::Subcommand;

/// List the questionnaires, check the files of your own, score a form, hand one on or take one in
#[derive(Debug, Subcommand)]
pub(crate) enum Measures {
    List(list::List),
    Check(check::Check),
    Score(score::Score),
    Export(export::Export),
    Import(import::Import),
}

impl Measures {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::List(list) => list.run(),
            Self::Check(check) => check.run(),
            Self::Score(score) => score.run(),
            Self::Export(export) => export.run(),
            Self::Import(import) => import.run(),
        }
    }
}
