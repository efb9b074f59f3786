//! Wishes from several inventories, how they move, and when they are asked again.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::drawing;

use attune_care::assess::{MeasureRef, Response, Way};
use attune_care::formulate::KnownRanks;
use attune_care::matching::{
    Compared, NotDrawn, PreferencesBrought, ScaleScore, Wishes, ask_wishes_again,
    bring_preferences, candidates_for, chances, choose_comparison, comparison_offers, drifts,
};
use attune_care::{Body, Record, Refusal};
use attune_catalog::{Answer, ProblemArea, score};
use attune_ids::{AssignmentId, SeededIds};
use drawing::{CATALOG, Drawing};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 9, 1);

fn answer(drawing: &mut Drawing, measure: &str, on: Date, answers: &[i32]) {
    let measure = CATALOG.measure(measure).unwrap();
    let answers: Vec<Answer> = answers.iter().copied().map(Answer::Value).collect();
    let body = Body::ResponseGiven(Response {
        assignment: AssignmentId::new(&mut drawing.ids),
        measure: MeasureRef::of(measure),
        scored: score(measure, &answers).unwrap(),
        answers,
        words: None,
        way: Way::Paper,
        on,
        session: None,
        paper: None,
    });
    drawing.body(body);
}

fn c_nip(lead: [i32; 5], feeling: [i32; 5], past: [i32; 3], warm: [i32; 5]) -> Vec<i32> {
    [&lead[..], &feeling, &past, &warm].concat()
}

fn wishes(record: &Record) -> Vec<(String, i32, String)> {
    Wishes::of(record, &CATALOG)
        .unwrap()
        .wishes
        .into_iter()
        .map(|wish| (wish.dimension, wish.value, wish.inventory))
        .collect()
}

/// The mean answer of a scale, turned by hand: the therapist's lead is the low end of "who leads".
#[test]
fn the_c_nip_counts_as_wishes() {
    let mut drawing = Drawing::new(1);
    let form = c_nip(
        [3, 3, 2, 3, 2],
        [0, 0, 1, 0, 0],
        [-2, -2, -1],
        [1, 1, 1, 0, 1],
    );
    answer(&mut drawing, "c-nip", date(2026, 3, 2), &form);
    let own = |dimension: &str, value| (dimension.to_owned(), value, "C-NIP".to_owned());
    assert_eq!(
        wishes(&drawing.record()),
        [
            own("guidance", -3),
            own("intensity", 1),
            own("time_focus", 2)
        ]
    );
}

#[test]
fn of_two_inventories_the_later_counts_and_a_contradiction_is_said() {
    let mut drawing = Drawing::new(1);
    answer(
        &mut drawing,
        "preferences",
        date(2026, 3, 2),
        &[-2, 3, 0, 0, 0, -1, 0, 0],
    );
    let form = c_nip([2, 2, 2, 2, 2], [0; 5], [0; 3], [0; 5]);
    answer(&mut drawing, "c-nip", date(2026, 6, 1), &form);
    let found = Wishes::of(&drawing.record(), &CATALOG).unwrap();
    let guidance = found
        .wishes
        .iter()
        .find(|wish| wish.dimension == "guidance")
        .unwrap();
    assert_eq!((guidance.value, guidance.inventory.as_str()), (-2, "C-NIP"));
    // What only ours asks still counts.
    assert!(
        found
            .wishes
            .iter()
            .any(|wish| wish.dimension == "structure")
    );
    assert_eq!(found.unlike.len(), 1);
    assert!(
        found.unlike[0].contains("say the opposite"),
        "{:?}",
        found.unlike
    );
    assert_eq!(found.asked.len(), 2);
}

#[test]
fn scores_from_elsewhere_count_and_are_checked() {
    let mut drawing = Drawing::new(1);
    let brought = PreferencesBrought {
        measure: "c-nip".to_owned(),
        version: "1.0.0".to_owned(),
        on: date(2026, 5, 4),
        scores: vec![ScaleScore {
            score: "past_orientation".to_owned(),
            value: 9,
        }],
        source: "form on paper".to_owned(),
    };
    let entry = drawing.entry();
    let entries = bring_preferences(&CATALOG, brought.clone(), TODAY, entry).unwrap();
    drawing.write(entries);
    assert_eq!(
        wishes(&drawing.record()),
        [("time_focus".to_owned(), -3, "C-NIP".to_owned())]
    );
    let with = |score: &str, value| PreferencesBrought {
        scores: vec![ScaleScore {
            score: score.to_owned(),
            value,
        }],
        ..brought.clone()
    };
    for bad in [
        with("past_orientation", 10),
        with("directivity", 1),
        PreferencesBrought {
            scores: Vec::new(),
            ..brought.clone()
        },
        PreferencesBrought {
            source: " ".to_owned(),
            ..brought.clone()
        },
        PreferencesBrought {
            on: date(2027, 1, 1),
            ..brought.clone()
        },
        PreferencesBrought {
            measure: "phq-9".to_owned(),
            ..brought.clone()
        },
    ] {
        let entry = drawing.entry();
        assert!(bring_preferences(&CATALOG, bad, TODAY, entry).is_err());
    }
}

#[test]
fn a_wish_that_moved_is_told_with_its_error() {
    let mut drawing = Drawing::new(1);
    let march = c_nip([0, 1, -1, 0, 0], [1, 1, 1, 1, 1], [0, 0, 0], [0; 5]);
    let june = c_nip([2, 2, 1, 1, 2], [3, 0, 1, 1, 1], [0, 0, 0], [0; 5]);
    answer(&mut drawing, "c-nip", date(2026, 3, 2), &march);
    answer(&mut drawing, "c-nip", date(2026, 6, 1), &june);
    let found = drifts(&drawing.record(), &CATALOG);
    let words: Vec<String> = found
        .iter()
        .map(attune_care::matching::Drift::words)
        .collect();
    assert_eq!(
        words,
        [
            "+8 of 30 towards \u{201c}my therapist to suggest what to do\u{201d}, more than its error (\u{b1}3.4).",
            "+1 of 30 towards \u{201c}what I feel\u{201d}, within its error (\u{b1}6.8): it may be nothing.",
        ]
    );
    // One question has no error that anybody could tell.
    let mut ours = Drawing::new(1);
    answer(&mut ours, "preferences", date(2026, 3, 2), &[0; 8]);
    answer(
        &mut ours,
        "preferences",
        date(2026, 6, 1),
        &[-2, 0, 0, 0, 0, 0, 0, 0],
    );
    let found = drifts(&ours.record(), &CATALOG);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].words().ends_with("cannot be said: ask."),
        "{}",
        found[0].words()
    );
}

#[test]
fn a_review_asks_again_unless_it_is_fresh_or_waits() {
    let mut drawing = Drawing::new(1);
    let ask = |drawing: &Drawing, today| {
        ask_wishes_again(&drawing.record(), &CATALOG, today, &mut SeededIds::new(4))
    };
    let first = ask(&drawing, TODAY).unwrap();
    assert!(
        matches!(&first.body, Body::MeasureAssigned(asked) if asked.measure.id == "preferences")
    );
    answer(&mut drawing, "preferences", date(2026, 8, 20), &[1; 8]);
    assert!(ask(&drawing, TODAY).is_none());
    let later = date(2026, 10, 1);
    let again = ask(&drawing, later).unwrap();
    drawing.write(vec![again]);
    assert!(ask(&drawing, later).is_none());
}

#[test]
fn old_wishes_are_called_old() {
    let mut drawing = Drawing::new(1);
    answer(&mut drawing, "preferences", date(2026, 3, 2), &[1; 8]);
    let record = drawing.record();
    let found = Wishes::of(&record, &CATALOG).unwrap();
    assert!(found.old(&record, date(2026, 4, 1)).is_none());
    assert!(found.old(&record, TODAY).unwrap().contains("183 days ago"));
}

#[test]
fn another_problem_of_the_area_is_never_used_unasked() {
    let mut drawing = Drawing::new(1);
    let problem = drawing.problem(ProblemArea::Anxiety, "my heart races on the bus");
    let drawn = |drawing: &Drawing| {
        let record = drawing.record();
        let matching = candidates_for(&record, &CATALOG, None, &KnownRanks::new()).unwrap();
        chances(&matching, &CATALOG, 1)
    };
    assert_eq!(drawn(&drawing).unwrap_err(), NotDrawn::WhichProblem);
    let mut used = Vec::new();
    let offers = comparison_offers(ProblemArea::Anxiety, &CATALOG);
    let mut studied: Vec<&str> = offers
        .iter()
        .map(|offer| offer.key.studied.as_str())
        .collect();
    studied.dedup();
    assert_eq!(studied.len(), 3, "{studied:?}");
    for offer in &offers {
        let entry = drawing.entry();
        let code = offer.key.code();
        let entries =
            choose_comparison(&drawing.record(), &CATALOG, problem, Some(&code), entry).unwrap();
        drawing.write(entries);
        match drawn(&drawing) {
            Ok(found) => {
                assert_eq!(found.problem, offer.key.studied);
                assert_eq!(found.against, offer.key.against);
                used.push(code);
            }
            Err(why) => assert_eq!(why, NotDrawn::NoComparison),
        }
    }
    assert_eq!(used, ["social-anxiety.waitlist.symptoms"]);
    let entry = drawing.entry();
    let none = choose_comparison(&drawing.record(), &CATALOG, problem, None, entry).unwrap();
    drawing.write(none);
    assert_eq!(drawn(&drawing).unwrap_err(), NotDrawn::NoneFits);
    let entry = drawing.entry();
    let other = comparison_offers(ProblemArea::Depression, &CATALOG)[0]
        .key
        .code();
    assert!(matches!(
        choose_comparison(&drawing.record(), &CATALOG, problem, Some(&other), entry),
        Err(Refusal::Invalid { .. })
    ));
    let record = drawing.record();
    assert_eq!(
        Compared::of(&record, problem, ProblemArea::Anxiety, &CATALOG),
        Compared::NoneFits
    );
}
