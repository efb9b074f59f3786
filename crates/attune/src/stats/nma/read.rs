use attune_stats::network_meta_analysis::{
    ArmContrasts, BinaryArm, ContinuousArm, ContinuousEffect, Contrast, binary_contrasts,
    continuous_contrasts,
};
use attune_stats::{Finite, Positive};
use clap::Args;

use crate::stats::Refusal;
use crate::stats::answer::Caution;
use crate::stats::input::Rows;
use crate::stats::text::counted;

/// Where trials, treatments and numbers are: one comparison in a row, or one arm.
#[derive(Debug, Args)]
pub(super) struct Columns {
    /// The column that tells trials apart
    #[arg(long, value_name = "COLUMN")]
    study: String,
    /// One comparison in a row: the column with the first treatment
    #[arg(long, value_name = "COLUMN", requires_all = ["treat2", "effect", "se"])]
    treat1: Option<String>,
    /// The column with the second treatment
    #[arg(long, value_name = "COLUMN", requires = "treat1")]
    treat2: Option<String>,
    /// The column with the effect of the first less the second
    #[arg(long, value_name = "COLUMN", requires = "treat1")]
    effect: Option<String>,
    /// The column with its standard error
    #[arg(long, value_name = "COLUMN", requires = "treat1")]
    se: Option<String>,
    /// Columns with the people in both arms, for the evidence grade
    #[arg(long, value_name = "COLUMN", requires_all = ["treat1", "n2"])]
    n1: Option<String>,
    /// See --n1
    #[arg(long, value_name = "COLUMN", requires = "n1")]
    n2: Option<String>,
    /// One arm in a row: the column with the treatment
    #[arg(long, value_name = "COLUMN", conflicts_with = "treat1")]
    treat: Option<String>,
    /// The column with the number of people who had the outcome
    #[arg(long, value_name = "COLUMN", requires_all = ["treat", "total"])]
    events: Option<String>,
    /// The column with the number of people in the arm
    #[arg(long, value_name = "COLUMN", requires = "events")]
    total: Option<String>,
    /// The column with the mean score of the arm
    #[arg(long, value_name = "COLUMN", requires_all = ["treat", "sd", "n"], conflicts_with = "events")]
    mean: Option<String>,
    /// The column with the standard deviation of the scores
    #[arg(long, value_name = "COLUMN", requires = "mean")]
    sd: Option<String>,
    /// The column with the number of people in the arm
    #[arg(long, value_name = "COLUMN", requires = "mean")]
    n: Option<String>,
    /// Means of different measures: compare them in standard deviations (Hedges' g)
    #[arg(long, requires = "mean")]
    standardised: bool,
}

impl Columns {
    /// All comparisons of the file, with what had to be done to get them.
    pub(super) fn contrasts(
        &self,
        rows: &Rows,
        warnings: &mut Vec<Caution>,
    ) -> Result<Vec<Contrast>, Refusal> {
        if let (Some(treat1), Some(treat2), Some(effect), Some(se)) =
            (&self.treat1, &self.treat2, &self.effect, &self.se)
        {
            return self.given(rows, [treat1, treat2, effect, se], warnings);
        }
        let Some(treat) = &self.treat else {
            return Err(how());
        };
        let made = if let (Some(events), Some(total)) = (&self.events, &self.total) {
            self.binary(rows, treat, events, total, warnings)?
        } else if let (Some(mean), Some(sd), Some(n)) = (&self.mean, &self.sd, &self.n) {
            self.continuous(rows, [treat, mean, sd, n], warnings)?
        } else {
            return Err(how());
        };
        for (kind, studies, what) in [
            (
                "zero_cells",
                &made.corrected,
                "with a cell of 0 got 0.5 added to each cell",
            ),
            (
                "trials_left_out",
                &made.left_out,
                "that say nothing about a difference left out",
            ),
        ] {
            if !studies.is_empty() {
                let trials = counted(studies.len(), "trial", "trials");
                let message = format!("{trials} {what}: {}.", studies.join(", "));
                warnings.push(Caution::new(kind, message));
            }
        }
        Ok(made.contrasts)
    }

    fn given(
        &self,
        rows: &Rows,
        [treat1, treat2, effect, se]: [&String; 4],
        warnings: &mut Vec<Caution>,
    ) -> Result<Vec<Contrast>, Refusal> {
        let studies = rows.words(&self.study)?;
        let treatments = [rows.words(treat1)?, rows.words(treat2)?];
        let effects = rows.numbers(effect)?;
        let errors = rows.numbers_that(se, "a standard error above 0", |se| se > 0.0)?;
        let people = match (&self.n1, &self.n2) {
            (Some(n1), Some(n2)) => Some([whole(rows, n1)?, whole(rows, n2)?]),
            _ => None,
        };
        let mut contrasts = Vec::new();
        for row in 0..studies.len() {
            let complete = studies[row]
                .zip(treatments[0][row])
                .zip(treatments[1][row])
                .zip(effects[row])
                .zip(errors[row]);
            let Some(((((study, one), other), effect), se)) = complete else {
                continue;
            };
            let contrast = Contrast::new(study, [one, other], effect, se)?;
            let both = people
                .as_ref()
                .and_then(|[n1, n2]| Some(n1[row]? + n2[row]?));
            contrasts.push(match both {
                Some(people) => contrast.with_people(people),
                None => contrast,
            });
        }
        incomplete(studies.len() - contrasts.len(), warnings);
        Ok(contrasts)
    }

    fn binary(
        &self,
        rows: &Rows,
        treat: &str,
        events: &str,
        total: &str,
        warnings: &mut Vec<Caution>,
    ) -> Result<ArmContrasts, Refusal> {
        let (studies, treatments) = (rows.words(&self.study)?, rows.words(treat)?);
        let (events, totals) = (whole(rows, events)?, whole(rows, total)?);
        let mut arms = Vec::new();
        for row in 0..studies.len() {
            let complete = studies[row]
                .zip(treatments[row])
                .zip(events[row])
                .zip(totals[row]);
            if let Some((((study, treatment), events), total)) = complete {
                arms.push(BinaryArm {
                    study: study.to_owned(),
                    treatment: treatment.to_owned(),
                    events,
                    total,
                });
            }
        }
        incomplete(studies.len() - arms.len(), warnings);
        Ok(binary_contrasts(&arms)?)
    }

    fn continuous(
        &self,
        rows: &Rows,
        [treat, mean, sd, n]: [&String; 4],
        warnings: &mut Vec<Caution>,
    ) -> Result<ArmContrasts, Refusal> {
        let (studies, treatments) = (rows.words(&self.study)?, rows.words(treat)?);
        let means = rows.numbers(mean)?;
        let sds = rows.numbers_that(sd, "a standard deviation above 0", |sd| sd > 0.0)?;
        let people = whole(rows, n)?;
        let mut arms = Vec::new();
        for row in 0..studies.len() {
            let numbers = means[row].zip(sds[row]).zip(people[row]);
            if let Some(((study, treatment), ((mean, sd), people))) =
                studies[row].zip(treatments[row]).zip(numbers)
            {
                arms.push(ContinuousArm {
                    study: study.to_owned(),
                    treatment: treatment.to_owned(),
                    mean: Finite::new(mean)?,
                    sd: Positive::new(sd)?,
                    people,
                });
            }
        }
        incomplete(studies.len() - arms.len(), warnings);
        let effect = if self.standardised {
            ContinuousEffect::StandardisedMeanDifference
        } else {
            ContinuousEffect::MeanDifference
        };
        Ok(continuous_contrasts(&arms, effect)?)
    }
}

/// Counts of people.
fn whole(rows: &Rows, column: &str) -> Result<Vec<Option<u64>>, Refusal> {
    const MOST: f64 = 1e12;
    let numbers = rows.numbers_that(column, "a whole number, 0 or more", |number| {
        number.fract() == 0.0 && (0.0..=MOST).contains(&number)
    })?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, not below 0 and at most 1e12"
    )]
    let count = |number: f64| number as u64;
    Ok(numbers
        .into_iter()
        .map(|number| number.map(count))
        .collect())
}

fn incomplete(left_out: usize, warnings: &mut Vec<Caution>) {
    if left_out > 0 {
        let message = format!(
            "{} that lack something left out.",
            counted(left_out, "row", "rows")
        );
        warnings.push(Caution::new("left_out", message));
    }
}

fn how() -> Refusal {
    Refusal::Option {
        option: "--treat1 or --treat",
        expected: "either --treat1, --treat2, --effect and --se (one comparison in a row), or --treat with --events and \
                   --total, or --treat with --mean, --sd and --n (one arm in a row)"
            .to_owned(),
    }
}
