use attune_figures::{Fan, FanPoint, Figure, FigureId, Frame};
use attune_stats::Proportion;
use attune_stats::growth::FanPoint as Expected;

use super::report::Growth;
use crate::stats::Refusal;
use crate::stats::text::{counted, number};

/// Points along the time axis.
const STEPS: u32 = 60;

/// The course of the whole population, for a person whose covariates are 0.
pub(super) fn draw(growth: &Growth) -> Result<Box<dyn Figure>, Refusal> {
    let course = growth.reference()?.given(&[])?;
    let times = steps(0.0, growth.last_time);
    let expected = course.fan(&times, &bands()?)?;
    let summary = format!(
        "{} over {}, {}: {} at the start, {} expected at {} {}.",
        growth.outcome,
        growth.time,
        counted(growth.fitted.groups, "person", "people"),
        number(expected.first().map(|point| point.prediction.mean), 1),
        number(expected.last().map(|point| point.prediction.mean), 1),
        growth.time,
        number(growth.last_time, 1),
    );
    Ok(Box::new(Fan {
        frame: Frame::new(FigureId::new("growth")?, "Mean course", summary),
        time: growth.time.clone(),
        measure: format!("{}, points", growth.outcome),
        bands: band_names(),
        decimals: 1,
        expected: expected.iter().map(point).collect(),
        measured: Vec::new(),
    }))
}

/// Times evenly spaced.
pub(crate) fn steps(from: f64, to: f64) -> Vec<f64> {
    let share = |step: u32| f64::from(step) / f64::from(STEPS);
    (0..=STEPS)
        .map(|step| from + (to - from) * share(step))
        .collect()
}

/// The bands of a picture, the wider one first.
pub(crate) fn bands() -> Result<[Proportion; 2], Refusal> {
    Ok([Proportion::new(0.80)?, Proportion::new(0.50)?])
}

pub(crate) fn band_names() -> [String; 2] {
    ["80 % of scores", "50 % of scores"].map(str::to_owned)
}

/// From the library's point to the picture's.
pub(crate) fn point(expected: &Expected) -> FanPoint {
    let ends = |index: usize| {
        let band = expected.bands.get(index);
        band.map_or((f64::NAN, f64::NAN), |band| (band.lower, band.upper))
    };
    FanPoint {
        at: expected.time,
        mean: expected.prediction.mean,
        bands: [ends(0), ends(1)],
    }
}
