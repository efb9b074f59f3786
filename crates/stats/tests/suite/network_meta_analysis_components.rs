//! The additive component model: what trials can tell of components, and what not.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::support;
use crate::trials;

use attune_stats::StatsError;
use attune_stats::change::Direction;
use attune_stats::network_meta_analysis::{ComponentWarning, Network, additive, analyse};
use support::close;
use trials::contrast;

#[test]
fn components_that_always_come_together_have_no_numbers() {
    let network = Network::new(&[
        contrast("one", "talk + walk", "nothing", 0.9, 0.2),
        contrast("two", "sleep", "nothing", 0.3, 0.2),
        contrast("three", "sleep", "nothing", 0.5, 0.2),
    ])
    .unwrap();
    let model = additive(&network, "nothing", "+", Some("nothing")).unwrap();
    assert_eq!(model.not_identifiable, ["talk", "walk"]);
    assert_eq!(model.components[1].random, None);
    close(model.components[0].common.unwrap(), 0.4, 1e-12);
    // Together they have one.
    let both = model
        .versus_reference
        .iter()
        .find(|row| row.treatment == "talk + walk")
        .unwrap();
    close(both.effect.unwrap().estimate, 0.9, 1e-12);

    // Without an inactive treatment only differences are known.
    let model = additive(&network, "nothing", "+", None).unwrap();
    assert_eq!(model.not_identifiable.len(), 4);
    close(
        model.versus_reference[1].effect.unwrap().estimate,
        0.4,
        1e-12,
    );

    let same = Network::new(&[contrast("one", "a + b", "b + a", 0.2, 0.1)]).unwrap();
    assert!(matches!(
        additive(&same, "a + b", "+", None),
        Err(StatsError::TooFew { .. })
    ));
    assert!(additive(&network, "nothing", "+", Some("absent")).is_err());
}

#[test]
fn shared_components_bridge_the_parts_of_a_network() {
    let network = Network::new(&[
        contrast("one", "talk", "nothing", 0.5, 0.2),
        contrast("two", "talk + walk", "walk", 0.7, 0.2),
        contrast("three", "walk", "sit", 0.1, 0.2),
    ])
    .unwrap();
    assert!(analyse(&network, "nothing", Direction::HigherIsBetter).is_err());
    let model = additive(&network, "nothing", "+", Some("nothing")).unwrap();
    assert_eq!((model.df, model.q_diff), (1, None));
    assert_eq!(
        model.warnings,
        [
            ComponentWarning::NotIdentifiable,
            ComponentWarning::BridgesParts
        ]
    );
    assert_eq!(model.not_identifiable, ["sit", "walk"]);
    close(model.components[1].common.unwrap(), 0.6, 1e-12);
    // "talk + walk" less "nothing" needs the effect of walk, which nobody measured.
    assert_eq!(model.versus_reference[3].treatment, "talk + walk");
    assert_eq!(model.versus_reference[3].effect, None);
}
