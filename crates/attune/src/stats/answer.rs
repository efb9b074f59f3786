use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use attune_figures::{Figure, Size};
use clap::Args;
use serde::Serialize;

use super::Refusal;

/// Where the result goes, the same for every command.
#[derive(Debug, Clone, Args)]
pub(crate) struct Output {
    /// Print one JSON document instead of a table
    #[arg(long)]
    json: bool,
    /// Draw the result into this file
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
}

/// A result with how it was found and what to be careful about.
#[derive(Debug, Serialize)]
pub(crate) struct Answer<R> {
    /// What was computed, with its source.
    pub(crate) method: String,
    /// What a reader has to know before trusting the numbers.
    pub(crate) warnings: Vec<Caution>,
    /// Where random numbers were used: the same seed gives the same result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) seed: Option<u64>,
    /// The numbers.
    #[serde(flatten)]
    pub(crate) result: R,
}

impl<R> Answer<R> {
    /// A result without random numbers.
    pub(crate) fn new(method: impl Into<String>, warnings: Vec<Caution>, result: R) -> Self {
        Self {
            method: method.into(),
            warnings,
            seed: None,
            result,
        }
    }
}

/// Something to be careful about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Caution {
    /// For programs, such as `left_out`.
    pub(crate) kind: &'static str,
    /// For people.
    pub(crate) message: String,
}

impl Caution {
    pub(crate) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }
}

/// What every result can do besides being JSON.
pub(crate) trait Report: Serialize {
    /// A table for people, with units, intervals and how many.
    fn text(&self) -> String;

    /// Its picture.
    fn picture(&self) -> Result<Box<dyn Figure>, Refusal>;
}

/// Prints a result, or why there is none.
pub(crate) fn answer<R: Report>(found: Result<Answer<R>, Refusal>, output: &Output) -> ExitCode {
    let published = found.and_then(|answer| {
        if let Some(file) = &output.plot {
            draw(&answer.result, file)?;
        }
        print(&if output.json {
            document(&answer)
        } else {
            for_people(&answer)
        });
        Ok(())
    });
    match published {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            if output.json {
                print(&document(&refusal.json()));
            }
            for line in refusal.to_string().lines() {
                eprintln!("error: {line}");
            }
            ExitCode::from(2)
        }
    }
}

fn draw(result: &impl Report, file: &std::path::Path) -> Result<(), Refusal> {
    let svg = result.picture()?.svg(Size::Wide);
    std::fs::write(file, svg).map_err(|error| Refusal::Write {
        file: file.to_owned(),
        error,
    })
}

fn document(value: &impl Serialize) -> String {
    // Plain structs of numbers and words: there is nothing in them that JSON could not hold.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn for_people<R: Report>(answer: &Answer<R>) -> String {
    let mut text = format!("{}\n\n{}", answer.method, answer.result.text().trim_end());
    if let Some(seed) = answer.seed {
        text.push_str(&format!("\n\nRandom numbers from seed {seed}."));
    }
    if !answer.warnings.is_empty() {
        text.push_str("\n\nTo be careful about:");
    }
    for caution in &answer.warnings {
        text.push_str(&format!("\n  - {}", caution.message));
    }
    text
}

/// To standard output. A reader that has seen enough, as `head`, may close it.
fn print(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}
