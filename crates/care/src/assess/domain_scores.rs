//! The scores that speak about one side of life, now against then, each with how far
//! it can be trusted.

use attune_catalog::{Catalog, ChangeRule, Domain, Measure, Norm, Purpose};
use attune_ids::EntryId;
use attune_stats::change::{MeasurementError, TWO_SIDED_95};
use jiff::civil::Date;

use super::{Against, Point, Series};
use crate::Record;
use crate::review::{Change, change_between};

/// The latest total of one measure, held against an earlier one.
#[derive(Debug, Clone, PartialEq)]
pub struct DomainScore {
    /// Catalogue id of the measure.
    pub measure: String,
    /// The latest complete score.
    pub now: Point,
    /// The one it is held against; none if there is none.
    pub then: Option<Point>,
    /// From then to now.
    pub change: Option<Change>,
    /// How far the number can be off.
    pub doubt: Doubt,
}

/// How far a single score can be off, as far as the catalogue knows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Doubt {
    /// The true score lies within so many points to either side for 95 of 100 people:
    /// 1.96 standard errors of measurement, `s sqrt(1 - r)` (Jacobson & Truax 1991).
    Within {
        /// Half the width of the interval, in points.
        points: f64,
    },
    /// A published rule says from how many points a change is more than measurement
    /// error; it says nothing about a single score.
    LeastChange {
        /// The least such change, in points.
        points: f64,
    },
    /// No rule with a source is known.
    NotKnown,
}

impl Doubt {
    fn of(norm: Option<&Norm>) -> Self {
        match norm.map(|norm| norm.rule) {
            Some(ChangeRule::JacobsonTruax {
                sd, reliability, ..
            }) => MeasurementError::new(sd, reliability).map_or(Self::NotKnown, |error| {
                Self::Within {
                    points: TWO_SIDED_95 * error.of_score(),
                }
            }),
            Some(ChangeRule::Published { least_change }) => Self::LeastChange {
                points: least_change,
            },
            None => Self::NotKnown,
        }
    }

    /// "give or take 5.1 points in 95 of 100", or what is known instead.
    pub fn words(self) -> String {
        match self {
            Self::Within { points } => {
                format!("give or take {} in 95 of 100 people", in_points(points))
            }
            Self::LeastChange { points } => format!(
                "a change of less than {} can be measurement error",
                in_points(points)
            ),
            Self::NotKnown => {
                "how far it can be off is not known: no rule with a source".to_owned()
            }
        }
    }
}

fn in_points(points: f64) -> String {
    let tenths = format!("{points:.1}");
    let number = tenths.strip_suffix(".0").unwrap_or(&tenths);
    let unit = if number == "1" { "point" } else { "points" };
    format!("{number} {unit}")
}

/// A measure of this side of life that was answered and has no total by design: a
/// list of needs, say. It is opened, not counted.
#[derive(Debug, Clone, PartialEq)]
pub struct WithoutScore {
    /// Catalogue id of the measure.
    pub measure: String,
    /// When it was answered last.
    pub on: Date,
    /// The answered form.
    pub entry: EntryId,
}

/// Every measure that speaks about this side of life and has a complete score, in the
/// catalogue's order. What is asked about a session, about working together or about
/// wishes is no score of a side of life.
pub fn domain_scores(
    record: &Record,
    catalog: &Catalog,
    domain: Domain,
    against: Against,
) -> Vec<DomainScore> {
    measures_of(catalog, domain)
        .filter_map(|measure| {
            let total = measure.total.as_deref()?;
            let series = Series::of(record, &measure.id, total);
            let now = series.points.last()?.clone();
            let then = against.among(&series.points, |point| point.on).cloned();
            Some(DomainScore {
                measure: measure.id.clone(),
                change: then
                    .as_ref()
                    .map(|then| change_between(measure, then.value, now.value)),
                doubt: Doubt::of(measure.default_norm(total)),
                now,
                then,
            })
        })
        .collect()
}

/// Measures of this side of life that were answered and have no total.
pub fn without_score(record: &Record, catalog: &Catalog, domain: Domain) -> Vec<WithoutScore> {
    measures_of(catalog, domain)
        .filter(|measure| measure.total.is_none())
        .filter_map(|measure| {
            let of_measure =
                |given: &&crate::Dated<super::Response>| given.item.measure.id == measure.id;
            let last = record
                .responses
                .iter()
                .filter(of_measure)
                .max_by_key(|given| given.item.on)?;
            Some(WithoutScore {
                measure: measure.id.clone(),
                on: last.item.on,
                entry: last.entry,
            })
        })
        .collect()
}

/// Days on which anything about a side of life was answered, latest first, without
/// the very last one: there is nothing to hold against it.
pub fn days_to_compare(record: &Record, catalog: &Catalog) -> Vec<Date> {
    let speaks = |id: &str| {
        catalog
            .measure(id)
            .is_some_and(|measure| measure.purpose == Purpose::CheckIn || is_of_life(measure))
    };
    let responses = record
        .responses
        .iter()
        .filter(|given| speaks(&given.item.measure.id))
        .map(|given| given.item.on);
    let totals = record
        .totals
        .iter()
        .filter(|total| speaks(&total.item.measure.id))
        .map(|total| total.item.on);
    let mut days: Vec<Date> = responses.chain(totals).collect();
    days.sort_unstable_by(|one, other| other.cmp(one));
    days.dedup();
    days.into_iter().skip(1).collect()
}

/// The newest version of each measure.
fn measures_of(catalog: &Catalog, domain: Domain) -> impl Iterator<Item = &Measure> {
    catalog.measures.iter().filter(move |measure| {
        measure.domains.contains(&domain)
            && is_of_life(measure)
            && catalog
                .measure(&measure.id)
                .is_some_and(|newest| newest.version == measure.version)
    })
}

fn is_of_life(measure: &Measure) -> bool {
    match measure.purpose {
        Purpose::Symptoms
        | Purpose::Functioning
        | Purpose::WellBeing
        | Purpose::Circumstances
        | Purpose::Screening => true,
        // A personal measure asks about one thing in the client's own words, not about a side of life.
        Purpose::Alliance
        | Purpose::CheckIn
        | Purpose::SessionFeedback
        | Purpose::Preferences
        | Purpose::Personal => false,
    }
}
