//! Content other than measures, broken on purpose.

use attune_catalog::CatalogError;

use super::broken;

#[test]
fn evidence_without_interval_origin_or_a_finding_it_bears_out() {
    let path = "evidence/trauma.toml";
    for (from, to) in [
        ("interval = [1.44, 2.7]\n", ""),
        ("interval = [1.44, 2.7]", "interval = [2.7, 1.44]"),
        (
            "finding = \"favours_therapy\"",
            "finding = \"cannot_be_told_apart\"",
        ),
        ("origin = \"read\"", "origin = \"computed\""),
        (
            "effect = 2.07",
            "scale = \"response_odds_ratio\"\neffect = -2.07",
        ),
        (
            "effect = 2.07",
            "responded_without = [20.0, 10.0, 30.0]\neffect = 2.07",
        ),
        (
            "id = \"ptsd-tf-cbt-waitlist\"",
            "id = \"ptsd-emdr-waitlist\"",
        ),
        ("against = \"waitlist\"", "against = \"nothing\""),
    ] {
        let error = broken(path, from, to);
        assert!(matches!(error, CatalogError::Rule { .. }), "{to}: {error}");
    }
    for (from, to) in [
        ("modality = \"emdr\"", "modality = \"emdx\""),
        ("problem = \"ptsd\"", "problem = \"shock\""),
        (
            "against = { modality = \"trauma-focused-cbt\" }",
            "against = { modality = \"cbx\" }",
        ),
    ] {
        let error = broken(path, from, to);
        assert!(
            matches!(error, CatalogError::Unknown { .. }),
            "{to}: {error}"
        );
    }
}

#[test]
fn content_that_refers_to_nothing_or_contradicts_itself() {
    for (path, from, to) in [
        (
            "techniques/grounding.toml",
            "modality = \"trauma-focused-cbt\"",
            "modality = \"tfcbt\"",
        ),
        (
            "techniques/grounding.toml",
            "\"high-arousal\"",
            "\"arousal\"",
        ),
        (
            "techniques/speaker-listener.toml",
            "when = \"Violence or fear in the couple\"",
            "when = \"Violence in the pair\"",
        ),
        (
            "modalities/emdr.toml",
            "when = \"Life is not safe now\"",
            "when = \"Life is unsafe\"",
        ),
        (
            "techniques/grounding.toml",
            "exempt_from = [\"Life is not safe now\"",
            "exempt_from = [\"Heart, lung or seizure disorder, or pregnancy\"",
        ),
        ("modalities/cbt.toml", "guidance = -2", "guide = -2"),
        (
            "references/bdi-ii-primary-care.toml",
            "measure = \"bdi-ii\"",
            "measure = \"bdi-iii\"",
        ),
        (
            "references/bdi-ii-primary-care.toml",
            "score = \"total\"",
            "score = \"sum\"",
        ),
        (
            "vocabulary/preferences.toml",
            "id = \"structure\"",
            "id = \"order\"",
        ),
    ] {
        let error = broken(path, from, to);
        assert!(
            matches!(error, CatalogError::Unknown { .. }),
            "{to}: {error}"
        );
    }
    for (path, from, to) in [
        ("modalities/cbt.toml", "guidance = -2", "guidance = -4"),
        ("modalities/cbt.toml", "guidance = -2\n", ""),
        (
            "references/bdi-ii-primary-care.toml",
            "covariance = -6.166172",
            "covariance = -60.0",
        ),
        (
            "references/bdi-ii-primary-care.toml",
            "var_residual = 28.781418",
            "var_residual = 0.0",
        ),
        (
            "references/phq-9-refractory.toml",
            "validation = ",
            "design_note = ",
        ),
    ] {
        let error = broken(path, from, to);
        let refused = matches!(
            error,
            CatalogError::Rule { .. } | CatalogError::Syntax { .. }
        );
        assert!(refused, "{to}: {error}");
    }
}

#[test]
fn a_sheet_that_asks_one_thing_and_a_situation_that_stands_twice() {
    let sheet =
        "[[worksheet]]\nname = \"Scale\"\nwhat = \"Where I am.\"\nprompts = [\"Where am I?\"]\n";
    let what = "between_sessions = \"Do the half step, or notice it.\"\n";
    let error = broken("techniques/scaling.toml", what, &format!("{what}\n{sheet}"));
    assert!(matches!(error, CatalogError::Rule { .. }), "{error}");
    let error = broken(
        "vocabulary/situations.toml",
        "when = \"The danger is real and present\"",
        "when = \"Life is not safe now\"",
    );
    assert!(matches!(error, CatalogError::Identity { .. }), "{error}");
}

#[test]
fn a_course_with_measured_errors_but_no_word_on_how() {
    let check = "[[band_check]]\npromised = 0.8\nheld = 0.8\npredictions = 100\n\n[card]";
    let error = broken("references/bdi-ii-primary-care.toml", "[card]", check);
    assert!(matches!(error, CatalogError::Rule { .. }), "{error}");
}

#[test]
fn notes_on_the_sides_of_life_that_leave_one_out_or_have_nothing_to_ask() {
    let path = "vocabulary/domains.toml";
    let error = broken(path, "domain = \"thoughts\"", "domain = \"emotions\"");
    assert!(matches!(error, CatalogError::Rule { .. }), "{error}");
    let question = "ask = [\"Which feelings come most often, and which ones are missing?\"]";
    let error = broken(path, question, "ask = []");
    assert!(matches!(error, CatalogError::Rule { .. }), "{error}");
    let error = broken(path, "\"ons-loneliness\"", "\"no-such-scale\"");
    assert!(matches!(error, CatalogError::Unknown { .. }), "{error}");
}

#[test]
fn a_list_of_prompts_in_another_language_asks_as_much() {
    let path = "techniques/worry-time.toml";
    let error = broken(path, "    \"Was ist die Sorge?\",\n", "");
    let message = "[worksheet.de] asks 2 things, the worksheet in English 3";
    assert!(error.to_string().contains(message), "{error}");
}
