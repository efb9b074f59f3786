//! What another scoring engine or another version of a measure would make of the answers that are stored. Nothing is
//! changed by looking: a stored score stays what it was when somebody acted on it.

use attune_catalog::{
    Answer, Catalog, ENGINE_VERSION, Measure, Outcome, Scored, score, score_from_total,
};
use attune_ids::EntryId;
use jiff::civil::Date;

use crate::Record;

/// One form whose stored scores are not what would come out today.
#[derive(Debug, Clone, PartialEq)]
pub struct Rescored {
    /// The entry that holds it.
    pub entry: EntryId,
    /// The day it was answered.
    pub on: Date,
    /// The measure.
    pub measure: String,
    /// Version and engine behind what is stored; the engine is not known of an imported total.
    pub stored: (String, Option<String>),
    /// Version and engine it was compared with.
    pub compared: (String, String),
    /// What differs.
    pub difference: Difference,
}

/// What differs.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference {
    /// These scores, criteria and flags, each with what is stored and what would come out.
    Scores(Vec<Changed>),
    /// Nothing can be compared, and why.
    NotComparable(&'static str),
}

/// One name with what is stored and what would come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Score, criterion or flag.
    pub what: String,
    /// As stored.
    pub stored: String,
    /// As it would come out.
    pub now: String,
}

/// Every stored score that this engine would make otherwise, from the version that was answered and, where there is
/// a newer one, from that.
pub fn rescore(record: &Record, catalog: &Catalog) -> Vec<Rescored> {
    let mut found = Vec::new();
    for given in &record.responses {
        let response = &given.item;
        let named = &response.measure;
        let stored = (
            response.scored.measure_version.clone(),
            Some(response.scored.engine_version.clone()),
        );
        let mut note = |version: &str, difference| {
            found.push(Rescored {
                entry: given.entry,
                on: response.on,
                measure: named.id.clone(),
                stored: stored.clone(),
                compared: (version.to_owned(), ENGINE_VERSION.to_owned()),
                difference,
            });
        };
        match catalog.measure_version(&named.id, &named.version) {
            None => note(
                &named.version,
                Difference::NotComparable("this version is not in the catalogue any more"),
            ),
            Some(measure) => {
                if let Some(difference) = against(measure, &response.answers, &response.scored) {
                    note(&measure.version, difference);
                }
            }
        }
        if let Some(newest) = newer(catalog, &named.id, &named.version)
            && let Some(difference) = against(newest, &response.answers, &response.scored)
        {
            note(&newest.version, difference);
        }
    }
    for total in &record.totals {
        let named = &total.item.measure;
        let Some(measure) = catalog.measure(&named.id) else {
            continue;
        };
        let now = total
            .item
            .outcome
            .value()
            .map(|value| score_from_total(measure, value));
        let difference = match now {
            Some(Ok(now)) if now != total.item.outcome => Difference::Scores(vec![Changed {
                what: measure.total.clone().unwrap_or_default(),
                stored: in_words(&total.item.outcome),
                now: in_words(&now),
            }]),
            Some(Err(_)) => Difference::NotComparable("the measure cannot give this total"),
            Some(Ok(_)) | None => continue,
        };
        found.push(Rescored {
            entry: total.entry,
            on: total.item.on,
            measure: named.id.clone(),
            stored: (named.version.clone(), None),
            compared: (measure.version.clone(), ENGINE_VERSION.to_owned()),
            difference,
        });
    }
    found
}

/// The newest version, if it is another one.
fn newer<'a>(catalog: &'a Catalog, id: &str, version: &str) -> Option<&'a Measure> {
    catalog
        .measure(id)
        .filter(|newest| newest.version != version)
}

/// What this version makes otherwise; none where everything is the same.
fn against(measure: &Measure, answers: &[Answer], stored: &Scored) -> Option<Difference> {
    let Ok(now) = score(measure, answers) else {
        return Some(Difference::NotComparable(
            "this version asks other questions or offers other answers",
        ));
    };
    let changed = changes(stored, &now);
    (!changed.is_empty()).then_some(Difference::Scores(changed))
}

fn changes(stored: &Scored, now: &Scored) -> Vec<Changed> {
    let (before, after) = (lines(stored), lines(now));
    let value = |lines: &[(String, String)], what: &str| {
        let line = lines.iter().find(|(name, _)| name == what);
        line.map_or_else(|| "not there".to_owned(), |(_, value)| value.clone())
    };
    let mut names: Vec<&String> = before.iter().map(|(name, _)| name).collect();
    for (name, _) in &after {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
        .into_iter()
        .map(|what| Changed {
            what: what.clone(),
            stored: value(&before, what),
            now: value(&after, what),
        })
        .filter(|changed| changed.stored != changed.now)
        .collect()
}

/// Everything a form came to, by name.
fn lines(form: &Scored) -> Vec<(String, String)> {
    let scores = form
        .scores
        .iter()
        .map(|score| (score.id.clone(), in_words(&score.outcome)));
    let criteria = form.criteria.iter().map(|criterion| {
        (
            criterion.id.clone(),
            format!("{:?}", criterion.state).to_lowercase(),
        )
    });
    let flags = form.flags.iter().chain(&form.ask_about).map(|flag| {
        (
            format!("flag {}", flag.id),
            format!("{:?}", flag.state).to_lowercase(),
        )
    });
    scores.chain(criteria).chain(flags).collect()
}

fn in_words(outcome: &Outcome) -> String {
    let band = outcome
        .band()
        .map_or_else(String::new, |band| format!(" {}", band.code));
    match outcome {
        Outcome::Complete { value, .. } => format!("{value}{band}"),
        Outcome::Prorated { value, .. } => format!("{value}{band} (prorated)"),
        Outcome::Insufficient { answered, of } => format!("none ({answered} of {of})"),
    }
}
