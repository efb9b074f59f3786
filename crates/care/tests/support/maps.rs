//! Entries about maps.

use attune_care::Body;
use attune_care::formulate::{
    Causes, Factor, HowMuch, JointAnswer, JointMap, Link, OwnMap, SameThing, Sign,
};
use attune_catalog::Domain;
use attune_ids::FactorId;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use uuid::Uuid;

use super::{entry_id, few, text};

pub(super) fn any_map(longest: usize) -> impl Strategy<Value = Body> {
    let factor = |id: Uuid, text: String| Factor {
        id: FactorId(id),
        text,
        domain: Domain::Thoughts,
        role: None,
        mechanism: None,
    };
    prop_oneof![
        (
            few(),
            few(),
            text(),
            any::<bool>(),
            select(HowMuch::ALL.to_vec())
        )
            .prop_map(move |(one, other, words, told, how_much)| {
                let (cause, effect) = (FactorId(one), FactorId(other));
                Body::OwnMapDrawn(OwnMap {
                    things: vec![factor(one, words.clone()), factor(other, words)],
                    causes: vec![Causes {
                        thing: effect,
                        led_by: vec![cause],
                    }],
                    links: vec![Link {
                        cause,
                        effect,
                        how_much,
                        sign: Sign::More,
                    }],
                    told,
                })
            }),
        (few(), few(), any::<bool>()).prop_map(|(own, drawn, said)| {
            Body::SameThingSaid(SameThing {
                own: FactorId(own),
                drawn: said.then_some(FactorId(drawn)),
            })
        }),
        (few(), text(), any::<Index>()).prop_map(move |(id, words, position)| {
            Body::JointMapProposed(JointMap {
                factors: vec![factor(id, words)],
                influences: Vec::new(),
                own: entry_id(position.index(longest)),
            })
        }),
        (any::<Index>(), any::<bool>(), text()).prop_map(move |(position, agreed, words)| {
            Body::JointMapAnswered(JointAnswer {
                proposal: entry_id(position.index(longest)),
                agreed,
                words: Some(words),
            })
        }),
    ]
}
