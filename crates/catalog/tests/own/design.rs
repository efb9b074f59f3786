use attune_catalog::{Answer, CatalogError, MeasureFiles, Standing, TypedDraft, score};

pub(super) fn rest() -> TypedDraft {
    TypedDraft {
        title: "Rest".to_owned(),
        instruction: "In the past week, how often \u{2026}".to_owned(),
        items: "I fell asleep without trouble.\nI woke up too early.\n\nI felt rested.\nI dreaded the night.".to_owned(),
        reverse: "2, 4".to_owned(),
        choices: "0 = Never\n1 = Sometimes\n2 = Often\n3 = Always".to_owned(),
        scoring: "sum".to_owned(),
        subscales: "Falling asleep: 1, 4\nMorning: 2-3".to_owned(),
        bands: "0-4 little rest\n5-8 some rest\n9-12 rested".to_owned(),
        bands_source: "Our own judgement.".to_owned(),
        better: "higher".to_owned(),
        purpose: "well_being".to_owned(),
        domain: "behaviours".to_owned(),
        holder: "Lindenhof Practice".to_owned(),
        ..TypedDraft::default()
    }
}

pub(super) fn files(typed: &TypedDraft) -> MeasureFiles {
    typed
        .read()
        .unwrap()
        .files("practice-1", "1.0.0", "2026-05-14")
}

#[test]
fn what_is_typed_becomes_a_measure_that_scores() {
    let measure = files(&rest()).load().unwrap();
    assert_eq!(measure.standing, Standing::NotValidated);
    assert_eq!(measure.pack, "practice");
    let answers = [3, 0, 2, 1].map(Answer::Value);
    let scored = score(&measure, &answers).unwrap();
    let value = |id: &str| scored.outcome(id).and_then(attune_catalog::Outcome::value);
    // 3 + (3 - 0) + 2 + (3 - 1)
    assert_eq!(value("total"), Some(10.0));
    assert_eq!(value("part1"), Some(5.0));
    assert_eq!(value("part2"), Some(5.0));
    let band = scored
        .outcome("total")
        .and_then(attune_catalog::Outcome::band);
    assert_eq!(band.map(|band| band.label.as_str()), Some("rested"));
    let gap = [
        Answer::Value(3),
        Answer::Skipped,
        Answer::Value(2),
        Answer::Value(1),
    ];
    let scored = score(&measure, &gap).unwrap();
    assert_eq!(scored.outcome("total").unwrap().value(), None);
    assert_eq!(scored.outcome("part1").unwrap().value(), Some(5.0));
}

#[test]
fn a_measure_goes_back_into_the_form_it_came_from() {
    let mean = TypedDraft {
        choices: String::new(),
        from: "-2".to_owned(),
        to: "2".to_owned(),
        low: "much less".to_owned(),
        high: "much more".to_owned(),
        scoring: "mean".to_owned(),
        bands: String::new(),
        bands_source: String::new(),
        ..rest()
    };
    let each = TypedDraft {
        scoring: "each".to_owned(),
        subscales: String::new(),
        bands: String::new(),
        bands_source: String::new(),
        ..rest()
    };
    for typed in [rest(), mean, each] {
        let draft = typed.read().unwrap();
        let measure = files(&typed).load().unwrap();
        let again = TypedDraft::of(&measure).unwrap().read().unwrap();
        assert_eq!(again, draft);
        assert!(again.scores_like(&draft));
    }
}

#[test]
fn words_with_quotes_and_signs_survive_the_files() {
    let awkward = "She said \"no\" \\ and '''left''' = # [x]\u{7}";
    let typed = TypedDraft {
        title: awkward.to_owned(),
        instruction: format!("sha256 = \"\"\n{awkward}\nsha256"),
        items: format!("{awkward} 1\n{awkward} 2\nthree\nfour"),
        ..rest()
    };
    let measure = files(&typed).load().unwrap();
    assert_eq!(measure.title, awkward);
    let text = measure.text("en").unwrap();
    assert_eq!(text.item("q2"), Some(format!("{awkward} 2").as_str()));
    assert_eq!(text.stem, typed.instruction);
}

/// Every field broken in every way somebody could think of, and where the words point.
#[test]
fn what_is_wrong_is_said_at_its_field() {
    let broken: [(&str, &str, TypedDraft); 20] = [
        (
            "title",
            "name",
            TypedDraft {
                title: " ".into(),
                ..rest()
            },
        ),
        (
            "instruction",
            "above the questions",
            TypedDraft {
                instruction: String::new(),
                ..rest()
            },
        ),
        (
            "items",
            "at least one question",
            TypedDraft {
                items: "\n \n".into(),
                ..rest()
            },
        ),
        (
            "items",
            "101 questions",
            TypedDraft {
                items: "x\n".repeat(101),
                ..rest()
            },
        ),
        (
            "reverse",
            "no question 9",
            TypedDraft {
                reverse: "9".into(),
                ..rest()
            },
        ),
        (
            "reverse",
            "not the number",
            TypedDraft {
                reverse: "two".into(),
                ..rest()
            },
        ),
        (
            "choices",
            "Line 2",
            TypedDraft {
                choices: "0 = Never\nOften".into(),
                ..rest()
            },
        ),
        (
            "choices",
            "already",
            TypedDraft {
                choices: "0 = Never\n0 = Often".into(),
                ..rest()
            },
        ),
        (
            "choices",
            "twice",
            TypedDraft {
                choices: "0 = Never\n1 = Never".into(),
                ..rest()
            },
        ),
        (
            "choices",
            "at least two",
            TypedDraft {
                choices: "0 = Never".into(),
                ..rest()
            },
        ),
        (
            "from",
            "whole number",
            TypedDraft {
                choices: String::new(),
                ..rest()
            },
        ),
        (
            "scoring",
            "choose",
            TypedDraft {
                scoring: String::new(),
                ..rest()
            },
        ),
        (
            "better",
            "better or worse",
            TypedDraft {
                better: String::new(),
                ..rest()
            },
        ),
        (
            "purpose",
            "asks about",
            TypedDraft {
                purpose: "x".into(),
                ..rest()
            },
        ),
        (
            "holder",
            "who wrote",
            TypedDraft {
                holder: String::new(),
                ..rest()
            },
        ),
        (
            "subscales",
            "a colon",
            TypedDraft {
                subscales: "Sleep 1-2".into(),
                ..rest()
            },
        ),
        (
            "bands",
            "No band holds 5 to 5",
            TypedDraft {
                bands: "0-4 low\n6-12 high".into(),
                ..rest()
            },
        ),
        (
            "bands",
            "highest total is 12",
            TypedDraft {
                bands: "0-4 low\n5-11 high".into(),
                ..rest()
            },
        ),
        (
            "bands",
            "inside the band before",
            TypedDraft {
                bands: "0-4 low\n4-12 high".into(),
                ..rest()
            },
        ),
        (
            "bands",
            "need a sum",
            TypedDraft {
                scoring: "mean".into(),
                ..rest()
            },
        ),
    ];
    for (field, words, typed) in broken {
        let problems = typed.read().unwrap_err();
        assert!(
            problems
                .iter()
                .any(|problem| problem.field == field && problem.words.contains(words)),
            "{field}, {words}: {problems:?}"
        );
    }
    let nothing = TypedDraft::default().read().unwrap_err();
    assert_eq!(nothing.len(), 8, "everything at once: {nothing:?}");
}

#[test]
fn a_version_that_counts_otherwise_is_known_as_such() {
    let draft = rest().read().unwrap();
    let reworded = TypedDraft {
        items: "a\nb\nc\nd".into(),
        ..rest()
    };
    assert!(draft.scores_like(&reworded.read().unwrap()));
    let turned = TypedDraft {
        reverse: "2".into(),
        ..rest()
    };
    assert!(!draft.scores_like(&turned.read().unwrap()));
    let longer = TypedDraft {
        items: "a\nb\nc\nd\ne".into(),
        bands: String::new(),
        ..rest()
    };
    assert!(!draft.scores_like(&longer.read().unwrap()));
}

/// A kept measure is checked as strictly as a shipped one whenever it is read.
#[test]
fn files_that_were_changed_are_refused() {
    let mut kept = files(&rest());
    let text = kept.files.get_mut("text.en.toml").unwrap();
    *text = text.replace("rested", "tired");
    assert!(matches!(kept.load(), Err(CatalogError::TextHash { .. })));
}
