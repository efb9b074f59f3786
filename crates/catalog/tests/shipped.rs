//! The shipped catalogue as a whole: it loads, and what pages rely on is there.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_catalog::{
    Catalog, ChangeRule, Comparator, Domain, FlagState, LicenceClass, OptionKind, Origin, Outcome,
    ProblemArea, Purpose, Standing,
};

#[test]
fn every_measure_meant_to_ship_is_there() {
    let catalog = Catalog::shipped().unwrap();
    let ids: Vec<&str> = catalog
        .measures
        .iter()
        .map(|measure| measure.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "arm-5",
            "audit-c",
            "b-ipf",
            "bdi-ii",
            "c-nip",
            "cfpb-fwb-10",
            "core-10",
            "csi-16",
            "dass-21",
            "gad-7",
            "goal",
            "itq",
            "nimh-asq",
            "ons-loneliness",
            "ons4",
            "oq-45",
            "ors",
            "pc-ptsd-5",
            "pcl-5",
            "personal",
            "phq-15",
            "phq-4",
            "phq-9",
            "preferences",
            "pswq",
            "rdas",
            "seq",
            "session-feedback",
            "six-domain-check-in",
            "spane",
            "srs",
            "swls",
            "va-wbb-social-needs",
            "va-wbs-3",
            "wai-sr",
            "who-5",
            "wsas",
        ]
    );
    assert!(catalog.measure_version("phq-9", "1.0.0").is_some());
    assert!(catalog.measure_version("phq-9", "0.9.0").is_none());
    assert!(catalog.measure("no-such-measure").is_none());
}

#[test]
fn wording_ships_exactly_where_the_licence_allows_it() {
    for measure in Catalog::shipped().unwrap().measures {
        let free = measure.licence.class.wording_may_ship();
        assert_eq!(measure.text("en").is_some(), free, "{}", measure.id);
        let own = measure.licence.class == LicenceClass::Own;
        assert_eq!(
            measure.standing == Standing::NotValidated,
            own,
            "{}",
            measure.id
        );
        if own {
            assert!(
                measure.norms.is_empty(),
                "{}: own items have no norms",
                measure.id
            );
            assert!(measure.scores.iter().all(|rule| rule.bands.is_empty()));
        }
    }
}

#[test]
fn an_unknown_language_falls_back_to_english() {
    let catalog = Catalog::shipped().unwrap();
    let text = catalog.measure("phq-9").unwrap().text("tlh").unwrap();
    assert_eq!(text.language, "en");
    assert_eq!(
        text.item("q2"),
        Some("Feeling down, depressed, or hopeless")
    );
    assert_eq!(
        text.choice("frequency", "a2"),
        Some("More than half the days")
    );
}

#[test]
fn the_check_in_asks_about_every_domain_once() {
    let catalog = Catalog::shipped().unwrap();
    let measure = catalog.measure("six-domain-check-in").unwrap();
    assert_eq!(measure.purpose, Purpose::CheckIn);
    let asked: Vec<Domain> = measure
        .items
        .iter()
        .filter_map(|item| item.domain)
        .collect();
    assert_eq!(asked, Domain::ALL);
    let most = measure.item("matters_most").unwrap();
    let OptionKind::Choices(choices) = &most.options.kind else {
        panic!("the question offers the domains");
    };
    let offered: Vec<_> = choices
        .iter()
        .map(|choice| Domain::from_code(&choice.id))
        .collect();
    assert_eq!(offered, Domain::ALL.map(Some));
}

#[test]
fn default_change_rules_are_the_published_ones() {
    let catalog = Catalog::shipped().unwrap();
    for (id, change, case) in [("phq-9", 6.0, 10.0), ("gad-7", 4.0, 8.0)] {
        let norm = catalog.measure(id).unwrap().default_norm("total").unwrap();
        assert_eq!(
            norm.rule,
            ChangeRule::Published {
                least_change: change
            }
        );
        assert_eq!(norm.case_at, Some(case));
    }
}

#[test]
fn every_evidence_row_has_a_source_and_an_interval_or_a_reason() {
    let catalog = Catalog::shipped().unwrap();
    assert!(catalog.evidence.len() >= 60);
    for row in &catalog.evidence {
        assert!(!row.source.is_empty(), "{}", row.id);
        assert!(
            row.doi.is_some() || row.pmcid.is_some() || row.source.contains("20"),
            "{}",
            row.id
        );
        assert_ne!(
            row.interval.is_some(),
            row.interval_missing.is_some(),
            "{}",
            row.id
        );
        // What a reader types to compute it again; a test of the program runs it.
        assert_eq!(
            row.origin == Origin::Computed,
            row.command
                .as_deref()
                .is_some_and(|command| command.starts_with("attune stats ")),
            "{}",
            row.id
        );
    }
    for problem in &catalog.problems {
        let rows = catalog
            .evidence
            .iter()
            .filter(|row| row.problem == problem.id);
        assert!(rows.count() > 0, "{}: nothing is known of it", problem.id);
    }
    for area in ProblemArea::ALL {
        let rows: Vec<_> = catalog.evidence_for(area).collect();
        assert!(!rows.is_empty(), "{area:?}");
        // Every area shows at least one comparison that trials could not decide.
        let undecided = |row: &&&attune_catalog::EvidenceRow| {
            row.finding == attune_catalog::Finding::CannotBeToldApart
        };
        assert!(rows.iter().any(|row| undecided(&row)), "{area:?}");
    }
    let head_to_head = catalog
        .evidence
        .iter()
        .filter(|row| matches!(row.against, Comparator::Modality(_)));
    assert!(head_to_head.count() >= 4);
}

#[test]
fn every_problem_area_has_therapies_techniques_and_mechanisms_in_use() {
    let catalog = Catalog::shipped().unwrap();
    for area in ProblemArea::ALL {
        let techniques = catalog
            .techniques
            .iter()
            .filter(|technique| technique.problem_areas.contains(&area));
        assert!(techniques.count() >= 5, "{area:?}");
    }
    for modality in &catalog.modalities {
        assert!(
            catalog.techniques_of(&modality.id).next().is_some(),
            "{} has no technique",
            modality.id
        );
    }
    for mechanism in &catalog.mechanisms {
        assert!(
            catalog
                .techniques
                .iter()
                .any(|technique| technique.mechanisms.contains(&mechanism.id)),
            "no technique acts on {}",
            mechanism.id
        );
    }
}

#[test]
fn couple_therapies_warn_against_violence() {
    let catalog = Catalog::shipped().unwrap();
    for id in ["emotionally-focused-couple", "behavioural-couple"] {
        let modality = catalog.modality(id).unwrap();
        assert!(modality.cautions.iter().any(|caution| {
            caution.when.contains("Violence")
                && caution.severity == attune_catalog::Severity::NotNow
        }));
    }
}

#[test]
fn crisis_help_says_what_to_do_and_how_far_it_was_checked() {
    let catalog = Catalog::shipped().unwrap();
    for id in ["GB", "US", "DE", "ES", "IE", "AU", "international"] {
        let region = catalog.crisis_region(id).unwrap();
        assert!(region.steps("en").len() >= 3);
        assert!(region.verified.contains("practice must"));
        assert_eq!(region.lines.is_empty(), id == "international");
        assert_eq!(region.emergency.is_none(), id == "international");
        assert!(region.lines.iter().all(|line| line.dial().len() >= 3));
    }
    assert_eq!(
        catalog.crisis_region("GB").unwrap().lines[0].dial(),
        "116123"
    );
}

#[test]
fn a_course_that_was_never_validated_claims_no_errors() {
    let catalog = Catalog::shipped().unwrap();
    let course = |measure| catalog.courses_of(measure, "total").next().unwrap();
    assert!(course("bdi-ii").card.validation.is_none());
    assert!(course("bdi-ii").alarm.is_none());
    assert!(course("phq-9").card.validation.is_some());
    assert_eq!(course("phq-9").card.people, 250);
    // The marginal mean at 12 months: intercept + slope * ln(13).
    let phq = course("phq-9");
    let mean = phq.intercept + phq.slope * phq.transformed(12.0);
    assert!((mean - 13.8532).abs() < 1e-3);
}

#[test]
fn scores_survive_storage() {
    let catalog = Catalog::shipped().unwrap();
    let measure = catalog.measure("phq-9").unwrap();
    let answers = [attune_catalog::Answer::Value(2); 9];
    let scored = attune_catalog::score(measure, &answers).unwrap();
    let written = serde_json::to_string(&scored).unwrap();
    let back: attune_catalog::Scored = serde_json::from_str(&written).unwrap();
    assert_eq!(back, scored);
    assert!(matches!(
        back.outcome("total"),
        Some(Outcome::Complete { value: 18.0, .. })
    ));
    assert_eq!(back.flags[0].state, FlagState::Raised);
    assert!(written.contains("\"kind\":\"complete\""));
}
