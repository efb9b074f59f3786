//! What there is.

use std::process::ExitCode;

use attune_catalog::{AskedBy, Catalog, Measure};
use clap::Args;

/// List the questionnaires this program knows
///
/// For each its id and version, the licence class (A: free to reproduce; B: free with conditions; C and D: not to be
/// passed on; own: written for Attune), the number of items, the languages its wording is here in, and how far the
/// wording was checked. A skeleton has its scoring and no wording.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune measures list")]
pub(crate) struct List {}

impl List {
    #[expect(clippy::unused_self, reason = "every command is run in the same way")]
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let catalog = Catalog::shipped()?;
        println!(
            "{:<20} {:<8} {:<6} {:>5}  {:<22} wording",
            "id", "version", "class", "items", "name"
        );
        for measure in &catalog.measures {
            println!(
                "{:<20} {:<8} {:<6} {:>5}  {:<22} {}",
                measure.id,
                measure.version,
                measure.licence.class.code(),
                measure.items.len(),
                measure.name,
                wording(measure),
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn wording(measure: &Measure) -> String {
    if measure.items.is_empty() {
        return "none: only totals can be kept".to_owned();
    }
    let texts: Vec<String> = measure
        .texts
        .iter()
        .map(|text| format!("{}: {}", text.language, text.verification().label()))
        .collect();
    let mut words = if texts.is_empty() {
        "none: complete it with your own licensed text".to_owned()
    } else {
        texts.join("; ")
    };
    if measure.asked_by == AskedBy::Clinician {
        words.push_str("; asked by a clinician, in person");
    }
    words
}
