use std::collections::BTreeMap;

use attune_catalog::{
    Answer, Catalog, CatalogError, Completion, Files, Measure, MeasureFiles, OptionKind, score,
};

/// Invented words for every part of a skeleton.
pub(super) fn invented(skeleton: &Measure) -> Completion {
    let numbered = |word: &str, count: usize| -> String {
        let lines: Vec<String> = (1..=count)
            .map(|number| format!("{word} {number}"))
            .collect();
        lines.join("\n")
    };
    Completion {
        instruction: "How it was".to_owned(),
        items: numbered("item", skeleton.items.len()),
        answers: Completion::option_sets(skeleton)
            .into_iter()
            .map(|set| {
                let count = match &set.kind {
                    OptionKind::Choices(choices) => choices.len(),
                    OptionKind::Scale { .. } => 2,
                };
                (set.id.clone(), numbered("answer", count))
            })
            .collect::<BTreeMap<_, _>>(),
        open: numbered("open", skeleton.open_questions.len()),
        holder: "Lindenhof Practice".to_owned(),
        basis: "licence 4711 of 2 May 2026".to_owned(),
    }
}

pub(super) fn skeletons() -> Vec<(Measure, MeasureFiles)> {
    let files = Files::shipped().unwrap();
    let catalog = Catalog::shipped().unwrap();
    catalog
        .measures
        .into_iter()
        .filter(|measure| measure.pack == "skeleton" && !measure.items.is_empty())
        .map(|measure| {
            let written = MeasureFiles::of(&files, &measure.id, &measure.version).unwrap();
            (measure, written)
        })
        .collect()
}

#[test]
fn every_skeleton_can_be_completed_and_scores_as_before() {
    let all = skeletons();
    assert!(all.len() >= 12, "{}", all.len());
    for (skeleton, written) in all {
        let kept = invented(&skeleton)
            .files(&skeleton, &written, 1, "2026-05-14")
            .unwrap();
        let completed = kept.load().unwrap();
        assert_eq!(completed.version, format!("{}+1", skeleton.version));
        assert_eq!(
            completed.text("en").unwrap().item(&skeleton.items[0].id),
            Some("item 1")
        );
        let grant = completed.licence.grant.as_ref().unwrap();
        assert_eq!(grant.basis, "licence 4711 of 2 May 2026");
        let answers: Vec<Answer> = skeleton
            .items
            .iter()
            .enumerate()
            .map(|(position, item)| {
                let values = item.options.values();
                Answer::Value(values[position % values.len()])
            })
            .collect();
        let (before, after) = (
            score(&skeleton, &answers).unwrap(),
            score(&completed, &answers).unwrap(),
        );
        assert_eq!(before.scores, after.scores, "{}", skeleton.id);
        assert_eq!(before.criteria, after.criteria, "{}", skeleton.id);
        assert_eq!(before.flags, after.flags, "{}", skeleton.id);
    }
}

#[test]
fn what_is_missing_is_said_at_its_field() {
    let (skeleton, written) = skeletons()
        .into_iter()
        .find(|(measure, _)| measure.id == "core-10")
        .unwrap();
    let whole = invented(&skeleton);
    let short = Completion {
        items: "one\ntwo".to_owned(),
        ..whole.clone()
    };
    let problems = short
        .files(&skeleton, &written, 1, "2026-05-14")
        .unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].field, "items");
    assert_eq!(
        problems[0].words,
        "The form has 10 items, one on each line; here are 2."
    );
    for (field, broken) in [
        (
            "holder",
            Completion {
                holder: " ".to_owned(),
                ..whole.clone()
            },
        ),
        (
            "basis",
            Completion {
                basis: String::new(),
                ..whole.clone()
            },
        ),
        (
            "instruction",
            Completion {
                instruction: String::new(),
                ..whole.clone()
            },
        ),
        (
            "answers-frequency",
            Completion {
                answers: BTreeMap::new(),
                ..whole.clone()
            },
        ),
        (
            "open",
            Completion {
                open: "one".to_owned(),
                ..whole.clone()
            },
        ),
    ] {
        let problems = broken
            .files(&skeleton, &written, 1, "2026-05-14")
            .unwrap_err();
        assert_eq!(problems[0].field, field);
    }
}

/// Wording of class B, C or D is never taken without somebody saying what permits it.
#[test]
fn licensed_wording_without_a_grant_is_refused() {
    for (skeleton, written) in skeletons() {
        let mut kept = invented(&skeleton)
            .files(&skeleton, &written, 1, "2026-05-14")
            .unwrap();
        let licence = kept.files.get_mut("licence.toml").unwrap();
        let end = licence.find("[grant]").unwrap();
        licence.truncate(end);
        assert!(
            matches!(kept.load(), Err(CatalogError::TextNotAllowed { .. })),
            "{}",
            skeleton.id
        );
    }
}

/// A shipped catalogue can hold neither a grant, nor the practice's pack, nor a completed version.
#[test]
fn what_is_the_practices_cannot_ship() {
    let (skeleton, written) = skeletons()
        .into_iter()
        .find(|(measure, _)| measure.id == "ors")
        .unwrap();
    let kept = invented(&skeleton)
        .files(&skeleton, &written, 1, "2026-05-14")
        .unwrap();
    let shipped = |pack: &str, version: &str| {
        let mut files = Files::shipped().unwrap();
        for (name, text) in &kept.files {
            files.insert(
                &format!("measures/{pack}/ors/{version}/{name}"),
                text.clone(),
            );
        }
        Catalog::from_files(&files)
    };
    assert!(matches!(
        shipped("practice", "1.0.0+1"),
        Err(CatalogError::Stray { .. })
    ));
    assert!(matches!(
        shipped("skeleton", "1.0.0+1"),
        Err(CatalogError::Identity { .. })
    ));
    let mut files = Files::shipped().unwrap();
    let licence = kept.files["licence.toml"].clone();
    files.insert("measures/skeleton/ors/1.0.0/licence.toml", licence);
    assert!(matches!(
        Catalog::from_files(&files),
        Err(CatalogError::Rule { .. })
    ));
}

/// Where the form has words for every number of a scale, they are shown, and count the same.
#[test]
fn every_number_of_a_scale_can_have_words() {
    for (skeleton, written) in skeletons() {
        let mut typed = invented(&skeleton);
        let mut worded = false;
        for set in Completion::option_sets(&skeleton) {
            let values = set.values();
            if matches!(set.kind, OptionKind::Scale { .. }) && (3..=11).contains(&values.len()) {
                let lines: Vec<String> =
                    values.iter().map(|value| format!("step {value}")).collect();
                typed.answers.insert(set.id.clone(), lines.join("\n"));
                worded = true;
            }
        }
        let completed = typed
            .files(&skeleton, &written, 1, "2026-05-14")
            .unwrap()
            .load()
            .unwrap();
        if worded {
            let choices = completed
                .items
                .iter()
                .filter(|item| matches!(item.options.kind, OptionKind::Choices(_)));
            assert!(choices.count() > 0, "{}", skeleton.id);
        }
        let answers: Vec<Answer> = skeleton
            .items
            .iter()
            .map(|item| Answer::Value(*item.options.values().last().unwrap()))
            .collect();
        let (before, after) = (
            score(&skeleton, &answers).unwrap(),
            score(&completed, &answers).unwrap(),
        );
        assert_eq!(before.scores, after.scores, "{}", skeleton.id);
        let again = Completion::of(&completed)
            .files(&skeleton, &written, 2, "2026-05-14")
            .unwrap();
        assert_eq!(
            again.load().unwrap().items[0].options,
            completed.items[0].options,
            "{}",
            skeleton.id
        );
    }
}
