//! Data that cannot carry a growth model are refused, with what to do.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::courses;

use attune_stats::StatsError;
use attune_stats::growth::{
    Covariate, Estimation, FitOptions, GrowthRows, Levels, MOST_CROSSED_LEVELS, TimeFunction, fit,
};
use courses::Truth;

const LINEAR: FitOptions = FitOptions {
    time_function: TimeFunction::Linear,
    estimation: Estimation::Restricted,
};

const USUAL: Truth = Truth {
    clients: 40,
    scores: 6,
    therapists: 8,
    spreads: [4.0, 0.8, 1.5, 2.0],
    seed: 5,
};

#[test]
fn refusals() {
    let columns = USUAL.simulate();
    let rows = columns.outcome.len();
    let group = Levels::of(&columns.group);
    let base = GrowthRows {
        outcome: &columns.outcome,
        time: &columns.time,
        group: &group,
        covariates: &[],
        crossed: None,
    };
    let refused = |rows: GrowthRows| fit(&rows, LINEAR).map(drop).unwrap_err();
    let constant = vec![3.0; rows];

    assert_eq!(
        refused(GrowthRows {
            time: &constant,
            ..base
        }),
        StatsError::NoVariation { what: "time" }
    );
    assert_eq!(
        refused(GrowthRows {
            outcome: &constant,
            ..base
        }),
        StatsError::NoVariation {
            what: "the outcome"
        }
    );
    assert!(matches!(
        refused(GrowthRows {
            outcome: &columns.outcome[1..],
            ..base
        }),
        StatsError::LengthMismatch { what: "time", .. }
    ));
    let mut broken = columns.outcome.clone();
    broken[3] = f64::NAN;
    assert_eq!(
        refused(GrowthRows {
            outcome: &broken,
            ..base
        }),
        StatsError::NotFinite {
            what: "the outcome"
        }
    );
    let mut negative = columns.time.clone();
    negative[3] = -1.0;
    assert!(matches!(
        refused(GrowthRows {
            time: &negative,
            ..base
        }),
        StatsError::OutOfRange { .. }
    ));

    let covariate = |values| Covariate { name: "x", values };
    let good = covariate(&columns.covariate);
    assert_eq!(
        refused(GrowthRows {
            covariates: &[good, covariate(&constant)],
            ..base
        }),
        StatsError::ConstantCovariate { covariate: 1 }
    );
    let sum: Vec<f64> = columns
        .covariate
        .iter()
        .zip(&columns.time)
        .map(|(x, t)| 2.0 * x - t)
        .collect();
    assert_eq!(
        refused(GrowthRows {
            covariates: &[good, covariate(&sum)],
            ..base
        }),
        StatsError::CollinearCovariate { covariate: 1 }
    );
    assert_eq!(
        refused(GrowthRows {
            covariates: &[covariate(&columns.time)],
            ..base
        }),
        StatsError::CollinearCovariate { covariate: 0 }
    );

    let one = Levels::of(&vec!["same"; rows]);
    assert_eq!(
        refused(GrowthRows {
            group: &one,
            ..base
        }),
        StatsError::TooFew {
            what: "groups",
            needed: 2,
            given: 1
        }
    );
    assert_eq!(
        refused(GrowthRows {
            crossed: Some(&one),
            ..base
        }),
        StatsError::NoVariation {
            what: "the crossed factor"
        }
    );
    assert_eq!(
        refused(GrowthRows {
            crossed: Some(&group),
            ..base
        }),
        StatsError::ConfoundedFactor
    );
    let each: Vec<usize> = (0..rows).collect();
    let each = Levels::of(&each);
    assert!(matches!(
        refused(GrowthRows {
            group: &each,
            ..base
        }),
        StatsError::TooFew {
            what: "rows in at least one group",
            ..
        }
    ));
    assert!(matches!(
        refused(GrowthRows {
            crossed: Some(&each),
            ..base
        }),
        StatsError::TooFew { .. }
    ));
    assert!(matches!(
        refused(GrowthRows {
            outcome: &[],
            time: &[],
            group: &Levels::of::<u8>(&[]),
            ..base
        }),
        StatsError::TooFew { what: "rows", .. }
    ));
}

/// Scores without any noise: the variance of the residual cannot be estimated.
#[test]
fn scores_that_leave_no_residual_are_refused() {
    let mut columns = USUAL.simulate();
    for row in 0..columns.outcome.len() {
        let client = columns.group[row] as f64;
        columns.outcome[row] =
            20.0 + (client * 1.7).sin() + (client * 0.9).cos() * columns.time[row];
    }
    assert_eq!(
        columns
            .fit(Estimation::Restricted, false, false)
            .map(drop)
            .unwrap_err(),
        StatsError::NoResidualVariance
    );
}

/// Any number of therapists, but not too many that hang together.
#[test]
fn too_many_linked_levels_are_refused() {
    let levels = MOST_CROSSED_LEVELS + 1;
    let mut columns = Truth {
        clients: 2 * levels,
        scores: 4,
        therapists: 0,
        ..USUAL
    }
    .simulate();
    for (seen, client) in columns.crossed.iter_mut().zip(&columns.group) {
        *seen = client % levels;
    }
    let fitted = columns.fit(Estimation::Restricted, false, true).unwrap();
    assert_eq!(fitted.crossed_effects.len(), levels);

    // Each client ends with the next therapist: a chain of all.
    for (seen, time) in columns.crossed.iter_mut().zip(&columns.time) {
        *seen = (*seen + usize::from(*time > 0.5)) % levels;
    }
    assert_eq!(
        columns
            .fit(Estimation::Restricted, false, true)
            .unwrap_err(),
        StatsError::TooManyLevels {
            most: MOST_CROSSED_LEVELS,
            given: levels
        }
    );
}
