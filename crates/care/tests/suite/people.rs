//! The map of people: who is on it, what is between them, and what it says.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attune_care::assess::{
    Felt, LifeEventInput, LifeEventSort, When, factor_stories, life_line, put_back, set_life_event,
    taken_out, wording_before,
};
use attune_care::formulate::Factor;
use attune_care::people::{
    Bond, Closeness, Conflict, Part, Person, PersonInput, Sort, Support, TieInput,
    people_sentences, set_person, set_tie, standing_ties, undo_person_change, undo_tie_change,
    void_person, void_tie,
};
use attune_care::{Author, Body, Entry, NewEntry, Record, Refusal};
use attune_catalog::Domain;
use attune_ids::{EntryId, FactorId, PersonId, SeededIds};
use jiff::Timestamp;
use jiff::civil::date;

struct Story {
    entries: Vec<Entry>,
    ids: SeededIds,
}

impl Story {
    fn new() -> Self {
        Self {
            entries: Vec::new(),
            ids: SeededIds::new(3),
        }
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn write(
        &mut self,
        rule: impl FnOnce(&Record, EntryId, &mut SeededIds) -> Result<Vec<NewEntry>, Refusal>,
    ) -> Result<usize, Refusal> {
        let entry = EntryId::new(&mut self.ids);
        let new = rule(&self.record(), entry, &mut self.ids)?;
        let count = new.len();
        let signed = new
            .into_iter()
            .map(|entry| entry.sign(Author::Client, Timestamp::UNIX_EPOCH));
        self.entries.extend(signed);
        Ok(count)
    }

    fn person(&mut self, name: &str, part: Part, bond: Bond) -> PersonId {
        let input = person(name, part, bond);
        self.write(|record, entry, ids| set_person(record, None, input, entry, ids))
            .unwrap();
        self.record().people.last().unwrap().item.id
    }
}

fn person(name: &str, part: Part, bond: Bond) -> PersonInput<'_> {
    PersonInput {
        name,
        sort: Sort::One,
        part: Some(part),
        bond,
        since: None,
        died: false,
        died_when: None,
        words: "",
        factors: Vec::new(),
        events: Vec::new(),
    }
}

fn bond(conflict: Option<Conflict>, support: Option<Support>) -> Bond {
    Bond {
        closeness: Some(Closeness::Close),
        conflict,
        support,
        broken_off: false,
    }
}

#[test]
fn somebody_is_told_better_taken_out_and_put_back() {
    let mut story = Story::new();
    let mother = story.person("Mum", Part::Parent, Bond::default());
    let better = person("Mum", Part::Parent, bond(Some(Conflict::Some), None));
    let again = better.clone();
    assert_eq!(
        story.write(|record, entry, ids| set_person(record, Some(mother), better, entry, ids)),
        Ok(1)
    );
    // What is not new is not written.
    assert_eq!(
        story.write(|record, entry, ids| set_person(record, Some(mother), again, entry, ids)),
        Ok(0)
    );
    let record = story.record();
    let kept = &record.people[0];
    assert!(kept.item.bond.has_conflict());
    assert_eq!(
        wording_before(&story.entries, kept).unwrap().bond,
        Bond::default()
    );
    let last = *kept.set.last().unwrap();
    story
        .write(|record, entry, ids| undo_person_change(record, mother, last, entry, ids))
        .unwrap();
    assert_eq!(story.record().people[0].item.bond, Bond::default());

    assert_eq!(
        story.write(|record, entry, ids| void_person(record, mother, " ", entry, ids)),
        Err(Refusal::Missing {
            field: "why they are taken out"
        })
    );
    story
        .write(|record, entry, ids| void_person(record, mother, "asked for it", entry, ids))
        .unwrap();
    assert!(story.record().people.is_empty());
    let out = taken_out::<Person>(&story.entries);
    story
        .write(|record, entry, ids| put_back(record, &out[0], entry, ids))
        .unwrap();
    assert_eq!(story.record().people[0].item.name, "Mum");
}

#[test]
fn a_tie_joins_two_who_are_there_and_goes_and_comes_with_them() {
    let mut story = Story::new();
    let mother = story.person("Mum", Part::Parent, Bond::default());
    let father = story.person("Dad", Part::Parent, Bond::default());
    let input = TieInput {
        one: Some(mother),
        other: Some(father),
        bond: bond(Some(Conflict::Strong), None),
    };
    let with_self = TieInput {
        other: Some(mother),
        ..input
    };
    let nothing = TieInput {
        bond: Bond::default(),
        ..input
    };
    for wrong in [with_self, nothing, TieInput::default()] {
        assert!(
            story
                .write(|record, entry, ids| set_tie(record, None, wrong, entry, ids))
                .is_err()
        );
    }
    story
        .write(|record, entry, ids| set_tie(record, None, input, entry, ids))
        .unwrap();
    let turned = TieInput {
        one: Some(father),
        other: Some(mother),
        ..input
    };
    assert!(matches!(
        story.write(|record, entry, ids| set_tie(record, None, turned, entry, ids)),
        Err(Refusal::AlreadyDone { .. })
    ));
    let tie = story.record().ties[0].item.id;
    let calmer = TieInput {
        bond: bond(Some(Conflict::Some), None),
        ..input
    };
    story
        .write(|record, entry, ids| set_tie(record, Some(tie), calmer, entry, ids))
        .unwrap();
    let last = *story.record().ties[0].set.last().unwrap();
    story
        .write(|record, entry, ids| undo_tie_change(record, tie, last, entry, ids))
        .unwrap();
    assert_eq!(
        story.record().ties[0].item.bond.conflict,
        Some(Conflict::Strong)
    );

    story
        .write(|record, entry, ids| void_person(record, father, "not now", entry, ids))
        .unwrap();
    assert_eq!(standing_ties(&story.record()).count(), 0);
    let out = taken_out::<Person>(&story.entries);
    story
        .write(|record, entry, ids| put_back(record, &out[0], entry, ids))
        .unwrap();
    assert_eq!(standing_ties(&story.record()).count(), 1);
    story
        .write(|record, entry, ids| void_tie(record, tie, "a mistake", entry, ids))
        .unwrap();
    assert_eq!(standing_ties(&story.record()).count(), 0);
}

#[test]
fn the_map_says_what_is_drawn_and_what_was_not_asked() {
    let mut story = Story::new();
    assert!(people_sentences(&story.record()).is_empty());
    story.person("Mum", Part::Parent, bond(Some(Conflict::Some), None));
    story.person("Dad", Part::Parent, bond(Some(Conflict::Strong), None));
    let ana = bond(Some(Conflict::None), Some(Support::Gets));
    story.person("Ana", Part::Sibling, ana);
    assert_eq!(
        people_sentences(&story.record()),
        [
            "Nobody is drawn as supporting the client. For two nothing is said about support.",
            "Two of three ties hold conflict.",
            "Supported by the client, with no support drawn the other way: Ana.",
            "Only family is drawn: no friend, nobody from work, no group. They may be there all the same.",
        ]
    );
    let jo = bond(Some(Conflict::Some), Some(Support::Both));
    story.person("Jo", Part::Friend, jo);
    let mut gone = person("Gran", Part::Grandparent, bond(None, Some(Support::Gives)));
    gone.died = true;
    story
        .write(|record, entry, ids| set_person(record, None, gone, entry, ids))
        .unwrap();
    assert_eq!(
        people_sentences(&story.record()),
        [
            "One is drawn as supporting the client: Jo. For two nothing is said about support.",
            "Three of four ties hold conflict.",
            "Support and conflict at once: Jo.",
            "Supported by the client, with no support drawn the other way: Ana.",
            "Died: Gran.",
        ]
    );
}

#[test]
fn somebody_can_be_linked_to_what_is_there_only() {
    let mut story = Story::new();
    let mut input = person("Mum", Part::Parent, Bond::default());
    input.factors = vec![FactorId::new(&mut SeededIds::new(9))];
    assert_eq!(
        story.write(|record, entry, ids| set_person(record, None, input, entry, ids)),
        Err(Refusal::NotThere { what: "factor" })
    );
    let mut early = person("Mum", Part::Parent, Bond::default());
    early.since = Some(When::on(date(2001, 1, 1)));
    early.died_when = Some(When::on(date(2000, 1, 1)));
    assert!(matches!(
        story.write(|record, entry, ids| set_person(record, None, early, entry, ids)),
        Err(Refusal::Invalid { .. })
    ));
}

#[test]
fn the_line_of_a_life_is_read_from_both_ends() {
    let mut story = Story::new();
    for text in ["never ill", "I must not be a burden"] {
        let factor = Factor {
            id: FactorId::new(&mut story.ids),
            text: text.to_owned(),
            domain: Domain::Thoughts,
            role: None,
            mechanism: None,
        };
        story
            .write(|_, _, ids| Ok(vec![NewEntry::new(Body::FactorSet(factor), ids)]))
            .unwrap();
    }
    let burden = story.record().formulation.factors[1].id;
    let born = date(1985, 3, 2);
    story
        .write(|record, entry, ids| {
            let input = LifeEventInput {
                what: "My brother was born ill",
                when: Some(When::at_age(born, 7)),
                until: None,
                age: Some(7),
                sort: Some(LifeEventSort::Body),
                domain: Some(Domain::Relationships),
                felt: Some(Felt::Hard),
                words: "",
                began_after: vec![burden],
            };
            set_life_event(record, None, input, entry, ids)
        })
        .unwrap();
    let record = story.record();
    let told = &record.life_events[0].item;
    assert_eq!(told.when_words(), "aged 7 (1992/93)");
    let stories = factor_stories(&record);
    assert_eq!(stories[0].factor.id, burden);
    assert_eq!(stories[0].after[0].what, "My brother was born ill");
    assert!(stories[1].after.is_empty());

    let today = date(2026, 11, 23);
    let line = life_line(&record, Some(born), None, today);
    assert_eq!((line.from, line.to), (born, today));
    // Nobody has met yet: there is no stretch to widen.
    assert_eq!(line.recent_from, None);
    let chosen = life_line(&record, Some(born), Some(2010), today);
    assert_eq!(chosen.from, date(2010, 1, 1));
    let unknown = life_line(&record, None, None, today);
    assert_eq!(unknown.from, date(1992, 3, 2));
}
