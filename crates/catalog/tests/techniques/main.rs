//! The shipped therapies and techniques: enough of them, safe to offer, and readable.
//!
//! What can be checked file by file is the loader's business (`tests/refusals`). These are the rules about the whole.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod reading;
mod safety;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use attune_catalog::{Catalog, Caution, Severity, Technique};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::shipped().unwrap());

fn technique(id: &str) -> &'static Technique {
    CATALOG.technique(id).unwrap()
}

/// The situations that stop a technique until somebody has ruled them out.
fn stops(technique: &Technique) -> BTreeSet<&str> {
    CATALOG
        .cautions_of(technique)
        .filter(|caution| caution.severity == Severity::NotNow)
        .map(|caution| caution.when.as_str())
        .collect()
}

fn all_cautions() -> impl Iterator<Item = (&'static str, &'static Caution)> {
    let of_modalities = CATALOG.modalities.iter().flat_map(|modality| {
        let id = modality.id.as_str();
        modality.cautions.iter().map(move |caution| (id, caution))
    });
    let of_techniques = CATALOG.techniques.iter().flat_map(|technique| {
        let id = technique.id.as_str();
        technique.cautions.iter().map(move |caution| (id, caution))
    });
    of_modalities.chain(of_techniques)
}

#[test]
fn there_is_a_choice_in_every_therapy() {
    assert!(CATALOG.modalities.len() >= 16);
    assert!(CATALOG.techniques.len() >= 80);
    for modality in &CATALOG.modalities {
        let own = CATALOG
            .techniques
            .iter()
            .filter(|technique| technique.modality == modality.id);
        assert!(own.count() >= 3, "{} has too few techniques", modality.id);
    }
}

#[test]
fn every_mechanism_can_be_met_in_two_ways_from_two_therapies() {
    for mechanism in &CATALOG.mechanisms {
        let serving: Vec<&Technique> = CATALOG
            .techniques
            .iter()
            .filter(|technique| technique.mechanisms.contains(&mechanism.id))
            .collect();
        let therapies: BTreeSet<&str> = serving
            .iter()
            .map(|technique| technique.modality.as_str())
            .collect();
        assert!(serving.len() >= 2, "{}", mechanism.id);
        assert!(therapies.len() >= 2, "{}: {therapies:?}", mechanism.id);
    }
}

/// Whatever is drawn, something can begin today, before a single situation has been looked at. Closeness between
/// partners is the exception: joint work asks about violence first, always.
#[test]
fn something_can_begin_at_once_for_every_mechanism_that_is_not_the_couples() {
    for mechanism in &CATALOG.mechanisms {
        let free = CATALOG.techniques.iter().any(|technique| {
            technique.mechanisms.contains(&mechanism.id) && stops(technique).is_empty()
        });
        assert_eq!(free, mechanism.id != "lost-closeness", "{}", mechanism.id);
    }
}

#[test]
fn a_technique_and_its_mechanisms_belong_to_the_same_sides_of_life() {
    for technique in &CATALOG.techniques {
        assert!(!technique.mechanisms.is_empty(), "{}", technique.id);
        assert!(!technique.problem_areas.is_empty(), "{}", technique.id);
        let meets = technique.mechanisms.iter().any(|id| {
            let mechanism = CATALOG.mechanism(id).unwrap();
            technique.domains.contains(&mechanism.domain)
        });
        assert!(meets, "{} acts on nothing in its domains", technique.id);
        let mut therapies = technique.also_in.clone();
        therapies.push(technique.modality.clone());
        let distinct: BTreeSet<&String> = therapies.iter().collect();
        assert_eq!(distinct.len(), therapies.len(), "{}", technique.id);
    }
}
