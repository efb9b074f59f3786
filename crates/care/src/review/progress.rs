//! How one measure has moved since the start, and what that means.

use attune_catalog::{Catalog, ChangeRule, Direction, ExpectedCourse, Measure, Purpose, TimeUnit};
use attune_stats::change::{self, ChangeClass, ReliableChangeRule};
use attune_stats::signal::{CourseJudgement, Signal, judge_course};
use attune_stats::{Proportion, StatsError};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Record;
use crate::assess::{self, Series};
use crate::review::expected::{self, Expected};

/// Scores with their dates, oldest first.
pub type Course = Vec<(Date, f64)>;

/// The share of a reference that the signal looks at more closely (those expected
/// to improve least), where the reference's own card names none. Printed beside
/// every signal.
pub const ALARM_RATE: f64 = 0.40;

/// What a change in points amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Better, by more than measurement error.
    Improved,
    /// Within measurement error.
    Unchanged,
    /// Worse, by more than measurement error.
    Deteriorated,
    /// No rule with a source is known for this measure: points only.
    NoRule,
}

/// Change from the first to the last score, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Last minus first, with the sign of the scale.
    pub points: f64,
    /// The same in the good direction: above zero is better.
    pub improvement: f64,
    /// What it amounts to.
    pub meaning: Meaning,
    /// How many points the rule asks for, if there is a rule.
    pub threshold: Option<f64>,
}

impl Change {
    /// "6 points lower than at the start, more than measurement error".
    pub fn words(&self) -> String {
        self.words_since("at the start")
    }

    /// The same against another moment: "6 points lower than last time, ...".
    pub fn words_since(&self, then: &str) -> String {
        let size = self.points.abs();
        let number = if size.fract() == 0.0 {
            format!("{size:.0}")
        } else {
            format!("{size:.1}")
        };
        let moved = if size == 0.0 {
            format!("the same as {then}")
        } else {
            let way = if self.points < 0.0 { "lower" } else { "higher" };
            let unit = if number == "1" { "point" } else { "points" };
            format!("{number} {unit} {way} than {then}")
        };
        match self.meaning {
            Meaning::Improved => format!("{moved}, better by more than measurement error"),
            Meaning::Deteriorated => format!("{moved}, worse by more than measurement error"),
            Meaning::Unchanged | Meaning::NoRule if size == 0.0 => moved,
            Meaning::Unchanged => format!("{moved}, within measurement error"),
            Meaning::NoRule => {
                format!("{moved}; no rule says whether that is more than measurement error")
            }
        }
    }
}

/// One measure's course.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Catalogue id.
    pub measure: String,
    /// The complete scores.
    pub series: Series,
    /// First to last; none with fewer than two scores.
    pub change: Option<Change>,
    /// Source of the rule behind [`Change::meaning`].
    pub rule_source: Option<String>,
    /// How the course compares with what was expected, and why; none if no rule
    /// for change is known.
    pub judgement: Option<CourseJudgement>,
    /// The therapy is followed in words: scores are kept and nobody judges them.
    pub in_words: bool,
    /// What could be expected from the first score, where a reference is known.
    pub expected: Option<Expected>,
}

/// The measure that stands for the client's trouble in lists: the symptom
/// measure with the most complete scores; the earlier one in the catalogue if
/// two have as many.
pub fn leading_measure(record: &Record, catalog: &Catalog) -> Option<String> {
    let mut leading: Option<(usize, &str)> = None;
    for measure in catalog
        .measures
        .iter()
        .filter(|measure| measure.purpose == Purpose::Symptoms)
    {
        let Some(total) = measure.total.as_deref() else {
            continue;
        };
        let points = Series::of(record, &measure.id, total).points.len();
        if points > leading.map_or(0, |(most, _)| most) {
            leading = Some((points, &measure.id));
        }
    }
    leading.map(|(_, id)| id.to_owned())
}

/// The courses of all symptom measures with a form in the record, the leading one
/// first, the others in the catalogue's order.
pub fn courses(record: &Record, catalog: &Catalog) -> Vec<Progress> {
    let mut ids: Vec<&str> = catalog
        .measures
        .iter()
        .filter(|measure| measure.purpose == Purpose::Symptoms)
        .map(|measure| measure.id.as_str())
        .collect();
    // Versions of a measure stand side by side.
    ids.dedup();
    let leading = leading_measure(record, catalog);
    ids.sort_by_key(|id| leading.as_deref() != Some(*id));
    ids.into_iter()
        .filter_map(|id| progress(record, catalog, id))
        .filter(|progress| !progress.series.points.is_empty() || progress.series.incomplete > 0)
        .collect()
}

/// The course of one measure's total.
pub fn progress(record: &Record, catalog: &Catalog, id: &str) -> Option<Progress> {
    let measure = catalog.measure(id)?;
    let total = measure.total.as_deref()?;
    let series = Series::of(record, id, total);
    let norm = measure.default_norm(total);
    let rule = norm.and_then(|norm| reliable_change(norm.rule, measure.direction));
    let reference = catalog.course_for(&measure.id, total);
    let in_words = assess::in_words(record).is_some();
    Some(Progress {
        measure: id.to_owned(),
        change: since_start(&series, measure, rule.as_ref()),
        rule_source: norm.map(|norm| norm.source.clone()),
        judgement: rule
            .filter(|_| !in_words)
            .and_then(|rule| judge(&series.dated(), &rule, reference).ok()),
        in_words,
        expected: reference.and_then(|reference| expected::expected(reference, &series)),
        series,
    })
}

/// For every point of a series what its change since the first one amounts to.
pub fn meanings(measure: &Measure, series: &Series) -> Vec<Meaning> {
    let Some(first) = series.points.first() else {
        return Vec::new();
    };
    series
        .points
        .iter()
        .map(|point| change_between(measure, first.value, point.value).meaning)
        .collect()
}

fn since_start(
    series: &Series,
    measure: &Measure,
    rule: Option<&ReliableChangeRule>,
) -> Option<Change> {
    let (first, last) = series.ends()?;
    Some(between(first.value, last.value, measure, rule))
}

/// The change between any two scores of one measure, by the measure's own rule.
pub(crate) fn change_between(measure: &Measure, first: f64, last: f64) -> Change {
    let norm = measure
        .total
        .as_deref()
        .and_then(|total| measure.default_norm(total));
    let rule = norm.and_then(|norm| reliable_change(norm.rule, measure.direction));
    between(first, last, measure, rule.as_ref())
}

fn between(first: f64, last: f64, measure: &Measure, rule: Option<&ReliableChangeRule>) -> Change {
    let points = last - first;
    let improvement = direction(measure.direction).improvement(points);
    let judged = rule.and_then(|rule| rule.judge(first, last).ok());
    Change {
        points,
        improvement,
        meaning: judged.map_or(Meaning::NoRule, |judged| match judged.class {
            ChangeClass::Improved => Meaning::Improved,
            ChangeClass::Unchanged => Meaning::Unchanged,
            ChangeClass::Deteriorated => Meaning::Deteriorated,
        }),
        threshold: judged.map(|judged| judged.threshold),
    }
}

/// The signal of a course by what is expected now. A headline keeps the scores, so that lists need no record
/// when a practice goes by another reference.
pub fn signal_of(catalog: &Catalog, id: &str, scores: &[(Date, f64)]) -> Option<Signal> {
    let measure = catalog.measure(id)?;
    let total = measure.total.as_deref()?;
    let norm = measure.default_norm(total)?;
    let rule = reliable_change(norm.rule, measure.direction)?;
    let reference = catalog.course_for(&measure.id, total);
    let judged = judge(scores, &rule, reference).ok()?;
    Some(judged.signal)
}

fn judge(
    scores: &[(Date, f64)],
    rule: &ReliableChangeRule,
    reference: Option<&ExpectedCourse>,
) -> Result<CourseJudgement, StatsError> {
    let observations = expected::observations(
        scores,
        reference.map_or(TimeUnit::Months, |course| course.time_unit),
    )?;
    let last = observations
        .last()
        .map_or(0.0, |observation| observation.time.get());
    let share = reference
        .and_then(|course| course.alarm.as_ref())
        .map_or(ALARM_RATE, |alarm| alarm.share);
    let model = reference.and_then(|course| expected::model(course, last));
    judge_course(
        &observations,
        rule,
        model.as_ref().map(|(course, end)| (course, *end)),
        Proportion::new(share)?,
    )
}

/// The rule as the engine takes it.
pub(crate) fn reliable_change(rule: ChangeRule, which: Direction) -> Option<ReliableChangeRule> {
    match rule {
        ChangeRule::Published { least_change } => {
            ReliableChangeRule::published(least_change, direction(which))
        }
        ChangeRule::JacobsonTruax {
            sd, reliability, ..
        } => ReliableChangeRule::from_reliability(sd, reliability, direction(which)),
    }
    .ok()
}

pub(crate) fn direction(which: Direction) -> change::Direction {
    match which {
        Direction::LowerIsBetter => change::Direction::LowerIsBetter,
        Direction::HigherIsBetter => change::Direction::HigherIsBetter,
    }
}
