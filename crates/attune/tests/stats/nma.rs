use serde_json::Value;

use crate::bench::{Bench, close, data, json, oracle, refusal, table, warned};

const TRIALS: &str = "study,a,b,d,se\none,therapy,waiting,0.8,0.2\ntwo,support,waiting,0.4,0.15\nthree,therapy,support,0.3,0.25\n\
    four,support,waiting,0.5,0.3\nfive,therapy + pills,waiting,1.2,0.4\n";
const WORDS: &str =
    "nma {} --study study --treat1 a --treat2 b --effect d --se se --reference waiting";

fn same_as_netmeta(found: &Value, expected: &Value) {
    let of = |value: &Value| value.as_f64().unwrap();
    for (key, theirs) in [
        ("q", "Q"),
        ("q_within", "Q_within"),
        ("q_between", "Q_between"),
        ("tau2", "tau2"),
        ("i2", "I2"),
    ] {
        close(&found[key], of(&expected[theirs]), 1e-6);
    }
    for key in ["studies", "comparisons"] {
        assert_eq!(found[key], expected[key], "{key}");
    }
    // Ours are in the order of Unicode, theirs in that of a language.
    let count = |document: &Value| document["treatments"].as_array().unwrap().len();
    assert_eq!(count(found), count(expected));
    for theirs in expected["vs_reference"].as_array().unwrap() {
        let ours = found["versus_reference"].as_array().unwrap();
        let ours = ours
            .iter()
            .find(|row| row["treatment"] == theirs["treatment"])
            .unwrap();
        for key in ["common", "common_se", "random", "random_se"] {
            close(&ours[key], of(&theirs[key]), 1e-6);
        }
        close(&ours["p_score"], of(&theirs["p_score_random"]), 1e-6);
    }
}

#[test]
fn contrasts_and_components_give_the_numbers_of_netmeta() {
    let (Some(file), Some(expected)) =
        (data("nma_linde2016.csv"), oracle("nma_nma_linde2016.json"))
    else {
        return;
    };
    let words = "nma {} --study id --treat1 treat1 --treat2 treat2 --effect lnOR --se selnOR --n1 n1 --n2 n2 \
                 --reference Placebo --additive --inactive Placebo";
    let found = json(words, &file);
    same_as_netmeta(&found, &expected);
    let additive = &found["additive"];
    close(&additive["q"], 109.118_943_3, 1e-6);
    close(&additive["q_diff"], 6.671_445_8, 1e-6);
    assert_eq!(
        (&additive["df"], &additive["df_diff"]),
        (&90.into(), &3.into())
    );
    // The largest effect rests on one trial with 34 people: it never leads the table.
    let said = table(words, &file);
    let first = said.lines().nth(5).unwrap();
    assert!(!first.contains("CBT + SSRI"), "{said}");
}

#[test]
fn arms_with_counts_give_the_numbers_of_netmeta() {
    let (Some(file), Some(expected)) = (
        data("nma_hasselblad1998.csv"),
        oracle("nma_nma_hasselblad1998.json"),
    ) else {
        return;
    };
    let found = json(
        "nma {} --study study --treat trt --events xi --total ni --reference no_contact",
        &file,
    );
    same_as_netmeta(&found, &expected);
    assert!(warned(&found, "zero_cells"));
}

#[test]
fn a_small_network_has_all_its_parts() {
    let bench = Bench::new();
    let file = bench.file("trials.csv", TRIALS);
    let found = json(WORDS, &file);
    for key in [
        "studies",
        "comparisons",
        "treatments",
        "q",
        "q_df",
        "q_within",
        "q_between",
        "tau2",
        "i2",
        "split",
    ] {
        assert!(!found[key].is_null(), "{key}");
    }
    assert!(found["split"][0]["grade"].is_string() && found["league"]["cells"].is_array());
    let said = table(
        &format!("{WORDS} --plot {}", bench.path("league.svg")),
        &file,
    );
    assert!(
        said.contains("Cannot be told apart from the best"),
        "{said}"
    );
    assert!(bench.svg("league.svg").contains("fig-heat-more"));
    let means = bench.file(
        "arms.csv",
        "s,t,m,sd,n\n1,cbt,10,5,40\n1,wl,15,5,40\n2,cbt,11,6,30\n2,wl,14,5,30\n",
    );
    let words = "nma {} --study s --treat t --mean m --sd sd --n n --reference wl --small-is-good";
    close(
        &json(words, &means)["versus_reference"][0]["common"],
        -4.2,
        0.3,
    );
    let standardised = json(&format!("{words} --standardised"), &means);
    assert!(
        standardised["versus_reference"][0]["common"]
            .as_f64()
            .unwrap()
            > -1.5
    );
}

#[test]
fn what_is_no_network_is_refused() {
    let bench = Bench::new();
    let parts = bench.file("parts.csv", &format!("{TRIALS}six,yoga,walking,0.1,0.2\n"));
    let (said, typed) = refusal(WORDS, &parts);
    assert_eq!(typed["kind"], "disconnected_network");
    assert!(said.contains("walking, yoga"), "{said}");
    let file = bench.file("trials.csv", TRIALS);
    assert_eq!(
        refusal(
            &WORDS.replace("reference waiting", "reference wating"),
            &file
        )
        .1["kind"],
        "no_such_treatment"
    );
    assert_eq!(
        refusal("nma {} --study study --reference waiting", &file).1["kind"],
        "bad_option"
    );
}
