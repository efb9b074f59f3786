//! What is shared with the client, what the client says to it, and the course in plain words.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_care::formulate::Factor;
use attune_care::plan::{PlanVersion, Terms};
use attune_care::space::{Kind, Remark, Shareable, as_shared, remark, share, show_scores, unshare};
use attune_care::{Author, Body, Entry, NewEntry, Record, Refusal};
use attune_catalog::Domain;
use attune_ids::{EntryId, FactorId, SeededIds};
use jiff::Timestamp;
use jiff::civil::date;

struct Story {
    ids: SeededIds,
    entries: Vec<Entry>,
}

impl Story {
    fn new() -> Self {
        let mut story = Self {
            ids: SeededIds::new(19),
            entries: Vec::new(),
        };
        story.factor("I lie awake");
        story.plan(1);
        story
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn add(&mut self, new: Vec<NewEntry>) -> EntryId {
        let last = new.last().unwrap().id;
        let signed = new
            .into_iter()
            .map(|entry| entry.sign(Author::Client, Timestamp::UNIX_EPOCH));
        self.entries.extend(signed);
        last
    }

    fn next(&mut self) -> EntryId {
        EntryId::new(&mut self.ids)
    }

    fn factor(&mut self, text: &str) {
        let factor = Factor {
            id: FactorId::new(&mut self.ids),
            text: text.to_owned(),
            domain: Domain::Behaviours,
            role: None,
            mechanism: None,
        };
        let entry = NewEntry::new(Body::FactorSet(factor), &mut self.ids);
        self.add(vec![entry]);
    }

    fn plan(&mut self, number: u32) {
        let version = PlanVersion {
            number,
            strands: Vec::new(),
            goals: Vec::new(),
            review_on: date(2026, 6, 1),
            reason: String::new(),
            agreed_with_client: true,
            review: None,
            terms: Terms::default(),
        };
        let entry = NewEntry::new(Body::PlanAgreed(version), &mut self.ids);
        self.add(vec![entry]);
    }

    fn share(&mut self, what: Shareable) -> EntryId {
        let entry = self.next();
        let new = share(&self.record(), what, entry).unwrap();
        self.add(new)
    }
}

#[test]
fn what_is_shared_stays_as_it_was_looked_at() {
    let mut story = Story::new();
    let version = story.record().version;
    story.factor("added by a colleague meanwhile");
    story.share(Shareable::Map { version });
    story.factor("thought of later");
    let record = story.record();
    let shown = as_shared(&record, &story.entries, record.space.map.as_ref().unwrap());
    assert_eq!(shown.formulation.factors.len(), 1);
    assert_eq!(record.formulation.factors.len(), 3);

    story.share(Shareable::Plan { number: 1 });
    story.plan(2);
    let shared = story.record().space.plan.unwrap().item.shared;
    assert_eq!(shared, Shareable::Plan { number: 1 });
}

#[test]
fn nothing_is_shared_by_itself_or_twice_and_only_what_is_there() {
    let mut story = Story::new();
    let record = story.record();
    let entry = story.next();
    assert!(record.space.plan.is_none() && record.space.map.is_none());
    let nine = share(&record, Shareable::Plan { number: 9 }, entry);
    assert!(matches!(nine, Err(Refusal::NotThere { .. })));
    let ahead = share(&record, Shareable::Map { version: 99 }, entry);
    assert!(matches!(ahead, Err(Refusal::NotThere { .. })));
    let empty = share(&Record::default(), Shareable::Map { version: 0 }, entry);
    assert!(matches!(empty, Err(Refusal::NotThere { .. })));
    let early = unshare(&record, Kind::Plan, entry);
    assert!(matches!(early, Err(Refusal::AlreadyDone { .. })));

    story.share(Shareable::Plan { number: 1 });
    let again = share(&story.record(), Shareable::Plan { number: 1 }, entry);
    assert!(matches!(again, Err(Refusal::AlreadyDone { .. })));
    let gone = unshare(&story.record(), Kind::Plan, entry).unwrap();
    story.add(gone);
    assert!(story.record().space.plan.is_none());
}

#[test]
fn the_client_agrees_to_what_they_saw_and_to_nothing_newer() {
    let mut story = Story::new();
    let seen = story.share(Shareable::Plan { number: 1 });
    let entry = story.next();
    let said = |record: &Record, shared, agreed, words| {
        remark(
            record,
            Kind::Plan,
            shared,
            agreed,
            words,
            entry,
            &mut SeededIds::new(31),
        )
    };
    let nothing = said(&story.record(), seen, false, "  ");
    assert!(matches!(nothing, Err(Refusal::Missing { .. })));
    let long = "a".repeat(4001);
    let long = said(&story.record(), seen, false, &long);
    assert!(matches!(long, Err(Refusal::Invalid { .. })));
    let agreed = said(&story.record(), seen, true, "").unwrap();
    story.add(agreed);
    assert!(story.record().space.agreed(Kind::Plan).is_some());
    let twice = said(&story.record(), seen, true, "");
    assert!(matches!(twice, Err(Refusal::AlreadyDone { .. })));

    let entry = story.next();
    let words = remark(
        &story.record(),
        Kind::Plan,
        seen,
        false,
        " one more thing ",
        entry,
        &mut SeededIds::new(33),
    );
    story.add(words.unwrap());
    let record = story.record();
    let words: Vec<_> = record.space.words(Kind::Plan).collect();
    assert_eq!(words[0].item.words.as_deref(), Some("one more thing"));

    story.plan(2);
    story.share(Shareable::Plan { number: 2 });
    let record = story.record();
    assert!(record.space.agreed(Kind::Plan).is_none(), "another version");
    let entry = story.next();
    let late = remark(
        &record,
        Kind::Plan,
        seen,
        true,
        "",
        entry,
        &mut SeededIds::new(32),
    );
    assert!(matches!(late, Err(Refusal::NotThere { .. })));
}

#[test]
fn a_remark_about_nothing_that_is_shared_does_not_count() {
    let mut story = Story::new();
    let shared = story.next();
    let about_nothing = Remark {
        shared,
        agreed: true,
        words: None,
    };
    let entry = NewEntry::new(Body::RemarkMade(about_nothing), &mut story.ids);
    story.add(vec![entry]);
    assert!(story.record().space.remarks.is_empty());
}

#[test]
fn scores_are_shown_until_somebody_says_otherwise() {
    let mut story = Story::new();
    assert!(story.record().space.shows_scores());
    let entry = story.next();
    let same = show_scores(&story.record(), true, entry);
    assert!(matches!(same, Err(Refusal::AlreadyDone { .. })));
    let off = show_scores(&story.record(), false, entry).unwrap();
    story.add(off);
    assert!(!story.record().space.shows_scores());
}
