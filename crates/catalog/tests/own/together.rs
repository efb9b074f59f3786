use std::collections::BTreeSet;

use attune_catalog::Catalog;

use crate::complete::{invented, skeletons};
use crate::design::{files, rest};

#[test]
fn own_measures_stand_beside_the_shipped_ones() {
    let shipped = Catalog::shipped().unwrap();
    let (skeleton, written) = skeletons()
        .into_iter()
        .find(|(measure, _)| measure.id == "core-10")
        .unwrap();
    let completed = invented(&skeleton)
        .files(&skeleton, &written, 1, "2026-05-14")
        .unwrap();
    let again = invented(&skeleton)
        .files(&skeleton, &written, 2, "2026-05-15")
        .unwrap();
    let own = vec![
        again.load().unwrap(),
        completed.load().unwrap(),
        files(&rest()).load().unwrap(),
    ];
    let retired = BTreeSet::from(["practice-1".to_owned()]);
    let catalog = shipped.with_own(own, retired);
    assert_eq!(catalog.measures.len(), shipped.measures.len() + 3);
    // The newest is the one with words, whatever the number of the skeleton.
    assert_eq!(catalog.measure("core-10").unwrap().version, "1.0.0+2");
    assert!(catalog.measure_version("core-10", "1.0.0+1").is_some());
    assert!(
        catalog
            .measure_version("core-10", "1.0.0")
            .unwrap()
            .texts
            .is_empty()
    );
    assert!(
        catalog.measure("practice-1").is_some(),
        "retired ones stay readable"
    );
    assert_eq!(catalog.evidence.len(), shipped.evidence.len());
}

/// What ships cannot be replaced by something of the same name and version.
#[test]
fn a_shipped_version_stays_what_it_is() {
    let shipped = Catalog::shipped().unwrap();
    let mut own = rest()
        .read()
        .unwrap()
        .files("phq-9", "1.0.0", "2026-05-14")
        .load()
        .unwrap();
    own.id = "phq-9".to_owned();
    let catalog = shipped.with_own(vec![own], BTreeSet::new());
    assert_eq!(catalog.measures.len(), shipped.measures.len());
    assert_eq!(catalog.measure("phq-9").unwrap().items.len(), 10);
}
