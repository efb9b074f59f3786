//! What the models are worth for people they have not seen.

use serde::{Deserialize, Serialize};

use super::{Columns, EndedRows};
use crate::folds::deal;
use crate::funnel::Counted;
use crate::least_squares::LinearModel;
use crate::meta_analysis::distribution::student_bound;
use crate::number::{mean, sample_sd};
use crate::{Proportion, StatsError, normal};

/// The share of squared error that a model takes away from a plainer one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Gain {
    /// From 0, nothing, to 1, all of it; below 0 the richer model is worse.
    pub share: f64,
    /// 95 % interval, lower end first.
    pub interval: [f64; 2],
}

/// What one model is worth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// Root of the mean squared error, in points.
    pub error: f64,
    /// What it takes away from the next plainer model.
    pub gain: Gain,
    /// Slope of what was observed on what was predicted, 1 at best.
    pub calibration: f64,
    /// Its 95 % interval, lower end first.
    pub calibration_interval: [f64; 2],
    /// The share of people inside their 80 % band.
    pub within: f64,
    /// Its 95 % interval, lower end first.
    pub within_interval: [f64; 2],
}

impl Held {
    /// Whether the model may be spoken of at all; see the [module's text](super).
    pub fn holds(&self) -> bool {
        let about = |[lower, upper]: [f64; 2], value: f64| lower <= value && value <= upper;
        self.gain.interval[0] > 0.0
            && about(self.calibration_interval, 1.0)
            && about(self.within_interval, BAND)
    }
}

/// What was found of both models.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// People predicted, each by models that had not seen them.
    pub people: usize,
    /// Root of the mean squared error of foretelling everybody the plain mean, in points.
    pub error_of_mean: f64,
    /// The first score alone, held against the plain mean.
    pub first_alone: Held,
    /// With therapies, held against the first score alone; none where no therapy was given.
    pub with_therapies: Option<Held>,
    /// How many folds.
    pub folds: usize,
    /// Which shuffle of people.
    pub seed: u64,
}

/// What the bands promise.
const BAND: f64 = 0.8;

/// Judges both models by cross-validation over people; see the [module's text](super).
///
/// Errors: as [`fit`](super::fit()) in any fold, fewer than two folds or fewer people than folds.
pub fn check(rows: &EndedRows, folds: usize, seed: u64) -> Result<Checked, StatsError> {
    let columns = Columns::of(rows)?;
    let fold = deal(rows.last.len(), folds, seed)?;
    let predict = |columns: &[&[f64]]| predicted(rows.last, columns, &fold, folds);
    let mean_only = predict(&[])?;
    let alone = predict(&columns.of_first())?;
    let judge = |plainer: &[Foretold], model: &[Foretold]| held(rows.last, plainer, model, folds);
    let with_therapies = if rows.worked_with.is_empty() {
        None
    } else {
        Some(judge(&alone, &predict(&columns.all())?)?)
    };
    Ok(Checked {
        people: rows.last.len(),
        error_of_mean: mean(&squares(rows.last, &mean_only)).sqrt(),
        first_alone: judge(&mean_only, &alone)?,
        with_therapies,
        folds,
        seed,
    })
}

/// A prediction of one person by people of other folds.
#[derive(Clone, Copy)]
struct Foretold {
    mean: f64,
    sd: f64,
}

fn predicted(
    last: &[f64],
    columns: &[&[f64]],
    fold: &[usize],
    folds: usize,
) -> Result<Vec<Foretold>, StatsError> {
    let mut found = vec![Foretold { mean: 0.0, sd: 0.0 }; last.len()];
    for left_out in 0..folds {
        let (others, these): (Vec<usize>, Vec<usize>) =
            (0..last.len()).partition(|person| fold[*person] != left_out);
        let model = LinearModel::fit(last, columns, &others)?;
        for person in these {
            let values: Vec<f64> = columns.iter().map(|column| column[person]).collect();
            let variance = model.residual_variance + model.variance_of_mean(&values)?;
            found[person] = Foretold {
                mean: model.predict(&values),
                sd: variance.sqrt(),
            };
        }
    }
    Ok(found)
}

fn squares(last: &[f64], foretold: &[Foretold]) -> Vec<f64> {
    let both = last.iter().zip(foretold);
    both.map(|(last, foretold)| (last - foretold.mean).powi(2))
        .collect()
}

fn held(
    last: &[f64],
    plainer: &[Foretold],
    model: &[Foretold],
    folds: usize,
) -> Result<Held, StatsError> {
    let (before, after) = (squares(last, plainer), squares(last, model));
    let (all, left) = (mean(&before), mean(&after));
    let saved: Vec<f64> = before.iter().zip(&after).map(|(b, a)| b - a).collect();
    let people = last.len() as f64;
    // Models of different folds share most of their people.
    let shared = 1.0 + folds as f64 / (folds as f64 - 1.0);
    let reach = student_bound(last.len() - 1)? * sample_sd(&saved) * (shared / people).sqrt() / all;
    let share = 1.0 - left / all;
    let means: Vec<f64> = model.iter().map(|foretold| foretold.mean).collect();
    let everybody: Vec<usize> = (0..last.len()).collect();
    let line = LinearModel::fit(last, &[&means], &everybody)?;
    let wide = student_bound(line.freedom())? * line.error_of(0)?;
    let quantile = normal::quantile(Proportion::new(f64::midpoint(1.0, BAND))?);
    let inside = last
        .iter()
        .zip(model)
        .filter(|(last, foretold)| (*last - foretold.mean).abs() <= quantile * foretold.sd);
    let inside = Counted::new(inside.count() as u64, last.len() as u64)?;
    let within = inside.interval(Proportion::new(0.95)?)?;
    Ok(Held {
        error: left.sqrt(),
        gain: Gain {
            share,
            interval: [share - reach, share + reach],
        },
        calibration: line.slopes[0],
        calibration_interval: [line.slopes[0] - wide, line.slopes[0] + wide],
        within: inside.rate(),
        within_interval: [within.lower, within.upper],
    })
}
