use serde_json::json;

use crate::bench::{Bench, close, data, json, refusal, table, warned};

const CLAUS: &str =
    "change {} --id id --time time --pre 1 --post 4 --outcome hamd --reliability 0.80";

/// Five people; who has one score only, and who has none, is nobody's "unchanged".
const SCORES: &str = "id,time,arm,bdi\n\
    a,pre,cbt,30\na,post,cbt,10\n\
    b,pre,cbt,25\nb,post,cbt,24\n\
    c,pre,tau,20\nc,post,tau,28\n\
    d,pre,tau,27\nd,post,tau,NA\n\
    e,mid,tau,12\n\
    f,pre,tau,0\nf,post,tau,4\n";

const WORDS: &str =
    "change {} --id id --time time --pre pre --post post --outcome bdi --reliability 0.85";

fn counts(improved: u32, unchanged: u32, deteriorated: u32) -> serde_json::Value {
    json!({"improved": improved, "unchanged": unchanged, "deteriorated": deteriorated})
}

#[test]
fn published_counts_come_out_of_the_published_data() {
    let Some(file) = data("claus_2020.csv") else {
        return;
    };
    let found = json(
        &format!("{CLAUS} --functional-mean 8 --functional-sd 8"),
        &file,
    );
    for (method, expected) in [
        ("jacobson-truax", counts(29, 10, 1)),
        ("gulliksen-lord-novick", counts(29, 10, 1)),
        ("hsu-linn-hageman", counts(12, 16, 12)),
        ("edwards-nunnally", counts(32, 5, 3)),
        ("hageman-arrindell", counts(32, 7, 1)),
        ("growth-model", counts(33, 7, 0)),
    ] {
        assert_eq!(found["methods"][method], expected, "{method}");
    }
    assert_eq!(
        found["combined"],
        json!({"recovered": 26, "improved": 3, "unchanged": 10, "deteriorated": 1, "harmed": 0})
    );
    close(&found["cutoffs"]["a"], 18.17, 0.005);
    close(&found["cutoffs"]["b"], 24.0, 1e-12);
    close(&found["cutoffs"]["c"], 19.887, 0.0005);
}

#[test]
fn higher_can_be_better() {
    let Some(file) = data("jacobson_1989.csv") else {
        return;
    };
    let words = "change {} --id subject --time time --pre pre --post post --outcome das --reliability 0.88 \
                 --higher-is-better";
    let found = json(words, &file);
    assert_eq!(found["methods"]["jacobson-truax"], counts(19, 10, 1));
    assert_eq!(found["methods"]["nunnally-kotsch"], counts(19, 9, 2));
    let couple = &found["clients"][1];
    close(&couple["rci"], 8.6306, 5e-5);
    assert_eq!(couple["class"], "recovered");
}

#[test]
fn everybody_is_judged_and_who_has_one_score_is_counted() {
    let bench = Bench::new();
    let file = bench.file("scores.csv", SCORES);
    let found = json(WORDS, &file);
    let clients = found["clients"].as_array().unwrap();
    assert_eq!(clients.len(), 4);
    for key in ["id", "pre", "post", "change", "rci", "class"] {
        assert!(clients[0].get(key).is_some(), "{key}");
    }
    close(&clients[0]["change"], -20.0, 0.0);
    close(&clients[0]["percent"], -100.0 * 20.0 / 30.0, 1e-12);
    assert!(clients[3]["percent"].is_null(), "nothing is a share of 0");
    assert_eq!(found["percentage"]["undefined"], 1);
    assert_eq!(found["sample"]["left_out"], 1);
    assert!(warned(&found, "left_out"));
    assert!(found["cutoffs"]["b"].is_null() && found["cutoffs"]["c"].is_null());

    let said = table(WORDS, &file);
    for part in [
        "4 people with both scores, 1 left out",
        "jacobson-truax",
        "95 % interval",
        "points",
    ] {
        assert!(said.contains(part), "missing: {part}\n{said}");
    }
}

#[test]
fn a_picture_shows_everybody() {
    let bench = Bench::new();
    let file = bench.file("scores.csv", SCORES);
    let said = table(
        &format!("{WORDS} --plot {}", bench.path("change.svg")),
        &file,
    );
    assert!(said.contains("jacobson-truax"));
    assert!(bench.svg("change.svg").contains("change in points"));
}

#[test]
fn a_second_score_at_one_time_is_a_mistake_in_the_file() {
    let bench = Bench::new();
    let file = bench.file(
        "scores.csv",
        &format!("{SCORES}a,post,cbt,11\n,pre,cbt,3\n"),
    );
    let (said, typed) = refusal(WORDS, &file);
    assert!(
        said.contains("row 13, column bdi: a second score of this person at this time"),
        "{said}"
    );
    assert!(said.contains("row 14, column id: empty"), "{said}");
    assert_eq!(typed["kind"], "bad_cells");
    assert_eq!(typed["cells"][0]["row"], 13);
}

#[test]
fn what_cannot_be_judged_is_refused_with_its_reason() {
    let bench = Bench::new();
    let alike = bench.file(
        "alike.csv",
        "id,time,bdi\na,pre,9\na,post,5\nb,pre,9\nb,post,7\n",
    );
    assert_eq!(refusal(WORDS, &alike).1["kind"], "no_spread");
    let one = bench.file("one.csv", "id,time,bdi\na,pre,9\na,post,5\n");
    assert_eq!(refusal(WORDS, &one).1["kind"], "too_few");
    let file = bench.file("scores.csv", SCORES);
    let perfect = WORDS.replace("0.85", "1");
    let (said, typed) = refusal(&perfect, &file);
    assert_eq!(typed["kind"], "out_of_range");
    assert!(
        said.contains("reliability must be strictly between 0 and 1"),
        "{said}"
    );
    let worse = format!("{WORDS} --functional-mean 40 --functional-sd 5");
    assert_eq!(refusal(&worse, &file).1["kind"], "populations_not_ordered");
    let never = WORDS
        .replace("--pre pre", "--pre before")
        .replace("--post post", "--post after");
    assert!(refusal(&never, &file).0.contains("time = before or after"));
}

#[test]
fn a_method_that_the_sample_does_not_support_is_left_out_and_said() {
    let bench = Bench::new();
    // Everybody changes by nearly the same: the differences are less than measurement error would make them.
    let rows = (0..6).map(|n| format!("{n},pre,{}\n{n},post,{}\n", 20 + 3 * n, 15 + 3 * n + n % 2));
    let file = bench.file(
        "same.csv",
        &format!("id,time,bdi\n{}", rows.collect::<String>()),
    );
    let found = json(WORDS, &file);
    assert!(found["methods"].get("hageman-arrindell").is_none());
    assert!(warned(&found, "method_left_out"));
}
