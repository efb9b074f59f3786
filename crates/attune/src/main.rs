//! The program: command line, configuration, start-up, import, statistics from files and the fictional practice.
//!
//! One file per command under `command/`. A command reads its arguments, does its work with the libraries, prints
//! what a person wants to know to standard output, and answers with an exit code or an error that says what to do.
//! Logs go to standard error and never hold a name or a clinical word.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line program talks to its user"
)]

mod browser;
mod command;
mod configuration;
mod data_folder;
mod demo;
mod evidence;
mod import;
mod practice;
mod serving;
mod start_up;
mod stats;
mod terminal;
mod unlocking;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::command::Command;

/// Attune: a workbench for integrative psychotherapy, on your own machine.
///
/// One folder holds one practice, encrypted under your passphrase. `attune demo` shows everything with invented
/// people; `attune init` makes a practice of your own, `attune serve` opens it in the browser.
#[derive(Debug, Parser)]
#[command(name = "attune", version, after_help = EXAMPLES, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  attune demo                       look around in a fictional practice
  attune init                       make a practice
  attune serve                      start it
  attune backup --to /backup/data --keyring-to /usb/keyring
  attune stats growth scores.csv --outcome phq9 --time month --group patient
  attune help import                how a command works, with examples";

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_logging();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: could not start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(arguments.command.run()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// To standard error; `ATTUNE_LOG` narrows or widens it as in `ATTUNE_LOG=debug`.
fn start_logging() {
    let filter = EnvFilter::try_from_env("ATTUNE_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,attune=info,attune_server=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
