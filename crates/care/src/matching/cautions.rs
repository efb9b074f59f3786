use std::collections::BTreeMap;

use attune_catalog::{Catalog, Severity, Technique};

use super::decision::situations;
use crate::Record;

/// What is known about the situation a caution names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Situation {
    /// Nobody has said.
    NotAsked,
    /// It holds now.
    Holds,
    /// It was ruled out.
    RuledOut,
}

/// A caution of the catalogue, held against what is known of this client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CautionView {
    /// The situation, in the catalogue's words.
    pub when: String,
    /// What to do about it.
    pub text: String,
    /// How much weight it has.
    pub severity: Severity,
    /// What is known.
    pub known: Situation,
}

impl CautionView {
    /// "Do not begin" stands until somebody has ruled its situation out. Silence is
    /// not an all-clear.
    pub fn forbids(&self) -> bool {
        self.severity == Severity::NotNow && self.known != Situation::RuledOut
    }

    /// A reason to take care that nobody has said holds, or does not, and that forbids nothing: something to keep in
    /// mind with anybody, not a reason against this technique for this client.
    pub fn is_open(&self) -> bool {
        self.known == Situation::NotAsked && !self.forbids()
    }

    /// The caution as a sentence against the technique.
    pub fn words(&self) -> String {
        let start = match (self.severity, self.known) {
            (_, Situation::RuledOut) => return format!("Ruled out: {}.", self.when),
            (Severity::NotNow, Situation::Holds) => "Not now, since this holds",
            (Severity::NotNow, Situation::NotAsked) => "Not now, unless this is ruled out",
            (Severity::Careful, _) => "Careful",
            (Severity::Note, _) => "Good to know",
        };
        format!("{start}: {}. {}", self.when, self.text)
    }
}

/// The cautions of a technique with what this record knows of them, the weightiest first.
pub fn cautions_for(record: &Record, catalog: &Catalog, technique: &Technique) -> Vec<CautionView> {
    view(catalog, technique, &situations(record))
}

/// The cautions of a technique with what is known, the weightiest first.
pub(super) fn view(
    catalog: &Catalog,
    technique: &Technique,
    known: &BTreeMap<&str, bool>,
) -> Vec<CautionView> {
    let mut cautions: Vec<CautionView> = catalog
        .cautions_of(technique)
        .map(|caution| CautionView {
            when: caution.when.clone(),
            text: caution.text.clone(),
            severity: caution.severity,
            known: match known.get(caution.when.as_str()) {
                None => Situation::NotAsked,
                Some(true) => Situation::Holds,
                Some(false) => Situation::RuledOut,
            },
        })
        .collect();
    cautions.sort_by(|one, two| {
        (two.severity.cmp(&one.severity)).then_with(|| one.when.cmp(&two.when))
    });
    cautions
}
