use crate::bench::{Bench, close, data, json, number, refusal, table, warned};

const OPTIONS: &str = "--outcome phq9 --time month --group patient --transform log1p";

#[test]
fn predictions_follow_the_persons_own_scores() {
    let Some(reference) = data("reframed_phq9_dev.csv") else {
        return;
    };
    let bench = Bench::new();
    let course = bench.file(
        "course.csv",
        "patient,month,phq9\nmira,3,23\nmira,0,20\nmira,1,21\nmira,2,22\n",
    );
    let words = format!(
        "expect --reference {reference} --course {{}} {OPTIONS} --at 1,6 --coverage .5,.8 --reliable-points 6"
    );
    let found = json(&words, &course);
    let predictions = found["courses"][0]["predictions"].as_array().unwrap();
    // With none and one of her scores month 1 is still to come; with all four only month 6 is.
    let of = |given: u64| {
        predictions
            .iter()
            .filter(|found| found["given"] == given)
            .count()
    };
    assert_eq!([of(0), of(1), of(2), of(3), of(4)], [2, 2, 2, 1, 1]);
    for key in [
        "given",
        "at",
        "mean",
        "sd",
        "bands",
        "improvement",
        "deterioration",
    ] {
        assert!(predictions[0].get(key).is_some(), "{key}");
    }
    assert!(
        predictions[0]["improvement"].is_null(),
        "there is no first score to improve from"
    );
    let all = predictions
        .iter()
        .find(|found| found["given"] == 4)
        .unwrap();
    // With the parameters of the whole trial it is 20.53 (SD 4.32); this is two thirds of it.
    close(&all["mean"], 20.53, 0.5);
    close(&all["sd"], 4.32, 0.3);
    assert!(number(&all["improvement"]) < number(&predictions[3]["improvement"]));
    let said = table(
        &format!("{words} --plot {}", bench.path("course.svg")),
        &course,
    );
    assert!(
        said.contains("mira, 4 scores") && said.contains("improved"),
        "{said}"
    );
    assert_eq!(
        bench
            .svg("course.svg")
            .matches("class=\"fig-measured\"")
            .count(),
        5,
        "four and one in the key"
    );
    let late = json(&words.replace("--at 1,6", "--at 40"), &course);
    assert!(warned(&late, "extrapolated"));
    let unsaid = json(&words.replace(" --reliable-points 6", ""), &course);
    assert!(warned(&unsaid, "threshold_from_model"));
    assert_eq!(
        refusal(&words.replace("--at 1,6", "--at=-1"), &course).1["kind"],
        "bad_option"
    );
    assert_eq!(
        refusal(&words.replace(".5,.8", "1"), &course).1["kind"],
        "out_of_range"
    );
}

#[test]
fn evaluation_by_cross_validation_is_honest_and_better_than_the_last_value() {
    let Some(reference) = data("reframed_phq9_dev.csv") else {
        return;
    };
    let words =
        format!("evaluate --reference {{}} {OPTIONS} --reliable-points 6 --end 12 --at 1,3,6");
    let found = json(&words, &reference);
    assert_eq!((&found["seed"], &found["folds"]), (&7.into(), &5.into()));
    let eighty = &found["coverage"][1];
    close(&eighty["stated"], 0.8, 1e-12);
    assert!(
        (0.75..=0.85).contains(&number(&eighty["observed"])),
        "{eighty}"
    );
    assert!(number(&found["mae"]) < number(&found["mae_last_value"]));
    let month_three = &found["by_time"][1];
    assert!(number(&month_three["brier"]) < number(&month_three["brier_base"]));
    for way in ["intake", "change_so_far", "model"] {
        assert!(month_three[way]["auc"]["interval"].is_array(), "{way}");
        for share in ["sensitivity", "specificity", "ppv"] {
            assert!(
                month_three[way]["alarm"][share]["lower"].is_number(),
                "{way} {share}"
            );
        }
    }
    assert_eq!(found, json(&words, &reference), "the same seed");
    let bench = Bench::new();
    let said = table(
        &format!("{words} --alarm-rate 0.2 --plot {}", bench.path("auc.svg")),
        &reference,
    );
    assert!(
        said.contains("last value carried forward") && said.contains("alarming the worst 20 %"),
        "{said}"
    );
    assert!(bench.svg("auc.svg").contains("0.5 is chance"));
    let copy = bench.file("copy.csv", &std::fs::read_to_string(&reference).unwrap());
    let shared = json(
        &words.replace(
            "--reference {}",
            &format!("--reference {reference} --course {{}}"),
        ),
        &copy,
    );
    assert!(warned(&shared, "shared_people"));
    assert_eq!(
        refusal(&words.replace("--end 12", "--end 5"), &reference).1["kind"],
        "out_of_range"
    );
}
