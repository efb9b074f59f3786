//! The commands, one file each.

mod account;
mod backup;
mod config;
mod demo;
mod evidence;
mod import;
mod init;
mod measures;
mod passphrase;
mod portal;
mod rescore;
mod restore;
mod serve;
mod stats;
mod verify;
mod worksheets;

use std::process::ExitCode;

use clap::Subcommand;

/// What the program can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Init),
    Serve(serve::Serve),
    Demo(demo::Demo),
    #[command(subcommand)]
    Import(import::Import),
    #[command(subcommand)]
    Stats(stats::Stats),
    #[command(subcommand)]
    Account(account::Account),
    #[command(subcommand)]
    Measures(measures::Measures),
    #[command(subcommand)]
    Worksheets(worksheets::Worksheets),
    #[command(subcommand)]
    Evidence(evidence::Evidence),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Verify(verify::Verify),
    Rescore(rescore::Rescore),
    Passphrase(passphrase::Passphrase),
    #[command(subcommand)]
    Portal(portal::Portal),
    Config(config::Config),
}

impl Command {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Init(init) => init.run().await,
            Self::Serve(serve) => serve.run().await,
            Self::Demo(demo) => demo.run().await,
            Self::Import(import) => import.run().await,
            Self::Stats(stats) => Ok(stats.run()),
            Self::Account(account) => account.run().await,
            Self::Measures(measures) => measures.run(),
            Self::Worksheets(worksheets) => worksheets.run(),
            Self::Evidence(evidence) => evidence.run(),
            Self::Backup(backup) => backup.run().await,
            Self::Restore(restore) => restore.run().await,
            Self::Verify(verify) => verify.run().await,
            Self::Rescore(rescore) => rescore.run().await,
            Self::Passphrase(passphrase) => passphrase.run(),
            Self::Portal(portal) => portal.run().await,
            Self::Config(config) => config.run(),
        }
    }
}
