use attune_catalog::{Answer, Catalog, Domain, Purpose};
use jiff::civil::Date;

use crate::assess::{Response, Words, WordsKind};
use crate::{Dated, Record};

/// What the present is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The first answers.
    Intake,
    /// The latest answers of this day or before it.
    Day(Date),
}

impl Against {
    /// The one of `all`, oldest first, that the last one is held against; none if that
    /// would be the last one itself, or if there was nothing yet.
    pub(crate) fn among<T>(self, all: &[T], on: impl Fn(&T) -> Date) -> Option<&T> {
        let (_, earlier) = all.split_last()?;
        match self {
            Self::Intake => earlier.first(),
            Self::Day(day) => earlier.iter().rev().find(|found| on(found) <= day),
        }
    }
}

/// One part of life, now against the beginning, with the client's words.
#[derive(Debug, Clone, PartialEq)]
pub struct DomainView {
    /// Which part of life.
    pub domain: Domain,
    /// Latest check-in answer, 0 very hard to 10 very well.
    pub now: Option<f64>,
    /// The earlier check-in answer, when there is a later one.
    pub then: Option<f64>,
    /// What the client said about it, latest first.
    pub words: Vec<Dated<Words>>,
}

impl DomainView {
    /// The client's words of one kind, latest first.
    pub fn about(&self, kind: WordsKind) -> impl Iterator<Item = &Dated<Words>> {
        self.words
            .iter()
            .filter(move |words| words.item.about == kind)
    }
}

/// The six parts of life in one view.
#[derive(Debug, Clone, PartialEq)]
pub struct WholePerson {
    /// Day of the latest check-in.
    pub now_on: Option<Date>,
    /// Day of the earlier one it is held against, when there is one.
    pub then_on: Option<Date>,
    /// In the fixed order of the domains.
    pub domains: Vec<DomainView>,
    /// Domains about which nothing is known yet: neither answer nor words.
    pub unknown: Vec<Domain>,
}

/// Puts check-ins and words together. The check-in is our own and not a
/// validated scale: only this client's own now and then are compared.
pub fn whole_person(record: &Record, catalog: &Catalog) -> WholePerson {
    whole_person_against(record, catalog, Against::Intake)
}

/// The same, held against any earlier day.
pub fn whole_person_against(record: &Record, catalog: &Catalog, against: Against) -> WholePerson {
    let mut check_ins: Vec<&Response> = record
        .responses
        .iter()
        .map(|given| &given.item)
        .filter(|response| {
            catalog
                .measure_version(&response.measure.id, &response.measure.version)
                .is_some_and(|measure| measure.purpose == Purpose::CheckIn)
        })
        .collect();
    // Stable: two of one day stay in the order they were given.
    check_ins.sort_by_key(|response| response.on);
    let now = check_ins.last().copied();
    let then = against.among(&check_ins, |response| response.on).copied();
    let answer = |response: Option<&Response>, domain| {
        response.and_then(|response| domain_answer(catalog, response, domain))
    };
    let domains: Vec<DomainView> = Domain::ALL
        .into_iter()
        .map(|domain| DomainView {
            domain,
            now: answer(now, domain),
            then: answer(then, domain),
            words: record
                .words
                .iter()
                .rev()
                .filter(|words| words.item.domain == domain)
                .cloned()
                .collect(),
        })
        .collect();
    let unknown = domains
        .iter()
        .filter(|view| view.now.is_none() && view.words.is_empty())
        .map(|view| view.domain)
        .collect();
    WholePerson {
        now_on: now.map(|response| response.on),
        then_on: then.map(|response| response.on),
        domains,
        unknown,
    }
}

fn domain_answer(catalog: &Catalog, response: &Response, domain: Domain) -> Option<f64> {
    let measure = catalog.measure_version(&response.measure.id, &response.measure.version)?;
    let position = measure
        .items
        .iter()
        .position(|item| item.domain == Some(domain))?;
    match response.answers.get(position) {
        Some(Answer::Value(value)) => Some(f64::from(*value)),
        _ => None,
    }
}
