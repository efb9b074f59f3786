//! Either a map whose parts fit together, or a fault with a place and an expectation.
#![no_main]

use attune_readers::causal_map::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match read(bytes) {
        Ok(named) => {
            let nodes = named.map.nodes();
            assert!(nodes > 0, "a map has a node");
            assert_eq!(named.names.len(), nodes);
            assert_eq!(named.severities.len(), nodes);
            assert_eq!(named.weight_sds.len(), named.map.influences().len());
            for influence in named.map.influences() {
                assert!(
                    influence.from < nodes
                        && influence.to < nodes
                        && influence.from != influence.to
                );
            }
        }
        Err(fault) => assert!(
            !fault.place.is_empty() && !fault.found.is_empty() && !fault.expected.is_empty(),
            "{fault}"
        ),
    }
});
