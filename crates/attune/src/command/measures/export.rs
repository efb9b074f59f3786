//! Handing a questionnaire on.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use attune_catalog::{Catalog, Files, MeasureFiles, fhir};
use clap::Args;

/// Write a questionnaire as a FHIR R4 Questionnaire
///
/// Answers carry what they count, both as ordinalValue and as itemWeight; the licence stands in `copyright`. What FHIR
/// has no word for travels in an extension, so that reading it again scores in the same way. Of the practice's own
/// questionnaires, the page "Questionnaires" hands out the same file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune measures export gad-7 --fhir
  attune measures export gad-7 --fhir --to gad-7.json")]
pub(crate) struct Export {
    /// Which questionnaire, as `attune measures list` names it
    id: String,
    /// As FHIR; there is no other format yet
    #[arg(long, required = true)]
    fhir: bool,
    /// The language of the wording
    #[arg(long, default_value = "en")]
    language: String,
    /// Write into this file instead of printing
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

impl Export {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let catalog = Catalog::shipped()?;
        let measure = catalog.measure(&self.id).with_context(|| {
            format!(
                "there is no questionnaire \"{}\"; attune measures list names them",
                self.id
            )
        })?;
        let files = MeasureFiles::of(&Files::shipped()?, &measure.id, &measure.version)
            .context("its files are not in this program")?;
        let json = fhir::export(measure, &files, &self.language)?;
        match &self.to {
            Some(path) => std::fs::write(path, json)
                .with_context(|| format!("{}: cannot be written", path.display()))?,
            None => print!("{json}"),
        }
        Ok(ExitCode::SUCCESS)
    }
}
