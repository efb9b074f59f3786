use attune_catalog::fhir::{export, import};
use attune_catalog::{Answer, Catalog, Files, MeasureFiles};
use serde_json::{Value, json};

use crate::importing;

fn question() -> Value {
    json!({
        "linkId": "1", "type": "choice", "text": "How often?",
        "answerOption": [
            { "valueCoding": { "code": "n", "display": "Never", "extension": [
                { "url": "http://hl7.org/fhir/StructureDefinition/itemWeight", "valueDecimal": 0 } ] } },
            { "valueCoding": { "code": "o", "display": "Often" }, "extension": [
                { "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 1.0 } ] },
        ],
    })
}

fn file(items: &Value) -> Value {
    json!({ "resourceType": "Questionnaire", "title": "Odd", "item": items })
}

#[test]
fn a_small_file_is_read() {
    let imported = import(&file(&json!([question()])).to_string(), &importing()).unwrap();
    assert_eq!(imported.measure.items[0].options.values(), [0, 1]);
    assert_eq!(imported.measure.total, None);
    assert!(imported.notes[0].contains("no total"));
}

#[test]
fn conditions_are_read() {
    let mut second = question();
    second["linkId"] = "2".into();
    second["enableWhen"] =
        json!([{ "question": "1", "operator": "=", "answerCoding": { "code": "o" } }]);
    let imported = import(
        &file(&json!([question(), second])).to_string(),
        &importing(),
    )
    .unwrap();
    let measure = imported.measure;
    assert_eq!(measure.asks(1, &[Answer::Value(1)]), Some(true));
    assert_eq!(measure.asks(1, &[Answer::Value(0)]), Some(false));
}

/// Every kind of mistake, where it is, and what would have been right.
#[test]
fn mistakes_are_named_with_their_place() {
    let with = |key: &str, value: Value| {
        let mut question = question();
        question[key] = value;
        file(&json!([question]))
    };
    let weight = |place: usize, value: Value| {
        let mut question = question();
        question["answerOption"][place] = value;
        file(&json!([question]))
    };
    let cases: [(Value, &str, &str); 22] = [
        (json!(7), "the file", "not a Questionnaire"),
        (
            json!({ "resourceType": "Patient" }),
            "the file",
            "not a Questionnaire",
        ),
        (json!({ "resourceType": 7 }), "resourceType", "a text"),
        (file(&json!("one")), "item", "a list"),
        (file(&json!([])), "the file", "no question"),
        (file(&json!([7])), "item[0]", "linkId"),
        (with("type", json!("date")), "item[0]", "type date"),
        (with("type", json!("open-choice")), "item[0]", "free words"),
        (with("type", json!(null)), "item[0].type", "a text"),
        (with("text", json!(" ")), "item[0]", "without words"),
        (with("repeats", json!(true)), "item[0]", "several answers"),
        (
            with("answerOption", json!([])),
            "item[0]",
            "without answers",
        ),
        (
            with("answerOption", json!([{ "valueString": "a" }])),
            "item[0]",
            "at least two",
        ),
        (
            with("answerOption", json!(7)),
            "item[0].answerOption",
            "a list",
        ),
        (
            weight(1, json!({})),
            "item[0].answerOption[1]",
            "was expected",
        ),
        (
            weight(1, json!({ "valueCoding": { "code": "x" } })),
            "item[0]",
            "has no ordinalValue",
        ),
        (
            weight(1, json!({ "valueInteger": 0 })),
            "item[0]",
            "count the same",
        ),
        (
            weight(
                1,
                json!({ "valueString": "a", "extension": [
                { "url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 1.5 }] }),
            ),
            "item[0].answerOption[1].extension[0].valueDecimal",
            "whole number",
        ),
        (
            with(
                "enableWhen",
                json!([{ "question": "9", "operator": "=", "answerBoolean": true }]),
            ),
            "item[0]",
            "no question",
        ),
        (
            with(
                "enableWhen",
                json!([{ "question": "1", "operator": "exists", "answerBoolean": true }]),
            ),
            "item[0].enableWhen[0]",
            "operator exists",
        ),
        (with("type", json!("integer")), "item[0]", "minValue"),
        (
            with("item", json!([question()])),
            "item[0].item[0]",
            "inside of a question",
        ),
    ];
    for (json, at, words) in cases {
        let error = import(&json.to_string(), &importing()).unwrap_err();
        assert_eq!(error.at, at, "{error}");
        assert!(error.problem.contains(words), "{error}");
    }
    let torn = import("{\"resourceType\":\n \"Questionnaire\",,}", &importing()).unwrap_err();
    assert_eq!(torn.at, "line 2, column 18");
}

/// Files bent in ten thousand ways are read or refused, and never more than that.
#[test]
fn bent_files_are_read_or_refused() {
    let catalog = Catalog::shipped().unwrap();
    let files = Files::shipped().unwrap();
    let mut dice: u64 = 3;
    let mut roll = |sides: usize| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(dice >> 33).unwrap() % sides
    };
    let seeds: Vec<String> = ["phq-9", "pc-ptsd-5", "six-domain-check-in"]
        .iter()
        .map(|id| {
            let measure = catalog.measure(id).unwrap();
            let written = MeasureFiles::of(&files, id, &measure.version).unwrap();
            export(measure, &written, "en").unwrap()
        })
        .chain([file(&json!([question()])).to_string()])
        .collect();
    let bits: [&str; 12] = [
        "",
        "null",
        "7",
        "-1e308",
        "\"\"",
        "[]",
        "{}",
        "true",
        "\"choice\"",
        "\u{0}",
        "99999999999999999999",
        "\"item\"",
    ];
    let (mut read, mut refused) = (0, 0);
    for _ in 0..10_000 {
        let seed = &seeds[roll(seeds.len())];
        let cut = |at: usize| {
            (0..=at)
                .rev()
                .find(|place| seed.is_char_boundary(*place))
                .unwrap()
        };
        let from = cut(roll(seed.len()));
        let to = cut((from + roll(20)).min(seed.len()));
        let bent = format!(
            "{}{}{}",
            &seed[..from],
            bits[roll(bits.len())],
            &seed[to.max(from)..]
        );
        match import(&bent, &importing()) {
            Ok(_) => read += 1,
            Err(_) => refused += 1,
        }
    }
    println!("{read} read, {refused} refused");
    assert!(refused > 5_000);
}
