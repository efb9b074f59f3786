//! Which components a treatment has, what the trials can tell of them, and the fit.

use std::collections::BTreeSet;

use super::additive::{ComponentEffect, TreatmentEffect};
use super::comparison::Effect;
use super::fit::{informations, moment_slope};
use super::linear::{Matrix, RowSpace, positive_inverse, quadratic};
use super::network::Network;
use crate::StatsError;
use crate::number::finite;

/// Which treatment holds which component, and what the trials can tell.
pub(super) struct Design {
    components: Vec<String>,
    /// One row for each treatment: 1 for each component that it holds.
    rows: Vec<Vec<f64>>,
    /// Spanned by the differences of arms within trials.
    pub(super) space: RowSpace,
    /// The coordinates of each treatment's row, up to a constant within each part of
    /// the network, which no trial sees.
    coordinates: Vec<Vec<f64>>,
}

impl Design {
    pub(super) fn new(
        network: &Network,
        separator: &str,
        inactive: Option<&str>,
    ) -> Result<Self, StatsError> {
        if let Some(inactive) = inactive {
            network.index(inactive)?;
        }
        let parts: Vec<BTreeSet<&str>> = network
            .treatments
            .iter()
            .map(|treatment| parts(treatment, separator, inactive))
            .collect();
        let components: BTreeSet<&str> = parts.iter().flatten().copied().collect();
        let rows: Vec<Vec<f64>> = parts
            .iter()
            .map(|parts| {
                let holds = |component: &&str| f64::from(u8::from(parts.contains(component)));
                components.iter().map(holds).collect()
            })
            .collect();
        let differences: Vec<Vec<f64>> = network
            .trials
            .iter()
            .flat_map(|trial| trial.arms.windows(2))
            .map(|pair| difference(&rows[pair[0]], &rows[pair[1]]))
            .collect();
        let space = RowSpace::of(&differences);
        if space.rank() == 0 {
            return Err(StatsError::TooFew {
                what: "components that differ within a trial",
                needed: 1,
                given: 0,
            });
        }
        Ok(Self {
            components: components.into_iter().map(str::to_owned).collect(),
            coordinates: rows.iter().map(|row| space.coordinates(row)).collect(),
            rows,
            space,
        })
    }

    pub(super) fn component_effects(
        &self,
        common: &ComponentFit,
        random: &ComponentFit,
    ) -> Vec<ComponentEffect> {
        let one_component = |(index, component): (usize, &String)| {
            let mut row = vec![0.0; self.components.len()];
            row[index] = 1.0;
            let known = self.space.holds(&row);
            let at = self.space.coordinates(&row);
            let (common, random) = (common.effect(&at), random.effect(&at));
            let holding = self.rows.iter().filter(|row| row[index] > 0.0).count();
            ComponentEffect {
                component: component.clone(),
                treatments: holding,
                random: known.then_some(random.0),
                random_se: known.then_some(random.1),
                common: known.then_some(common.0),
                common_se: known.then_some(common.1),
            }
        };
        self.components
            .iter()
            .enumerate()
            .map(one_component)
            .collect()
    }

    pub(super) fn treatment_effects(
        &self,
        treatments: &[String],
        reference: usize,
        random: &ComponentFit,
    ) -> Result<Vec<TreatmentEffect>, StatsError> {
        let one_treatment = |(index, treatment): (usize, &String)| {
            let row = difference(&self.rows[index], &self.rows[reference]);
            let effect = if self.space.holds(&row) {
                let (estimate, error) = random.effect(&self.space.coordinates(&row));
                Some(Effect::new(estimate, error)?)
            } else {
                None
            };
            Ok(TreatmentEffect {
                treatment: treatment.clone(),
                effect,
            })
        };
        treatments.iter().enumerate().map(one_treatment).collect()
    }
}

/// The components in a treatment's name. The inactive treatment is none, and adds
/// none to a combination.
fn parts<'a>(treatment: &'a str, separator: &str, inactive: Option<&str>) -> BTreeSet<&'a str> {
    if inactive == Some(treatment) {
        return BTreeSet::new();
    }
    // An empty separator would split between all letters; the name is then one part.
    let pieces: Vec<&str> = if separator.is_empty() {
        vec![treatment]
    } else {
        treatment.split(separator).collect()
    };
    pieces
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty() && inactive != Some(*part))
        .collect()
}

fn difference(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter()
        .zip(other)
        .map(|(one, other)| one - other)
        .collect()
}

/// Effects at the pivots of the design's row space.
pub(super) struct ComponentFit {
    effects: Vec<f64>,
    covariance: Matrix,
    pub(super) q: f64,
    pub(super) slope: f64,
}

impl ComponentFit {
    /// Effect and standard error of a row with these coordinates.
    fn effect(&self, coordinates: &[f64]) -> (f64, f64) {
        let effect = dot(coordinates, &self.effects);
        (
            effect,
            quadratic(&self.covariance, coordinates).max(0.0).sqrt(),
        )
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// Weighted least squares with `d = Z b`, `Z` the coordinates of the treatments.
pub(super) fn component_fit(
    network: &Network,
    design: &Design,
    tau2: f64,
) -> Result<ComponentFit, StatsError> {
    let information = informations(&network.trials, tau2)?;
    let rank = design.space.rank();
    let mut total = Matrix::zeros(rank, rank);
    let mut right = Matrix::zeros(rank, 1);
    for (trial, own) in network.trials.iter().zip(&information) {
        let held = Matrix::from_fn(trial.arms.len(), rank, |row, column| {
            design.coordinates[trial.arms[row]][column]
        });
        let weighted = held.transpose() * own;
        right += &weighted * Matrix::from_column_slice(trial.arms.len(), 1, &trial.effects);
        total += weighted * held;
    }
    let covariance = positive_inverse(total).ok_or(StatsError::NotSettled {
        what: "the equations of the components",
    })?;
    let effects: Vec<f64> = (&covariance * right).iter().copied().collect();
    let q = network
        .trials
        .iter()
        .zip(&information)
        .map(|(trial, own)| {
            let rest: Vec<f64> = trial
                .arms
                .iter()
                .zip(&trial.effects)
                .map(|(arm, effect)| effect - dot(&design.coordinates[*arm], &effects))
                .collect();
            quadratic(own, &rest)
        })
        .sum();
    // The covariance of two treatments' effects, Z (Z' L Z)^-1 Z'.
    let size = network.treatments.len();
    let held = Matrix::from_fn(size, rank, |row, column| design.coordinates[row][column]);
    let between = &held * &covariance * held.transpose();
    let slope = moment_slope(&network.trials, &information, |one, other| {
        between[(one, other)]
    });
    Ok(ComponentFit {
        effects,
        covariance,
        q: finite("the components' Q", q)?,
        slope: finite("the expectation of Q", slope)?,
    })
}
