//! Courses of scores: what `growth`, `expect` and `evaluate` read.

use attune_stats::growth::{Covariate, GrowthRows, Levels, TimeFunction};
use clap::{Args, ValueEnum};

use super::Refusal;
use super::answer::Caution;
use super::input::Rows;
use super::text::counted;

/// Where the scores are.
#[derive(Debug, Clone, Args)]
pub(crate) struct CourseColumns {
    /// The column with the score
    #[arg(long, value_name = "COLUMN")]
    pub(crate) outcome: String,
    /// The column with the time since the start, 0 or more
    #[arg(long, value_name = "COLUMN")]
    pub(crate) time: String,
    /// The column that tells people apart
    #[arg(long, value_name = "COLUMN")]
    pub(crate) group: String,
    /// The shape of change over time: log1p is ln(1 + time), fast at first and slower later
    #[arg(long, value_enum, default_value_t = Transform::None)]
    pub(crate) transform: Transform,
}

/// The shape of change over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Transform {
    /// A straight line.
    None,
    /// ln(1 + time).
    Log1p,
}

impl Transform {
    pub(crate) fn function(self) -> TimeFunction {
        match self {
            Self::None => TimeFunction::Linear,
            Self::Log1p => TimeFunction::LogOnePlus,
        }
    }

    /// "time" or "ln(1 + time)".
    pub(crate) fn words(self, time: &str) -> String {
        match self {
            Self::None => time.to_owned(),
            Self::Log1p => format!("ln(1 + {time})"),
        }
    }
}

/// Rows that have everything the model needs.
#[derive(Debug)]
pub(crate) struct Courses {
    pub(crate) outcome: Vec<f64>,
    pub(crate) time: Vec<f64>,
    /// Whose score it is, row by row.
    pub(crate) labels: Vec<String>,
    pub(crate) group: Levels,
    pub(crate) covariates: Vec<(String, Vec<f64>)>,
    pub(crate) crossed: Option<(Vec<String>, Levels)>,
    /// Rows that lack something.
    pub(crate) left_out: usize,
}

impl Courses {
    /// Reads the columns and leaves out, and counts, every row that lacks one of them.
    pub(crate) fn read(
        rows: &Rows,
        columns: &CourseColumns,
        covariates: &[String],
        crossed: Option<&str>,
    ) -> Result<Self, Refusal> {
        let outcome = rows.numbers(&columns.outcome)?;
        let time = rows.numbers_that(&columns.time, "a time, 0 or more", |time| time >= 0.0)?;
        let labels = rows.words(&columns.group)?;
        let others = covariates
            .iter()
            .map(|name| rows.numbers_that(name, "a number: code two groups as 0 and 1", |_| true))
            .collect::<Result<Vec<_>, _>>()?;
        let crossing = crossed.map(|name| rows.words(name)).transpose()?;
        let mut courses = Self {
            outcome: Vec::new(),
            time: Vec::new(),
            labels: Vec::new(),
            group: Levels::of::<String>(&[]),
            covariates: covariates
                .iter()
                .map(|name| (name.clone(), Vec::new()))
                .collect(),
            crossed: None,
            left_out: 0,
        };
        let mut crossed_labels = Vec::new();
        for row in 0..outcome.len() {
            let values: Option<Vec<f64>> = others.iter().map(|column| column[row]).collect();
            let level = match &crossing {
                None => Some(None),
                Some(column) => column[row].map(Some),
            };
            let complete = outcome[row]
                .zip(time[row])
                .zip(labels[row])
                .zip(values)
                .zip(level);
            let Some(((((outcome, time), label), values), level)) = complete else {
                courses.left_out += 1;
                continue;
            };
            courses.outcome.push(outcome);
            courses.time.push(time);
            courses.labels.push(label.to_owned());
            for ((_, column), value) in courses.covariates.iter_mut().zip(values) {
                column.push(value);
            }
            crossed_labels.extend(level.map(str::to_owned));
        }
        if courses.outcome.is_empty() {
            return Err(rows.none_left("rows with score, time and person"));
        }
        courses.group = Levels::of(&courses.labels);
        courses.crossed = crossed.map(|_| {
            let levels = Levels::of(&crossed_labels);
            (crossed_labels, levels)
        });
        Ok(courses)
    }

    /// For each group its label, in the order of their numbers.
    pub(crate) fn names(&self) -> Vec<&str> {
        let first = self.group.first_rows().iter();
        first.map(|row| self.labels[*row].as_str()).collect()
    }

    /// Hands the rows to the library.
    pub(crate) fn with_rows<T>(&self, use_them: impl FnOnce(&GrowthRows<'_>) -> T) -> T {
        let covariates: Vec<Covariate<'_>> = self
            .covariates
            .iter()
            .map(|(name, values)| Covariate { name, values })
            .collect();
        use_them(&GrowthRows {
            outcome: &self.outcome,
            time: &self.time,
            group: &self.group,
            covariates: &covariates,
            crossed: self.crossed.as_ref().map(|(_, levels)| levels),
        })
    }

    /// What was left out, if anything.
    pub(crate) fn caution(&self) -> Option<Caution> {
        let rows = counted(self.left_out, "row", "rows");
        let message = format!(
            "{rows} without a score, time, person or covariate left out, not counted as zero."
        );
        (self.left_out > 0).then(|| Caution::new("left_out", message))
    }
}
