//! The seventh method: everybody's total slope over all their scores.

use std::collections::HashSet;

use attune_stats::StatsError;
use attune_stats::change::{ClassCounts, Direction};
use attune_stats::growth::{Estimation, FitOptions, GrowthRows, Levels, TimeFunction, fit};

use super::pairs::{Columns, Pairs};
use crate::stats::Refusal;
use crate::stats::answer::Caution;
use crate::stats::growth::cautions;
use crate::stats::input::Rows;

/// Its name in the answer.
pub(super) const NAME: &str = "growth-model";

type Judged = Result<(ClassCounts, Vec<Caution>), String>;

/// Judges everybody with both scores by all of their scores, on a straight line; or says why that cannot be done.
pub(super) fn growth_model(
    rows: &Rows,
    columns: &Columns<'_>,
    pairs: &Pairs,
    direction: Direction,
) -> Result<Judged, Refusal> {
    let Ok(times) = rows.numbers(columns.time) else {
        return Ok(Err("its times have to be numbers".to_owned()));
    };
    let (ids, scores) = (rows.words(columns.id)?, rows.numbers(columns.outcome)?);
    let judged: HashSet<&str> = pairs.both.iter().map(|(id, _)| id.as_str()).collect();
    let (mut labels, mut time, mut outcome) = (Vec::new(), Vec::new(), Vec::new());
    for ((id, at), score) in ids.into_iter().zip(times).zip(scores) {
        if let (Some(id), Some(at), Some(score)) = (id, at, score)
            && judged.contains(id)
        {
            labels.push(id);
            time.push(at);
            outcome.push(score);
        }
    }
    let group = Levels::of(&labels);
    let fitted = fit(
        &GrowthRows {
            outcome: &outcome,
            time: &time,
            group: &group,
            covariates: &[],
            crossed: None,
        },
        FitOptions {
            time_function: TimeFunction::Linear,
            estimation: Estimation::Restricted,
        },
    );
    Ok(fitted
        .and_then(|fitted| {
            let counts = fitted.slope_changes(direction)?.into_iter();
            Ok((
                counts.map(|change| change.class).collect(),
                cautions(&fitted),
            ))
        })
        .map_err(|why: StatsError| why.to_string()))
}
