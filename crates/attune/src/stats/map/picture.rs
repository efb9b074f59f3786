use attune_figures::{
    Effect, Factor, FeedbackLoop, Figure, FigureId, Frame, Influence, Network, View,
};

use super::report::{Cycle, Maps};
use crate::stats::Refusal;
use crate::stats::text::counted;

/// Loops that are told beside the picture.
const TOLD: usize = 9;

/// The map with its loops.
pub(super) fn draw(maps: &Maps) -> Result<Box<dyn Figure>, Refusal> {
    let drawn = maps.map.influences();
    let factors = maps.nodes.iter().enumerate().map(|(index, node)| Factor {
        key: index.to_string(),
        label: node.name.clone(),
        domain: None,
        position: None,
        link: None,
    });
    let influences = drawn.iter().enumerate().map(|(index, influence)| {
        let weight = influence.weight.get();
        Influence {
            key: index.to_string(),
            from: influence.from,
            to: influence.to,
            strength: weight.abs(),
            effect: if weight > 0.0 {
                Effect::More
            } else {
                Effect::Less
            },
            view: View::Both,
            link: None,
        }
    });
    let arrows_of = |cycle: &Cycle| -> Vec<usize> {
        let ends = cycle.indices.iter().cycle().skip(1);
        let steps = cycle.indices.iter().zip(ends);
        let arrow = |(from, to): (&usize, &usize)| {
            let mut all = drawn.iter();
            all.position(|influence| (influence.from, influence.to) == (*from, *to))
        };
        steps.filter_map(arrow).collect()
    };
    let loops = maps.loops.iter().take(TOLD).map(|cycle| FeedbackLoop {
        sentence: cycle.nodes.join(", "),
        influences: arrows_of(cycle),
    });
    let summary = format!(
        "{} and {} between them; {}.",
        counted(maps.nodes.len(), "factor", "factors"),
        counted(drawn.len(), "influence", "influences"),
        counted(maps.loops.len(), "loop", "loops"),
    );
    let frame = Frame::new(FigureId::new("map")?, "Causal map", summary);
    let network = Network::new(
        frame,
        factors.collect(),
        influences.collect(),
        loops.collect(),
        1,
    )?;
    Ok(Box::new(network))
}
