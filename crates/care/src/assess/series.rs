use attune_catalog::{Band, Measure, Outcome};
use attune_ids::EntryId;
use jiff::civil::Date;

use super::Response;
use crate::{Dated, Record};

/// One complete score of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// When it was measured.
    pub on: Date,
    /// The score, on the measure's own scale.
    pub value: f64,
    /// Its band, if the measure has bands.
    pub band: Option<Band>,
    /// The entry behind it.
    pub entry: EntryId,
}

/// The complete scores of one score of one measure, oldest first. Incomplete
/// forms are not points; they are counted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// Oldest first.
    pub points: Vec<Point>,
    /// Forms without a total because answers are missing.
    pub incomplete: usize,
    /// Scores of earlier versions that count otherwise: their numbers mean something else, so they are no part of
    /// this line.
    pub other_versions: usize,
}

impl Series {
    /// The scores with their days, as engines and headlines take them.
    pub fn dated(&self) -> Vec<(Date, f64)> {
        self.points
            .iter()
            .map(|point| (point.on, point.value))
            .collect()
    }

    /// All complete scores `score` of measure `measure`, in every version that counts like the newest one answered:
    /// a higher first number of a version says that it does not.
    pub fn of(record: &Record, measure: &str, score: &str) -> Self {
        let mut series = Self::default();
        let newest = newest_counting(record, measure);
        for given in record
            .responses
            .iter()
            .filter(|given| given.item.measure.id == measure)
        {
            if counting(&given.item.measure.version) != newest {
                series.other_versions += 1;
                continue;
            }
            for made in given
                .item
                .scored
                .scores
                .iter()
                .filter(|made| made.id == score)
            {
                series.add(&made.outcome, given.item.on, given.entry);
            }
        }
        for total in record
            .totals
            .iter()
            .filter(|total| total.item.measure.id == measure)
        {
            if counting(&total.item.measure.version) != newest {
                series.other_versions += 1;
                continue;
            }
            series.add(&total.item.outcome, total.item.on, total.entry);
        }
        // Stable: two scores of one day stay in the order they were written.
        series.points.sort_by_key(|point| point.on);
        series
    }

    fn add(&mut self, outcome: &Outcome, on: Date, entry: EntryId) {
        match outcome.value() {
            Some(value) => self.points.push(Point {
                on,
                value,
                band: outcome.band().cloned(),
                entry,
            }),
            None => self.incomplete += 1,
        }
    }

    /// First and last point, when there are two or more.
    pub fn ends(&self) -> Option<(&Point, &Point)> {
        match self.points.as_slice() {
            [first, .., last] => Some((first, last)),
            _ => None,
        }
    }
}

/// The first number of a version. It changes when the same answers count otherwise.
fn counting(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

/// Of the versions answered, the one that counts in the newest way.
fn newest_counting(record: &Record, measure: &str) -> Option<u32> {
    let responses = record.responses.iter().map(|given| &given.item.measure);
    let totals = record.totals.iter().map(|total| &total.item.measure);
    responses
        .chain(totals)
        .filter(|named| named.id == measure)
        .filter_map(|named| counting(&named.version))
        .max()
}

/// Forms of a measure that have no total because answers are missing, oldest first:
/// gaps in its course.
pub fn incomplete_forms<'a>(record: &'a Record, measure: &Measure) -> Vec<&'a Dated<Response>> {
    let Some(total) = measure.total.as_deref() else {
        return Vec::new();
    };
    let mut forms: Vec<&Dated<Response>> = record
        .responses
        .iter()
        .filter(|given| given.item.measure.id == measure.id)
        .filter(|given| {
            let outcome = given.item.scored.outcome(total);
            outcome.is_some_and(|outcome| outcome.value().is_none())
        })
        .collect();
    forms.sort_by_key(|given| given.item.on);
    forms
}
