//! Arrows from one beep to the next, drawn.

use attune_figures::{Effect, Factor, Figure, FigureId, Frame, Influence, Network, View};

use crate::stats::Refusal;

/// Nodes with the arrows between them; the widest is the strongest. What a node does to itself is left out.
pub(super) fn draw(
    summary: String,
    nodes: &[String],
    arrows: &[(usize, usize, f64)],
) -> Result<Box<dyn Figure>, Refusal> {
    let factors = nodes.iter().map(|name| Factor {
        key: name.clone(),
        label: name.clone(),
        domain: None,
        position: None,
        link: None,
    });
    let sizes = arrows.iter().map(|(_, _, weight)| weight.abs());
    let strongest = sizes.fold(0.0, f64::max);
    let influences = arrows
        .iter()
        .filter(|(from, to, _)| from != to)
        .map(|&(from, to, weight)| Influence {
            key: format!("{from}-{to}"),
            from,
            to,
            strength: weight.abs() / strongest,
            effect: if weight > 0.0 {
                Effect::More
            } else {
                Effect::Less
            },
            view: View::Both,
            link: None,
        });
    let frame = Frame::new(FigureId::new("var")?, "One person over time", summary);
    let network = Network::new(
        frame,
        factors.collect(),
        influences.collect(),
        Vec::new(),
        1,
    )?;
    Ok(Box::new(network))
}
