//! Pictures over several filled worksheets.

use attune_figures::{CountGroup, Counts, Curves, OneCurve, Range, Rating, Ratings};
use jiff::civil::date;

use super::frame;

/// Belief in a thought before and after; on one day there were two sheets, on another nothing was said afterwards.
pub(crate) fn ratings() -> Ratings {
    let rating = |day, before, after, detail: &str| Rating {
        on: date(2026, 5, day),
        before,
        after,
        detail: detail.to_owned(),
    };
    Ratings {
        frame: frame(
            "ratings",
            "Belief in the thought",
            "Lower afterwards on three of four sheets.",
        ),
        name: "How much it was believed".to_owned(),
        range: Range::new(0.0, 100.0).unwrap(),
        pair: Some(["before".to_owned(), "after".to_owned()]),
        ratings: vec![
            rating(4, Some(90.0), Some(60.0), "on the bus"),
            rating(9, Some(80.0), Some(85.0), ""),
            rating(9, Some(70.0), Some(30.0), ""),
            rating(20, Some(75.0), None, ""),
            rating(28, Some(60.0), Some(20.0), ""),
        ],
    }
}

/// Distress over three exposures to one step.
pub(crate) fn curves() -> Curves {
    let curve = |day, points: &[(f64, f64)]| OneCurve {
        on: date(2026, 5, day),
        name: "Two stops on the bus".to_owned(),
        points: points.to_vec(),
    };
    Curves {
        frame: frame("curves", "Distress within each exposure", "Three times."),
        up: ("Distress".to_owned(), Range::new(0.0, 100.0).unwrap()),
        across: "Minute".to_owned(),
        key: ["the latest".to_owned(), "earlier ones".to_owned()],
        curves: vec![
            curve(4, &[(0.0, 80.0), (5.0, 90.0), (20.0, 60.0)]),
            curve(7, &[(0.0, 70.0), (10.0, 75.0), (25.0, 40.0)]),
            curve(11, &[(0.0, 50.0), (5.0, 65.0), (15.0, 30.0), (30.0, 20.0)]),
        ],
    }
}

/// Wishes and answers over eight moments.
pub(crate) fn counts() -> Counts {
    let group = |name: &str, given: &[(&str, usize)]| CountGroup {
        name: name.to_owned(),
        given: given
            .iter()
            .map(|(name, often)| ((*name).to_owned(), *often))
            .collect(),
    };
    Counts {
        frame: frame(
            "counts",
            "Wishes and answers",
            "To be understood, most often.",
        ),
        groups: vec![
            group(
                "What did you wish for? (8 of 8 sheets)",
                &[
                    ("to be understood", 5),
                    ("to be close", 2),
                    ("to be left free", 1),
                ],
            ),
            group(
                "How did the other answer, as you saw it? (7 of 8 sheets)",
                &[("turned away", 4), ("did not see it", 3)],
            ),
        ],
        columns: [
            "Asked".to_owned(),
            "Given".to_owned(),
            "How often".to_owned(),
        ],
    }
}
