//! Sixty factors and a hundred and eighty influences: as large as a drawing gets, and what its first look costs.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise, and tells how long it took"
)]

mod drawing;

use std::time::Instant;

use attune_care::Record;
use attune_care::formulate::{Confidence, DRAWS, SEED, Voice, findings};
use attune_catalog::Domain;
use attune_stats::causal_map::{self, CausalMap, spectral_radius};
use drawing::Drawing;

const FACTORS: usize = 60;

/// Every factor leads to three others, some near and some across; a fifth of all lead to less.
fn sixty() -> Drawing {
    let mut drawing = Drawing::new(60);
    let factors: Vec<_> = (0..FACTORS)
        .map(|number| {
            let text = format!("Something that plays a part, number {number}");
            drawing.factor(&text, Domain::ALL[number % Domain::ALL.len()])
        })
        .collect();
    for number in 0..FACTORS {
        for step in [1, 7, 23] {
            let size = 2 + i8::try_from((number + step) % 7).unwrap();
            let less = (number + step).is_multiple_of(5);
            drawing.arrow_with(
                factors[number],
                factors[(number + step) % FACTORS],
                if less { -size } else { size },
                Voice::Both,
                Confidence::Medium,
            );
        }
    }
    drawing
}

/// Weighed against the spectral radius of the same drawing, which takes as long on any machine as any machine makes it:
/// one for each doubted drawing is the least there is. One for each factor of each would be sixty times as much.
#[test]
fn a_first_look_costs_a_few_decompositions_for_each_doubted_drawing() {
    let record = sixty().record();
    assert_eq!(record.formulation.influences.len(), 3 * FACTORS);
    let map = map(&record);
    let radius = shortest(|| assert!(spectral_radius(&map).unwrap() > 0.0));
    let look = shortest(|| {
        let found = findings(&record, SEED);
        assert!(found.leverage.is_ok(), "{:?}", found.leverage);
    });
    let times = look / (radius * f64::from(DRAWS));
    eprintln!(
        "60 factors, 180 influences: {:.0} ms at first, {times:.1} decompositions for each of {DRAWS} doubted drawings",
        look * 1000.0
    );
    assert!(times < 15.0, "{times}");
}

/// The shortest of several times in seconds: what else the machine does only adds to it.
fn shortest(mut work: impl FnMut()) -> f64 {
    (0..5).fold(f64::INFINITY, |shortest, _| {
        let began = Instant::now();
        work();
        shortest.min(began.elapsed().as_secs_f64())
    })
}

/// The drawing with its factors numbered as they were drawn.
fn map(record: &Record) -> CausalMap {
    let formulation = &record.formulation;
    let place = |id| {
        let mut factors = formulation.factors.iter();
        factors.position(|factor| factor.id == id).unwrap()
    };
    let influences = formulation.influences.iter().map(|arrow| {
        let ends = (place(arrow.from), place(arrow.to));
        causal_map::Influence::new(ends.0, ends.1, arrow.weight()).unwrap()
    });
    CausalMap::new(FACTORS, influences.collect()).unwrap()
}
