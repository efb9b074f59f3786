use crate::bench::{Bench, close, data, json, oracle, refusal, table, warned};

/// Five made-up trials of two kinds.
const TRIALS: &str = "study,kind,g,se\none,x,0.72,0.21\ntwo,x,0.35,0.15\nthree,x,0.98,0.30\nfour,y,0.51,0.18\nfive,y,0.2,NA\n";

#[test]
fn open_trials_give_the_numbers_of_metafor() {
    let (Some(file), Some(expected)) = (
        data("metapsy_panic_psyctr_raw_semicolon.csv"),
        oracle("pool_metapsy_panic_psyctr.json"),
    ) else {
        return;
    };
    let found = json(
        "meta {} --decimal-comma --effect .g --se .g_se --negate --by condition_arm1 --by condition_arm2",
        &file,
    );
    let of = |value: &serde_json::Value| value.as_f64().unwrap();
    let same = |found: &serde_json::Value, expected: &serde_json::Value| {
        assert_eq!(found["rows"], expected["rows"]);
        close(&found["estimate"], of(&expected["g"]), 1e-4);
        close(&found["se"], of(&expected["se"]), 1e-4);
        close(&found["tau2"], of(&expected["tau2"]), 1e-4);
        for end in 0..2 {
            close(&found["ci"][end], of(&expected["ci"][end]), 1e-4);
            close(&found["prediction"][end], of(&expected["pi"][end]), 1e-3);
        }
    };
    same(&found["all"], &expected["all"]);
    for (name, group) in expected["groups"].as_object().unwrap() {
        let groups = found["groups"].as_object().unwrap();
        let ours = groups
            .iter()
            .find(|(ours, _)| ours.eq_ignore_ascii_case(name));
        same(ours.unwrap().1, group);
    }
}

#[test]
fn groups_have_their_own_numbers_and_one_row_says_so() {
    let bench = Bench::new();
    let file = bench.file("trials.csv", TRIALS);
    let found = json("meta {} --effect g --se se --by kind", &file);
    for key in [
        "rows",
        "estimate",
        "se",
        "ci",
        "prediction",
        "tau2",
        "q",
        "i2",
    ] {
        assert!(!found["all"][key].is_null(), "{key}");
    }
    assert_eq!(found["groups"]["x"]["rows"], 3);
    assert!(found["groups"]["y"]["tau2"].is_null());
    assert!(warned(&found, "one_row") && warned(&found, "left_out"));
    assert!(
        found["all"]["egger"]["p"].is_number()
            && found["all"]["dersimonian_laird"]["ci"].is_array()
    );
    let turned = json("meta {} --effect g --se se --negate", &file);
    close(
        &turned["all"]["estimate"],
        -found["all"]["estimate"].as_f64().unwrap(),
        1e-12,
    );
    let said = table(
        &format!(
            "meta {{}} --effect g --se se --label study --plot {}",
            bench.path("forest.svg")
        ),
        &file,
    );
    assert!(
        said.contains("95 % interval") && said.contains("next trial"),
        "{said}"
    );
    assert!(bench.svg("forest.svg").contains("three"));
}

#[test]
fn a_standard_error_of_nothing_is_refused_with_its_row() {
    let bench = Bench::new();
    let file = bench.file("trials.csv", &TRIALS.replace("0.15", "0"));
    let (said, typed) = refusal("meta {} --effect g --se se", &file);
    assert!(
        said.contains(
            "row 3, column se: outside of what can be; expected a standard error above 0"
        ),
        "{said}"
    );
    assert_eq!(typed["kind"], "bad_cells");
}
