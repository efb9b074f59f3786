//! What the practice's own finished therapies foretell, where a model has passed its checks and the practice chose
//! to go by it. Shown beside the other considerations and put into none of them.

use attune_catalog::{Catalog, Learned, Outlook};
use attune_stats::Proportion;
use attune_stats::prognosis::Prognosis;
use jiff::civil::Date;

use crate::Record;
use crate::assess::Series;
use crate::review::leading_measure;

/// Where somebody who began like this client is expected to end.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Name of the measure.
    pub measure: String,
    /// The client's first score, and when.
    pub first: (Date, f64),
    /// Where such people ended on average, in points.
    pub expected: f64,
    /// Eight in ten ended within these.
    pub most: (f64, f64),
    /// The model with its card.
    pub learned: Learned,
}

/// Why nothing is foretold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoForecast {
    /// The practice goes by no model of its own for the leading measure.
    NoModel,
    /// There is no complete score yet.
    NoScore,
    /// So high or low a first score was hardly seen.
    OutOfRange,
}

impl NoForecast {
    /// In a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoModel => {
                "nothing foretold: no model of this practice has passed its checks and was chosen"
            }
            Self::NoScore => "nothing foretold: there is no first score yet",
            Self::OutOfRange => "nothing foretold: hardly anybody here began with such a score",
        }
    }
}

/// What is foretold for the measure that leads.
///
/// # Errors
/// Why nothing is.
pub fn forecast(record: &Record, catalog: &Catalog) -> Result<Forecast, NoForecast> {
    let leading = leading_measure(record, catalog).ok_or(NoForecast::NoScore)?;
    let measure = catalog.measure(&leading).ok_or(NoForecast::NoModel)?;
    let total = measure.total.as_deref().ok_or(NoForecast::NoModel)?;
    let learned = catalog.outlook_for(&leading).ok_or(NoForecast::NoModel)?;
    let outlook = learned.usable_outlook().ok_or(NoForecast::NoModel)?;
    let series = Series::of(record, &leading, total);
    let first = series.points.first().ok_or(NoForecast::NoScore)?;
    if !outlook.covers(first.value) {
        return Err(NoForecast::OutOfRange);
    }
    // What cannot be worked out is not foretold.
    let prediction = model(outlook, learned.people as usize).expected(first.value);
    let prediction = prediction.map_err(|_| NoForecast::OutOfRange)?;
    let eighty = Proportion::new(0.8).map_err(|_| NoForecast::OutOfRange)?;
    let band = prediction
        .band(eighty)
        .map_err(|_| NoForecast::OutOfRange)?;
    let range = measure.rule_for(total).map(|rule| rule.range);
    let within = |value: f64| {
        range.map_or(value, |(low, high)| {
            value.clamp(f64::from(low), f64::from(high))
        })
    };
    Ok(Forecast {
        measure: measure.name.clone(),
        first: (first.on, first.value),
        expected: within(prediction.mean),
        most: (within(band.lower), within(band.upper)),
        learned: learned.clone(),
    })
}

fn model(outlook: &Outlook, people: usize) -> Prognosis {
    Prognosis {
        people,
        intercept: outlook.intercept,
        first: outlook.first,
        worked_with: Vec::new(),
        residual_sd: outlook.residual_sd,
        mean_first: outlook.mean_first,
        sd_first: outlook.sd_first,
    }
}

impl Forecast {
    /// "People here who began at 18 ended at 11 on average, eight in ten between 4 and 18 (PHQ-9, 134 people, look 2)."
    pub fn sentence(&self) -> String {
        format!(
            "People of this practice who began at {:.0} ended at {:.0} on average, eight in ten of them between {:.0} and {:.0} ({}, learnt from {} people, version {}).",
            self.first.1,
            self.expected,
            self.most.0,
            self.most.1,
            self.measure,
            self.learned.people,
            self.learned.number
        )
    }

    /// What it says of one therapy, in a few words.
    pub fn of_therapy(&self, modality: &str) -> String {
        let differences = self
            .learned
            .usable_outlook()
            .map_or(&[][..], Outlook::usable_therapies);
        if differences.is_empty() {
            return "the same for every therapy: what finished here tells none of them apart"
                .to_owned();
        }
        let Some(found) = differences.iter().find(|it| it.modality == modality) else {
            return "nothing can be said of this therapy from what finished here".to_owned();
        };
        let [low, high] = found.interval;
        format!(
            "{} people who began with it here ended {:.1} points {} than others with the same first score (95 % interval {low:.1} to {high:.1}); nobody was allotted by chance, so this is no effect",
            found.people,
            found.difference.abs(),
            if found.difference < 0.0 {
                "lower"
            } else {
                "higher"
            },
        )
    }
}
