//! The expected course of a measure, given the client's own scores so far.

use attune_catalog::{ExpectedCourse, TimeUnit, Transform};
use attune_stats::growth::{self, Observation, ReferenceCourse};
use attune_stats::{Proportion, StatsError};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::assess::Series;
use crate::caseload::days;

/// Where no card says how far the alarm was measured, it looks this many months ahead, or to the
/// end of the reference if that is nearer.
const LOOK_AHEAD_MONTHS: f64 = 12.0;
/// Days of a month and of a week, for references that count in them.
const DAYS_PER_MONTH: f64 = 30.4375;
const DAYS_PER_WEEK: f64 = 7.0;
/// Points of the drawn curve.
const STEPS: i32 = 24;

/// One day of the expected course, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedDay {
    /// The day.
    pub on: Date,
    /// The middle.
    pub mean: f64,
    /// Half of such people would score within these.
    pub half: (f64, f64),
    /// Eight in ten would.
    pub most: (f64, f64),
}

/// What can be expected for this client, and where that comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// The reference with its model card; to be shown wherever the numbers are.
    pub reference: ExpectedCourse,
    /// From the first score to the end of the reference, given the first score alone:
    /// what could be expected then. Later scores are held against it.
    pub days: Vec<ExpectedDay>,
}

/// The scores with their time since the first one, in the reference's unit.
pub(crate) fn observations(
    scores: &[(Date, f64)],
    unit: TimeUnit,
) -> Result<Vec<Observation>, StatsError> {
    let Some((first, _)) = scores.first() else {
        return Ok(Vec::new());
    };
    scores
        .iter()
        .map(|(on, score)| Observation::new(days(*first, *on) as f64 / length(unit), *score))
        .collect()
}

/// The reference as the engine takes it, with the time the alarm looks ahead to.
/// None when the scores reach past the reference's end: it says nothing there.
pub(crate) fn model(course: &ExpectedCourse, last: f64) -> Option<(ReferenceCourse, f64)> {
    if last > course.horizon {
        return None;
    }
    let (function, unit) = match course.transform {
        Transform::LogOnePlus => (
            growth::TimeFunction::LogOnePlus,
            time_unit(course.time_unit),
        ),
    };
    let model = ReferenceCourse::new(
        [course.intercept, course.slope],
        [course.var_intercept, course.covariance, course.var_slope],
        course.var_residual,
        function,
        unit,
    )
    .ok()?;
    let year = LOOK_AHEAD_MONTHS * DAYS_PER_MONTH / length(course.time_unit);
    let ahead = course.alarm.as_ref().map_or(year, |alarm| alarm.by);
    Some((model, ahead.min(course.horizon).max(last)))
}

/// The expected course from the first score on.
pub(crate) fn expected(course: &ExpectedCourse, series: &Series) -> Option<Expected> {
    let first = series.points.first()?;
    let (model, _) = model(course, 0.0)?;
    let start = Observation::new(0.0, first.value).ok()?;
    let person = model.given(&[start]).ok()?;
    let coverages = [Proportion::new(0.5).ok()?, Proportion::new(0.8).ok()?];
    let mut days = Vec::new();
    for step in 0..=STEPS {
        let time = course.horizon * f64::from(step) / f64::from(STEPS);
        let prediction = person.at(time).ok()?;
        let band = |coverage| {
            prediction
                .band(coverage)
                .map(|band| (band.lower, band.upper))
        };
        let on = first
            .on
            .checked_add(span(time * length(course.time_unit)))
            .ok()?;
        days.push(ExpectedDay {
            on,
            mean: prediction.mean,
            half: band(coverages[0]).ok()?,
            most: band(coverages[1]).ok()?,
        });
    }
    Some(Expected {
        reference: course.clone(),
        days,
    })
}

fn span(days: f64) -> Span {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a horizon of months is a small number of days"
    )]
    let whole = days.round() as i64;
    whole.days()
}

fn length(unit: TimeUnit) -> f64 {
    match unit {
        TimeUnit::Months => DAYS_PER_MONTH,
        TimeUnit::Weeks => DAYS_PER_WEEK,
    }
}

fn time_unit(unit: TimeUnit) -> growth::TimeUnit {
    match unit {
        TimeUnit::Months => growth::TimeUnit::Months,
        TimeUnit::Weeks => growth::TimeUnit::Weeks,
    }
}
