//! How long the layout and the drawing of a map take, at thirty and at sixty cards:
//! `cargo run --release -p attune-figures --example layout_time`

#![expect(
    clippy::unwrap_used,
    reason = "an example for developers stops on any error"
)]
#![expect(clippy::print_stdout, reason = "its only purpose is to say a number")]

use std::time::Instant;

use attune_figures::{Effect, Factor, Figure, FigureId, Frame, Influence, Network, Size, View};

fn main() {
    for (cards, arrows) in [(30, 60), (60, 180)] {
        time(cards, arrows);
    }
}

fn time(cards: usize, arrows: usize) {
    let factors = (0..cards).map(|index| Factor {
        key: index.to_string(),
        label: format!("factor {index} in a few words"),
        domain: None,
        position: None,
        link: None,
    });
    let influences = (0..arrows).map(|index| Influence {
        key: index.to_string(),
        from: index % cards,
        to: (index * index + 11) % cards,
        strength: 0.5,
        effect: Effect::More,
        view: View::Both,
        link: None,
    });
    let frame = Frame::new(FigureId::new("time").unwrap(), "", "");
    let network = Network::new(
        frame,
        factors.collect(),
        influences.collect(),
        Vec::new(),
        3,
    )
    .unwrap();
    let start = Instant::now();
    let places = network.layout();
    let layout = start.elapsed();
    let start = Instant::now();
    let svg = network.svg(Size::Wide);
    println!(
        "layout of {} cards and {arrows} arrows {layout:.1?}; layout and drawing ({} bytes) {:.1?}",
        places.len(),
        svg.len(),
        start.elapsed()
    );
}
