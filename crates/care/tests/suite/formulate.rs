//! What follows from a drawing.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::drawing;

use attune_care::formulate::{
    Confidence, FactorInput, GainSize, Role, Template, Voice, Withheld, begin, findings, set_factor,
};
use attune_care::{Record, Refusal};
use attune_catalog::Domain;
use attune_ids::FactorId;
use drawing::{CATALOG, Drawing};
use proptest::prelude::*;

/// Low energy and poor sleep feed each other; a walk works against low energy.
fn tired() -> (Drawing, [FactorId; 3]) {
    let mut drawing = Drawing::new(7);
    let energy = drawing.factor("low energy", Domain::Behaviours);
    let sleep = drawing.factor_with(
        "poor sleep",
        Domain::Behaviours,
        Some(Role::Perpetuating),
        Some("sleep"),
    );
    let walk = drawing.factor_with("a walk", Domain::Behaviours, Some(Role::Protective), None);
    drawing.arrow_with(energy, sleep, 5, Voice::Client, Confidence::High);
    drawing.arrow_with(sleep, energy, 4, Voice::Both, Confidence::Low);
    drawing.arrow(energy, walk, 3);
    drawing.arrow(walk, energy, -3);
    (drawing, [energy, sleep, walk])
}

#[test]
fn a_loop_is_told_with_its_strength_and_its_author() {
    let (drawing, [energy, sleep, _]) = tired();
    let loops = findings(&drawing.record(), 1).loops.unwrap();
    let found = loops.keep_going().next().unwrap();
    assert_eq!(found.factors, [energy, sleep]);
    assert_eq!(found.size, GainSize::Medium);
    assert_eq!(
        found.sentence,
        "“low energy” leads to more “poor sleep”, which leads to more “low energy”: this keeps \
         itself going. Medium, gain 0.20; said by the client; one of its arrows is a guess."
    );
    let balancing: Vec<&str> = loops
        .balancing()
        .map(|found| found.sentence.as_str())
        .collect();
    assert_eq!(
        balancing,
        [
            "“a walk” leads to less “low energy”, which leads to more “a walk”: this works against \
          itself. Weak, gain \u{2212}0.09; both think so."
        ]
    );
}

#[test]
fn two_arrows_that_lessen_keep_each_other_going() {
    let mut drawing = Drawing::new(1);
    let hiding = drawing.factor("hiding", Domain::Behaviours);
    let trust = drawing.factor("trust in people", Domain::Relationships);
    drawing.arrow(hiding, trust, -8);
    drawing.arrow(trust, hiding, -8);
    let loops = findings(&drawing.record(), 1).loops.unwrap();
    let found = loops.keep_going().next().unwrap();
    assert!(found.sentence.starts_with(
        "“hiding” leads to less “trust in people”, which leads to less “hiding”: this keeps itself going. Strong"
    ));
}

#[test]
fn leverage_comes_with_ranks_under_doubt_and_says_who_cannot_be_told_apart() {
    let (drawing, [energy, sleep, walk]) = tired();
    let leverage = findings(&drawing.record(), 1).leverage.unwrap();
    let order: Vec<FactorId> = leverage
        .factors
        .iter()
        .map(|factor| factor.factor)
        .collect();
    assert_eq!(order.len(), 3);
    assert_eq!(leverage.seed, 1);
    for factor in &leverage.factors {
        assert!(factor.lower <= factor.rank && factor.rank <= factor.upper);
    }
    assert!(leverage.not_told_apart.contains(&energy));
    assert!(leverage.not_told_apart.contains(&sleep));
    assert!(leverage.sentence.contains("cannot be told apart"));
    let of_walk = leverage
        .factors
        .iter()
        .find(|factor| factor.factor == walk)
        .unwrap();
    assert!(
        of_walk.sentence.contains("one to strengthen"),
        "{}",
        of_walk.sentence
    );
}

#[test]
fn upstream_counts_hold_against_one_wrong_arrow() {
    let mut drawing = Drawing::new(3);
    let debts = drawing.factor("debts", Domain::Economic);
    let worry = drawing.factor("worry", Domain::Thoughts);
    let sleep = drawing.factor("poor sleep", Domain::Behaviours);
    drawing.arrow(debts, worry, 6);
    drawing.arrow(worry, sleep, 6);
    let upstream = findings(&drawing.record(), 1).upstream.unwrap();
    assert_eq!(upstream.factors.len(), 1);
    let first = &upstream.factors[0];
    assert_eq!((first.factor, first.reached, first.at_least), (debts, 2, 0));
    assert_eq!(
        first.sentence,
        "“debts” leads, directly or along a path, to 2 of 2 other factors; 0 if the arrow that \
         matters most for it is wrong."
    );
    let (low, high) = first.reach_range.unwrap();
    assert!(low <= first.reach && first.reach <= high);
}

#[test]
fn what_cannot_be_said_is_refused_in_plain_words() {
    let empty = findings(&Record::default(), 1);
    assert_eq!(empty.leverage, Err(Withheld::NoFactors));
    let mut drawing = Drawing::new(1);
    let one = drawing.factor("one", Domain::Thoughts);
    let two = drawing.factor("two", Domain::Emotions);
    assert_eq!(
        findings(&drawing.record(), 1).loops,
        Err(Withheld::NoInfluences)
    );
    drawing.arrow(one, two, 5);
    let found = findings(&drawing.record(), 1);
    assert_eq!(found.loops.unwrap().all, []);
    assert_eq!(found.leverage, Err(Withheld::NoLoop));
    assert!(
        Withheld::NoLoop
            .words()
            .starts_with("This needs at least one loop")
    );
    assert!(found.drawn.sentence().starts_with(
        "As drawn, not proven: 2 factors and 1 influence (1 both think so). What follows"
    ));
}

#[test]
fn what_is_not_drawn_is_named() {
    let (mut drawing, _) = tired();
    drawing.factor("a quiet flat", Domain::Environment);
    let coverage = findings(&drawing.record(), 1).coverage;
    assert_eq!(
        coverage.sentences(),
        [
            "Nothing is drawn about thoughts, emotions, money and work and relationships.",
            "No factor is marked as predisposing (made it likely), precipitating (set it off).",
            "“a quiet flat” stands alone: what does it lead to, and what leads to it?",
        ]
    );
}

#[test]
fn a_lens_shows_every_factor_once() {
    let (drawing, [energy, sleep, walk]) = tired();
    let factors = drawing.record().formulation.factors;
    for template in Template::ALL {
        let seen: usize = template
            .lens(&factors)
            .iter()
            .map(|(_, all)| all.len())
            .sum();
        assert_eq!(seen, factors.len(), "{}", template.label());
        assert_eq!(Template::from_code(template.code()), Some(template));
    }
    let told = |template: Template| -> Vec<(&str, Vec<FactorId>)> {
        let groups = template.lens(&factors).into_iter();
        groups
            .map(|(heading, all)| (heading, all.iter().map(|factor| factor.id).collect()))
            .collect()
    };
    assert_eq!(
        told(Template::FiveAreas),
        [("Actions", vec![energy, sleep, walk])]
    );
    assert_eq!(
        told(Template::FivePs),
        [
            ("Perpetuating", vec![sleep]),
            ("Protective", vec![walk]),
            ("Presenting, or part not said", vec![energy]),
        ]
    );
}

fn line(text: &str) -> FactorInput {
    FactorInput {
        id: None,
        text: text.to_owned(),
        domain: Domain::Thoughts,
        role: None,
        mechanism: None,
    }
}

#[test]
fn a_template_asks_and_saves_only_what_was_filled_in() {
    assert_eq!(Template::FiveAreas.prompts().len(), 5);
    assert_eq!(Template::FivePs.prompts().len(), 5);
    // A side of life is chosen beforehand only where the heading says it.
    assert!(
        Template::FivePs
            .prompts()
            .iter()
            .all(|prompt| prompt.domain.is_none())
    );
    let mut drawing = Drawing::new(1);
    let entry = drawing.entry();
    let lines = vec![line(""), line("worry"), line("  ")];
    let entries = begin(&drawing.record(), &CATALOG, lines, entry, &mut drawing.ids).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].id, entry);
    let nothing = begin(
        &drawing.record(),
        &CATALOG,
        vec![line("")],
        entry,
        &mut drawing.ids,
    );
    assert!(matches!(nothing, Err(Refusal::Missing { .. })));
    let twice = vec![line("worry"), line("Worry ")];
    let twice = begin(&drawing.record(), &CATALOG, twice, entry, &mut drawing.ids);
    assert!(matches!(twice, Err(Refusal::AlreadyDone { .. })));
}

#[test]
fn a_mechanism_must_be_one_of_the_list() {
    let mut drawing = Drawing::new(1);
    let entry = drawing.entry();
    let input = FactorInput {
        mechanism: Some("phlogiston".to_owned()),
        ..line("heat")
    };
    let refused = set_factor(&drawing.record(), &CATALOG, input, entry, &mut drawing.ids);
    assert!(matches!(refused, Err(Refusal::Invalid { .. })));
}

/// The same drawing told in another order and with other ids.
fn told(seed: u64, arrows: &[(usize, usize, i8)], backwards: bool) -> Drawing {
    const WORDS: [&str; 6] = ["alarm", "blame", "cold", "debts", "empty days", "fear"];
    let mut drawing = Drawing::new(seed);
    let mut order: Vec<usize> = (0..WORDS.len()).collect();
    let mut arrows = arrows.to_vec();
    if backwards {
        order.reverse();
        arrows.reverse();
    }
    let mut ids = vec![None; WORDS.len()];
    for index in order {
        ids[index] = Some(drawing.factor(WORDS[index], Domain::ALL[index]));
    }
    for (from, to, strength) in arrows {
        drawing.arrow(ids[from].unwrap(), ids[to].unwrap(), strength);
    }
    drawing
}

fn arrows() -> impl Strategy<Value = Vec<(usize, usize, i8)>> {
    let arrow = (0_usize..6, 0_usize..6, prop_oneof![-10_i8..=-1, 1_i8..=10]);
    proptest::collection::vec(arrow, 0..14).prop_map(|arrows| {
        let mut seen = std::collections::BTreeSet::new();
        arrows
            .into_iter()
            .filter(|(from, to, _)| from != to && seen.insert((*from, *to)))
            .collect()
    })
}

/// Everything a reader sees of the findings.
fn sentences(drawing: &Drawing) -> Vec<String> {
    let found = findings(&drawing.record(), 5);
    let mut all = vec![found.drawn.sentence()];
    all.extend(found.coverage.sentences());
    match found.loops {
        Ok(loops) => all.extend(loops.all.into_iter().map(|found| found.sentence)),
        Err(withheld) => all.push(withheld.words()),
    }
    match found.upstream {
        Ok(upstream) => all.extend(upstream.factors.into_iter().map(|found| found.sentence)),
        Err(withheld) => all.push(withheld.words()),
    }
    match found.leverage {
        Ok(leverage) => {
            all.push(leverage.sentence);
            all.extend(leverage.factors.into_iter().map(|found| found.sentence));
        }
        Err(withheld) => all.push(withheld.words()),
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn neither_ids_nor_the_order_of_drawing_move_a_finding(arrows in arrows(), seed in 1_u64..1000) {
        let one = told(seed, &arrows, false);
        let other = told(seed + 1000, &arrows, true);
        prop_assert_eq!(sentences(&one), sentences(&other));
    }
}
