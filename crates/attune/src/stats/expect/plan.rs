//! What `expect` and `evaluate` have in common: a reference, courses, times, and when a change is reliable.

use std::path::{Path, PathBuf};

use attune_stats::change::{Direction, ReliableChangeRule, TWO_SIDED_95};
use attune_stats::growth::{Estimation, Fit, FitOptions, Observation, TimeUnit, fit};
use attune_stats::{Positive, Proportion};
use clap::Args;

use crate::stats::Refusal;
use crate::stats::answer::Caution;
use crate::stats::courses::{CourseColumns, Courses};
use crate::stats::growth::cautions;
use crate::stats::input::{Rows, Selection};
use crate::stats::text::number;
use crate::terminal::working;

/// The unit of time is that of the file; the library only hands its name on.
pub(crate) const UNIT: TimeUnit = TimeUnit::Days;

/// Options of both commands.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// The courses the model is fitted to
    #[arg(long, value_name = "FILE")]
    pub(crate) reference: PathBuf,
    /// The courses to predict [default: those of the reference]
    #[arg(long, value_name = "FILE")]
    pub(crate) course: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) columns: CourseColumns,
    /// Times to predict at [default: shares of the usual length of a reference course]
    #[arg(long, value_name = "T,...", value_delimiter = ',')]
    pub(crate) at: Vec<f64>,
    /// Coverages of the bands
    #[arg(
        long,
        value_name = "SHARE,...",
        value_delimiter = ',',
        default_value = ".5,.8,.95"
    )]
    pub(crate) coverage: Vec<f64>,
    /// From how many points on a change is reliable [default: from the reference's residual variance]
    #[arg(long, value_name = "POINTS")]
    pub(crate) reliable_points: Option<f64>,
    /// More is better, as with well-being
    #[arg(long)]
    pub(crate) higher_is_better: bool,
    #[command(flatten)]
    pub(crate) selection: Selection,
}

/// People with their scores in order of time.
pub(crate) struct Population {
    pub(crate) people: Vec<(String, Vec<Observation>)>,
    courses: Courses,
}

impl Plan {
    pub(crate) fn direction(&self) -> Direction {
        if self.higher_is_better {
            Direction::HigherIsBetter
        } else {
            Direction::LowerIsBetter
        }
    }

    pub(crate) fn coverages(&self) -> Result<Vec<Proportion>, Refusal> {
        let shares = self.coverage.iter().map(|share| Proportion::new(*share));
        Ok(shares.collect::<Result<_, _>>()?)
    }

    pub(crate) fn options(&self) -> FitOptions {
        FitOptions {
            time_function: self.columns.transform.function(),
            estimation: Estimation::Restricted,
        }
    }

    /// Reads one file.
    pub(crate) fn population(&self, file: &Path) -> Result<Population, Refusal> {
        let rows = Rows::read(file, &self.selection)?;
        let courses = Courses::read(&rows, &self.columns, &[], None)?;
        let mut people: Vec<(String, Vec<Observation>)> = courses
            .names()
            .into_iter()
            .map(|name| (name.to_owned(), Vec::new()))
            .collect();
        for (row, group) in courses.group.codes().iter().enumerate() {
            people[*group]
                .1
                .push(Observation::new(courses.time[row], courses.outcome[row])?);
        }
        for (_, scores) in &mut people {
            scores.sort_by(|one, two| one.time.get().total_cmp(&two.time.get()));
        }
        Ok(Population { people, courses })
    }

    /// The times asked for, or these shares of the usual length.
    pub(crate) fn times(
        &self,
        reference: &Population,
        shares: &[f64],
    ) -> Result<Vec<f64>, Refusal> {
        let mut times = if self.at.is_empty() {
            let length = reference.usual_length();
            shares.iter().map(|share| share * length).collect()
        } else {
            self.at.clone()
        };
        if times.iter().any(|time| !time.is_finite() || *time < 0.0) {
            return Err(Refusal::Option {
                option: "--at",
                expected: "times since the start, 0 or more, such as --at 3,6,12".to_owned(),
            });
        }
        times.sort_by(f64::total_cmp);
        times.dedup();
        Ok(times)
    }
}

impl Population {
    /// Fits the growth model to these people.
    pub(crate) fn fit(&self, plan: &Plan) -> Result<(Fit, Vec<Caution>), Refusal> {
        let fitting = working("fitting the growth model");
        let fitted = self.courses.with_rows(|rows| fit(rows, plan.options()));
        fitting.finish_and_clear();
        let fitted = fitted?;
        let mut warnings: Vec<Caution> = self.courses.caution().into_iter().collect();
        warnings.extend(cautions(&fitted));
        Ok((fitted, warnings))
    }

    /// The last time of anybody.
    pub(crate) fn last_time(&self) -> f64 {
        let all = self.people.iter().filter_map(|(_, scores)| scores.last());
        all.map(|score| score.time.get()).fold(0.0, f64::max)
    }

    /// The median of everybody's last time.
    pub(crate) fn usual_length(&self) -> f64 {
        let scores = self.people.iter().filter_map(|(_, scores)| scores.last());
        median(scores.map(|score| score.time.get()).collect())
    }

    /// The median time between two scores of one person.
    pub(crate) fn usual_gap(&self) -> f64 {
        let pairs = self.people.iter().flat_map(|(_, scores)| scores.windows(2));
        median(
            pairs
                .map(|pair| pair[1].time.get() - pair[0].time.get())
                .collect(),
        )
    }

    /// Whether every score is a whole number of points.
    pub(crate) fn whole_points(&self) -> bool {
        self.courses
            .outcome
            .iter()
            .all(|score| score.fract() == 0.0)
    }
}

/// 0 of nothing; the lower of two in the middle, so that it is a time that occurs.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len().saturating_sub(1) / 2;
    values.get(middle).copied().unwrap_or_default()
}

/// From which change on a change is reliable.
pub(crate) struct Threshold {
    pub(crate) points: Positive,
    given: bool,
    pub(crate) whole_points: bool,
}

impl Threshold {
    /// As given, or as two scores on the same course differ: `1.96 sqrt(2 s2)`.
    pub(crate) fn new(plan: &Plan, reference: &Population, residual: f64) -> Result<Self, Refusal> {
        let points = plan.reliable_points;
        Ok(Self {
            points: Positive::new(points.unwrap_or(TWO_SIDED_95 * (2.0 * residual).sqrt()))?,
            given: points.is_some(),
            whole_points: reference.whole_points(),
        })
    }

    /// The same as a continuous scale counts it: "6 points or more" of whole points begin at 5.5.
    pub(crate) fn counted(&self) -> Positive {
        let points = self.points.get();
        let counted = if self.whole_points {
            points.ceil() - 0.5
        } else {
            points
        };
        Positive::new(counted).unwrap_or(self.points)
    }

    pub(crate) fn rule(&self, direction: Direction) -> Result<ReliableChangeRule, Refusal> {
        let points = self.points.get();
        let points = if self.whole_points {
            points.ceil()
        } else {
            points
        };
        Ok(ReliableChangeRule::published(points, direction)?)
    }

    /// Says so where nobody said what is reliable.
    pub(crate) fn caution(&self) -> Option<Caution> {
        let message = format!(
            "Nobody said what is reliable, so {} points are taken: what two scores on the same course differ by. A published \
             threshold is better (--reliable-points).",
            number(self.points.get(), 1)
        );
        (!self.given).then(|| Caution::new("threshold_from_model", message))
    }
}
