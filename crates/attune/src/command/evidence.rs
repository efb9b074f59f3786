//! Bringing in a newer database of trials.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use attune_catalog::{Catalog, EvidenceRow};
use clap::{Args, Subcommand};

use crate::evidence::{
    Codes, Columns, Database, Difference, Kind, Pooled, catalog_of, differences, pool_database,
    write,
};
use crate::practice::Which;
use crate::stats::{Rows, Selection};

/// What trials found
#[derive(Debug, Subcommand)]
pub(crate) enum Evidence {
    Import(Import),
}

/// Pool a newer database of trials and say what it would change
///
/// Every therapy is pooled against every control (restricted maximum likelihood, Hartung-Knapp intervals) and set beside
/// what the table holds. Nothing is written without --keep, and nothing shipped is ever replaced: own rows stand beside
/// the others, with their source. The columns and codes are those of the Metapsy databases unless you say otherwise.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  what would change:
    attune evidence import depression_2026.csv --problem depression --source \"Metapsy, search to 2026-01-01\"
  a database in which below 0 favours the therapy, with a code of its own, kept:
    attune evidence import panic_2026.csv --problem panic --negate --code BT=exposure --source \"...\" --keep

To take own evidence away again, remove its file from the folder evidence of the practice and start the program anew.")]
pub(crate) struct Import {
    /// The database: comma or semicolon separated, with a header row
    file: PathBuf,
    /// The problem it is about, by its id in the catalogue
    #[arg(long, value_name = "ID")]
    problem: String,
    /// The publication or data set, as it is to be shown
    #[arg(long, value_name = "TEXT")]
    source: String,
    /// Its DOI
    #[arg(long)]
    doi: Option<String>,
    /// A short name for it; the file and the ids of its rows are called so [default: the file's name]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Below 0 favours the therapy in it
    #[arg(long)]
    negate: bool,
    /// The column with the effect
    #[arg(long, value_name = "COLUMN", default_value = ".g")]
    effect: String,
    /// The column with its standard error
    #[arg(long, value_name = "COLUMN", default_value = ".g_se")]
    se: String,
    /// The column with the code of the therapy
    #[arg(long, value_name = "COLUMN", default_value = "condition_arm1")]
    therapy: String,
    /// The column with the code of the control
    #[arg(long, value_name = "COLUMN", default_value = "condition_arm2")]
    control: String,
    /// The column that names the trial
    #[arg(long, value_name = "COLUMN", default_value = "study")]
    study: String,
    /// What a code means: a therapy's id, or one of the controls, such as `waitlist` (the others are named on a mistake)
    #[arg(long, value_name = "CODE=MEANING")]
    code: Vec<String>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    which: Which,
    /// Keep it: from the next start on it stands among the evidence
    #[arg(long)]
    keep: bool,
}

impl Evidence {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Import(import) => import.run(),
        }
    }
}

impl Import {
    fn run(&self) -> anyhow::Result<ExitCode> {
        let folder = self.which.folder()?;
        let catalog = catalog_of(folder.path())?;
        if catalog.problem(&self.problem).is_none() {
            let known: Vec<&str> = catalog.problems.iter().map(|one| one.id.as_str()).collect();
            bail!(
                "there is no problem \"{}\"; there are: {}",
                self.problem,
                known.join(", ")
            );
        }
        let name = self.name()?;
        let codes = Codes::read(&self.code, &catalog)?;
        let rows = Rows::read(&self.file, &self.selection)?;
        let columns = Columns {
            effect: self.effect.clone(),
            se: self.se.clone(),
            therapy: self.therapy.clone(),
            control: self.control.clone(),
            study: self.study.clone(),
        };
        let database = Database {
            name: name.clone(),
            problem: self.problem.clone(),
            source: self.source.clone(),
            doi: self.doi.clone(),
            negate: self.negate,
            command: command(),
        };
        let pooled = pool_database(&rows, &columns, &codes, &database)?;
        print(
            &pooled,
            &differences(&pooled.rows, &catalog.evidence),
            &catalog,
        );
        if pooled.rows.is_empty() {
            bail!("no therapy has three rows or more against one control: nothing to keep");
        }
        if self.keep {
            let path = write(folder.path(), &name, &pooled.rows)?;
            println!(
                "\nKept in {}. It stands among the evidence from the next start on.",
                path.display()
            );
        } else {
            println!("\nNothing was written. Add --keep to set these rows beside the others.");
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The name of the file, made fit to be one of ours.
    fn name(&self) -> anyhow::Result<String> {
        let given = match &self.name {
            Some(name) => name.clone(),
            None => self
                .file
                .file_stem()
                .and_then(|stem| stem.to_str())
                .context("the file has no name; give one with --name")?
                .to_owned(),
        };
        let name: String = given
            .to_lowercase()
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter
                } else {
                    '-'
                }
            })
            .collect();
        let name = name.trim_matches('-').to_owned();
        if name.is_empty() {
            bail!("--name: expected letters or digits");
        }
        Ok(name)
    }
}

/// What was typed, to be shown beside the rows.
fn command() -> String {
    let words = std::env::args().skip(1).filter(|word| word != "--keep");
    let quoted = words.map(|word| {
        if word.contains(' ') {
            format!("'{word}'")
        } else {
            word
        }
    });
    format!("attune {}", quoted.collect::<Vec<_>>().join(" "))
}

fn print(pooled: &Pooled, differences: &[Difference<'_>], catalog: &Catalog) {
    for difference in differences {
        let therapy = catalog.modality(&difference.new.modality);
        let name = therapy.map_or(difference.new.modality.as_str(), |one| one.name.as_str());
        let against = attune_care::matching::comparator_words(&difference.new.against, catalog);
        let what = match difference.kind {
            Kind::Conclusion => "another conclusion",
            Kind::Moved => "moved beyond its interval",
            Kind::New => "new",
            Kind::Same => "the same within its interval",
        };
        println!("{name} against {against}: {what}");
        if let Some(old) = difference.old {
            println!("  there  {}", numbers(old));
        }
        println!("  here   {}", numbers(difference.new));
    }
    for (code, rows) in &pooled.unknown {
        println!(
            "Left out: code \"{code}\", {rows} rows. Say what it means with --code \"{code}=...\"."
        );
    }
    if pooled.few > 0 {
        println!(
            "Left out: {} comparisons with fewer than three rows.",
            pooled.few
        );
    }
    if pooled.empty > 0 {
        println!(
            "Left out: {} rows without an effect, its standard error or an arm.",
            pooled.empty
        );
    }
}

fn numbers(row: &EvidenceRow) -> String {
    let interval = row.interval.map_or_else(String::new, |[low, high]| {
        format!(" ({low:.2} to {high:.2})")
    });
    let effect = row
        .effect
        .map_or_else(|| "no number".to_owned(), |effect| format!("{effect:.2}"));
    let trials = row
        .trials
        .map_or_else(String::new, |trials| format!(", {trials} trials"));
    format!("{effect}{interval}{trials}; {}", row.source)
}
