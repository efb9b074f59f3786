#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use attune_care::appointments::overlapping;
use attune_care::caseload::{Reason, reasons};
use attune_care::worksheets::side_by_side;
use attune_care::{Headline, Record};
use attune_catalog::{Catalog, ProblemArea};
use attune_ids::{AccountId, IdSource, SeededIds};
use jiff::Zoned;

use super::texts::{InfluenceText, Stage};
use super::{Life, Texts, lives};

fn now() -> Zoned {
    "2026-05-20T09:30[Europe/Berlin]".parse().unwrap()
}

fn everybody(now: &Zoned) -> Vec<Life> {
    let mut ids = SeededIds::new(1);
    let colleagues = [(); 4].map(|()| AccountId::new(&mut ids as &mut dyn IdSource));
    lives(
        &Texts::load().unwrap(),
        &Catalog::shipped().unwrap(),
        &colleagues,
        now,
    )
    .unwrap()
}

fn headlines(lives: &[Life]) -> Vec<(String, Headline)> {
    let catalog = Catalog::shipped().unwrap();
    let headline = |life: &Life| Headline::of(&Record::from_entries(&life.entries), &catalog);
    lives
        .iter()
        .map(|life| (life.identity.name.clone(), headline(life)))
        .collect()
}

#[test]
fn nobody_has_two_appointments_at_one_time() {
    let lives = everybody(&now());
    let agreed: Vec<_> = headlines(&lives)
        .into_iter()
        .flat_map(|(_, headline)| headline.appointments)
        .collect();
    assert!(agreed.len() > 20);
    assert_eq!(overlapping(&agreed), BTreeSet::new());
}

#[test]
fn every_story_refers_to_what_is_there() {
    let (texts, catalog) = (Texts::load().unwrap(), Catalog::shipped().unwrap());
    for story in &texts.stories {
        let keys: BTreeSet<&str> = story
            .factors
            .iter()
            .map(|factor| factor.key.as_str())
            .collect();
        assert_eq!(keys.len(), story.factors.len(), "{}: a key twice", story.id);
        for factor in &story.factors {
            let mechanism = factor.mechanism.as_deref();
            assert!(
                mechanism.is_none_or(|id| catalog.mechanism(id).is_some()),
                "{}: {mechanism:?}",
                story.id
            );
        }
        let therapy = &story.therapy;
        for text in &therapy.influences {
            let influence = InfluenceText::read(text).unwrap();
            assert!(
                keys.contains(influence.from) && keys.contains(influence.to),
                "{}: {text}",
                story.id
            );
        }
        let strands = therapy
            .strands
            .iter()
            .map(|strand| (&strand.technique, &strand.on));
        for (technique, on) in strands.chain([(&therapy.later.technique, &therapy.later.on)]) {
            assert!(
                catalog.technique(technique).is_some(),
                "{}: {technique}",
                story.id
            );
            assert!(
                texts.notes.went.contains_key(technique),
                "{}: nothing is said of {technique}",
                story.id
            );
            assert!(
                on.iter().all(|key| keys.contains(key.as_str())),
                "{}: {on:?}",
                story.id
            );
        }
        assert!(
            catalog.technique(&therapy.declined.technique).is_some(),
            "{}",
            story.id
        );
        assert!(
            therapy
                .strands
                .iter()
                .any(|strand| strand.technique == therapy.later.drop),
            "{}",
            story.id
        );
        for person in texts
            .people
            .iter()
            .filter(|person| person.story == story.id)
        {
            let needs_partner = format!("{story:?}").contains("{partner}");
            assert!(
                !needs_partner || !person.partner.is_empty(),
                "{} has nobody close",
                person.name
            );
        }
    }
    for person in &texts.people {
        texts.story(&person.story).unwrap();
    }
}

#[test]
fn formulations_have_five_to_nine_factors_and_a_loop() {
    for life in everybody(&now()) {
        let record = Record::from_entries(&life.entries);
        let formulation = &record.formulation;
        if record.plan().is_none() {
            continue;
        }
        assert!(
            (5..=9).contains(&formulation.factors.len()),
            "{}",
            life.identity.name
        );
        // Whoever can be reached from itself is in a loop.
        let looped = formulation.factors.iter().any(|start| {
            let mut reached = BTreeSet::new();
            let mut next = vec![start.id];
            while let Some(at) = next.pop() {
                for arrow in formulation
                    .influences
                    .iter()
                    .filter(|arrow| arrow.from == at)
                {
                    if reached.insert(arrow.to) {
                        next.push(arrow.to);
                    }
                }
            }
            reached.contains(&start.id)
        });
        assert!(looped, "{}", life.identity.name);
    }
}

#[test]
fn the_same_day_gives_the_same_practice() {
    let (one, two) = (everybody(&now()), everybody(&now()));
    assert!(
        one.iter()
            .zip(&two)
            .all(|(one, two)| one.entries == two.entries && one.client == two.client)
    );
}

#[test]
fn nothing_lies_ahead_and_entries_follow_each_other() {
    // Also on a Monday, after midnight, and where the clocks change.
    for now in [
        "2026-05-20T09:30[Europe/Berlin]",
        "2026-03-30T00:10[Europe/Berlin]",
        "2028-02-29T12:00[UTC]",
    ] {
        let now: Zoned = now.parse().unwrap();
        for life in everybody(&now) {
            assert!(
                life.entries.is_sorted_by_key(|entry| entry.at),
                "{}",
                life.identity.name
            );
            let last = life.entries.last().unwrap().at;
            assert!(last <= now.timestamp(), "{}: {last}", life.identity.name);
            let record = Record::from_entries(&life.entries);
            assert!(
                record
                    .sessions
                    .iter()
                    .all(|session| session.meeting.on < now.date())
            );
        }
    }
}

#[test]
fn every_sheet_is_filled_in_and_the_couple_lie_side_by_side() {
    let texts = Texts::load().unwrap();
    for now in ["2026-05-20T09:30[Europe/Berlin]", "2026-11-22T16:00[UTC]"] {
        let lives = everybody(&now.parse().unwrap());
        let record = |name: &str| {
            let mut lives = lives.iter();
            let life = lives.find(|life| life.identity.name == name).unwrap();
            Record::from_entries(&life.entries)
        };
        let filled: usize = lives
            .iter()
            .map(|life| Record::from_entries(&life.entries).sheets.len())
            .sum();
        assert_eq!(
            filled,
            texts.filled.sheets.len() + 2,
            "and one of each of the couple"
        );
        let amara = record("Amara Okafor");
        assert_eq!(amara.moments.len(), 1);
        let of_it = amara
            .sheets
            .iter()
            .filter(|kept| kept.item.links.moment.is_some());
        assert_eq!(of_it.count(), 3);
        let [one, other] = &texts.filled.couple.people;
        let (one, other) = (record(one), record(other));
        let laid = side_by_side(&one, &other);
        assert_eq!(laid.len(), 1);
        assert_eq!((laid[0].pairs.len(), laid[0].waiting), (1, [0, 0]));
    }
}

#[test]
fn each_special_thing_is_shown_as_often_as_it_should_be() {
    for now in [
        "2026-05-20T09:30[Europe/Berlin]",
        "2026-11-22T16:00[UTC]",
        "2027-01-04T08:00[America/New_York]",
    ] {
        let now: Zoned = now.parse().unwrap();
        let lives = everybody(&now);
        assert!((38..=42).contains(&lives.len()));
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, headline) in headlines(&lives) {
            for reason in reasons(&headline, now.date()) {
                let name = match reason {
                    Reason::RiskAnswer(_) => "risk",
                    Reason::NotOnTrack => "not on track",
                    Reason::AllianceDip(_) => "dip",
                    Reason::ReviewDue(_) => "review",
                    Reason::OpenNotes(_) => "note",
                    Reason::Waiting(_) => "waiting",
                    Reason::NoPlan => "no plan",
                    Reason::Watch => "watch",
                    Reason::LookAgain(..) => "second look",
                    Reason::LookedAt(..) => "looked at",
                    Reason::NothingTold(_) => "silent",
                };
                *count.entry(name).or_default() += 1;
            }
        }
        let of = |name| count.get(name).copied().unwrap_or_default();
        assert_eq!(
            (of("risk"), of("dip"), of("note"), of("waiting")),
            (1, 1, 1, 1),
            "{count:?}"
        );
        assert!((2..=4).contains(&of("review")), "{count:?}");
        // Alarms that were reviewed wait for their second look.
        assert!(of("not on track") >= 1, "{count:?}");
        assert!(
            (2..=14).contains(&(of("not on track") + of("looked at"))),
            "{count:?}"
        );
        assert_eq!(of("no plan"), 0);
        assert_eq!(lives.iter().filter(|life| life.draft.is_some()).count(), 1);
        assert_eq!(lives.iter().filter(|life| life.shared).count(), 2);
    }
}

#[test]
fn every_area_and_stage_is_there_and_nobody_reads_like_another() {
    let texts = Texts::load().unwrap();
    for stage in [
        Stage::Contact,
        Stage::Assessing,
        Stage::Agreed,
        Stage::Middle,
        Stage::Ending,
        Stage::Ended,
    ] {
        assert!(
            texts.people.iter().any(|person| person.stage == stage),
            "{stage:?}"
        );
    }
    let lives = everybody(&now());
    let records: Vec<Record> = lives
        .iter()
        .map(|life| Record::from_entries(&life.entries))
        .collect();
    for area in ProblemArea::ALL {
        let with = records.iter().filter(|record| {
            record
                .problems
                .iter()
                .any(|state| state.problem.area == area)
        });
        assert!(with.count() >= 4, "{area:?}");
    }
    let mut notes = BTreeMap::new();
    for record in &records {
        for session in &record.sessions {
            let Some(note) = &session.note else { continue };
            assert!(
                !note.item.text.contains(['{', '}', '|']),
                "{}",
                note.item.text
            );
            *notes.entry(note.item.text.clone()).or_insert(0_usize) += 1;
        }
    }
    assert!(
        notes.values().all(|times| *times <= 2),
        "a note is there three times"
    );
    assert!(notes.len() > 250, "{}", notes.len());
}
