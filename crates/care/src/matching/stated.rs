//! What a client said about how they would like to work, whichever inventory asked.

use std::collections::BTreeMap;

use attune_catalog::{
    Answer, Catalog, DimensionEnd, Measure, Operation, PreferenceDimension, Purpose,
};
use attune_ids::EntryId;
use jiff::civil::Date;

use crate::Record;

/// One inventory, filled in once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stated {
    pub(super) entry: EntryId,
    pub(super) on: Date,
    /// Catalogue id of the inventory.
    pub(super) measure: String,
    /// Its name.
    pub(super) name: String,
    /// By dimension, from -3 to 3: what was said about it.
    pub(super) said: BTreeMap<String, Said>,
    pub(super) words: Option<String>,
}

/// What one inventory says about one dimension.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Said {
    /// Points as the inventory counts them, towards the high end of the dimension.
    pub(super) points: f64,
    /// The most there can be, so that `3 * points / most` lies between -3 and 3.
    pub(super) most: f64,
    /// The single answers behind it, towards the high end; empty where only the score is known.
    pub(super) answers: Vec<f64>,
}

impl Said {
    /// From -3 to 3, as one of our own questions would be answered.
    pub(super) fn value(&self) -> f64 {
        3.0 * self.points / self.most
    }
}

/// Everything said so far, by the day it was said.
pub(super) fn stated(record: &Record, catalog: &Catalog) -> Vec<Stated> {
    let mut all: Vec<Stated> = Vec::new();
    for given in &record.responses {
        let response = &given.item;
        let asked = &response.measure;
        let Some(measure) = inventory(catalog, &asked.id, &asked.version) else {
            continue;
        };
        let answer = |place: usize| match response.answers.get(place) {
            Some(Answer::Value(value)) => Some(f64::from(*value)),
            _ => None,
        };
        let mut said = single(measure, &catalog.preference_dimensions, answer);
        said.extend(scales(
            measure,
            catalog,
            |score| response.scored.outcome(score)?.value(),
            answer,
        ));
        all.push(Stated {
            entry: given.entry,
            on: response.on,
            measure: measure.id.clone(),
            name: measure.name.clone(),
            said,
            words: response.words.clone(),
        });
    }
    for given in &record.preferences_brought {
        let brought = &given.item;
        let Some(measure) = inventory(catalog, &brought.measure, &brought.version) else {
            continue;
        };
        let value = |score: &str| {
            let found = brought.scores.iter().find(|given| given.score == score)?;
            Some(f64::from(found.value))
        };
        all.push(Stated {
            entry: given.entry,
            on: brought.on,
            measure: measure.id.clone(),
            name: measure.name.clone(),
            said: scales(measure, catalog, value, |_| None),
            words: None,
        });
    }
    all.sort_by_key(|stated| stated.on);
    all
}

fn inventory<'a>(catalog: &'a Catalog, id: &str, version: &str) -> Option<&'a Measure> {
    catalog
        .measure_version(id, version)
        .filter(|measure| measure.purpose == Purpose::Preferences)
}

/// Questions that are dimensions themselves, as in our own inventory.
fn single(
    measure: &Measure,
    dimensions: &[PreferenceDimension],
    answer: impl Fn(usize) -> Option<f64>,
) -> BTreeMap<String, Said> {
    let mut said = BTreeMap::new();
    for dimension in dimensions {
        let place = measure
            .items
            .iter()
            .position(|item| item.id == dimension.id);
        if let Some(points) = place.and_then(&answer) {
            let stands = Said {
                points,
                most: 3.0,
                answers: vec![points],
            };
            said.insert(dimension.id.clone(), stands);
        }
    }
    said
}

/// Scales that speak about a dimension, turned towards its high end.
fn scales(
    measure: &Measure,
    catalog: &Catalog,
    score: impl Fn(&str) -> Option<f64>,
    answer: impl Fn(usize) -> Option<f64>,
) -> BTreeMap<String, Said> {
    let concerned = catalog
        .preference_scales
        .iter()
        .filter(|scale| scale.measure == measure.id);
    let mut said = BTreeMap::new();
    for scale in concerned {
        let Some(rule) = measure.scores.iter().find(|rule| rule.id == scale.score) else {
            continue;
        };
        let Some(points) = score(&scale.score) else {
            continue;
        };
        let sign = match scale.towards {
            DimensionEnd::Low => -1.0,
            DimensionEnd::High => 1.0,
        };
        let answers: Option<Vec<f64>> = match &rule.operation {
            Operation::Sum(items) => items
                .iter()
                .map(|place| answer(*place).map(|value| sign * value))
                .collect(),
            _ => None,
        };
        let stands = Said {
            points: sign * points,
            most: f64::from(rule.range.1),
            answers: answers.unwrap_or_default(),
        };
        said.insert(scale.dimension.clone(), stands);
    }
    said
}
