use attune_stats::choice::{Chance, Draws, Tally};

use super::DRAWS;
use super::option::{Ground, TherapyOption, Wishing};

/// Share of people who stop early: 19.7 % (18.7 to 20.7), 669 studies, 83,834 people (Swift & Greenberg 2012,
/// doi:10.1037/a0028226). As mean and standard error.
const STOP_EARLY: (f64, f64) = (0.197, 0.0051);
/// How many fewer stop early where the therapy meets the wishes: risk ratio 0.62 (0.48 to 0.80), 29 trials, 5,294 people (Windle
/// and others 2020, doi:10.1001/jamapsychiatry.2019.3750). As mean and standard error of its logarithm.
const MATCHED: (f64, f64) = (-0.478, 0.130);
/// Nobody has measured how much aiming at the drawing adds. It is drawn between nothing and this share of the effect.
pub(super) const AIM_ADDS: f64 = 0.5;

/// How often each option is the best, and as good as the best, in the order of the options.
///
/// The benefit of a therapy is its effect, taken by those who stay, and more of it the more of what the loops hang on it acts on:
/// `effect * (1 - stops early) * (1 + adds * share)`.
pub(super) fn simulate(ground: &Ground, seed: u64) -> Vec<Chance> {
    let mut tally = Tally::new(ground.options.len(), ground.minimal);
    let mut draws = Draws::new(seed);
    let setting = ground.setting.unwrap_or(0.0);
    let aims: Vec<Vec<f64>> = ground.options.iter().map(|it| aims(it, ground)).collect();
    let mut benefits = Vec::with_capacity(ground.options.len());
    let mut weights = Vec::with_capacity(ground.ranks.len());
    for _ in 0..DRAWS {
        let stop = (STOP_EARLY.0 + STOP_EARLY.1 * draws.normal()).clamp(0.0, 1.0);
        let matched = (MATCHED.0 + MATCHED.1 * draws.normal()).exp();
        let adds = AIM_ADDS * draws.uniform();
        weigh(ground, &mut draws, &mut weights);
        benefits.clear();
        for (option, aims) in ground.options.iter().zip(&aims) {
            let spread = option.effect.standard_deviation.get().hypot(setting);
            let effect = option.effect.mean.get() + spread * draws.normal();
            let stops = match option.wishing {
                Wishing::Matched => (stop * matched).min(1.0),
                Wishing::NotMatched | Wishing::Unknown => stop,
            };
            let share: f64 = aims
                .iter()
                .zip(&weights)
                .map(|(counts, weight)| counts * weight)
                .sum();
            benefits.push(effect * (1.0 - stops) * (1.0 + adds * share));
        }
        tally.add(&benefits);
    }
    tally.chances()
}

/// How much an option acts on each factor, in the order of the ground's factors.
fn aims(option: &TherapyOption, ground: &Ground) -> Vec<f64> {
    let of = |factor| option.aims.get(factor).copied().unwrap_or(0.0);
    ground.ranks.keys().map(of).collect()
}

/// How much of what the loops hang on each factor stands for in this draw: by the inverse of a rank drawn from its interval. A factor in
/// no loop counts as if it ranked behind all others. They sum to 1.
fn weigh(ground: &Ground, draws: &mut Draws, weights: &mut Vec<f64>) {
    let last = ground.ranks.len().max(1) as f64;
    weights.clear();
    weights.extend(ground.ranks.values().map(|ranks| {
        let [low, high] = ranks.unwrap_or([last, last]);
        let rank = low + (high - low) * draws.uniform();
        1.0 / rank.max(1.0)
    }));
    let sum: f64 = weights.iter().sum();
    for weight in weights {
        *weight /= sum;
    }
}
