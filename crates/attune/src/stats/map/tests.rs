//! The reader of maps against files that nobody meant to write. See [`crate::table`]'s tests for why this is no libFuzzer target.

use proptest::prelude::*;

use super::file::read;
use crate::table::mutation::{cases, mutated};

const VALID: &str = r#"{"nodes": ["poor sleep", {"name": "low mood", "severity": 7}, "worry"],
 "influences": [{"from": "worry", "to": "poor sleep", "weight": 0.5, "sd": 0.1, "confidence": 0.8},
  {"from": "poor sleep", "to": "low mood", "weight": -0.25}, {"from": "low mood", "to": "worry", "weight": 1}]}"#;

/// Either a map whose parts fit together, or a fault with a place and an expectation.
fn sound(bytes: &[u8]) {
    match read(bytes) {
        Ok(named) => {
            assert_eq!(named.names.len(), named.map.nodes());
            assert_eq!(named.severities.len(), named.map.nodes());
            assert_eq!(named.weight_sds.len(), named.map.influences().len());
        }
        Err(fault) => {
            assert!(
                !fault.place.is_empty() && !fault.found.is_empty() && !fault.expected.is_empty()
            );
        }
    }
}

#[test]
fn the_valid_file_is_valid() {
    assert!(read(VALID.as_bytes()).is_ok());
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn arbitrary_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        sound(&bytes);
    }

    #[test]
    fn mutated_maps_are_read_or_refused(bytes in mutated(&[VALID])) {
        sound(&bytes);
    }

    #[test]
    fn any_numbers_are_read_or_refused(weight in any::<f64>(), sd in any::<f64>(), from in 0_usize..4, to in 0_usize..4) {
        let nodes = ["a", "b", "c", "d"];
        let map = serde_json::json!({"nodes": nodes[..3], "influences": [
            {"from": nodes[from], "to": nodes[to], "weight": weight, "sd": sd}]});
        sound(map.to_string().as_bytes());
    }
}
