use attune_catalog::{Catalog, Measure, ProblemArea, Purpose};
use jiff::civil::Date;

use super::{NewSchedule, Rhythm};
use crate::Record;
use crate::assess::{Way, askable};

/// A symptom scale that looks back further than this is not asked with each session: its answers would overlap.
const SHORT_RECALL_DAYS: u16 = 14;

/// A schedule that would make sense here. A person decides.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What would be set up.
    pub schedule: NewSchedule,
    /// In one sentence.
    pub because: String,
}

/// Proposes schedules: one scale for each problem area that is worked on, as often as the days it looks back
/// allow; feedback after each session; the six domains again at each review. What a schedule asks already is not
/// proposed once more.
pub fn propose(record: &Record, catalog: &Catalog, today: Date) -> Vec<Proposal> {
    let mut areas: Vec<ProblemArea> = record
        .open_problems()
        .map(|state| state.problem.area)
        .collect();
    areas.sort();
    areas.dedup();
    let mut proposals: Vec<Proposal> = Vec::new();
    for area in areas {
        let known = |measure: &Measure| {
            let mut all = proposals.iter().flat_map(|made| &made.schedule.measures);
            all.any(|id| *id == measure.id)
        };
        if let Some(measure) = scale_for(record, catalog, area)
            && !known(measure)
        {
            proposals.push(for_scale(measure, area, today));
        }
    }
    proposals.extend(first(catalog, Purpose::SessionFeedback).map(|measure| Proposal {
        schedule: schedule(measure, Rhythm::Sessions { each: 1 }, Way::Link, today),
        because: "Asked after each session, a dip in working together is noticed while it can still be talked about."
            .to_owned(),
    }));
    proposals.extend(first(catalog, Purpose::CheckIn).map(|measure| Proposal {
        schedule: schedule(measure, Rhythm::AtReview, Way::Link, today),
        because: "A review looks at the whole person: the six sides of life, now against the beginning."
            .to_owned(),
    }));
    proposals.retain(|made| {
        let mut asked = record
            .schedules
            .iter()
            .filter(|state| state.ended.is_none());
        !asked.any(|state| state.schedule.measures == made.schedule.measures)
    });
    proposals
}

/// The scale that was asked most of those that follow this area, else the shortest: what is asked often has to be
/// short.
fn scale_for<'a>(record: &Record, catalog: &'a Catalog, area: ProblemArea) -> Option<&'a Measure> {
    let answered = |measure: &Measure| {
        let responses = record.responses.iter();
        responses
            .filter(|given| given.item.measure.id == measure.id)
            .count()
    };
    askable(catalog)
        .filter(|measure| measure.purpose == Purpose::Symptoms && measure.total.is_some())
        .filter(|measure| measure.problem_areas.contains(&area))
        // Made for this area rather than for several; a scale that was begun is gone on with.
        .min_by_key(|measure| {
            (
                usize::MAX - answered(measure),
                measure.problem_areas.len(),
                measure.items.len(),
            )
        })
}

fn for_scale(measure: &Measure, area: ProblemArea, today: Date) -> Proposal {
    let area = area.label().to_lowercase();
    match measure.recall_days {
        Some(days) if days > SHORT_RECALL_DAYS => Proposal {
            schedule: schedule(measure, Rhythm::Months { each: 1 }, Way::Link, today),
            because: format!(
                "It follows {area} and asks about the past {days} days; asked more often, the answers overlap."
            ),
        },
        Some(days) => Proposal {
            schedule: schedule(measure, Rhythm::Sessions { each: 1 }, Way::Link, today),
            because: format!(
                "It follows {area}, is short and asks about the past {days} days, so each session can begin with where things stand."
            ),
        },
        None => Proposal {
            schedule: schedule(measure, Rhythm::Months { each: 1 }, Way::Link, today),
            because: format!("It follows {area} and asks how things are in general."),
        },
    }
}

fn first(catalog: &Catalog, purpose: Purpose) -> Option<&Measure> {
    askable(catalog).find(|measure| measure.purpose == purpose)
}

fn schedule(measure: &Measure, rhythm: Rhythm, way: Way, from: Date) -> NewSchedule {
    NewSchedule {
        measures: vec![measure.id.clone()],
        rhythm,
        way,
        from,
        until: None,
    }
}
