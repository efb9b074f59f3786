//! Networks estimated from data, drawn.

use attune_figures::{Effect, Factor, Figure, FigureId, Frame, Influence, Network, View};

use crate::stats::Refusal;

/// One line of the picture.
pub(crate) struct Edge {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) weight: f64,
    /// Whether it has an arrow.
    pub(crate) directed: bool,
}

/// Nodes with the edges between them; the widest line is the strongest.
pub(crate) fn draw(
    id: &str,
    title: &str,
    summary: String,
    nodes: &[String],
    edges: Vec<Edge>,
) -> Result<Box<dyn Figure>, Refusal> {
    let factors = nodes.iter().map(|name| Factor {
        key: name.clone(),
        label: name.clone(),
        domain: None,
        position: None,
        link: None,
    });
    let strongest = edges
        .iter()
        .map(|edge| edge.weight.abs())
        .fold(0.0, f64::max);
    let influences = edges
        .into_iter()
        .filter(|edge| edge.from != edge.to)
        .map(|edge| Influence {
            key: format!("{}-{}", edge.from, edge.to),
            from: edge.from,
            to: edge.to,
            strength: edge.weight.abs() / strongest,
            effect: match (edge.directed, edge.weight > 0.0) {
                (true, true) => Effect::More,
                (true, false) => Effect::Less,
                (false, true) => Effect::Together,
                (false, false) => Effect::Apart,
            },
            view: View::Both,
            link: None,
        });
    let frame = Frame::new(FigureId::new(id)?, title, summary);
    let network = Network::new(
        frame,
        factors.collect(),
        influences.collect(),
        Vec::new(),
        1,
    )?;
    Ok(Box::new(network))
}
