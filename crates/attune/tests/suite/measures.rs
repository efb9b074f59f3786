//! Questionnaires on the command line: listing, checking, scoring.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use std::path::{Path, PathBuf};

use support::{Bench, said, text};

fn catalogue() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalog"))
}

/// What the program prints, which it must.
fn printed(arguments: &[&str]) -> String {
    let output = Bench::new().attune(arguments);
    assert!(output.status.success(), "{}", said(&output));
    text(&output.stdout)
}

/// A copy of one measure of the catalogue, to be broken.
fn copy(bench: &Bench, pack: &str, id: &str) -> PathBuf {
    let from = catalogue()
        .join("measures")
        .join(pack)
        .join(id)
        .join("1.0.0");
    let to = bench.path("measures").join(pack).join(id).join("1.0.0");
    std::fs::create_dir_all(&to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
    to
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{} lacks {from}", path.display());
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn the_list_says_what_is_here_and_how_far_it_was_checked() {
    let list = printed(&["measures", "list"]);
    let line = |id: &str| {
        let mut lines = list.lines();
        lines
            .find(|line| line.starts_with(&format!("{id} ")))
            .unwrap()
            .to_owned()
    };
    assert!(line("phq-9").contains("compared with several copies"));
    assert!(line("cfpb-fwb-10").contains("the holder's own form"));
    assert!(line("core-10").contains("complete it with your own licensed text"));
    assert!(line("bdi-ii").contains("only totals"));
    assert!(line("nimh-asq").contains("asked by a clinician"));
    assert!(line("session-feedback").contains("own wording"));
}

#[test]
fn a_form_is_scored_for_people() {
    let words = printed(&["measures", "score", "gad-7", "--answers", "1,1,0,1,0,1,0"]);
    assert!(
        words.starts_with("GAD-7 1.0.0, complete (attune-scoring/2)"),
        "{words}"
    );
    assert!(words.contains("minimal"));
}

#[test]
fn a_form_is_scored_for_programs() {
    let json = printed(&[
        "measures",
        "score",
        "phq-9",
        "--answers",
        "1,1,1,1,1,1,1,1,",
        "--json",
    ]);
    for part in [
        "\"id\": \"phq-9\"",
        "\"version\": \"1.0.0\"",
        "\"status\": \"insufficient\"",
        "\"total\": null",
        "\"band\": null",
        "\"algorithm\": null",
        "\"flag_item9\": null",
    ] {
        assert!(json.contains(part), "{part} is not in {json}");
    }
}

#[test]
fn what_stands_beside_the_answers_counts() {
    let score = |arguments: &[&str]| {
        let all = [&["measures", "score"], arguments, &["--json"]].concat();
        printed(&all)
    };
    let tens = "4,3,2,1,4,3,2,3,0,1";
    let json = score(&[
        "cfpb-fwb-10",
        "--answers",
        tens,
        "--context",
        "mode=self",
        "--context",
        "age=62+",
    ]);
    assert!(json.contains("\"score\": 57"), "{json}");
    let json = score(&["cfpb-fwb-10", "--answers", tens]);
    assert!(
        json.contains("\"raw\": 23") && json.contains("\"score\": null"),
        "{json}"
    );
    let json = score(&["pc-ptsd-5", "--answers", ",,,,", "--context", "gate=0"]);
    assert!(
        json.contains("\"total\": 0") && json.contains("\"complete\""),
        "{json}"
    );
    let json = score(&["b-ipf", "--answers", "na,na,na,na,5,na,na"]);
    assert!(
        json.contains("83.33") && json.contains("\"complete\""),
        "{json}"
    );
    let json = score(&["b-ipf", "--answers", ",2,2,2,2,2,2"]);
    assert!(
        json.contains("33.33") && json.contains("\"prorated\""),
        "{json}"
    );
    let json = score(&[
        "nimh-asq",
        "--answers",
        "0,0,refused,0",
        "--context",
        "item5=0",
    ]);
    assert!(json.contains("non_acute_positive"), "{json}");
    let policy = "policy=prorate_max_missing_2";
    let json = score(&[
        "phq-9",
        "--answers",
        "2,2,2,2,2,2,2,2,",
        "--context",
        policy,
    ]);
    assert!(
        json.contains("\"total\": 18") && json.contains("\"prorated\": true"),
        "{json}"
    );
    let json = score(&["preferences", "--answers", "-3,3,0,1,-1,2,-2,3"]);
    assert!(json.contains("\"structure\": -3"), "{json}");
}

#[test]
fn a_form_that_does_not_fit_is_refused_without_repeating_the_answer() {
    let bench = Bench::new();
    let refused = |arguments: &[&str]| bench.refused(&[&["measures", "score"], arguments].concat());
    assert!(refused(&["gad-8", "--answers", "1"]).contains("attune measures list"));
    assert!(refused(&["gad-7", "--answers", "1,1"]).contains("takes 7 answers, 2 were given"));
    let words = refused(&["gad-7", "--answers", "1,1,1,4711,1,1,1"]);
    assert!(
        words.contains("item q4") && !words.contains("4711"),
        "{words}"
    );
    let words = refused(&[
        "gad-7",
        "--answers",
        "1,1,1,1,1,1,1",
        "--context",
        "age=62+",
    ]);
    assert!(words.contains("\"age\""), "{words}");
    assert!(refused(&["bdi-ii", "--answers", "1"]).contains("only its total"));
    assert!(refused(&["gad-7", "--answers", "1", "--context", "x"]).contains("KEY=VALUE"));
}

#[test]
fn the_shipped_measures_are_in_order() {
    assert!(printed(&["measures", "check"]).contains("questionnaires in order"));
    let folder = catalogue();
    let lines = printed(&["measures", "check", folder.to_str().unwrap()]);
    assert!(lines.contains("phq-9 1.0.0: in order") && lines.contains("wsas 1.0.0: in order"));
}

#[test]
fn what_is_wrong_is_named_with_file_and_line() {
    let bench = Bench::new();
    let measure = copy(&bench, "core", "gad-7");
    let check = |folder: &Path| bench.refused(&["measures", "check", folder.to_str().unwrap()]);
    replace(
        &measure.join("measure.toml"),
        "{ from = 5, to = 9",
        "{ from = 6, to = 9",
    );
    let words = check(&measure);
    assert!(
        words.contains("1.0.0/measure.toml:") && words.contains("no band holds 5 to 5"),
        "{words}"
    );
    replace(
        &measure.join("measure.toml"),
        "{ from = 6, to = 9",
        "{ from = 5, to = 9",
    );
    replace(
        &measure.join("text.en.toml"),
        "Trouble relaxing",
        "Trouble resting",
    );
    let words = check(&bench.path("measures"));
    assert!(
        words.contains("text.en.toml:2") && words.contains("sha256"),
        "{words}"
    );
    let empty = bench.path("empty");
    std::fs::create_dir_all(&empty).unwrap();
    assert!(check(&empty).contains("no questionnaire lies here"));
}

#[test]
fn a_measure_leaves_and_comes_home_as_fhir() {
    let bench = Bench::new();
    let file = bench.path("gad-7.json");
    let name = file.to_str().unwrap();
    let output = bench.attune(&["measures", "export", "gad-7", "--fhir", "--to", name]);
    assert!(output.status.success(), "{}", said(&output));
    let folder = bench.path("mine");
    let into = folder.to_str().unwrap();
    let licence = ["--holder", "Our practice", "--basis", "public domain"];
    let import = [
        "measures", "import", name, "--fhir", "--better", "lower", "--to", into,
    ];
    let output = bench.attune(&[&import[..], &licence[..]].concat());
    assert!(output.status.success(), "{}", said(&output));
    assert!(text(&output.stdout).contains("gad-7 1.0.0: 7 questions"));
    let checked = bench.attune(&["measures", "check", into]);
    assert!(checked.status.success(), "{}", said(&checked));
    assert!(text(&checked.stdout).contains("gad-7 1.0.0: in order"));
}

#[test]
fn a_file_that_cannot_be_read_is_refused_with_its_place() {
    let bench = Bench::new();
    let file = bench.path("odd.json");
    std::fs::write(
        &file,
        r#"{"resourceType": "Questionnaire", "title": "Odd", "item": [{"linkId": "1", "type": "date", "text": "When?"}]}"#,
    )
    .unwrap();
    let (name, into) = (file.to_str().unwrap(), bench.path("mine"));
    let refused = bench.refused(&[
        "measures",
        "import",
        name,
        "--fhir",
        "--better",
        "lower",
        "--holder",
        "x",
        "--basis",
        "y",
        "--to",
        into.to_str().unwrap(),
    ]);
    assert!(
        refused.contains("item[0]: a question of type date"),
        "{refused}"
    );
    assert!(!into.exists(), "nothing is written");
    let refused = bench.refused(&["measures", "export", "ors", "--fhir"]);
    assert!(refused.contains("its wording is not here"), "{refused}");
    // An id cannot lead out of the folder.
    let json = std::fs::read_to_string(&file)
        .unwrap()
        .replace("date", "boolean");
    std::fs::write(&file, json).unwrap();
    let refused = bench.refused(&[
        "measures",
        "import",
        name,
        "--fhir",
        "--better",
        "lower",
        "--holder",
        "x",
        "--basis",
        "y",
        "--id",
        "..",
        "--to",
        into.to_str().unwrap(),
    ]);
    assert!(refused.contains("an id is small letters"), "{refused}");
}
