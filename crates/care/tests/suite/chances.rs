//! What the considerations come to together: abstains on noise, never weighs what may not be begun, and does not care what things are
//! called.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::drawing;

use attune_care::formulate::{KnownRanks, Role};
use attune_care::matching::{LEADS_FROM, Matching, NotDrawn, Verdict, candidates_for, chances};
use attune_catalog::{
    Catalog, Comparator, Domain, EvidenceRow, Measured, ProblemArea, StudiedOutcome,
};
use drawing::{CATALOG, Drawing};
use proptest::prelude::*;

fn matching(drawing: &Drawing, catalog: &Catalog) -> Matching {
    candidates_for(&drawing.record(), catalog, None, &KnownRanks::new()).unwrap()
}

fn low() -> Drawing {
    let mut drawing = Drawing::new(3);
    drawing.problem(ProblemArea::Depression, "no evenings left");
    drawing
}

/// The shipped catalogue with other effects of therapies for depression against care as usual: effect and standard error.
fn with_effects(effects: &[(f64, f64)], spread: f64) -> Catalog {
    let mut catalog = CATALOG.clone();
    let concerned = |row: &EvidenceRow| {
        row.problem == "depression"
            && row.against == Comparator::CareAsUsual
            && row.outcome == StudiedOutcome::Symptoms
            && row.measured == Measured::AtTheEnd
    };
    let (of_interest, others): (Vec<_>, Vec<_>) = catalog
        .evidence
        .into_iter()
        .partition(|row| concerned(row) && row.interval.is_some());
    let rows = of_interest
        .into_iter()
        .zip(effects)
        .map(|(row, (effect, error))| {
            let around = |error: f64| Some([effect - 1.96 * error, effect + 1.96 * error]);
            EvidenceRow {
                effect: Some(*effect),
                interval: around(*error),
                prediction_interval: around(error.hypot(spread)),
                ..row
            }
        });
    catalog.evidence = rows
        .chain(others.into_iter().filter(|row| row.problem != "depression"))
        .collect();
    catalog
}

#[test]
fn the_shipped_table_says_choose_together_for_depression() {
    let found = chances(&matching(&low(), &CATALOG), &CATALOG, 1).unwrap();
    assert_eq!(found.verdict, Verdict::ChooseTogether);
    assert!(
        found.sentence.starts_with("Equivalent: choose together."),
        "{}",
        found.sentence
    );
    let sum: f64 = found.therapies.iter().map(|therapy| therapy.best).sum();
    assert!((sum - 1.0).abs() < 1e-9);
    assert!(found.therapies.len() > 4);
    assert!(
        found.method[0].contains("care as usual"),
        "{}",
        found.method[0]
    );
}

#[test]
fn a_therapy_that_trials_tell_apart_leads_because_of_the_trials() {
    let effects = [
        (0.2, 0.03),
        (0.2, 0.03),
        (1.6, 0.03),
        (0.2, 0.03),
        (0.2, 0.03),
    ];
    let catalog = with_effects(&effects, 0.1);
    let found = chances(&matching(&low(), &catalog), &catalog, 1).unwrap();
    let Verdict::Leads { modality, mostly } = &found.verdict else {
        panic!("{}", found.sentence);
    };
    assert!(mostly.is_some_and(|mostly| mostly.label() == "what trials found"));
    let leader = found
        .therapies
        .iter()
        .find(|therapy| therapy.modality == *modality)
        .unwrap();
    assert!(leader.best > LEADS_FROM);
    assert!(
        found
            .would_change
            .iter()
            .any(|line| line == "Leaving out what trials found, none would lead."),
        "{:?}",
        found.would_change
    );
}

#[test]
fn too_few_trials_to_compare_are_said() {
    let catalog = with_effects(&[(0.5, 0.1), (0.6, 0.1)], 0.1);
    let found = chances(&matching(&low(), &catalog), &catalog, 1);
    assert_eq!(found.unwrap_err(), NotDrawn::NoComparison);
}

/// A therapy of whose techniques none may be begun takes no part, and that is said.
#[test]
fn what_may_not_be_begun_is_not_weighed() {
    for area in ProblemArea::ALL {
        let mut drawing = Drawing::new(5);
        drawing.problem(area, "what brings them");
        let matching = matching(&drawing, &CATALOG);
        let Ok(found) = chances(&matching, &CATALOG, 1) else {
            continue;
        };
        for therapy in &found.therapies {
            let may = matching
                .groups
                .iter()
                .flat_map(|group| &group.candidates)
                .any(|candidate| {
                    let technique = CATALOG.technique(&candidate.technique).unwrap();
                    technique.modality == therapy.modality && !candidate.is_forbidden()
                });
            assert!(may, "{} in {area:?}", therapy.name);
        }
    }
}

/// The same drawing with a factor that only some therapies act on: they gain, the others do not.
#[test]
fn acting_on_what_the_loops_hang_on_counts() {
    let mut drawing = low();
    let keeps = Some(Role::Perpetuating);
    let one = drawing.factor_with(
        "going over it again",
        Domain::Thoughts,
        keeps,
        Some("rumination"),
    );
    let other = drawing.factor_with("staying in", Domain::Behaviours, keeps, Some("avoidance"));
    drawing.arrow(one, other, 6);
    drawing.arrow(other, one, 6);
    let before = chances(&matching(&low(), &CATALOG), &CATALOG, 1).unwrap();
    let after = chances(&matching(&drawing, &CATALOG), &CATALOG, 1).unwrap();
    let share = |found: &attune_care::matching::Chances, acts: bool| -> f64 {
        let acting = |id: &str| {
            after
                .therapies
                .iter()
                .any(|one| one.modality == id && one.acts_on == 2)
        };
        found
            .therapies
            .iter()
            .filter(|one| acting(&one.modality) == acts)
            .map(|one| one.best)
            .sum()
    };
    assert!(
        share(&after, true) > share(&before, true),
        "{:?}",
        after.therapies
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever the order and the names, the answer is the same.
    #[test]
    fn names_and_order_change_nothing(seed in 0_u64..1_000, turn in 1_usize..9) {
        let matching = matching(&low(), &CATALOG);
        let plain = chances(&matching, &CATALOG, seed).unwrap();
        let mut turned = matching.clone();
        turned.groups.rotate_left(turn % matching.groups.len());
        for group in &mut turned.groups {
            group.candidates.reverse();
            for candidate in &mut group.candidates {
                candidate.modality = candidate.modality.chars().rev().collect();
                candidate.name.insert_str(0, "other ");
            }
        }
        let other = chances(&turned, &CATALOG, seed).unwrap();
        for therapy in &plain.therapies {
            let same = other.therapies.iter().find(|one| one.modality == therapy.modality).unwrap();
            prop_assert_eq!((same.best, same.as_good), (therapy.best, therapy.as_good));
        }
    }
}

/// Where all therapies do the same and trials differ by chance alone, at least nine of ten tables lead to "choose together". Also without
/// any spread between places, where it is hardest.
#[test]
fn noise_leads_to_no_choice() {
    let mut random = attune_stats::choice::Draws::new(11);
    let matching = matching(&low(), &CATALOG);
    let errors = [0.05, 0.08, 0.12, 0.2, 0.35];
    let mut abstained = 0;
    for table in 0..40 {
        let effects: Vec<(f64, f64)> = errors
            .iter()
            .map(|error| (0.6 + error * random.normal(), *error))
            .collect();
        let catalog = with_effects(&effects, 0.0);
        let found = chances(&matching, &catalog, table).unwrap();
        abstained += usize::from(found.verdict == Verdict::ChooseTogether);
    }
    assert!(abstained >= 36, "{abstained} of 40");
}
