//! Thirty factors and sixty influences: a large drawing, and what it costs.
#![expect(clippy::print_stderr, reason = "a test tells how long it took")]

mod drawing;

use std::time::Instant;

use attune_care::formulate::{KnownRanks, SEED, findings, findings_knowing};
use attune_catalog::Domain;
use drawing::Drawing;

/// A ring with as many arrows back across it; a quarter of all lead to less.
fn thirty() -> Drawing {
    let mut drawing = Drawing::new(30);
    let factors: Vec<_> = (0..30)
        .map(|number| drawing.factor(&format!("factor {number}"), Domain::ALL[number % 6]))
        .collect();
    for start in 0..30 {
        for (step, strength) in [(1, 6), (27, 5)] {
            let sign = if start % 4 == 0 { -1 } else { 1 };
            drawing.arrow(
                factors[start],
                factors[(start + step) % 30],
                strength * sign,
            );
        }
    }
    drawing
}

#[test]
fn what_is_known_is_the_same_and_comes_at_once() {
    let record = thirty().record();
    assert_eq!(record.formulation.factors.len(), 30);
    assert_eq!(record.formulation.influences.len(), 60);
    let known = KnownRanks::new();
    let began = Instant::now();
    let first = findings_knowing(&record, SEED, &known);
    let fresh = began.elapsed();
    let began = Instant::now();
    let again = findings_knowing(&record, SEED, &known);
    let remembered = began.elapsed();
    eprintln!("30 factors, 60 influences: {fresh:?} at first, {remembered:?} when known");
    assert_eq!(first, again);
    assert_eq!(first, findings(&record, SEED));
    assert!(first.leverage.is_ok(), "{:?}", first.leverage);
    assert!(remembered < fresh);
    // Without optimisation arithmetic takes ten times as long, and says nothing.
    if !cfg!(debug_assertions) {
        assert!(fresh.as_millis() < 150, "{fresh:?} for a page to wait");
    }
    // Another strength is another drawing.
    let mut other = record.clone();
    other.formulation.influences[0].strength = 10;
    assert_eq!(
        findings_knowing(&other, SEED, &known),
        findings(&other, SEED)
    );
}
