//! Taking changes of a drawing back, doing them again, and where its cards lie.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::drawing;

use attune_care::Refusal;
use attune_care::formulate::{
    FindingKey, Hand, Place, Placing, Towards, Verdict, judge_finding, moved_elsewhere,
    place_factors, redo, set_factor, settled, steps, undo,
};
use attune_catalog::Domain;
use attune_ids::FactorId;
use drawing::{CATALOG, Drawing};
use proptest::prelude::*;

impl Drawing {
    fn undo(&mut self) -> String {
        let found = steps(&self.entries);
        let step = found.to_undo().unwrap();
        let entry = self.entry();
        let entries = undo(&self.record(), step, entry, &mut self.ids).unwrap();
        assert_eq!(entries[0].id, entry, "sent twice is saved once");
        self.write(entries);
        step.what.clone()
    }

    fn redo(&mut self) -> String {
        let found = steps(&self.entries);
        let step = found.to_redo().unwrap();
        let entry = self.entry();
        let entries = redo(&self.record(), step, entry, &mut self.ids).unwrap();
        assert_eq!(entries[0].id, entry, "sent twice is saved once");
        self.write(entries);
        step.what.clone()
    }

    fn put(&mut self, hand: Hand, places: Vec<Place>, seen: &[Place]) {
        let (entry, record) = (self.entry(), self.record());
        let placing = Placing { hand, places };
        let entries =
            place_factors(&record, placing, record.version, seen, entry, &mut self.ids).unwrap();
        self.write(entries);
    }

    /// Where every card lies that was put somewhere.
    fn places(&self) -> Vec<(i32, i32)> {
        let formulation = self.record().formulation;
        let places = formulation.places.iter().map(|placed| placed.place);
        places.map(|place| (place.x, place.y)).collect()
    }
}

fn at(factor: FactorId, x: i32, y: i32) -> Place {
    Place { factor, x, y }
}

/// Two factors that feed each other.
fn pair() -> (Drawing, [FactorId; 2]) {
    let mut drawing = Drawing::new(7);
    let energy = drawing.factor("low energy", Domain::Behaviours);
    let sleep = drawing.factor("poor sleep", Domain::Behaviours);
    drawing.arrow(energy, sleep, 5);
    drawing.arrow(sleep, energy, 4);
    (drawing, [energy, sleep])
}

#[test]
fn several_steps_are_taken_back_and_done_again_in_words() {
    let (mut drawing, [energy, _]) = pair();
    let full = drawing.record().formulation;
    drawing.remove(energy);
    let less = drawing.record().formulation;
    assert!(less.influences.is_empty());

    assert_eq!(drawing.undo(), "removed “low energy”");
    assert_eq!(drawing.record().formulation, full);
    assert_eq!(
        drawing.undo(),
        "added the influence of “poor sleep” on “low energy”"
    );
    assert_eq!(
        drawing.undo(),
        "added the influence of “low energy” on “poor sleep”"
    );
    assert_eq!(drawing.undo(), "added “poor sleep”");
    assert_eq!(drawing.record().formulation.factors.len(), 1);

    assert_eq!(drawing.redo(), "added “poor sleep”");
    drawing.redo();
    drawing.redo();
    assert_eq!(drawing.record().formulation, full);
    assert_eq!(drawing.redo(), "removed “low energy”");
    assert_eq!(drawing.record().formulation, less);
    assert_eq!(steps(&drawing.entries).to_redo(), None);
    // Nothing is ever taken out of the record itself.
    assert_eq!(drawing.entries.len(), 4 + 3 + 6 + 6);
}

#[test]
fn a_new_change_ends_what_can_be_done_again() {
    let (mut drawing, _) = pair();
    drawing.undo();
    drawing.factor("a walk", Domain::Behaviours);
    let found = steps(&drawing.entries);
    assert_eq!(found.to_redo(), None);
    assert_eq!(found.to_undo().unwrap().what, "added “a walk”");
    drawing.undo();
    assert_eq!(
        drawing.undo(),
        "added the influence of “low energy” on “poor sleep”"
    );
}

#[test]
fn a_change_is_named_as_the_factor_was_called_then() {
    let (mut drawing, [energy, _]) = pair();
    let rename = |drawing: &mut Drawing, text: &str| {
        let (entry, record) = (drawing.entry(), drawing.record());
        let factor = record.formulation.factor(energy).unwrap();
        let input = attune_care::formulate::FactorInput {
            id: Some(energy),
            text: text.to_owned(),
            domain: factor.domain,
            role: factor.role,
            mechanism: None,
        };
        let entries = set_factor(&record, &CATALOG, input, entry, &mut drawing.ids).unwrap();
        drawing.write(entries);
    };
    rename(&mut drawing, "no energy");
    drawing.undo();
    rename(&mut drawing, "little energy");
    drawing.remove(energy);
    assert_eq!(drawing.undo(), "removed “little energy”");
    assert_eq!(drawing.undo(), "changed “little energy”");
}

#[test]
fn removing_an_arrow_after_a_factor_is_a_change_of_its_own() {
    let (mut drawing, [energy, sleep]) = pair();
    let walk = drawing.factor("a walk", Domain::Behaviours);
    drawing.arrow(walk, energy, -3);
    drawing.remove(walk);
    let arrow = drawing.record().formulation.influences[0].id;
    drawing.remove_arrow(arrow);
    assert_eq!(
        drawing.undo(),
        "removed the influence of “low energy” on “poor sleep”"
    );
    assert_eq!(drawing.record().formulation.influences.len(), 2);
    assert_eq!(drawing.undo(), "removed “a walk”");
    assert_eq!(drawing.record().formulation.influences.len(), 3);
    assert!(drawing.record().formulation.factor(sleep).is_some());
}

#[test]
fn a_step_read_from_an_older_record_is_refused() {
    let (mut drawing, _) = pair();
    drawing.undo();
    let found = steps(&drawing.entries);
    drawing.factor("more", Domain::Thoughts);
    let (entry, record) = (drawing.entry(), drawing.record());
    let back = undo(&record, found.to_undo().unwrap(), entry, &mut drawing.ids);
    assert!(matches!(back, Err(Refusal::AlreadyDone { .. })));
    let again = redo(&record, found.to_redo().unwrap(), entry, &mut drawing.ids);
    assert!(matches!(again, Err(Refusal::AlreadyDone { .. })));
}

#[test]
fn what_lies_somewhere_stays_there() {
    let (mut drawing, [energy, sleep]) = pair();
    let seen = [at(energy, 100, 50), at(sleep, 300, 50)];
    drawing.put(Hand::Moved, vec![at(sleep, 500, 90)], &seen);
    assert_eq!(drawing.places(), [(100, 50), (500, 90)]);
    // A factor that is added later moves nothing.
    let (entry, record) = (drawing.entry(), drawing.record());
    let input = attune_care::formulate::FactorInput {
        id: None,
        text: "a walk".to_owned(),
        domain: Domain::Behaviours,
        role: None,
        mechanism: None,
    };
    let change = set_factor(&record, &CATALOG, input, entry, &mut drawing.ids).unwrap();
    let elsewhere = [at(energy, 1, 1), at(sleep, 2, 2)];
    let change = settled(&record, &elsewhere, change, &mut drawing.ids);
    assert_eq!(change.len(), 1, "both were put somewhere already");
    drawing.write(change);
    assert_eq!(drawing.undo(), "added “a walk”");
    // The move is a step like any other; where the card was seen before it is kept too.
    assert_eq!(drawing.undo(), "moved “poor sleep”");
    assert_eq!(drawing.places(), [(100, 50), (300, 50)]);
    assert_eq!(drawing.redo(), "moved “poor sleep”");
    let both = vec![at(energy, 0, 0), at(sleep, 10, 0)];
    drawing.put(Hand::Arranged, both, &[]);
    assert_eq!(drawing.undo(), "arranged the drawing afresh");
    assert_eq!(drawing.places(), [(100, 50), (500, 90)]);
}

#[test]
fn a_place_must_be_new_known_and_on_the_drawing() {
    let (mut drawing, [energy, sleep]) = pair();
    let before = drawing.entries.len();
    let seen = [at(energy, 100, 50), at(sleep, 300, 50)];
    drawing.put(Hand::Moved, vec![at(energy, 100, 50)], &seen);
    assert_eq!(drawing.entries.len(), before, "it lies there already");
    let (entry, record) = (drawing.entry(), drawing.record());
    let mut try_to = |place: Place| {
        let placing = Placing {
            hand: Hand::Moved,
            places: vec![place],
        };
        place_factors(
            &record,
            placing,
            record.version,
            &[],
            entry,
            &mut drawing.ids,
        )
    };
    let stranger = FactorId(uuid::Uuid::from_u128(9));
    assert!(matches!(
        try_to(at(stranger, 5, 5)),
        Err(Refusal::NotThere { .. })
    ));
    for (x, y) in [(-1, 0), (801, 0), (0, 4001), (0, i32::MIN)] {
        let refused = try_to(at(energy, x, y));
        assert!(matches!(refused, Err(Refusal::Invalid { .. })), "{x}, {y}");
    }
    let corner = at(energy, 0, 4000);
    assert_eq!(corner.towards(Towards::Left), corner);
    assert_eq!(corner.towards(Towards::Down), corner);
    assert_eq!(corner.towards(Towards::Right), at(energy, 100, 4000));
}

#[test]
fn two_windows_do_not_move_the_same_card_past_each_other() {
    let (mut drawing, [energy, sleep]) = pair();
    let based_on = drawing.record().version;
    drawing.put(Hand::Moved, vec![at(sleep, 500, 90)], &[]);
    let formulation = drawing.record().formulation;
    let other_card = [at(energy, 10, 10)];
    let same_card = [at(sleep, 10, 10)];
    assert!(moved_elsewhere(&formulation, based_on, &other_card).is_empty());
    assert_eq!(moved_elsewhere(&formulation, based_on, &same_card), [sleep]);
    // Both wanted the same: nobody needs to be asked.
    assert!(moved_elsewhere(&formulation, based_on, &[at(sleep, 500, 90)]).is_empty());
    let (entry, record) = (drawing.entry(), drawing.record());
    let placing = Placing {
        hand: Hand::Moved,
        places: same_card.to_vec(),
    };
    let refused = place_factors(&record, placing, based_on, &[], entry, &mut drawing.ids);
    assert!(matches!(refused, Err(Refusal::AlreadyDone { .. })));
}

#[test]
fn a_judgement_stays_with_its_finding_as_long_as_the_drawing_says_so() {
    let (mut drawing, [energy, sleep]) = pair();
    let key = FindingKey::of_loop(&[sleep, energy]);
    assert_eq!(key, FindingKey::of_loop(&[energy, sleep]));
    assert_eq!(FindingKey::from_code(&key.code()), Some(key.clone()));
    let entry = drawing.entry();
    let wordless = judge_finding(&drawing.record(), key.clone(), Verdict::Doubted, " ", entry);
    assert!(matches!(wordless, Err(Refusal::Missing { .. })));
    let why = "only in winter";
    let entries =
        judge_finding(&drawing.record(), key.clone(), Verdict::Doubted, why, entry).unwrap();
    drawing.write(entries);
    let said = drawing.record().judgement(&key).unwrap().item.clone();
    assert_eq!(
        (said.verdict, said.because.as_str()),
        (Verdict::Doubted, why)
    );

    let leverage = FindingKey::Leverage { factor: energy };
    let upstream = FindingKey::Upstream { factor: energy };
    let formulation = drawing.record().formulation;
    assert!(key.holds(&formulation) && leverage.holds(&formulation));
    assert!(!upstream.holds(&formulation), "it leads to one other only");
    drawing.undo();
    let formulation = drawing.record().formulation;
    assert!(!key.holds(&formulation) && !leverage.holds(&formulation));
    let entry = drawing.entry();
    let gone = judge_finding(&drawing.record(), key.clone(), Verdict::Accepted, "", entry);
    assert!(matches!(gone, Err(Refusal::NotThere { .. })));
    drawing.redo();
    assert!(drawing.record().judgement(&key).is_some());
    for nonsense in ["", "loop", "loop:", "loop:x:y", "upstream:", "fate:1"] {
        assert_eq!(FindingKey::from_code(nonsense), None, "{nonsense}");
    }
}

/// Something a person does at the drawing.
#[derive(Debug, Clone, Copy)]
enum Act {
    Add,
    Join(usize, usize),
    Remove(usize),
    Move(usize),
    Undo,
    Redo,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => Just(Act::Add),
        3 => (0_usize..6, 0_usize..6).prop_map(|(from, to)| Act::Join(from, to)),
        1 => (0_usize..6).prop_map(Act::Remove),
        2 => (0_usize..6).prop_map(Act::Move),
        4 => Just(Act::Undo),
        3 => Just(Act::Redo),
    ];
    proptest::collection::vec(act, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Against the plainest model there is: a list of past drawings and a finger on it.
    #[test]
    fn steps_are_a_walk_through_past_drawings(acts in acts()) {
        let mut drawing = Drawing::new(5);
        let mut past = vec![drawing.record().formulation];
        let mut now = 0;
        for (number, act) in acts.into_iter().enumerate() {
            let before = drawing.entries.len();
            let formulation = drawing.record().formulation;
            let id = |index: usize| formulation.factors.get(index).map(|factor| factor.id);
            match act {
                Act::Add => {
                    drawing.factor(&format!("factor {number}"), Domain::Thoughts);
                }
                Act::Join(from, to) => {
                    if let (Some(from), Some(to)) = (id(from), id(to))
                        && from != to
                        && !formulation.influences.iter().any(|arrow| arrow.from == from && arrow.to == to)
                    {
                        drawing.arrow(from, to, 5);
                    }
                }
                Act::Remove(index) => {
                    if let Some(factor) = id(index) {
                        drawing.remove(factor);
                    }
                }
                Act::Move(index) => {
                    if let Some(factor) = id(index) {
                        let x = i32::try_from(number).unwrap();
                        drawing.put(Hand::Moved, vec![at(factor, x, 7)], &[]);
                    }
                }
                Act::Undo => {
                    prop_assert_eq!(steps(&drawing.entries).to_undo().is_some(), now > 0);
                    if now > 0 {
                        drawing.undo();
                        now -= 1;
                        prop_assert_eq!(&drawing.record().formulation, &past[now]);
                    }
                    continue;
                }
                Act::Redo => {
                    let more = now + 1 < past.len();
                    prop_assert_eq!(steps(&drawing.entries).to_redo().is_some(), more);
                    if more {
                        drawing.redo();
                        now += 1;
                        prop_assert_eq!(&drawing.record().formulation, &past[now]);
                    }
                    continue;
                }
            }
            if drawing.entries.len() > before {
                now += 1;
                past.truncate(now);
                past.push(drawing.record().formulation);
            }
        }
    }
}
