//! One person's diary as a network over time.

mod picture;
mod report;

use std::path::PathBuf;

use attune_stats::graphical_autoregression::{GridSettings, LagPairs, Moment, Warning, fit};
use clap::Args;

use super::answer::Caution;
use super::ggm::{by_row, named};
use super::input::{Rows, Selection};
use super::{Answer, Output, Refusal};
use crate::terminal::working;
use report::Var as Found;

/// What precedes what in one person's diary, and what goes together
///
/// A graphical vector autoregression: arrows say that one thing precedes another by one beep (no proof of a cause), edges
/// that two go together within a beep once the past is accounted for. Only neighbouring beeps of one day are a step: nights
/// and missed or incomplete beeps break the chain. Networks of one person vary much between analyses; use them to ask
/// better questions.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  one diary:
    attune stats var diary.csv --columns sad,tired,worry --day day --beep beep
  one person of many, drawn:
    attune stats var study.csv --columns irritable,worry,tired --day day --beep beep --person id=12 --plot diary.svg

Keys of the JSON: nodes, rows (pairs of neighbouring beeps), moments, beta (each row: intercept, then the effect of each node
one beep earlier), kappa, contemporaneous, temporal (from row to column), ebic, lambda_beta, lambda_kappa")]
pub(crate) struct Var {
    /// The file: comma or semicolon separated, with a header row
    file: PathBuf,
    /// What is followed over time
    #[arg(
        long,
        value_name = "COLUMN,...",
        value_delimiter = ',',
        required = true
    )]
    columns: Vec<String>,
    /// The column with the day, as a whole number
    #[arg(long, value_name = "COLUMN")]
    day: String,
    /// The column with the beep of the day, as a whole number; the next one has the next number
    #[arg(long, value_name = "COLUMN")]
    beep: String,
    /// Whose diary, in a file of several people
    #[arg(long, value_name = "COLUMN=ID")]
    person: Option<String>,
    /// How much more an edge has to explain than by the BIC, which is 0
    #[arg(
        long,
        value_name = "GAMMA",
        default_value_t = 0.5,
        allow_hyphen_values = true
    )]
    gamma: f64,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    pub(crate) output: Output,
}

impl Var {
    pub(crate) fn run(&self) -> Result<Answer<Found>, Refusal> {
        let mut rows = Rows::read(&self.file, &self.selection)?;
        if let Some(person) = &self.person {
            rows.select(person, "--person")?;
        }
        let moments = self.moments(&rows)?;
        // Extra prompts have the number of the prompt before them; that they are there is said.
        let pairs = LagPairs::with_repeats(&moments).map_err(|why| named(why, &self.columns))?;
        let settings = GridSettings::usual(self.gamma)?;
        let fitting = working("fitting the network over time");
        let model = fit(&pairs, &settings, &|| ());
        fitting.finish_and_clear();
        let model = model?;
        let warnings = model.warnings.iter().copied().map(caution).collect();
        let method = "Graphical vector autoregression (Rothman, Levina & Zhu 2010; Wild et al. 2010), penalties by \
                      extended BIC";
        Ok(Answer::new(
            method,
            warnings,
            Found::new(self.columns.clone(), model),
        ))
    }

    /// Rows without a day or a beep are no moment.
    fn moments(&self, rows: &Rows) -> Result<Vec<Moment>, Refusal> {
        let (days, beeps) = (whole(rows, &self.day)?, whole(rows, &self.beep)?);
        let values = by_row(rows, &self.columns)?;
        let moments =
            days.into_iter()
                .zip(beeps)
                .zip(values)
                .filter_map(|((day, beep), values)| {
                    Some(Moment {
                        day: day?,
                        beep: beep?,
                        values,
                    })
                });
        let moments: Vec<Moment> = moments.collect();
        if moments.is_empty() {
            return Err(rows.none_left("rows with day and beep"));
        }
        Ok(moments)
    }
}

fn whole(rows: &Rows, column: &str) -> Result<Vec<Option<i64>>, Refusal> {
    const MOST: f64 = 1e12;
    let numbers = rows.numbers_that(column, "a whole number", |number| {
        number.fract() == 0.0 && number.abs() <= MOST
    })?;
    #[expect(clippy::cast_possible_truncation, reason = "whole and at most 1e12")]
    let counted = |number: f64| number as i64;
    Ok(numbers
        .into_iter()
        .map(|number| number.map(counted))
        .collect())
}

fn caution(warning: Warning) -> Caution {
    let (kind, message) = match warning {
        Warning::FewPairs => (
            "few_pairs",
            "There are fewer pairs of beeps than arrows and edges that might be: expect most to be missed.",
        ),
        Warning::NoTemporalEdges => (
            "no_temporal_edges",
            "Nothing predicts anything one beep later, as far as this diary can tell.",
        ),
        Warning::NoContemporaneousEdges => (
            "no_contemporaneous_edges",
            "No two things go together within a beep, as far as this diary can tell.",
        ),
        Warning::SmallestPenaltyChosen => (
            "smallest_penalty_chosen",
            "The smallest penalty tried was the best: the best of all may lie below it.",
        ),
        Warning::NotStationary => (
            "not_stationary",
            "The estimated process grows without bound: the diary has a trend, or is too short.",
        ),
        Warning::EmptierIsBetter => (
            "emptier_is_better",
            "A network with an emptier part, which the usual penalties do not reach, fits better for its size: do not lean \
             on single edges.",
        ),
        Warning::RepeatedBeeps => (
            "repeated_beeps",
            "Some rows have the same day and beep, and were taken as steps in the order of the file.",
        ),
        Warning::PenaltiesLeftOut => (
            "penalties_left_out",
            "Some pairs of penalties gave no fit and were left out of the choice.",
        ),
        // Kinds that a later library may add.
        other => return Caution::new("network", format!("{other:?}")),
    };
    Caution::new(kind, message)
}
