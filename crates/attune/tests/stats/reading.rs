//! What all commands that read CSV have in common.

use crate::bench::{Bench, json, refusal, run, text};

const WORDS: &str =
    "change {} --id id --time time --pre 0 --post 1 --outcome score --reliability 0.8";

const GOOD: &str =
    "id,time,arm,score\na,0,x,20.5\na,1,x,10.5\nb,0,x,18\nb,1,x,17\nc,0,y,30\nc,1,y,5\n";

#[test]
fn a_bad_cell_is_named_by_file_row_column_and_expectation() {
    let bench = Bench::new();
    let file = bench.file(
        "scores.csv",
        &GOOD.replace("18", "many").replace("30", "inf"),
    );
    let (said, typed) = refusal(WORDS, &file);
    assert!(
        said.contains(
            "scores.csv: row 4, column score: not a number; expected a number, or nothing"
        ),
        "{said}"
    );
    assert!(said.contains("row 6, column score"), "{said}");
    assert!(
        !said.contains("many"),
        "a cell is somebody's and is not repeated: {said}"
    );
    assert_eq!(typed["cells"][0]["column"], "score");
    assert_eq!(typed["cells"][0]["expected"], "a number, or nothing");
}

#[test]
fn a_missing_column_says_which_there_are() {
    let bench = Bench::new();
    let file = bench.file("scores.csv", &GOOD.replace("score", "punkte"));
    let (said, typed) = refusal(WORDS, &file);
    assert!(
        said.contains("no column \"score\"; the file has: id, time, arm, punkte"),
        "{said}"
    );
    assert_eq!(typed["kind"], "unreadable_table");
    assert!(
        refusal(WORDS, &bench.path("absent.csv"))
            .0
            .contains("absent.csv: could not be read")
    );
    let ragged = bench.file("ragged.csv", "id,time,arm,score\na,0,x\n");
    assert!(refusal(WORDS, &ragged).0.contains("row 2"));
}

#[test]
fn semicolons_and_decimal_commas_give_the_same() {
    let bench = Bench::new();
    let plain = bench.file("plain.csv", GOOD);
    let german = bench.file("german.csv", &GOOD.replace(',', ";").replace('.', ","));
    assert_eq!(
        json(WORDS, &plain),
        json(&format!("{WORDS} --decimal-comma"), &german)
    );
    let (said, _) = refusal(WORDS, &german);
    assert!(said.contains("row 2, column score: not a number"), "{said}");
}

#[test]
fn rows_are_selected_by_text_or_number() {
    let bench = Bench::new();
    let file = bench.file("scores.csv", GOOD);
    let x = json(&format!("{WORDS} --where arm=x"), &file);
    assert_eq!(x["clients"].as_array().unwrap().len(), 2);
    let spelled = WORDS.replace("--pre 0", "--pre 0.0");
    assert_eq!(json(&spelled, &file), json(WORDS, &file));
    // What is not selected is not looked at.
    let marred = bench.file("marred.csv", &GOOD.replace("c,1,y,5", "c,1,y,?"));
    assert_eq!(json(&format!("{WORDS} --where arm=x"), &marred), x);
    let twice = format!("{WORDS} --where arm=x --where id=c");
    let (said, typed) = refusal(&twice, &file);
    assert_eq!(typed["kind"], "no_rows");
    assert!(said.contains("rows with arm=x and id=c"), "{said}");
    assert_eq!(
        refusal(&format!("{WORDS} --where arm"), &file).1["kind"],
        "bad_option"
    );
    assert!(
        refusal(&format!("{WORDS} --where armm=x"), &file)
            .0
            .contains("armm")
    );
}

#[test]
fn unknown_options_end_with_2_as_well() {
    let output = run("change --speed", "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--speed"));
}

#[test]
fn help_teaches() {
    for command in [
        "change", "growth", "expect", "evaluate", "meta", "nma", "ggm", "var", "map",
    ] {
        let said = text(&run(&format!("{command} --help"), "").stdout);
        assert!(said.contains("Examples:"), "{command}");
        assert!(said.contains("Keys of the JSON:"), "{command}");
    }
}
