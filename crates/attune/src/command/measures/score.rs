//! Scoring one form.

use std::process::ExitCode;

use anyhow::Context;
use attune_catalog::{Catalog, Report, score_written};
use clap::Args;

/// Score one filled-in form
///
/// Answers are raw values in the order of the items (before anything is turned round): a number, the id of an
/// answer, nothing for "not answered", `na` for "does not apply". What stands beside the items, such as an age group
/// or a first question that decides whether the others are asked, comes as --context.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune measures score gad-7 --answers 1,1,0,1,,1,0
  attune measures score b-ipf --answers 3,na,2,2,,na,1 --json
  attune measures score cfpb-fwb-10 --answers 2,2,2,2,2,2,2,2,2,2 --context mode=self --context age=18-61
  attune measures score pc-ptsd-5 --answers 1,1,1,0,0 --context gate=1
  attune measures score phq-9 --answers 2,2,2,2,2,2,2,2, --context policy=prorate_max_missing_2")]
pub(crate) struct Score {
    /// Which questionnaire, as `attune measures list` names it
    id: String,
    /// The answers, with commas between them
    #[arg(long, allow_hyphen_values = true)]
    answers: String,
    /// What stands beside the answers; may be given several times
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_and_value)]
    context: Vec<(String, String)>,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

impl Score {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let catalog = Catalog::shipped()?;
        let measure = catalog.measure(&self.id).with_context(|| {
            format!(
                "there is no questionnaire \"{}\"; attune measures list names them",
                self.id
            )
        })?;
        let listed: Vec<&str> = self.answers.split(',').collect();
        let context: Vec<(&str, &str)> = self
            .context
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        let report = score_written(measure, &listed, &context)?;
        if self.json {
            println!("{}", report.json());
        } else {
            print!("{}", in_words(&measure.name, &report));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn key_and_value(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .ok_or_else(|| "write it as KEY=VALUE".to_owned())
}

fn in_words(name: &str, report: &Report) -> String {
    let mut words = format!(
        "{name} {}, {} ({})\n",
        report.version,
        report.status.code(),
        report.engine
    );
    for (key, value) in &report.result {
        let value = match value.as_str() {
            Some(text) => text.to_owned(),
            None if value.is_null() => "-".to_owned(),
            None => value.to_string(),
        };
        words.push_str(&format!("  {key:<28} {value}\n"));
    }
    words
}
