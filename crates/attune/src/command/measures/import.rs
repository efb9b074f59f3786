//! Taking a questionnaire in.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use attune_catalog::fhir::{self, Importing};
use attune_catalog::{Direction, Grant, PRACTICE_PACK};
use clap::{Args, ValueEnum};

/// Read a FHIR R4 Questionnaire and write it as the files of a questionnaire
///
/// Reads answers with ordinalValue or itemWeight. A total is taken over where the file says that it is the sum of the
/// weights; else every answer stands for itself, and that is said. The files pass the same checks as those of this
/// program. What cannot be read is named with its place in the file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune measures import phq.json --fhir --better lower --holder \"Our practice\" --basis \"public domain\" --to mine
  attune measures check mine")]
pub(crate) struct Import {
    /// The file
    file: PathBuf,
    /// It is FHIR; there is no other format yet
    #[arg(long, required = true)]
    fhir: bool,
    /// Whether more or fewer points are better, which FHIR does not say
    #[arg(long)]
    better: Better,
    /// Who holds the licence to use the wording
    #[arg(long)]
    holder: String,
    /// What permits its use
    #[arg(long)]
    basis: String,
    /// Id of the questionnaire, unless the file brings its own
    #[arg(long, default_value = "practice-imported")]
    id: String,
    /// The folder to write into; the files lie below it as practice/ID/VERSION
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Better {
    Higher,
    Lower,
}

impl Import {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let json = std::fs::read_to_string(&self.file)
            .with_context(|| format!("{}: cannot be read", self.file.display()))?;
        let importing = Importing {
            id: self.id,
            direction: match self.better {
                Better::Higher => Direction::HigherIsBetter,
                Better::Lower => Direction::LowerIsBetter,
            },
            grant: Grant {
                holder: self.holder,
                basis: self.basis,
                stated: jiff::Zoned::now().date().to_string(),
            },
        };
        let imported =
            fhir::import(&json, &importing).with_context(|| self.file.display().to_string())?;
        let files = &imported.files;
        let folder = self
            .to
            .join(PRACTICE_PACK)
            .join(&files.id)
            .join(&files.version);
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("{}: cannot be made", folder.display()))?;
        for (name, text) in &files.files {
            let path = folder.join(name);
            std::fs::write(&path, text)
                .with_context(|| format!("{}: cannot be written", path.display()))?;
        }
        println!(
            "{} {}: {} questions, in {}",
            files.id,
            files.version,
            imported.measure.items.len(),
            folder.display()
        );
        for note in &imported.notes {
            println!("  {note}");
        }
        Ok(ExitCode::SUCCESS)
    }
}
