//! Cautions: the gravest stop what they must, what steadies is free, one situation has one wording.

use std::collections::{BTreeMap, BTreeSet};

use attune_catalog::{Catalog, Caution, Severity, Technique};

use super::reading::readable;
use super::{CATALOG, all_cautions, stops, technique};

const VIOLENCE_IN_COUPLE: &str = "Violence or fear in the couple";
const VIOLENT_OTHER: &str = "The other person is violent or threatening";
const UNSAFE: &str = "Life is not safe now";
const WISH_TO_DIE: &str = "Acute crisis, or a wish to die that is not yet safe";
const CANNOT_CALM: &str = "The client cannot yet calm down after distress";
const WITHDRAWAL: &str = "Daily drinking or drug use that is dangerous to stop suddenly";

#[test]
fn the_gravest_situations_stop_what_they_must_stop() {
    let must_stop = [
        (
            "sleep-routine",
            "Bipolar disorder, seizures, or work at machines or the wheel",
        ),
        (
            "interoceptive-exposure",
            "Heart, lung or seizure disorder, or pregnancy",
        ),
        (
            "cooling-down-fast",
            "Heart disease, an eating disorder, or medicine that slows the heart",
        ),
        ("riding-an-urge", WITHDRAWAL),
        ("own-change-plan", WITHDRAWAL),
        ("memory-telling", UNSAFE),
        ("memory-telling", WISH_TO_DIE),
        (
            "memory-telling",
            "The therapist has no training in work on traumatic memories",
        ),
        ("emdr-processing", UNSAFE),
        ("emdr-processing", WISH_TO_DIE),
        ("emdr-processing", CANNOT_CALM),
        ("emdr-processing", "The therapist has no EMDR training"),
        ("early-scene", WISH_TO_DIE),
        ("early-scene", CANNOT_CALM),
        ("empty-chair", CANNOT_CALM),
        ("two-chair", WISH_TO_DIE),
        ("turned-against-oneself", WISH_TO_DIE),
        ("graded-exposure", "The danger is real and present"),
        ("acting-against-the-pull", "The danger is real and present"),
        ("facing-what-is", UNSAFE),
        ("communication-analysis", VIOLENT_OTHER),
        ("saying-it-clearly", VIOLENT_OTHER),
        ("state-of-the-dispute", VIOLENT_OTHER),
        ("doing-the-new-thing", VIOLENT_OTHER),
    ];
    for (id, situation) in must_stop {
        assert!(
            stops(technique(id)).contains(situation),
            "{id}: {situation}"
        );
    }
    for technique in &CATALOG.techniques {
        if ["emotionally-focused-couple", "behavioural-couple"]
            .contains(&technique.modality.as_str())
        {
            assert!(
                stops(technique).contains(VIOLENCE_IN_COUPLE),
                "{}",
                technique.id
            );
        }
    }
}

#[test]
fn psychosis_and_dissociation_are_thought_of_where_attention_turns_inwards() {
    let warns = |id: &str, word: &str| {
        CATALOG
            .cautions_of(technique(id))
            .any(|caution| caution.severity >= Severity::Careful && caution.when.contains(word))
    };
    for id in [
        "breathing-space",
        "body-scan",
        "more-than-the-story",
        "empty-chair",
        "two-chair",
        "early-scene",
    ] {
        assert!(warns(id, "Voices"), "{id}");
    }
    for id in [
        "memory-telling",
        "emdr-processing",
        "then-and-now",
        "more-than-the-story",
        "sides-of-me",
    ] {
        assert!(warns(id, "issociation"), "{id}");
    }
}

#[test]
fn what_steadies_is_not_stopped_by_the_therapy_it_comes_from() {
    for id in [
        "grounding",
        "alarm-explained",
        "calm-place",
        "nightmare-rewrite",
        "then-and-now",
    ] {
        assert!(
            stops(technique(id)).is_empty(),
            "{id}: {:?}",
            stops(technique(id))
        );
    }
    // What a technique says itself about the situation still stands.
    let own = CATALOG
        .cautions_of(technique("alarm-explained"))
        .find(|caution| caution.when == UNSAFE)
        .unwrap();
    assert_eq!(own.severity, Severity::Careful);
}

#[test]
fn a_situation_that_two_cautions_name_comes_once_with_the_greater_weight() {
    let mut catalog = CATALOG.clone();
    let index = |catalog: &Catalog| {
        let place = |technique: &Technique| technique.id == "speaker-listener";
        catalog.techniques.iter().position(place).unwrap()
    };
    let known = |catalog: &Catalog| {
        let technique = &catalog.techniques[index(catalog)];
        let found = catalog.cautions_of(technique);
        let of_violence = found.filter(|caution| caution.when == VIOLENCE_IN_COUPLE);
        of_violence
            .map(|caution| caution.severity)
            .collect::<Vec<_>>()
    };
    assert_eq!(known(&catalog), [Severity::NotNow]);
    let at = index(&catalog);
    catalog.techniques[at].cautions[0].severity = Severity::Note;
    assert_eq!(known(&catalog), [Severity::NotNow]);
}

#[test]
fn every_situation_is_named_by_a_caution_and_says_how_to_find_out() {
    for situation in &CATALOG.situations {
        let stops = |caution: &Caution| {
            caution.when == situation.when && caution.severity == Severity::NotNow
        };
        assert!(
            all_cautions().any(|(_, caution)| stops(caution)),
            "{}",
            situation.when
        );
        readable(&situation.when, &situation.find_out, 30..=180);
    }
}

/// Two spellings of one situation would have to be ruled out twice.
#[test]
fn one_situation_has_one_wording() {
    let mut wording: BTreeMap<String, &str> = BTreeMap::new();
    for (id, caution) in all_cautions() {
        let plain: String = caution
            .when
            .to_lowercase()
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        let known = wording.entry(plain).or_insert(&caution.when);
        assert_eq!(*known, caution.when, "{id}");
    }
    for technique in &CATALOG.techniques {
        let mut own = BTreeSet::new();
        for caution in &technique.cautions {
            assert!(
                own.insert(&caution.when),
                "{}: {}",
                technique.id,
                caution.when
            );
        }
    }
}
