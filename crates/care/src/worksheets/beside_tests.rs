#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::sync::OnceLock;

use attune_catalog::Catalog;
use attune_catalog::worksheet::FieldPlace;
use attune_ids::{AccountId, RowId, SeededIds};
use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::together::TogetherSaid;
use crate::worksheets::{Asked, Cell, FilledPart, FilledRow, Giving, GivingState, Links};

const TODAY: Date = date(2026, 5, 14);

struct Person {
    record: Record,
    sheet: SheetId,
}

fn dated<T>(ids: &mut SeededIds, item: T) -> Dated<T> {
    Dated {
        entry: EntryId::new(ids),
        at: Timestamp::UNIX_EPOCH,
        by: Author::Client,
        item,
    }
}

fn person(ids: &mut SeededIds, together: TogetherId, does: &str) -> Person {
    let sheet = SheetId::new(ids);
    let giving = dated(
        ids,
        Giving {
            worksheet: "circle".to_owned(),
            sheet: None,
            words: String::new(),
            session: None,
        },
    );
    let cell = Cell {
        field: "does".to_owned(),
        label: "What do you do?".to_owned(),
        value: Value::Words(does.to_owned()),
    };
    let kept = Kept {
        item: Sheet {
            id: sheet,
            asked: Asked {
                worksheet: "circle".to_owned(),
                version: 1,
                name: "The circle".to_owned(),
            },
            on: TODAY,
            parts: vec![FilledPart {
                id: "circle".to_owned(),
                title: "The circle".to_owned(),
                rows: vec![FilledRow {
                    id: RowId::new(ids),
                    cells: vec![cell],
                }],
            }],
            links: Links {
                giving: Some(giving.entry),
                ..Links::default()
            },
        },
        set: vec![EntryId::new(ids)],
        at: Timestamp::UNIX_EPOCH,
        by: Author::Client,
    };
    let said = TogetherSaid {
        together,
        company: Company::Couple,
        consent: Consent::Given,
        words: String::new(),
    };
    let record = Record {
        sheets: vec![kept],
        given_worksheets: vec![GivingState {
            given: giving,
            ended: None,
        }],
        together: vec![dated(ids, said)],
        ..Record::default()
    };
    Person { record, sheet }
}

impl Person {
    fn say(&mut self, agreed: bool, ids: &mut SeededIds) -> Result<(), Refusal> {
        self.say_as(agreed, Author::Client, "both", ids)
    }

    fn say_as(
        &mut self,
        agreed: bool,
        by: Author,
        used_by: &str,
        ids: &mut SeededIds,
    ) -> Result<(), Refusal> {
        let said = BesideInput {
            sheet: self.sheet,
            agreed,
            seen: *self.record.sheets[0].set.last().unwrap(),
            on: TODAY,
        };
        let worksheet = worksheet(used_by);
        let entry = EntryId::new(ids);
        let entries = say_beside(&self.record, Some(&worksheet), said, by, TODAY, entry)?;
        for entry in entries {
            let Body::BesideSaid(said) = entry.body else {
                panic!("another kind of entry");
            };
            self.record.beside.push(dated(ids, said));
        }
        Ok(())
    }
}

fn worksheet(used_by: &str) -> Worksheet {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    let text = format!(
        r#"
id = "circle"
version = 1
name = "The circle"
workspace = "interpersonal"
order = 90
used_by = "{used_by}"
what = "What goes round."
source = "Ours."

[[part]]
id = "circle"
kind = "record"
title = "The circle"

[[part.field]]
id = "does"
kind = "text"
label = "What do you do?"
"#
    );
    let catalog = CATALOG.get_or_init(|| Catalog::shipped().unwrap());
    attune_catalog::worksheet::own("circle", &text, catalog).unwrap()
}

fn couple() -> (SeededIds, Person, Person) {
    let mut ids = SeededIds::new(11);
    let together = TogetherId::new(&mut ids);
    let one = person(&mut ids, together, "I ask and ask");
    let other = person(&mut ids, together, "I go into the cellar");
    (ids, one, other)
}

#[test]
fn two_sheets_are_laid_side_by_side_once_both_agreed() {
    let (mut ids, mut one, mut other) = couple();
    assert_eq!(side_by_side(&one.record, &other.record), []);
    one.say(true, &mut ids).unwrap();
    let laid = side_by_side(&one.record, &other.record);
    assert_eq!((laid[0].pairs.len(), laid[0].waiting), (0, [1, 0]));
    other.say(true, &mut ids).unwrap();
    let laid = side_by_side(&one.record, &other.record);
    assert_eq!((laid[0].pairs.len(), laid[0].waiting), (1, [0, 0]));
    let ids_laid = laid[0].pairs[0].map(|kept| kept.item.id);
    assert_eq!(ids_laid, [one.sheet, other.sheet]);
    one.say(false, &mut ids).unwrap();
    assert!(side_by_side(&one.record, &other.record)[0].pairs.is_empty());
    other.say(false, &mut ids).unwrap();
    assert_eq!(side_by_side(&one.record, &other.record), []);
}

#[test]
fn what_is_written_later_was_not_agreed_to() {
    let (mut ids, mut one, mut other) = couple();
    one.say(true, &mut ids).unwrap();
    other.say(true, &mut ids).unwrap();
    one.record.sheets[0].set.push(EntryId::new(&mut ids));
    let standing = beside_standing(&one.record, &one.record.sheets[0]);
    assert!(matches!(standing, BesideStanding::Changed(_)));
    assert!(side_by_side(&one.record, &other.record)[0].pairs.is_empty());
    one.say(true, &mut ids).unwrap();
    assert_eq!(side_by_side(&one.record, &other.record)[0].pairs.len(), 1);
}

#[test]
fn a_yes_is_for_the_partner_and_for_nobody_else() {
    let (mut ids, mut one, _) = couple();
    let strangers = TogetherId::new(&mut ids);
    let mut stranger = person(&mut ids, strangers, "I say nothing");
    one.say(true, &mut ids).unwrap();
    stranger.say(true, &mut ids).unwrap();
    assert_eq!(side_by_side(&one.record, &stranger.record), []);
}

#[test]
fn whoever_does_not_want_to_meet_the_other_any_more_has_taken_this_back_too() {
    let (mut ids, mut one, mut other) = couple();
    one.say(true, &mut ids).unwrap();
    other.say(true, &mut ids).unwrap();
    let mut said = other.record.together[0].clone();
    said.item.consent = Consent::Withdrawn;
    other.record.together.push(said);
    assert_eq!(side_by_side(&one.record, &other.record), []);
    assert!(matches!(
        one.say(true, &mut ids),
        Err(Refusal::AlreadyDone { .. })
    ));
}

#[test]
fn only_what_a_client_is_shown_can_be_agreed_to() {
    let (mut ids, mut one, _) = couple();
    let staff = Author::Staff(AccountId::new(&mut ids));
    for by in [Author::Client, staff] {
        let refused = one.say_as(true, by, "clinician", &mut ids);
        assert_eq!(refused, Err(Refusal::NotThere { what: "worksheet" }));
    }
    one.record.given_worksheets.clear();
    let refused = one.say(true, &mut ids);
    assert_eq!(refused, Err(Refusal::NotThere { what: "sheet" }));
    one.say_as(true, staff, "both", &mut ids).unwrap();
}

#[test]
fn nothing_is_said_twice_nor_taken_back_unsaid_nor_by_somebody_who_meets_nobody() {
    let (mut ids, mut one, _) = couple();
    assert!(matches!(
        one.say(false, &mut ids),
        Err(Refusal::AlreadyDone { .. })
    ));
    one.say(true, &mut ids).unwrap();
    assert!(matches!(
        one.say(true, &mut ids),
        Err(Refusal::AlreadyDone { .. })
    ));
    let (mut ids, mut alone, _) = couple();
    alone.record.together.clear();
    assert!(matches!(
        alone.say(true, &mut ids),
        Err(Refusal::NotThere { .. })
    ));
}

#[test]
fn the_circle_is_told_in_turn_and_what_is_empty_stays_empty() {
    let (_, one, other) = couple();
    let place = |field: &str| FieldPlace {
        part: "circle".to_owned(),
        field: field.to_owned(),
    };
    let asked = Turns {
        does: place("does"),
        stirs: place("stirs"),
    };
    let told = turns(&asked, [&one.record.sheets[0], &other.record.sheets[0]]);
    let told = told.map(|turn| (turn.whose, turn.does, turn.words));
    assert_eq!(
        told,
        [
            (0, true, Some("I ask and ask")),
            (1, false, None),
            (1, true, Some("I go into the cellar")),
            (0, false, None),
        ]
    );
}
