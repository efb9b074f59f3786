//! `ggm` and `var`.

use serde_json::Value;

use crate::bench::{Bench, close, data, json, number, oracle, refusal, table, warned};

fn matrix_close(found: &Value, expected: &Value, tolerance: f64) {
    for (ours, theirs) in found
        .as_array()
        .unwrap()
        .iter()
        .zip(expected.as_array().unwrap())
    {
        for (one, other) in ours
            .as_array()
            .unwrap()
            .iter()
            .zip(theirs.as_array().unwrap())
        {
            close(one, other.as_f64().unwrap(), tolerance);
        }
    }
}

/// Forty rows of three columns, of which the first two go together.
fn answers() -> String {
    let row = |n: i32| {
        let (a, b, c) = ((n * 7) % 11, (n * 5) % 13, (n * 3) % 7);
        format!("{n},{a},{},{c}\n", 2 * a + b % 5)
    };
    let rows: String = (0..40).map(row).collect();
    format!("id,sad,tired,worry\n{rows}")
}

#[test]
fn open_answers_give_the_network_of_qgraph() {
    let (Some(file), Some(expected)) = (
        data("items_phq9_gad7_t1.csv"),
        oracle("ggm_items_phq9_gad7_t1.json"),
    ) else {
        return;
    };
    let found = json("ggm {}", &file);
    assert_eq!(
        (&found["nodes"], &found["rows"]),
        (&expected["nodes"], &expected["rows"])
    );
    close(&found["lambda"], number(&expected["lambda"]), 1e-6);
    matrix_close(&found["partial"], &expected["partial"], 1e-3);
}

#[test]
fn steadiness_is_given_with_a_seed_or_missed() {
    let bench = Bench::new();
    let file = bench.file("answers.csv", &answers());
    let plain = json("ggm {}", &file);
    assert!(warned(&plain, "not_resampled") && plain["bootstrap"].is_null());
    assert!(plain.get("seed").is_none(), "nothing was random");
    let words = "ggm {} --bootstrap 40 --seed 7";
    let found = json(words, &file);
    assert_eq!(found["seed"], 7);
    for key in ["draws", "edges", "strength", "stability"] {
        assert!(!found["bootstrap"][key].is_null(), "{key}");
    }
    assert_eq!(found, json(words, &file), "the same seed");
    let said = table(
        &format!("{words} --plot {}", bench.path("network.svg")),
        &file,
    );
    assert!(
        said.contains("sad - tired") && said.contains("CS-coefficient"),
        "{said}"
    );
    assert!(bench.svg("network.svg").contains("goes with more"));
}

#[test]
fn columns_that_say_nothing_are_refused_by_name() {
    let bench = Bench::new();
    let lines: Vec<String> = answers()
        .lines()
        .map(|line| {
            let head = line.starts_with("id");
            format!("{line},{}", if head { "always" } else { "3" })
        })
        .collect();
    let same = bench.file("same.csv", &lines.join("\n"));
    let (said, typed) = refusal("ggm {}", &same);
    assert_eq!(typed["kind"], "constant_column");
    assert!(said.contains("column always"), "{said}");
    let file = bench.file("answers.csv", &answers());
    assert_eq!(refusal("ggm {} --columns sad", &file).1["kind"], "too_few");
    assert!(
        refusal("ggm {} --columns sad,angry", &file)
            .0
            .contains("angry")
    );
}

#[test]
fn an_open_diary_gives_the_network_of_graphicalvar() {
    let (Some(file), Some(expected)) = (
        data("ema_kossakowski_2017.csv"),
        oracle("gvar_ema_kossakowski_2017.json"),
    ) else {
        return;
    };
    let names: Vec<&str> = expected["vars"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    let found = json(
        &format!(
            "var {{}} --columns {} --day day --beep beep",
            names.join(",")
        ),
        &file,
    );
    matrix_close(&found["contemporaneous"], &expected["PCC"], 1e-2);
    matrix_close(&found["temporal"], &expected["PDC"], 1e-2);
    for key in ["nodes", "rows", "beta", "kappa", "ebic"] {
        assert!(!found[key].is_null(), "{key}");
    }
}

#[test]
fn one_person_is_taken_out_of_many() {
    let bench = Bench::new();
    // Thirty days with five beeps: worry is followed by low mood at the next beep.
    let mut diary = String::from("id,day,beep,worry,mood\n");
    for day in 0..30 {
        let mut before = 0;
        for beep in 0..5 {
            let (worry, noise) = ((day * 7 + beep * 3) % 11, (day * 5 + beep * 8) % 13);
            diary.push_str(&format!(
                "mira,{day},{beep},{worry},{}\n",
                4 * before + noise
            ));
            diary.push_str(&format!("jon,{day},{beep},1,1\n"));
            before = worry;
        }
    }
    let file = bench.file("diary.csv", &diary);
    let words = "var {} --columns worry,mood --day day --beep beep";
    let found = json(&format!("{words} --person id=mira"), &file);
    assert_eq!(
        (&found["rows"], &found["moments"]),
        (&120.into(), &150.into())
    );
    assert!(number(&found["temporal"][0][1]) > 0.5);
    let said = table(
        &format!(
            "{words} --person id=mira --plot {}",
            bench.path("diary.svg")
        ),
        &file,
    );
    assert!(said.contains("worry > mood"), "{said}");
    assert!(bench.svg("diary.svg").contains("leads to more"));
    assert!(
        warned(&json(words, &file), "repeated_beeps"),
        "two people's beeps are no diary of one"
    );
    assert_eq!(
        refusal(&format!("{words} --person id=jon"), &file).1["kind"],
        "constant_column"
    );
    assert_eq!(
        refusal(&format!("{words} --person id=eve"), &file).1["kind"],
        "no_rows"
    );
    let half = bench.file("half.csv", &diary.replace("mira,3,2,", "mira,3,2.5,"));
    assert!(
        refusal(&format!("{words} --person id=mira"), &half)
            .0
            .contains("expected a whole number")
    );
}
