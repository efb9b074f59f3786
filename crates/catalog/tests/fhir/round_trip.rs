use attune_catalog::fhir::{export, import};
use attune_catalog::{Answer, Catalog, Files, Measure, MeasureFiles, OptionKind, score};

use crate::importing;

/// A form filled with whatever comes, gaps and all.
fn form(measure: &Measure, dice: &mut u64) -> Vec<Answer> {
    let mut roll = |sides: usize| {
        *dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*dice >> 33).unwrap() % sides
    };
    measure
        .items
        .iter()
        .map(|item| {
            let values = item.options.values();
            match roll(12) {
                0 => Answer::Skipped,
                1 if item.may_not_apply => Answer::NotApplicable,
                _ => Answer::Value(values[roll(values.len())]),
            }
        })
        .collect()
}

#[test]
fn every_shipped_measure_comes_home_and_scores_as_it_did() {
    let catalog = Catalog::shipped().unwrap();
    let files = Files::shipped().unwrap();
    let mut dice = 1;
    let (mut measures, mut forms) = (0, 0);
    for measure in catalog
        .measures
        .iter()
        .filter(|measure| !measure.texts.is_empty())
    {
        let written = MeasureFiles::of(&files, &measure.id, &measure.version).unwrap();
        let json = export(measure, &written, "en").unwrap();
        let back =
            import(&json, &importing()).unwrap_or_else(|error| panic!("{}: {error}", measure.id));
        assert_eq!(back.measure.id, measure.id);
        let (before, after) = (
            measure.text("en").unwrap(),
            back.measure.text("en").unwrap(),
        );
        assert_eq!(before.stem, after.stem, "{}", measure.id);
        for item in &measure.items {
            assert_eq!(before.item(&item.id), after.item(&item.id));
            if let OptionKind::Choices(choices) = &item.options.kind {
                for choice in choices {
                    let set = &item.options.id;
                    assert_eq!(
                        before.choice(set, &choice.id),
                        after.choice(set, &choice.id)
                    );
                }
            } else {
                let set = &item.options.id;
                assert_eq!(before.ends(&item.id, set), after.ends(&item.id, set));
            }
        }
        for _ in 0..500 {
            let answers = form(measure, &mut dice);
            assert_eq!(
                score(measure, &answers).unwrap(),
                score(&back.measure, &answers).unwrap()
            );
            forms += 1;
        }
        measures += 1;
    }
    println!("{measures} measures there and back, {forms} forms scored alike");
    assert!(measures >= 20);
}

/// What a reader that knows nothing of ours makes of it: the sum where it is one, and honest words where not.
#[test]
fn without_our_extension_a_sum_is_still_a_sum() {
    let catalog = Catalog::shipped().unwrap();
    let files = Files::shipped().unwrap();
    for (id, total) in [
        ("gad-7", true),
        ("pcl-5", true),
        ("pswq", false),
        ("ons4", false),
    ] {
        let measure = catalog.measure(id).unwrap();
        let written = MeasureFiles::of(&files, id, &measure.version).unwrap();
        let mut json: serde_json::Value =
            serde_json::from_str(&export(measure, &written, "en").unwrap()).unwrap();
        json.as_object_mut().unwrap().remove("extension");
        let back = import(&json.to_string(), &importing()).unwrap();
        assert_eq!(
            back.measure.total.is_some(),
            total,
            "{id}: {:?}",
            back.notes
        );
        assert_eq!(back.notes.is_empty(), total, "{id}: {:?}", back.notes);
        assert_eq!(
            back.measure.licence.grant.as_ref().unwrap().basis,
            "licence 4711"
        );
        if total {
            let mut dice = 7;
            for _ in 0..500 {
                let answers = form(measure, &mut dice);
                let name = measure.total.as_deref().unwrap();
                let before = score(measure, &answers).unwrap();
                let after = score(&back.measure, &answers).unwrap();
                let value = |outcome: Option<&attune_catalog::Outcome>| {
                    outcome.and_then(attune_catalog::Outcome::value)
                };
                assert_eq!(
                    value(before.outcome(name)),
                    value(after.outcome("total")),
                    "{id}"
                );
            }
        }
    }
}

#[test]
fn both_names_of_a_weight_are_written_and_either_is_read() {
    let catalog = Catalog::shipped().unwrap();
    let files = Files::shipped().unwrap();
    let measure = catalog.measure("gad-7").unwrap();
    let written = MeasureFiles::of(&files, "gad-7", &measure.version).unwrap();
    let json = export(measure, &written, "en").unwrap();
    assert_eq!(json.matches("StructureDefinition/ordinalValue").count(), 28);
    assert_eq!(json.matches("StructureDefinition/itemWeight").count(), 28);
    for gone in [
        "StructureDefinition/ordinalValue",
        "StructureDefinition/itemWeight",
    ] {
        let back = import(
            &json.replace(gone, "StructureDefinition/other"),
            &importing(),
        )
        .unwrap();
        assert_eq!(back.measure.items[0].options.values(), [0, 1, 2, 3]);
    }
    let disagree = json.replacen("\"valueDecimal\": 3", "\"valueDecimal\": 4", 1);
    let refused = import(&disagree, &importing()).unwrap_err();
    assert!(refused.problem.contains("different numbers"), "{refused}");
}

/// Nothing leaves without its notice, and a skeleton has nothing to hand on.
#[test]
fn the_licence_travels_with_the_words() {
    let catalog = Catalog::shipped().unwrap();
    let files = Files::shipped().unwrap();
    for measure in &catalog.measures {
        let written = MeasureFiles::of(&files, &measure.id, &measure.version).unwrap();
        match export(measure, &written, "en") {
            Ok(json) => {
                let json: serde_json::Value = serde_json::from_str(&json).unwrap();
                let copyright = json["copyright"].as_str().unwrap();
                assert!(
                    copyright.contains(&measure.licence.credit_line),
                    "{}",
                    measure.id
                );
            }
            Err(error) => {
                assert!(measure.texts.is_empty(), "{}", measure.id);
                assert!(error.problem.contains("wording is not here"));
            }
        }
    }
}

/// Somebody changed the questions and not the files beside them, or the other way round.
#[test]
fn files_and_questions_that_disagree_are_refused() {
    let catalog = Catalog::shipped().unwrap();
    let files = Files::shipped().unwrap();
    let measure = catalog.measure("gad-7").unwrap();
    let written = MeasureFiles::of(&files, "gad-7", &measure.version).unwrap();
    let json: serde_json::Value =
        serde_json::from_str(&export(measure, &written, "en").unwrap()).unwrap();
    let mut fewer = json.clone();
    fewer["item"][0]["item"].as_array_mut().unwrap().remove(2);
    let refused = import(&fewer.to_string(), &importing()).unwrap_err();
    assert!(refused.problem.contains("6 questions"), "{refused}");
    let mut heavier = json.clone();
    let option = &mut heavier["item"][0]["item"][1]["answerOption"][3];
    option["extension"][0]["valueDecimal"] = 5.into();
    option["valueCoding"]["extension"][0]["valueDecimal"] = 5.into();
    let refused = import(&heavier.to_string(), &importing()).unwrap_err();
    assert_eq!(refused.at, "item[0].item[1]");
    let mut torn = json;
    torn["extension"][0]["extension"][1]["valueString"] = "id = ".into();
    assert!(import(&torn.to_string(), &importing()).is_err());
}
