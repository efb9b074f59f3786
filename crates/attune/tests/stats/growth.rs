use crate::bench::{Bench, close, data, json, oracle, refusal, table, warned};

const REFRAMED: &str = "growth {} --outcome phq9 --time month --group patient --transform log1p";

/// Six people with three to four scores; one row lacks its score.
const COURSES: &str = "client,week,score,arm,therapist\n\
    a,0,20,0,t\na,1,17,0,t\na,2,15.5,0,u\nb,0,14,1,t\nb,1,13,1,t\nb,2,13.5,1,t\nc,0,22,1,u\nc,1,16,1,u\nc,3,9,1,u\n\
    d,0,18,0,u\nd,2,15,0,v\nd,3,NA,0,v\ne,0,25,1,v\ne,1,21,1,v\ne,2,20,1,v\nf,0,17,0,t\nf,2,16,0,u\nf,3,12,0,v\n";

#[test]
fn open_courses_give_the_numbers_of_lme4() {
    let (Some(file), Some(expected)) = (
        data("reframed_phq9_dev.csv"),
        oracle("growth_reframed_phq9_dev_phq9.json"),
    ) else {
        return;
    };
    let found = json(REFRAMED, &file);
    let reml = &expected["reml"];
    let of = |value: &serde_json::Value| value.as_f64().unwrap();
    let criterion = of(&reml["criterion"]);
    close(&found["criterion"], criterion, 1e-6 * criterion);
    close(
        &found["fixed"][0]["estimate"],
        of(&reml["fixed"]["intercept"]),
        1e-4,
    );
    close(
        &found["fixed"][1]["estimate"],
        of(&reml["fixed"]["slope"]),
        1e-4,
    );
    close(
        &found["fixed"][1]["se"],
        of(&reml["fixed_se"]["slope"]),
        1e-4,
    );
    close(
        &found["variance"]["intercept"],
        of(&reml["var_intercept"]),
        1e-3 * of(&reml["var_intercept"]),
    );
    close(
        &found["variance"]["residual"],
        of(&reml["var_residual"]),
        1e-3 * of(&reml["var_residual"]),
    );
    assert_eq!(
        (&found["rows"], &found["groups"]),
        (&expected["rows"], &164.into())
    );
    assert_eq!(found["singular"], false);
    let groups = found["group_effects"].as_array().unwrap();
    for blup in expected["blup"].as_array().unwrap() {
        let name = blup["group"].to_string().replace('"', "");
        let group = groups
            .iter()
            .find(|group| group["group"] == name.as_str())
            .unwrap();
        close(&group["intercept"], of(&blup["intercept"]), 1e-3);
        close(&group["slope"], of(&blup["slope"]), 1e-3);
    }
    let ml = json(&format!("{REFRAMED} --ml"), &file);
    close(
        &ml["log_likelihood"],
        of(&expected["ml"]["log_likelihood"]),
        1e-3,
    );
}

#[test]
fn covariates_and_a_crossed_grouping_have_their_place() {
    let bench = Bench::new();
    let file = bench.file("courses.csv", COURSES);
    let words = "growth {} --outcome score --time week --group client";
    let found = json(
        &format!("{words} --covariate arm --crossed therapist"),
        &file,
    );
    assert_eq!(found["fixed"][2]["term"], "arm");
    assert!(found["variance"]["crossed"].is_number());
    assert_eq!(found["crossed_effects"].as_array().unwrap().len(), 3);
    assert_eq!(found["left_out"], 1);
    assert!(warned(&found, "left_out"));
    for key in [
        "fixed",
        "variance",
        "criterion",
        "log_likelihood",
        "singular",
        "converged",
        "rows",
        "groups",
    ] {
        assert!(!found[key].is_null(), "{key}");
    }
    let said = table(
        &format!("{words} --plot {}", bench.path("growth.svg")),
        &file,
    );
    assert!(
        said.contains("slope, per unit of week") && said.contains("17 scores of 6 people"),
        "{said}"
    );
    assert!(bench.svg("growth.svg").contains("fig-band-80"));
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let bench = Bench::new();
    let file = bench.file("courses.csv", COURSES);
    let words = "growth {} --outcome score --time week --group client";
    assert_eq!(
        refusal(&format!("{words} --covariate therapist"), &file).1["kind"],
        "bad_cells"
    );
    assert_eq!(
        refusal(&format!("{words} --covariate week"), &file).1["kind"],
        "collinear_covariate"
    );
    assert_eq!(
        refusal(&format!("{words} --crossed client"), &file).1["kind"],
        "confounded_factor"
    );
    let one = refusal(&format!("{words} --where client=a"), &file);
    assert_eq!(one.1["kind"], "too_few", "{}", one.0);
    let back = bench.file("back.csv", &COURSES.replace("a,1,17", "a,-1,17"));
    assert!(
        refusal(words, &back)
            .0
            .contains("row 3, column week: outside of what can be; expected a time, 0 or more")
    );
}
