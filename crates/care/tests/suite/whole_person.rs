//! The person as a whole: scores by side of life, needs and strengths, and what
//! happened in a life. Entries in, entries or a refusal out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_care::assess::{
    Against, AspectInput, AspectSort, Doubt, ImportedTotal, LifeEventInput, LifeEventSort,
    MeasureRef, Met, SaidBy, When, aspects_of, days_to_compare, domain_scores, events_between,
    put_back, set_aspect, set_life_event, taken_out, undo_aspect_change, void_aspect,
    void_life_event, wording_before,
};
use attune_care::formulate::Factor;
use attune_care::review::Meaning;
use attune_care::{Author, Body, Entry, NewEntry, Record, Refusal};
use attune_catalog::{Catalog, Domain, Outcome};
use attune_ids::{AccountId, EntryId, FactorId, IdSource, SeededIds};
use jiff::Timestamp;
use jiff::civil::{Date, date};

/// One client's record, written to as the program writes to it, by a clock that stands
/// still: nothing may hang on two appends having different times.
struct Notebook {
    entries: Vec<Entry>,
    ids: SeededIds,
}

impl Notebook {
    fn new() -> Self {
        Self {
            entries: Vec::new(),
            ids: SeededIds::new(1),
        }
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn write(&mut self, new: Vec<NewEntry>) {
        let at = Timestamp::UNIX_EPOCH;
        let by = Author::Staff(AccountId(uuid::Uuid::from_u64_pair(7, 7)));
        self.entries
            .extend(new.into_iter().map(|entry| entry.sign(by, at)));
    }

    /// Asks a rule and writes what it answers.
    fn apply(
        &mut self,
        rule: impl Fn(&Record, EntryId, &mut dyn IdSource) -> Result<Vec<NewEntry>, Refusal>,
    ) -> Result<usize, Refusal> {
        let entry = EntryId::new(&mut self.ids as &mut dyn IdSource);
        let new = rule(&self.record(), entry, &mut self.ids)?;
        let number = new.len();
        self.write(new);
        Ok(number)
    }

    fn total(&mut self, catalog: &Catalog, measure: &str, on: Date, value: f64) {
        let body = Body::TotalImported(ImportedTotal {
            measure: MeasureRef::of(catalog.measure(measure).unwrap()),
            outcome: Outcome::Complete { value, band: None },
            on,
            source: "a test".to_owned(),
        });
        let entry = NewEntry::new(body, &mut self.ids);
        self.write(vec![entry]);
    }
}

fn aspect(words: &str, sort: AspectSort) -> AspectInput<'_> {
    AspectInput {
        domain: Some(Domain::Environment),
        sort: Some(sort),
        words,
        said_by: Some(SaidBy::Both),
    }
}

const NEED: AspectSort = AspectSort::Need(Met::NotYet);

#[test]
fn a_need_is_named_met_taken_back_taken_out_and_put_back() {
    let mut notebook = Notebook::new();
    notebook
        .apply(|record, entry, ids| {
            set_aspect(record, None, aspect(" a quiet room ", NEED), entry, ids)
        })
        .unwrap();
    let id = notebook.record().aspects[0].item.id;
    assert_eq!(notebook.record().aspects[0].item.words, "a quiet room");

    let met = aspect("a quiet room", AspectSort::Need(Met::Yes));
    notebook
        .apply(|record, entry, ids| set_aspect(record, Some(id), met, entry, ids))
        .unwrap();
    let again = notebook.apply(|record, entry, ids| set_aspect(record, Some(id), met, entry, ids));
    assert_eq!(again.unwrap(), 0, "nothing is new, nothing is written");

    let record = notebook.record();
    let kept = &record.aspects[0];
    assert_eq!((record.aspects.len(), kept.set.len()), (1, 2));
    let before = wording_before(&notebook.entries, kept).unwrap();
    assert_eq!(before.sort, NEED);
    let last = *kept.set.last().unwrap();
    notebook
        .apply(|record, entry, ids| undo_aspect_change(record, id, last, entry, ids))
        .unwrap();
    assert_eq!(notebook.record().aspects[0].item.sort, NEED);
    // The same click again finds no such change.
    let again =
        notebook.apply(|record, entry, ids| undo_aspect_change(record, id, last, entry, ids));
    assert!(matches!(again, Err(Refusal::AlreadyDone { .. })));

    let no_reason = notebook.apply(|record, entry, ids| void_aspect(record, id, " ", entry, ids));
    assert!(matches!(no_reason, Err(Refusal::Missing { .. })));
    notebook
        .apply(|record, entry, ids| void_aspect(record, id, "somebody else's", entry, ids))
        .unwrap();
    assert!(notebook.record().aspects.is_empty());
    let out = taken_out::<attune_care::assess::Aspect>(&notebook.entries);
    assert_eq!(out.len(), 1);
    assert_eq!(out[0].because, "somebody else's");
    assert_eq!(out[0].item.sort, NEED, "as it stood when it was taken out");

    notebook
        .apply(|record, entry, ids| put_back(record, &out[0], entry, ids))
        .unwrap();
    let record = notebook.record();
    // The change that was taken back before stays taken back.
    assert_eq!(record.aspects[0].item.sort, NEED);
    assert_eq!(record.aspects[0].set.len(), 1);
    assert!(taken_out::<attune_care::assess::Aspect>(&notebook.entries).is_empty());
    let stale = notebook.apply(|record, entry, ids| put_back(record, &out[0], entry, ids));
    assert!(matches!(stale, Err(Refusal::AlreadyDone { .. })));
}

#[test]
fn needs_that_are_open_come_first_and_strengths_last() {
    let mut notebook = Notebook::new();
    for (words, sort) in [
        ("a dog", AspectSort::Strength),
        ("heating", AspectSort::Need(Met::Yes)),
        ("a lock", NEED),
        ("light", AspectSort::Need(Met::Partly)),
    ] {
        notebook
            .apply(|record, entry, ids| set_aspect(record, None, aspect(words, sort), entry, ids))
            .unwrap();
    }
    let record = notebook.record();
    let words: Vec<&str> = aspects_of(&record, Domain::Environment)
        .iter()
        .map(|kept| kept.item.words.as_str())
        .collect();
    assert_eq!(words, ["a lock", "light", "heating", "a dog"]);
    assert!(aspects_of(&record, Domain::Thoughts).is_empty());
}

#[test]
fn what_is_not_said_is_asked_for() {
    let record = Record::default();
    let mut ids = SeededIds::new(2);
    let entry = EntryId::new(&mut ids as &mut dyn IdSource);
    let whole = aspect("a lock", NEED);
    for input in [
        AspectInput {
            domain: None,
            ..whole
        },
        AspectInput {
            sort: None,
            ..whole
        },
        AspectInput {
            words: " ",
            ..whole
        },
        AspectInput {
            said_by: None,
            ..whole
        },
    ] {
        let refused = set_aspect(&record, None, input, entry, &mut ids);
        assert!(matches!(refused, Err(Refusal::Missing { .. })));
    }
    for sort in AspectSort::ALL {
        assert_eq!(AspectSort::from_code(sort.code()), Some(sort));
    }
}

#[test]
fn scores_stand_with_what_they_are_held_against() {
    let catalog = Catalog::shipped().unwrap();
    let mut notebook = Notebook::new();
    for (on, value) in [
        (date(2026, 1, 5), 19.0),
        (date(2026, 2, 2), 16.0),
        (date(2026, 3, 2), 9.0),
    ] {
        notebook.total(&catalog, "phq-9", on, value);
    }
    notebook.total(&catalog, "swls", date(2026, 2, 2), 20.0);
    let record = notebook.record();
    let against = |against| {
        let found = domain_scores(&record, &catalog, Domain::Emotions, against);
        found
            .into_iter()
            .find(|score| score.measure == "phq-9")
            .unwrap()
    };
    let intake = against(Against::Intake);
    assert_eq!(intake.then.unwrap().on, date(2026, 1, 5));
    let change = intake.change.unwrap();
    assert_eq!((change.points, change.meaning), (-10.0, Meaning::Improved));
    assert!(matches!(intake.doubt, Doubt::LeastChange { .. }));
    // A day between two answers means the answers before it.
    let between = against(Against::Day(date(2026, 2, 20)));
    assert_eq!(between.then.unwrap().value.to_bits(), 16.0_f64.to_bits());
    // Nothing had been answered by then; and the latest is not held against itself.
    assert_eq!(against(Against::Day(date(2025, 12, 31))).then, None);
    let future = against(Against::Day(date(2027, 1, 1)));
    assert_eq!(future.then.unwrap().on, date(2026, 2, 2));

    let once = Against::Intake;
    let swls = domain_scores(&record, &catalog, Domain::Emotions, once);
    let swls = swls.iter().find(|score| score.measure == "swls");
    assert!(swls.is_none_or(|score| score.then.is_none() && score.change.is_none()));
    assert_eq!(
        days_to_compare(&record, &catalog),
        [date(2026, 2, 2), date(2026, 1, 5)]
    );
    assert_eq!(
        Doubt::Within { points: 5.14 }.words(),
        "give or take 5.1 points in 95 of 100 people"
    );
}

fn event(what: &str, when: When) -> LifeEventInput<'_> {
    LifeEventInput {
        what,
        when: Some(when),
        age: None,
        until: None,
        sort: Some(LifeEventSort::Loss),
        domain: Some(Domain::Relationships),
        felt: None,
        words: "",
        began_after: Vec::new(),
    }
}

#[test]
fn an_event_names_factors_that_are_drawn() {
    let mut notebook = Notebook::new();
    let unknown = FactorId(uuid::Uuid::from_u64_pair(1, 1));
    let input = LifeEventInput {
        began_after: vec![unknown, unknown],
        ..event("the firm closed", When::on(date(2024, 11, 29)))
    };
    let refused = notebook
        .apply(|record, entry, ids| set_life_event(record, None, input.clone(), entry, ids));
    assert_eq!(refused, Err(Refusal::NotThere { what: "factor" }));

    let factor = Factor {
        id: unknown,
        text: "low mood".to_owned(),
        domain: Domain::Emotions,
        role: None,
        mechanism: None,
    };
    let drawn = NewEntry::new(Body::FactorSet(factor), &mut notebook.ids);
    notebook.write(vec![drawn]);
    notebook
        .apply(|record, entry, ids| set_life_event(record, None, input.clone(), entry, ids))
        .unwrap();
    let record = notebook.record();
    assert_eq!(record.life_events[0].item.began_after, [unknown]);

    let backwards = LifeEventInput {
        until: Some(When::on(date(2024, 11, 1))),
        ..event("the firm closed", When::on(date(2024, 11, 29)))
    };
    let refused = notebook
        .apply(|record, entry, ids| set_life_event(record, None, backwards.clone(), entry, ids));
    assert!(matches!(refused, Err(Refusal::Invalid { .. })));
}

#[test]
fn only_events_that_touch_the_days_are_on_their_axis() {
    let mut notebook = Notebook::new();
    let year = |year: i16| When::remembered(Some(year), None, None).unwrap().unwrap();
    for input in [
        event("grandmother died", year(2009)),
        event("a move", When::on(date(2026, 2, 3))),
        LifeEventInput {
            until: Some(When::on(date(2026, 1, 20))),
            ..event("together with Noa", year(2019))
        },
        event("a new job", year(2027)),
    ] {
        notebook
            .apply(|record, entry, ids| set_life_event(record, None, input.clone(), entry, ids))
            .unwrap();
    }
    let record = notebook.record();
    let what: Vec<&str> = events_between(&record, date(2026, 1, 5), date(2026, 5, 1))
        .iter()
        .map(|event| event.what.as_str())
        .collect();
    assert_eq!(what, ["together with Noa", "a move"]);

    let id = record.life_events[1].item.id;
    notebook
        .apply(|record, entry, ids| void_life_event(record, id, "told wrongly", entry, ids))
        .unwrap();
    let record = notebook.record();
    assert_eq!(record.life_events.len(), 3);
    assert!(events_between(&record, date(2026, 2, 1), date(2026, 5, 1)).is_empty());
}
