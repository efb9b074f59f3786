//! What the diary says about the arrows of a drawing.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::drawing;

use attune_care::Body;
use attune_care::diary::{Agreement, DiaryAnswer, Highest, Variable};
use attune_care::formulate::{
    DiaryEvidence, DiarySays, FindingKey, GROUPS, Verdict, diary_evidence, judge_finding,
};
use attune_catalog::Domain;
use attune_ids::{DiaryId, FactorId};
use drawing::Drawing;
use jiff::ToSpan;
use jiff::civil::{date, time};

/// Small steps without a pattern that the model could take for one.
fn noise(seed: &mut u64) -> f64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    f64::from(u32::try_from(*seed >> 33).unwrap()) / f64::from(1_u32 << 31)
}

/// Worry is followed by more of the other at the next beep, for so many days.
fn kept(days: i32, drawn: i8) -> (Drawing, [FactorId; 2]) {
    let mut drawing = Drawing::new(3);
    let worry = drawing.factor("worry", Domain::Thoughts);
    let tension = drawing.factor("tension", Domain::Emotions);
    if drawn != 0 {
        drawing.arrow(worry, tension, drawn);
    }
    let id = DiaryId::new(&mut drawing.ids);
    let line = |words: &str, factor| Variable {
        words: words.to_owned(),
        low: "not at all".to_owned(),
        high: "very".to_owned(),
        factor: Some(factor),
    };
    let from = date(2026, 3, 2);
    drawing.body(Body::DiaryAgreed(Agreement {
        id,
        variables: vec![line("worry", worry), line("tension", tension)],
        highest: Highest::Hundred,
        times: vec![
            time(9, 0, 0, 0),
            time(12, 0, 0, 0),
            time(15, 0, 0, 0),
            time(18, 0, 0, 0),
            time(21, 0, 0, 0),
        ],
        days: vec![1, 2, 3, 4, 5, 6, 7],
        from,
        until: from.saturating_add(80.days()),
    }));
    let agreement = drawing.record().diaries[0].agreement.item.clone();
    let (mut seed, mut before) = (11, 50.0);
    for due in agreement.beeps() {
        if (due.beep.on - from).get_days() >= days {
            break;
        }
        let worry = 100.0 * noise(&mut seed);
        let tension = 0.7 * before + 30.0 * noise(&mut seed);
        before = worry;
        let whole = |value: f64| format!("{value:.0}").parse::<u8>().unwrap();
        drawing.body(Body::DiaryAnswered(DiaryAnswer {
            diary: id,
            beep: due.beep,
            values: vec![Some(whole(worry)), Some(whole(tension))],
            words: String::new(),
        }));
    }
    (drawing, [worry, tension])
}

fn first(drawing: &Drawing) -> (DiarySays, String) {
    match diary_evidence(&drawing.record()) {
        DiaryEvidence::Found { statements, .. } => {
            let said = &statements[0];
            (said.says, said.sentence.clone())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn without_a_diary_of_two_factors_nothing_is_said() {
    let mut drawing = Drawing::new(1);
    drawing.factor("alone", Domain::Thoughts);
    assert_eq!(diary_evidence(&drawing.record()), DiaryEvidence::NoDiary);
}

#[test]
fn too_few_answers_say_how_many_are_needed() {
    let (drawing, _) = kept(3, 5);
    let DiaryEvidence::TooFew {
        pairs,
        pairs_needed,
        days,
        days_needed,
        ..
    } = diary_evidence(&drawing.record())
    else {
        panic!("too few");
    };
    assert_eq!((pairs, days, days_needed), (12, 3, GROUPS));
    assert_eq!(pairs_needed, 6);
}

#[test]
fn an_arrow_is_supported_contradicted_or_added_with_its_interval() {
    let (mut drawing, [worry, tension]) = kept(30, 5);
    let (says, sentence) = first(&drawing);
    assert_eq!(says, DiarySays::Supports);
    assert!(sentence.starts_with("The diary supports that “worry” leads to more “tension” ("));
    assert!(sentence.contains("95 % interval"));
    assert_eq!(first(&kept(30, -5).0).0, DiarySays::Contradicts);
    assert_eq!(first(&kept(30, 0).0).0, DiarySays::Adds);

    let key = FindingKey::Diary {
        cause: worry,
        effect: tension,
    };
    assert_eq!(FindingKey::from_code(&key.code()), Some(key.clone()));
    let entry = drawing.entry();
    let said = judge_finding(&drawing.record(), key.clone(), Verdict::Accepted, "", entry);
    drawing.write(said.unwrap());
    assert!(drawing.record().judgement(&key).is_some());
}

#[test]
fn what_is_drawn_and_not_seen_is_called_neither_true_nor_false() {
    let (mut drawing, [worry, tension]) = kept(30, 5);
    drawing.arrow(tension, worry, 4);
    let DiaryEvidence::Found { statements, .. } = diary_evidence(&drawing.record()) else {
        panic!("enough");
    };
    let back = FindingKey::Diary {
        cause: tension,
        effect: worry,
    };
    let said = statements.iter().find(|said| said.key == back).unwrap();
    assert_eq!(said.says, DiarySays::Silent);
    assert!(said.interval.0 <= 0.0 && said.interval.1 >= 0.0);
}
