//! Everything a developer or CI runs. `cargo xtask` alone prints what there is.
//!
//! One file per command under `commands/`, one line per command in [`COMMANDS`]; the checks of `tidy` have a
//! folder of their own. A command gets its arguments, does its work through plain processes, and answers with
//! an error that says what to do next.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line program talks to its user"
)]

mod arguments;
mod commands;
mod debian;
mod files;
mod node;
mod process;
mod project;
mod tidy;

use std::process::ExitCode;

use anyhow::bail;

use crate::arguments::Arguments;
use crate::commands::{assets, bench, demo, fuzz, screenshots, test};

/// One thing that `cargo xtask` can do.
struct Command {
    name: &'static str,
    /// What follows the name, as in a manual.
    usage: &'static str,
    /// One line for the list of commands.
    summary: &'static str,
    /// What `cargo xtask help NAME` adds.
    details: &'static str,
    run: fn(Arguments) -> anyhow::Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "demo",
        usage: demo::USAGE,
        summary: "Build Attune and open it with a practice of invented people",
        details: demo::DETAILS,
        run: demo::run,
    },
    Command {
        name: "test",
        usage: test::USAGE,
        summary: "Install what the tests need, then run all of them",
        details: test::DETAILS,
        run: test::run,
    },
    Command {
        name: "tidy",
        usage: tidy::USAGE,
        summary: "Check the rules of the house that no compiler checks",
        details: tidy::DETAILS,
        run: tidy::run,
    },
    Command {
        name: "assets",
        usage: assets::USAGE,
        summary: "Build style sheets and scripts into web/dist",
        details: assets::DETAILS,
        run: assets::run,
    },
    Command {
        name: "screenshots",
        usage: screenshots::USAGE,
        summary: "Draw the pictures of the guide, or one of every page",
        details: screenshots::DETAILS,
        run: screenshots::run,
    },
    Command {
        name: "fuzz",
        usage: fuzz::USAGE,
        summary: "Look for files that a reader stumbles over",
        details: fuzz::DETAILS,
        run: fuzz::run,
    },
    Command {
        name: "bench",
        usage: bench::USAGE,
        summary: "Measure how fast the program is",
        details: bench::DETAILS,
        run: bench::run,
    },
];

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let outcome = if words.is_empty() {
        print!("{}", overview());
        Ok(())
    } else {
        let name = words.remove(0);
        dispatch(&name, words)
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(name: &str, words: Vec<String>) -> anyhow::Result<()> {
    if matches!(name, "help" | "--help" | "-h") {
        match words.first() {
            None => print!("{}", overview()),
            Some(topic) => print!("{}", manual(find(topic)?)),
        }
        return Ok(());
    }
    let command = find(name)?;
    // What stands after `--` is meant for the program that the command starts.
    if words
        .iter()
        .take_while(|word| *word != "--")
        .any(|word| matches!(word.as_str(), "--help" | "-h"))
    {
        print!("{}", manual(command));
        return Ok(());
    }
    (command.run)(Arguments::new(words))
}

fn find(name: &str) -> anyhow::Result<&'static Command> {
    match COMMANDS.iter().find(|command| command.name == name) {
        Some(command) => Ok(command),
        None => bail!("there is no command `{name}`; `cargo xtask` lists what there is"),
    }
}

fn overview() -> String {
    let lines: Vec<String> = COMMANDS
        .iter()
        .map(|command| format!("  {:<12} {}", command.name, command.summary))
        .collect();
    let list = lines.join("\n");
    format!(
        "Everything for working on Attune:\n\n{list}\n\n\
         New here?           cargo xtask demo          look around first\n\
         Changed something?  cargo xtask test          or a part of it: --only rust, web or browser\n\
         Before a commit:    cargo fmt --all && cargo xtask tidy\n\
         What CI runs:       .ci/run\n\n\
         More about one:     cargo xtask help NAME\n"
    )
}

fn manual(command: &Command) -> String {
    let name = format!("{} {}", command.name, command.usage);
    format!(
        "cargo xtask {}\n\n{}.\n\n{}\n",
        name.trim_end(),
        command.summary,
        command.details
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_overview_names_every_command() {
        let text = overview();
        for command in COMMANDS {
            assert!(text.contains(command.name), "{} is missing", command.name);
        }
    }

    #[test]
    fn an_unknown_command_is_refused_by_name() {
        let error = dispatch("tset", Vec::new()).map_err(|error| error.to_string());
        assert!(error.is_err_and(|text| text.contains("`tset`")));
    }
}
