use std::path::PathBuf;

use attune_catalog::fhir::import;
use attune_catalog::{Answer, score};

use crate::importing;

/// What becomes of each example of the standard and of its guide, and why that is right.
const EXPECTED: &[(&str, &str)] = &[
    // Its answers are yes, no and don't know, out of a value set on the net.
    ("Questionnaire-3141.json", "not in the file"),
    // It asks for a date of birth.
    ("Questionnaire-f201.json", "type date"),
    // The Glasgow Coma Score has answers and no words for its questions.
    ("Questionnaire-gcs.json", "a question without words"),
    ("Questionnaire-phq-9-questionnaire.json", "not in the file"),
    (
        "sdc-Questionnaire-questionnaire-sdc-profile-example-PHQ9.json",
        "",
    ),
    (
        "sdc-Questionnaire-questionnaire-sdc-profile-example-cqf-PHQ9.json",
        "not in the file",
    ),
    // It has one of everything, beginning with a weight in kilograms.
    (
        "sdc-Questionnaire-questionnaire-sdc-profile-example-form-behavior.json",
        "type decimal",
    ),
    // Texts that appear only after certain answers.
    (
        "sdc-Questionnaire-questionnaire-sdc-test-enableWhen.json",
        "cannot hang on another answer",
    ),
];

fn folder() -> PathBuf {
    PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/fhir"
    ))
}

#[test]
fn every_questionnaire_of_the_standard_is_read_or_refused_with_the_right_reason() {
    let Ok(listed) = std::fs::read_dir(folder()) else {
        println!("skipped: no shared/data/fhir beside the checkout");
        return;
    };
    let mut names: Vec<String> = listed
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("Questionnaire-"))
        .filter(|name| !name.contains("QuestionnaireResponse"))
        .collect();
    names.sort();
    let (mut read, mut refused) = (0, 0);
    for name in &names {
        let json = std::fs::read_to_string(folder().join(name)).unwrap();
        let known = EXPECTED.iter().find(|(known, _)| known == name);
        match import(&json, &importing()) {
            Ok(imported) => {
                read += 1;
                println!(
                    "{name}: read, {} questions; {}",
                    imported.measure.items.len(),
                    imported.notes.join(" ")
                );
                assert!(
                    known.is_none_or(|(_, reason)| reason.is_empty()),
                    "{name} was to be refused"
                );
            }
            Err(error) => {
                refused += 1;
                println!("{name}: refused at {error}");
                assert!(error.at.starts_with("item"), "{name}: {error}");
                if let Some((_, reason)) = known {
                    assert!(
                        !reason.is_empty() && error.problem.contains(reason),
                        "{name}: {error}"
                    );
                }
            }
        }
    }
    println!(
        "{} questionnaires: {read} read, {refused} refused",
        names.len()
    );
    assert_eq!(names.len(), read + refused);
    for (name, _) in EXPECTED {
        assert!(
            names.iter().any(|found| found == name),
            "{name} is not among the files any more"
        );
    }
}

/// Everything else in the folder is something else, and said to be.
#[test]
fn other_resources_are_refused_as_such() {
    let Ok(listed) = std::fs::read_dir(folder()) else {
        println!("skipped: no shared/data/fhir beside the checkout");
        return;
    };
    let mut seen = 0;
    for entry in listed {
        let name = entry.as_ref().unwrap().file_name().into_string().unwrap();
        let questionnaire =
            name.contains("Questionnaire-") && !name.contains("QuestionnaireResponse");
        if questionnaire {
            continue;
        }
        let json = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let error = import(&json, &importing()).unwrap_err();
        assert!(
            error.problem.contains("not a Questionnaire"),
            "{name}: {error}"
        );
        seen += 1;
    }
    assert!(seen > 30);
}

/// The PHQ-9 of the guide counts its last answer as four. It is read as it stands, with a word of warning.
#[test]
fn the_phq_of_the_guide_is_read_as_it_stands() {
    let path = folder().join("sdc-Questionnaire-questionnaire-sdc-profile-example-PHQ9.json");
    let Ok(json) = std::fs::read_to_string(path) else {
        println!("skipped: no shared/data/fhir beside the checkout");
        return;
    };
    let imported = import(&json, &importing()).unwrap();
    assert_eq!(imported.measure.items.len(), 9);
    assert_eq!(imported.measure.items[0].options.values(), [0, 1, 2, 4]);
    let scored = score(&imported.measure, &[Answer::Value(4); 9]).unwrap();
    assert_eq!(scored.outcome("total").unwrap().value(), Some(36.0));
    assert!(
        imported
            .notes
            .iter()
            .any(|note| note.contains("even steps")),
        "{:?}",
        imported.notes
    );
    let text = imported.measure.text("en").unwrap();
    assert!(text.stem.contains("been bothered by any of the following"));
}
