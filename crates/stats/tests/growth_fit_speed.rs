//! How long a fit takes, for whoever changes it: run with
//! `cargo test -p attune-stats --test growth_fit_speed -- --ignored --nocapture`.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "prints times")]

#[path = "suite/support/courses.rs"]
mod courses;

use std::time::Instant;

use attune_stats::growth::Estimation;
use courses::Truth;

#[test]
#[ignore = "prints times; nothing to fail"]
fn times() {
    for clients in [1_000, 10_000, 50_000, 200_000] {
        let columns = Truth {
            clients,
            scores: 10,
            therapists: 100,
            spreads: [4.0, 0.8, 1.5, 2.5],
            seed: 1,
        }
        .simulate();
        for crossed in [false, true] {
            let begin = Instant::now();
            let fitted = columns.fit(Estimation::Restricted, false, crossed).unwrap();
            println!(
                "{clients} clients, {} rows, crossed {crossed}: {:.3} s, converged {}",
                fitted.rows,
                begin.elapsed().as_secs_f64(),
                fitted.converged
            );
        }
    }
}

#[test]
#[ignore = "prints times; nothing to fail"]
fn times_of_one_therapist_for_each_client() {
    for clients in [1_000, 10_000, 50_000] {
        let mut columns = Truth {
            clients,
            scores: 10,
            therapists: 0,
            spreads: [4.0, 0.8, 0.0, 2.5],
            seed: 1,
        }
        .simulate();
        let therapists = clients / 50;
        for row in 0..columns.outcome.len() {
            let seen = columns.group[row] % therapists;
            columns.crossed[row] = seen;
            columns.outcome[row] += 1.5 * (7.0 * seen as f64).sin();
        }
        let begin = Instant::now();
        let fitted = columns.fit(Estimation::Restricted, false, true).unwrap();
        println!(
            "{clients} clients of {therapists} therapists: {:.3} s, criterion {:.6}",
            begin.elapsed().as_secs_f64(),
            fitted.criterion
        );
    }
}
