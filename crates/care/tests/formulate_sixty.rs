//! Sixty factors and a hundred and eighty influences: as large as a drawing gets, and what its first look costs.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise, and tells how long it took"
)]

mod drawing;

use std::time::Instant;

use attune_care::formulate::{Confidence, SEED, Voice, findings};
use attune_catalog::Domain;
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

#[test]
fn a_first_look_does_not_keep_anybody_waiting() {
    let record = sixty().record();
    assert_eq!(record.formulation.influences.len(), 3 * FACTORS);
    let mut shortest = f64::INFINITY;
    for _ in 0..3 {
        let began = Instant::now();
        let found = findings(&record, SEED);
        shortest = shortest.min(began.elapsed().as_secs_f64() * 1000.0);
        assert!(found.leverage.is_ok(), "{:?}", found.leverage);
    }
    if let Ok(path) = std::env::var("SIXTY_DUMP") {
        std::fs::write(path, format!("{:#?}", findings(&record, SEED))).unwrap();
    }
    eprintln!("60 factors, 180 influences: {shortest:.0} ms at first");
}
