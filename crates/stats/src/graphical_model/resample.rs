use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

use super::centrality::{Centralities, centralities};
use super::network::partial_correlations;
use super::path::{Extent, PathSettings, search};
use super::rows::CompleteRows;
use super::square::Square;
use crate::StatsError;
use crate::normal::uniform_draw;

/// One network of a resample.
pub(super) struct Draw {
    pub(super) partial: Square,
    pub(super) centralities: Centralities,
}

/// A stream of random numbers of its own for each draw, so that the answer depends on the seed
/// alone and not on which thread took which draw.
pub(super) fn stream(seed: u64, draw: u64) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(draw);
    random
}

/// The network of the rows as often as `times` says.
///
/// Errors: as [`super::fit`]. A resample may leave a column without spread.
pub(super) fn network(
    rows: &CompleteRows,
    times: &[f64],
    settings: &PathSettings,
) -> Result<Draw, StatsError> {
    let correlations = rows.weighted_correlations(times)?;
    let used: f64 = times.iter().sum();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a sum of counts"
    )]
    let path = search(
        &correlations,
        used as usize,
        settings,
        Extent::UntilHopeless,
    )?;
    let partial = partial_correlations(&path.solution.precision.matrix);
    let centralities = centralities(&partial.to_rows())?;
    Ok(Draw {
        partial,
        centralities,
    })
}

/// As many rows as there are, drawn with replacement.
pub(super) fn with_replacement(rows: usize, random: &mut ChaCha8Rng) -> Vec<f64> {
    let mut times = vec![0.0; rows];
    for _ in 0..rows {
        times[below(rows, random)] += 1.0;
    }
    times
}

/// `kept` different rows, by a partial Fisher-Yates shuffle.
pub(super) fn without_replacement(rows: usize, kept: usize, random: &mut ChaCha8Rng) -> Vec<f64> {
    let mut order: Vec<usize> = (0..rows).collect();
    let mut times = vec![0.0; rows];
    for place in 0..kept {
        order.swap(place, place + below(rows - place, random));
        times[order[place]] = 1.0;
    }
    times
}

/// A whole number from 0 to below `end`; the bias of 53 bits is far below anything seen here.
fn below(end: usize, random: &mut ChaCha8Rng) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count, rounded down"
    )]
    let index = (uniform_draw(random) * end as f64) as usize;
    index.min(end - 1)
}

/// The quantile at `share`, between neighbours in proportion (Hyndman & Fan 1996, type 7).
/// The values are sorted in place; the caller has made sure that there is one.
pub(super) fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = share * (values.len() as f64 - 1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in the list, rounded down"
    )]
    let lower = (place as usize).min(values.len() - 1);
    let upper = (lower + 1).min(values.len() - 1);
    values[lower] + (place - lower as f64) * (values[upper] - values[lower])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_neighbours() {
        let mut values = [4.0, 1.0, 3.0, 2.0];
        for (share, expected) in [(0.0, 1.0), (0.25, 1.75), (0.5, 2.5), (1.0, 4.0)] {
            assert!((quantile(&mut values, share) - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn rows_are_drawn_as_often_as_asked() {
        let mut random = stream(3, 0);
        let with = with_replacement(50, &mut random);
        assert!((with.iter().sum::<f64>() - 50.0).abs() < 1e-12);
        let without = without_replacement(50, 20, &mut random);
        assert!((without.iter().sum::<f64>() - 20.0).abs() < 1e-12);
        assert!(without.iter().all(|times| *times <= 1.0));
    }
}
