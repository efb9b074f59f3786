//! Networks of partial correlations against published and reference results.
//! Reference: qgraph 1.9.3 with glasso 1.11, whose fits stop at 1e-4.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use crate::support;

use attune_stats::graphical_model::{
    CompleteRows, GraphicalModel, PathSettings, centralities, fit, fit_correlations,
};
use nalgebra::DMatrix;
use serde_json::Value;
use support::{close, matrix_of, shared, table};

/// Five agreeableness items of 2,436 people (psych's `bfi`, complete on 25 items): correlations, and
/// the partial correlations found by qgraph's EBIC graphical lasso at gamma 0.5.
const BFI: [(usize, usize, f64, f64); 10] = [
    (0, 1, -0.350_905, -0.234_749),
    (0, 2, -0.273_636, -0.097_555),
    (0, 3, -0.156_754, 0.0),
    (0, 4, -0.192_698, -0.010_712),
    (1, 2, 0.503_041, 0.289_964),
    (1, 3, 0.350_856, 0.160_164),
    (1, 4, 0.397_400, 0.149_135),
    (2, 3, 0.384_918, 0.184_340),
    (2, 4, 0.515_679, 0.348_505),
    (3, 4, 0.325_644, 0.122_913),
];

fn bfi() -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![0.0; 5]; 5];
    for (node, row) in matrix.iter_mut().enumerate() {
        row[node] = 1.0;
    }
    for (one, two, correlation, _) in BFI {
        matrix[one][two] = correlation;
        matrix[two][one] = correlation;
    }
    matrix
}

#[test]
fn five_items_of_a_personality_inventory() {
    let model = fit_correlations(&bfi(), 2436, &PathSettings::usual(0.5).unwrap()).unwrap();
    close(model.lambda, 0.025_075_4, 1e-7);
    close(model.ebic, 9_855.863, 0.01);
    for (one, two, _, partial) in BFI {
        close(model.partial[one][two], partial, 1e-4);
        close(model.partial[two][one], partial, 1e-4);
    }
    assert_eq!(model.edges, 9);
    assert!(model.duality_gap <= 1e-9);
    assert!(model.warnings.is_empty());
}

/// What the penalised objective is at partial correlations `partial`, with the
/// variances that suit them best: those with `(K^-1)_ii = S_ii`.
fn objective_at(partial: &[Vec<f64>], correlations: &[Vec<f64>], lambda: f64) -> f64 {
    let size = partial.len();
    let scaled = DMatrix::from_fn(size, size, |row, column| {
        if row == column {
            1.0
        } else {
            -partial[row][column]
        }
    });
    let inverse = scaled.clone().cholesky().unwrap().inverse();
    let precision = DMatrix::from_fn(size, size, |row, column| {
        scaled[(row, column)] * (inverse[(row, row)] * inverse[(column, column)]).sqrt()
    });
    let factor = precision.clone().cholesky().unwrap();
    let log_determinant = 2.0 * factor.l().diagonal().map(f64::ln).sum();
    let mut objective = -log_determinant;
    for row in 0..size {
        for column in 0..size {
            objective += precision[(row, column)] * correlations[row][column];
            if row != column {
                objective += lambda * precision[(row, column)].abs();
            }
        }
    }
    objective
}

fn compare(name: &str) {
    let Some(text) = shared(&format!("oracle/ggm_{name}.json")) else {
        println!("skipped: the reference results are not here");
        return;
    };
    let reference: Value = serde_json::from_str(&text).unwrap();
    let nodes: Vec<&str> = reference["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node.as_str().unwrap())
        .collect();
    let data = shared(&format!("data/{name}.csv")).unwrap();
    let rows = CompleteRows::new(&table(&data, &nodes)).unwrap();
    assert_eq!(rows.rows() as u64, reference["rows"].as_u64().unwrap());
    let model: GraphicalModel = fit(&rows, &PathSettings::usual(0.5).unwrap()).unwrap();

    let correlations = matrix_of(&reference["correlations"]);
    let partial = matrix_of(&reference["partial"]);
    let size = nodes.len();
    let mut furthest = 0.0_f64;
    for row in 0..size {
        for column in 0..size {
            close(
                model.correlations[row][column],
                correlations[row][column],
                1e-9,
            );
            furthest = furthest.max((model.partial[row][column] - partial[row][column]).abs());
        }
    }
    let lambda = reference["lambda"].as_f64().unwrap();
    close(model.lambda, lambda, 1e-9);
    assert!(furthest <= 1e-3, "{furthest}");
    let theirs = objective_at(&partial, &correlations, lambda);
    let ours = objective_at(&model.partial, &correlations, lambda);
    close(ours, model.objective, 1e-8);
    assert!(
        model.objective <= theirs + 1e-9,
        "{} {theirs}",
        model.objective
    );
    let ebic = reference["ebic"].as_f64().unwrap();
    close(model.ebic, ebic, 1e-5 * ebic);

    let strength = centralities(&model.partial).unwrap().strength;
    for (ours, theirs) in strength
        .iter()
        .zip(reference["centrality"]["strength"].as_array().unwrap())
    {
        close(*ours, theirs.as_f64().unwrap(), 5e-3);
    }
    println!(
        "{name}: partial correlations within {furthest:.1e}, objective {:.9} (reference {theirs:.9}), EBIC {:.4} ({ebic:.4}), {} edges",
        model.objective, model.ebic, model.edges
    );
}

#[test]
fn depression_and_anxiety_items() {
    compare("items_phq9_gad7_t1");
}

#[test]
fn traumatic_stress_items() {
    compare("items_wenchuan_pclc");
}
