//! Bringing in what another system measured.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use attune_catalog::Measure;
use attune_ids::AccountId;
use attune_record::Store;
use attune_server::clock::SystemClock;
use clap::{Args, Subcommand};
use jiff::civil::Date;

use crate::import::{
    Calendar, Columns, Comparison, Course, ScoreColumns, Unit, compare, read_courses, write,
};
use crate::practice::{Practice, Which};
use crate::terminal::{bar, working};
use crate::unlocking::UnlockWith;
use attune_readers::table::{BadCell, Dialect, Table};

/// Bad rows that are listed one by one.
const LISTED: usize = 20;

/// Bring in what another system measured
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    Outcomes(Outcomes),
}

/// Bring in courses of scores from a CSV file
///
/// Every client code in the file becomes a client of the clinician, with a course, a verdict and a signal; a client
/// without any score comes in too. An empty cell or NA is no score, never a zero. All rows are checked before anything
/// is written: one bad row and nothing comes in. The same file again changes nothing, and a longer one adds only what
/// is new, so an interrupted import is simply repeated.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  one score in a row:
    attune import outcomes courses.csv --measure phq-9 --client patient --time month --unit month --score phq9
  one column for each time:
    attune import outcomes trial.csv --measure bdi-ii --client id --unit month --wide bdi_pre=0,bdi_2m=2,bdi_5m=5
  see what would come in, and change nothing:
    attune import outcomes courses.csv ... --dry-run")]
pub(crate) struct Outcomes {
    /// The file: comma or semicolon separated, with a header row
    file: PathBuf,
    /// What was measured, by its id in the catalogue, such as phq-9
    #[arg(long, value_name = "ID")]
    measure: String,
    /// The column with the client's code
    #[arg(long, value_name = "COLUMN")]
    client: String,
    /// The column with the time of the score
    #[arg(long, value_name = "COLUMN", required_unless_present = "wide")]
    time: Option<String>,
    /// What time is counted in
    #[arg(long, value_name = "UNIT")]
    unit: Unit,
    /// The column with the score
    #[arg(long, value_name = "COLUMN", required_unless_present = "wide")]
    score: Option<String>,
    /// Columns with scores and the time of each, as in `bdi_pre=0,bdi_2m=2`
    #[arg(long, value_name = "COLUMN=TIME,...", value_delimiter = ',', conflicts_with_all = ["time", "score"])]
    wide: Vec<String>,
    /// The clinician who works with these clients, by e-mail [default: the only one there is]
    #[arg(long = "for", value_name = "EMAIL")]
    clinician: Option<String>,
    /// A name for where the file comes from; the same name finds the same clients again [default: the file's name]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The day all courses begin [default: so that the longest one ends today]
    #[arg(long, value_name = "DATE")]
    start: Option<Date>,
    /// Numbers are written as 3,5
    #[arg(long)]
    decimal_comma: bool,
    /// Say what would come in, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
}

impl Import {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Outcomes(outcomes) => outcomes.run().await,
        }
    }
}

impl Outcomes {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let columns = self.columns()?;
        let table = Table::read(
            &self.file,
            Dialect {
                decimal_comma: self.decimal_comma,
            },
        )
        .with_context(|| self.file.display().to_string())?;
        let practice = Practice::open(&self.which, &self.with).await?;
        let app = practice
            .app(practice.public_url(), Arc::new(SystemClock))
            .await?;
        let measure = measure(&app.catalog.measures, &self.measure)?;
        let clinician = clinician(&practice.store, self.clinician.as_deref()).await?;

        let read = match read_courses(&table, &columns, measure)? {
            Ok(read) => read,
            Err(bad) => return Ok(refuse(&bad)),
        };
        let calendar = Calendar::new(
            self.unit,
            self.start,
            longest(&read.courses),
            app.today().await,
        )?;
        let source = self.source()?;
        let bar = bar("comparing", read.courses.len(), "clients");
        let comparison = compare(&app, &source, measure, calendar, &read.courses, || {
            bar.inc(1);
        })
        .await?;
        bar.finish_and_clear();
        if !comparison.differing.is_empty() {
            return Ok(refuse(&comparison.differing));
        }
        if !self.dry_run {
            let saving = working("saving");
            write(&app, &comparison, clinician).await?;
            saving.finish_and_clear();
        }
        practice.store.close().await;
        report(&comparison, read.without_score, self.dry_run);
        Ok(ExitCode::SUCCESS)
    }

    fn columns(&self) -> anyhow::Result<Columns> {
        let scores = match (&self.time, &self.score) {
            (Some(time), Some(score)) => ScoreColumns::Long {
                time: time.clone(),
                score: score.clone(),
            },
            _ => ScoreColumns::Wide(
                self.wide
                    .iter()
                    .map(|pair| {
                        let (column, time) = pair.split_once('=').with_context(|| {
                            format!("--wide {pair}: expected COLUMN=TIME, such as bdi_2m=2")
                        })?;
                        Ok((column.trim().to_owned(), time.trim().to_owned()))
                    })
                    .collect::<anyhow::Result<_>>()?,
            ),
        };
        Ok(Columns {
            client: self.client.clone(),
            scores,
            unit: self.unit,
        })
    }

    fn source(&self) -> anyhow::Result<String> {
        if let Some(source) = &self.source {
            return Ok(source.clone());
        }
        let stem = self
            .file
            .file_stem()
            .context("the file has no name; give the import one with --source")?;
        Ok(stem.to_string_lossy().into_owned())
    }
}

fn measure<'a>(measures: &'a [Measure], id: &str) -> anyhow::Result<&'a Measure> {
    let with_total: Vec<&Measure> = measures
        .iter()
        .filter(|measure| measure.total.is_some())
        .collect();
    let Some(measure) = with_total.iter().rfind(|measure| measure.id == id) else {
        let known: Vec<&str> = with_total
            .iter()
            .map(|measure| measure.id.as_str())
            .collect();
        bail!(
            "there is no measure \"{id}\" with a total; there are: {}",
            known.join(", ")
        );
    };
    Ok(measure)
}

async fn clinician(store: &Store, email: Option<&str>) -> anyhow::Result<AccountId> {
    let clinicians: Vec<_> = store
        .accounts()
        .await?
        .into_iter()
        .map(|found| found.value)
        .filter(|account| account.enabled && account.roles.clinician)
        .collect();
    let wanted: Vec<_> = match email {
        Some(email) => clinicians
            .iter()
            .filter(|account| account.email.trim().eq_ignore_ascii_case(email.trim()))
            .collect(),
        None => clinicians.iter().collect(),
    };
    match wanted.as_slice() {
        [one] => Ok(one.id),
        [] => bail!(
            "no clinician with an enabled account is meant by this; see `attune account list`"
        ),
        _ => bail!("there are several clinicians; say whose clients these are with --for EMAIL"),
    }
}

fn longest(courses: &[Course]) -> f64 {
    courses
        .iter()
        .flat_map(|course| &course.scores)
        .map(|score| score.moment.units())
        .fold(0.0, f64::max)
}

fn refuse(bad: &[BadCell]) -> ExitCode {
    eprintln!("Nothing was imported. {} cannot be taken:", rows(bad.len()));
    for row in bad.iter().take(LISTED) {
        eprintln!("  {row}");
    }
    if bad.len() > LISTED {
        eprintln!("  and {} more", bad.len() - LISTED);
    }
    eprintln!("Mend the file and run the same command again.");
    ExitCode::from(2)
}

fn rows(number: usize) -> String {
    if number == 1 {
        "1 row".to_owned()
    } else {
        format!("{number} rows")
    }
}

fn report(comparison: &Comparison, without_score: usize, dry_run: bool) {
    let done = if dry_run { "Would come in" } else { "Came in" };
    println!(
        "{done}: {} new clients, {} new scores.",
        comparison.beginnings.len(),
        comparison.new_scores
    );
    if let (Some((low, high)), Some((first, last))) = (comparison.range, comparison.days) {
        println!("  scores from {low} to {high}, days from {first} to {last}");
    }
    if !comparison.additions.is_empty() {
        println!(
            "  of these, new scores for {} clients who were there",
            comparison.additions.len()
        );
    }
    if comparison.known_scores > 0 || comparison.unchanged > 0 {
        println!(
            "  {} scores were there already; {} clients stay as they are",
            comparison.known_scores, comparison.unchanged
        );
    }
    if without_score > 0 {
        println!(
            "  {} without a score, left out and not counted as zero",
            rows(without_score)
        );
    }
    if dry_run {
        println!("Nothing was changed (--dry-run).");
    }
}
