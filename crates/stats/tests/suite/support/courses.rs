//! Simulated courses with known parameters.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

use attune_stats::StatsError;
use attune_stats::growth::{
    Covariate, Estimation, Fit, FitOptions, GrowthRows, Levels, TimeFunction, fit,
};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// Columns of long data.
#[derive(Debug, Clone)]
pub struct Columns {
    pub outcome: Vec<f64>,
    pub time: Vec<f64>,
    pub group: Vec<usize>,
    pub crossed: Vec<usize>,
    pub covariate: Vec<f64>,
}

/// What to simulate.
#[derive(Debug, Clone, Copy)]
pub struct Truth {
    pub clients: usize,
    pub scores: usize,
    pub therapists: usize,
    /// Standard deviations of intercept, slope, therapist and residual.
    pub spreads: [f64; 4],
    pub seed: u64,
}

/// Standard normal draws by Box and Muller, independent of the library's own.
pub fn normals(seed: u64) -> impl FnMut() -> f64 {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    move || {
        let mut uniform = || (random.next_u64() as f64 + 0.5) / 2_f64.powi(64);
        (-2.0 * uniform().ln()).sqrt() * (2.0 * std::f64::consts::PI * uniform()).cos()
    }
}

impl Truth {
    /// `y = 20 + u0 + (-2 + u1) t + 1.5 x + v + e` at `t = 0, 1, ...`, with
    /// `cor(u0, u1) = -0.3`; every client changes therapist half-way.
    pub fn simulate(self) -> Columns {
        let mut normal = normals(self.seed);
        let [intercept, slope, therapist, residual] = self.spreads;
        let therapists: Vec<f64> = (0..self.therapists).map(|_| therapist * normal()).collect();
        let mut columns = Columns {
            outcome: Vec::new(),
            time: Vec::new(),
            group: Vec::new(),
            crossed: Vec::new(),
            covariate: Vec::new(),
        };
        for client in 0..self.clients {
            let own = normal();
            let own_slope = slope * (-0.3 * own + (1.0_f64 - 0.09).sqrt() * normal());
            let covariate = normal();
            // Some clients stop early, so that designs differ.
            let scores = if client % 4 == 3 {
                self.scores.div_ceil(2)
            } else {
                self.scores
            };
            for visit in 0..scores {
                let time = visit as f64;
                let seen = if 2 * visit < self.scores {
                    client
                } else {
                    client * 7 + 3
                };
                let seen = seen % self.therapists.max(1);
                columns.outcome.push(
                    20.0 + intercept * own
                        + (own_slope - 2.0) * time
                        + 1.5 * covariate
                        + therapists.get(seen).copied().unwrap_or(0.0)
                        + residual * normal(),
                );
                columns.time.push(time);
                columns.group.push(client);
                columns.crossed.push(seen);
                columns.covariate.push(covariate);
            }
        }
        columns
    }
}

impl Columns {
    /// Fits a straight line over time, with the covariate and the crossed factor if asked.
    pub fn fit(
        &self,
        estimation: Estimation,
        covariate: bool,
        crossed: bool,
    ) -> Result<Fit, StatsError> {
        let covariates = [Covariate {
            name: "covariate",
            values: &self.covariate,
        }];
        let levels = Levels::of(&self.crossed);
        fit(
            &GrowthRows {
                outcome: &self.outcome,
                time: &self.time,
                group: &Levels::of(&self.group),
                covariates: if covariate { &covariates } else { &[] },
                crossed: crossed.then_some(&levels),
            },
            FitOptions {
                time_function: TimeFunction::Linear,
                estimation,
            },
        )
    }
}
