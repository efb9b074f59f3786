//! Rules of scoring broken on purpose: tables, proration, criteria, conditional items.

use attune_catalog::CatalogError;

use super::{broken, line_at, line_of, place};

const CFPB: &str = "measures/core/cfpb-fwb-10/1.0.0/measure.toml";
const CORE_10: &str = "measures/skeleton/core-10/1.0.0/measure.toml";
const SPANE: &str = "measures/core/spane/1.0.0/measure.toml";
const GATED: &str = "measures/core/pc-ptsd-5/1.0.0/measure.toml";
const PCL: &str = "measures/core/pcl-5/1.0.0/measure.toml";
const ASQ: &str = "measures/core/nimh-asq/1.0.0/measure.toml";

fn is_rule(error: &CatalogError) -> bool {
    matches!(error, CatalogError::Rule { .. })
}

#[test]
fn a_table_that_is_short_missing_or_for_nobody() {
    let error = broken(CFPB, "  14, 19, 22,", "  19, 22,");
    assert!(is_rule(&error), "{error}");
    assert!(
        error.to_string().contains("needs 41 entries, it has 40"),
        "{error}"
    );
    let error = broken(CFPB, "\"other|62+\" = [", "\"other|63+\" = [");
    assert!(
        matches!(&error, CatalogError::Unknown { at, .. } if line_at(at) == place(CFPB, line_of(CFPB, "other|62+"))),
        "{error}"
    );
    let error = broken(
        CFPB,
        "{ id = \"62+\", value = 1 }",
        "{ id = \"62+\", value = 1 }, { id = \"?\", value = 2 }",
    );
    assert!(
        is_rule(&error) && error.to_string().contains("no table"),
        "{error}"
    );
    let error = broken(CFPB, "range = [14, 95]", "range = [15, 95]");
    assert!(matches!(error, CatalogError::Range { .. }), "{error}");
}

#[test]
fn scores_made_of_what_they_cannot_be_made_of() {
    let error = broken(SPANE, "of = [\"P\", \"N\"]", "of = [\"P\"]");
    assert!(is_rule(&error), "{error}");
    let error = broken(SPANE, "of = [\"P\", \"N\"]", "of = [\"P\", \"Q\"]");
    assert!(matches!(error, CatalogError::Unknown { .. }), "{error}");
    let error = broken(SPANE, "range = [-24, 24]", "range = [0, 24]");
    assert!(matches!(error, CatalogError::Range { .. }), "{error}");
    let error = broken(CORE_10, "max_missing = 1\n", "");
    assert!(is_rule(&error), "{error}");
    let error = broken(
        PCL,
        "op = \"count\"",
        "op = \"count\"\nmissing = \"prorate\"\nmax_missing = 1",
    );
    assert!(is_rule(&error), "{error}");
    let error = broken(PCL, "op = \"sum\"", "op = \"sum\"\nby = [\"q1\"]");
    assert!(is_rule(&error), "{error}");
    let error = broken(CORE_10, "op = \"sum\"", "op = \"sum\"\ntimes = 0.5");
    assert!(matches!(error, CatalogError::Bands { .. }), "{error}");
}

#[test]
fn a_prorated_score_stays_within_its_examples() {
    let error = broken(CORE_10, "max_missing = 1", "max_missing = 2");
    assert!(
        matches!(&error, CatalogError::Vector { name, .. } if name == "two missing"),
        "{error}"
    );
    let error = broken(CORE_10, "reverse = true", "reverse = false");
    assert!(matches!(error, CatalogError::Vector { .. }), "{error}");
}

#[test]
fn criteria_that_point_nowhere_or_say_two_things() {
    for (from, to) in [
        ("when = \"total>=31\"", "when = \"sum>=31\""),
        ("all = [\"B_symptoms>=1\",", "all = [\"F_symptoms>=1\","),
    ] {
        let error = broken(PCL, from, to);
        let CatalogError::Unknown { at, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!(line_at(at), place(PCL, line_of(PCL, from)));
    }
    for (from, to) in [
        ("when = \"total>=31\"", "when = \"total>31\""),
        (
            "when = \"total>=31\"",
            "when = \"total>=31\"\nany = [\"total>=33\"]",
        ),
        ("when = \"total>=31\"", "any = []"),
        ("when = \"total>=31\"", "otherwise = \"none\""),
    ] {
        let error = broken(PCL, from, to);
        assert!(is_rule(&error), "{to}: {error}");
    }
    for taken in ["total", "band", "q1", "provisional_dsm5"] {
        let error = broken(PCL, "id = \"ge_31\"", &format!("id = \"{taken}\""));
        assert!(
            matches!(error, CatalogError::Identity { .. }),
            "{taken}: {error}"
        );
    }
    let error = broken(
        ASQ,
        "undecided = \"does_not_hold\"",
        "undecided = \"says_nothing\"",
    );
    assert!(matches!(error, CatalogError::Vector { .. }), "{error}");
}

#[test]
fn conditional_items_depend_on_one_that_is_always_asked() {
    let error = broken(GATED, "asked_if = [\"gate=1\"]", "asked_if = [\"door=1\"]");
    assert!(matches!(error, CatalogError::Unknown { .. }), "{error}");
    let error = broken(GATED, "asked_if = [\"gate=1\"]", "asked_if = [\"q2=1\"]");
    assert!(is_rule(&error), "{error}");
    let error = broken(GATED, "asked_if = [\"gate=1\"]\n", "");
    assert!(matches!(error, CatalogError::Vector { .. }), "{error}");
}
