//! A record that is written by the rules themselves, one call a line.
#![allow(dead_code, reason = "each test file uses a part of this")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::sync::LazyLock;

use attune_care::assess::set_problem;
use attune_care::formulate::{
    Confidence, FactorInput, InfluenceInput, Role, Sign, Voice, remove_factor, remove_influence,
    set_factor, set_influence,
};
use attune_care::{Author, Body, Entry, NewEntry, Record};
use attune_catalog::{Catalog, Domain, ProblemArea};
use attune_ids::{AccountId, EntryId, FactorId, InfluenceId, ProblemId, SeededIds};
use jiff::Timestamp;

/// What is shipped, read once.
pub(crate) static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::shipped().unwrap());

/// A record being written.
pub(crate) struct Drawing {
    pub(crate) entries: Vec<Entry>,
    pub(crate) ids: SeededIds,
}

impl Drawing {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            entries: Vec::new(),
            ids: SeededIds::new(seed),
        }
    }

    pub(crate) fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    /// An entry id, as the form would bring it.
    pub(crate) fn entry(&mut self) -> EntryId {
        EntryId::new(&mut self.ids)
    }

    pub(crate) fn write(&mut self, entries: Vec<NewEntry>) {
        let by = Author::Staff(AccountId::new(&mut SeededIds::new(1)));
        self.entries.extend(
            entries
                .into_iter()
                .map(|entry| entry.sign(by, Timestamp::UNIX_EPOCH)),
        );
    }

    pub(crate) fn body(&mut self, body: Body) {
        let entry = NewEntry::new(body, &mut self.ids);
        self.write(vec![entry]);
    }

    pub(crate) fn problem(&mut self, area: ProblemArea, words: &str) -> ProblemId {
        let entry = self.entry();
        let entries = set_problem(None, area, words, entry, &mut self.ids).unwrap();
        self.write(entries);
        self.record().problems.last().unwrap().problem.id
    }

    pub(crate) fn factor(&mut self, text: &str, domain: Domain) -> FactorId {
        self.factor_with(text, domain, None, None)
    }

    pub(crate) fn factor_with(
        &mut self,
        text: &str,
        domain: Domain,
        role: Option<Role>,
        mechanism: Option<&str>,
    ) -> FactorId {
        let input = FactorInput {
            id: None,
            text: text.to_owned(),
            domain,
            role,
            mechanism: mechanism.map(str::to_owned),
        };
        let entry = self.entry();
        let record = self.record();
        let entries = set_factor(&record, &CATALOG, input, entry, &mut self.ids).unwrap();
        self.write(entries);
        self.record().formulation.factors.last().unwrap().id
    }

    /// A certain arrow both agree on; a negative strength leads to less.
    pub(crate) fn arrow(&mut self, from: FactorId, to: FactorId, strength: i8) -> InfluenceId {
        self.arrow_with(from, to, strength, Voice::Both, Confidence::High)
    }

    pub(crate) fn arrow_with(
        &mut self,
        from: FactorId,
        to: FactorId,
        strength: i8,
        voice: Voice,
        confidence: Confidence,
    ) -> InfluenceId {
        let input = InfluenceInput {
            id: None,
            from,
            to,
            sign: if strength > 0 { Sign::More } else { Sign::Less },
            strength: strength.unsigned_abs(),
            voice,
            confidence,
        };
        let entry = self.entry();
        let entries = set_influence(&self.record(), &input, entry, &mut self.ids).unwrap();
        self.write(entries);
        self.record().formulation.influences.last().unwrap().id
    }

    pub(crate) fn remove(&mut self, factor: FactorId) {
        let entry = self.entry();
        let entries = remove_factor(&self.record(), factor, entry, &mut self.ids).unwrap();
        self.write(entries);
    }

    pub(crate) fn remove_arrow(&mut self, arrow: InfluenceId) {
        let entry = self.entry();
        let entries = remove_influence(&self.record(), arrow, entry).unwrap();
        self.write(entries);
    }
}
