//! Scoring rules that hold for every answer, and what is refused.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::sync::LazyLock;

use attune_catalog::{
    Answer, Catalog, FlagState, Measure, Outcome, ScoreError, score, score_from_total,
};
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::shipped().unwrap());

fn measure(id: &str) -> &'static Measure {
    CATALOG.measure(id).unwrap()
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        (0..=3).prop_map(Answer::Value),
        Just(Answer::Skipped),
        Just(Answer::NotAsked),
    ]
}

proptest! {
    #[test]
    fn a_missing_answer_is_never_zero(answers in prop::collection::vec(any_answer(), 9)) {
        let scored = score(measure("phq-9"), &answers).unwrap();
        let values: Vec<i32> = answers
            .iter()
            .filter_map(|answer| match answer { Answer::Value(value) => Some(*value), _ => None })
            .collect();
        match scored.outcome("total").unwrap() {
            Outcome::Complete { value, band } => {
                prop_assert_eq!(values.len(), 9);
                let sum = f64::from(values.iter().sum::<i32>());
                prop_assert!((value - sum).abs() < f64::EPSILON);
                prop_assert!(band.is_some());
            }
            Outcome::Prorated { .. } => prop_assert!(false, "nobody asked for it"),
            Outcome::Insufficient { answered, of } => {
                prop_assert_eq!(*answered, values.len());
                prop_assert_eq!(*of, 9);
                prop_assert!(values.len() < 9);
            }
        }
        let expected = match answers[8] {
            Answer::Value(0) => FlagState::NotRaised,
            Answer::Value(_) => FlagState::Raised,
            _ => FlagState::Unknown,
        };
        prop_assert_eq!(scored.flags[0].state, expected);
    }

    #[test]
    fn answers_and_their_total_give_the_same_outcome(values in prop::collection::vec(0..=3, 7)) {
        let answers: Vec<Answer> = values.iter().copied().map(Answer::Value).collect();
        let total = f64::from(values.iter().sum::<i32>());
        let scored = score(measure("gad-7"), &answers).unwrap();
        let imported = score_from_total(measure("gad-7"), total).unwrap();
        prop_assert_eq!(scored.outcome("total"), Some(&imported));
    }

    #[test]
    fn no_total_outside_the_range_gets_in(total in prop::num::f64::ANY) {
        let fits = (0.0..=63.0).contains(&total) && total.fract() == 0.0;
        prop_assert_eq!(score_from_total(measure("bdi-ii"), total).is_ok(), fits);
    }
}

#[test]
fn wrong_counts_are_refused() {
    for count in [0, 8, 11] {
        let refusal = score(measure("phq-9"), &vec![Answer::Value(0); count]);
        assert!(
            matches!(refusal, Err(ScoreError::WrongCount { expected: 10, got, .. }) if got == count)
        );
    }
    for count in [9, 10] {
        assert!(score(measure("phq-9"), &vec![Answer::Value(0); count]).is_ok());
    }
}

#[test]
fn a_value_that_is_no_option_is_refused_without_naming_it() {
    let mut answers = [Answer::Value(0); 7];
    answers[3] = Answer::Value(4_711);
    let error = score(measure("gad-7"), &answers).unwrap_err();
    assert!(matches!(&error, ScoreError::NotAnOption { item, .. } if item == "q4"));
    assert!(!error.to_string().contains("4711"));
    answers[3] = Answer::NotApplicable;
    assert!(
        score(measure("gad-7"), &answers).is_err(),
        "GAD-7 offers no such answer"
    );
}

#[test]
fn totals_only_where_there_is_a_total() {
    assert!(matches!(
        score(measure("bdi-ii"), &[]),
        Err(ScoreError::TotalOnly { .. })
    ));
    assert!(matches!(
        score_from_total(measure("six-domain-check-in"), 5.0),
        Err(ScoreError::NoTotal { .. })
    ));
    assert!(matches!(
        score_from_total(measure("phq-9"), 10.5),
        Err(ScoreError::NotWhole { .. })
    ));
    assert!(score_from_total(measure("session-feedback"), 8.2).is_ok());
}

#[test]
fn worth_asking_about_is_not_a_risk() {
    let low = [Answer::Value(0); 5];
    let scored = score(measure("session-feedback"), &low).unwrap();
    assert!(scored.flags.is_empty());
    assert_eq!(scored.ask_about.len(), 5);
    assert!(
        scored
            .ask_about
            .iter()
            .all(|flag| flag.state == FlagState::Raised)
    );
}
