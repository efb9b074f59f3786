//! The growth model of everybody in a file.

pub(crate) mod picture;
mod report;

use std::path::PathBuf;

use attune_stats::growth::{Estimation, Fit, FitOptions, FitWarning, fit};
use clap::Args;

use super::answer::Caution;
use super::courses::{CourseColumns, Courses};
use super::input::{Rows, Selection};
use super::text::counted;
use super::{Answer, Output, Refusal};
use crate::terminal::working;
pub(crate) use report::Growth as Grown;

/// Fit a growth model: how scores change over time, and how much people differ in it
///
/// A linear mixed model with a random intercept and slope for each person, and optionally a random intercept of a second
/// grouping that crosses people, such as the therapist. Rows that lack a value are left out and counted. Variances at the
/// edge of what is possible are reported with `singular`, as are searches that did not end.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  depression over the months of a trial:
    attune stats growth phq9.csv --outcome phq9 --time month --group patient --transform log1p
  with an effect of arm, therapists crossing patients, and maximum likelihood to compare models:
    ... --covariate arm --crossed therapist --ml
  for programs, with everybody's deviations; and the mean course with bands as a picture:
    ... --json --plot growth.svg

Keys of the JSON: fixed[].{term,estimate,se}, variance.{intercept,slope,covariance,residual,crossed}, criterion,
log_likelihood, singular, converged, rows, groups, group_effects[].{group,intercept,slope}, crossed_effects[]")]
pub(crate) struct Growth {
    /// The file: comma or semicolon separated, with a header row
    file: PathBuf,
    #[command(flatten)]
    columns: CourseColumns,
    /// A column of numbers that shifts the course up or down; give it again for more
    #[arg(long = "covariate", value_name = "COLUMN")]
    covariates: Vec<String>,
    /// A second grouping that crosses people, such as the therapist
    #[arg(long, value_name = "COLUMN")]
    crossed: Option<String>,
    /// Maximum likelihood instead of restricted maximum likelihood
    #[arg(long)]
    ml: bool,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    pub(crate) output: Output,
}

impl Growth {
    pub(crate) fn run(&self) -> Result<Answer<Grown>, Refusal> {
        let rows = Rows::read(&self.file, &self.selection)?;
        let crossed = self.crossed.as_deref();
        let courses = Courses::read(&rows, &self.columns, &self.covariates, crossed)?;
        drop(rows);
        let options = FitOptions {
            time_function: self.columns.transform.function(),
            estimation: if self.ml {
                Estimation::MaximumLikelihood
            } else {
                Estimation::Restricted
            },
        };
        let fitting = working("fitting the growth model");
        let fitted = courses.with_rows(|rows| fit(rows, options));
        fitting.finish_and_clear();
        let fitted = fitted?;
        let mut warnings: Vec<Caution> = courses.caution().into_iter().collect();
        warnings.extend(cautions(&fitted));
        let method = format!(
            "Linear mixed model by {} (Laird & Ware 1982; Bates et al. 2015): {} ~ {} given {}",
            if self.ml { "ML" } else { "REML" },
            self.columns.outcome,
            self.columns.transform.words(&self.columns.time),
            self.columns.group,
        );
        Ok(Answer::new(
            method,
            warnings,
            Grown::new(&self.columns, &courses, fitted),
        ))
    }
}

/// What the library says about a fit, in words.
pub(crate) fn cautions(fitted: &Fit) -> Vec<Caution> {
    fitted.warnings.iter().map(warning).collect()
}

pub(crate) fn warning(warning: &FitWarning) -> Caution {
    match warning {
        FitWarning::Singular => Caution::new(
            "singular",
            "The fit is singular: the data do not support all of the random effects. Everybody's own deviations look \
             surer than they are.",
        ),
        FitWarning::NotConverged => Caution::new(
            "not_converged",
            "The search ended before a minimum was reached: do not trust these numbers.",
        ),
        FitWarning::FewGroups { groups } => Caution::new(
            "few_groups",
            format!(
                "Only {}: the variances are hardly known.",
                counted(*groups, "person", "people")
            ),
        ),
        FitWarning::FewCrossedLevels { levels } => Caution::new(
            "few_crossed_levels",
            format!(
                "Only {} of the crossed grouping: its variance is hardly known.",
                counted(*levels, "level", "levels")
            ),
        ),
        // Kinds that a later library may add.
        other => Caution::new("fit", format!("{other:?}")),
    }
}
