use std::collections::BTreeSet;

use serde::Serialize;

use super::comparison::Effect;
use super::fit::{fit, informations, moment_slope, moment_tau2};
use super::heterogeneity::i2;
use super::linear::{Matrix, RowSpace, positive_inverse, quadratic};
use super::network::Network;
use crate::StatsError;
use crate::meta_analysis::distribution::chi_squared_upper;
use crate::number::finite;

/// Effects of the components of treatments, if effects of components add up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdditiveModel {
    /// The treatment without effect, if one was named.
    pub inactive: Option<String>,
    /// Disagreement of the trials with the additive model.
    pub q: f64,
    /// Its degrees of freedom.
    pub df: usize,
    /// `P(chi2 >= q)`.
    pub q_p: Option<f64>,
    /// What adding up costs against a free effect for each treatment; none for a
    /// network in parts.
    pub q_diff: Option<f64>,
    /// Its degrees of freedom; 0 where the components leave every treatment free.
    pub df_diff: Option<usize>,
    /// Its p. Small: effects do not add up, and the model misleads.
    pub q_diff_p: Option<f64>,
    /// Variance between trials under this model; none without degrees of freedom.
    pub tau2: Option<f64>,
    /// `max(0, (q - df) / q)`, from 0 to 1.
    pub i2: Option<f64>,
    /// Every component, in alphabetical order.
    pub components: Vec<ComponentEffect>,
    /// Every treatment less the reference, in alphabetical order.
    pub versus_reference: Vec<TreatmentEffect>,
    /// Components whose effect no set of these trials can tell.
    pub not_identifiable: Vec<String>,
    /// What to keep in mind.
    pub warnings: Vec<ComponentWarning>,
}

/// What to keep in mind about an additive model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ComponentWarning {
    /// Some components cannot be told apart.
    NotIdentifiable,
    /// Effects do not add up, with this p.
    NotAdditive(f64),
    /// Parts of the network hang together by shared components only, so that
    /// additivity cannot be tested against a free network.
    BridgesParts,
    /// Variance between trials is not known; random effects equal common effects.
    NoVarianceBetweenTrials,
}

/// The effect of adding one component. No numbers where trials cannot tell it apart
/// from other components.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComponentEffect {
    /// The component.
    pub component: String,
    /// How many treatments hold it.
    pub treatments: usize,
    /// The effect with variance between trials.
    pub random: Option<f64>,
    /// Its standard error.
    pub random_se: Option<f64>,
    /// The effect if all trials estimate the same one.
    pub common: Option<f64>,
    /// Its standard error.
    pub common_se: Option<f64>,
}

/// A treatment less the reference by the additive model (random effects).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TreatmentEffect {
    /// The treatment.
    pub treatment: String,
    /// The effect; none where trials cannot tell it.
    pub effect: Option<Effect>,
}

/// Additive component network meta-analysis (Rücker, Petropoulou & Schwarzer 2020,
/// doi:10.1002/bimj.201800167).
///
/// A treatment is the sum of the components in its name, `"A + B"`, split at the
/// separator. With `C` (treatments by components) the effects are `d = C b`, fitted by
/// the same weighted least squares as the network. `q_diff` tests whether that
/// is too simple. An interaction of components is not in the model: where treatments
/// are more than the sum of their parts, the components carry the blame.
///
/// The inactive treatment has no component; without one the reference's components
/// count as any other, and often cannot be told apart. A component, or a difference of
/// treatments, is identifiable if it is a combination of the trials' comparisons; the
/// rest is reported without numbers.
///
/// Works across the parts of a disconnected network, on the strength of the components
/// they share; that rests on additivity alone.
///
/// Errors: a reference or inactive treatment that is not there; no component that
/// differs within any trial; equations that cannot be solved.
///
/// ```
/// use attune_stats::network_meta_analysis::{Contrast, Network, additive};
///
/// let network = Network::new(&[
///     Contrast::new("one", ["talk", "nothing"], 0.50, 0.20)?,
///     Contrast::new("two", ["walk", "nothing"], 0.30, 0.20)?,
///     Contrast::new("three", ["talk + walk", "nothing"], 0.80, 0.20)?,
/// ])?;
/// let model = additive(&network, "nothing", "+", Some("nothing"))?;
/// assert_eq!(model.df, 1);
/// assert!((model.components[0].common.ok_or("talk")? - 0.50).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn additive(
    network: &Network,
    reference: &str,
    separator: &str,
    inactive: Option<&str>,
) -> Result<AdditiveModel, StatsError> {
    let reference = network.index(reference)?;
    let design = Design::new(network, separator, inactive)?;
    let common = component_fit(network, &design, 0.0)?;
    let arms: usize = network
        .trials
        .iter()
        .map(|trial| trial.arms.len() - 1)
        .sum();
    let df = arms - design.space.rank();
    let tau2 = moment_tau2(common.q, df, common.slope);
    let random = component_fit(network, &design, tau2.unwrap_or(0.0))?;

    let free = if network.connected().is_ok() {
        let q = (common.q - fit(network, 0.0)?.q).max(0.0);
        Some((q, network.treatments.len() - 1 - design.space.rank()))
    } else {
        None
    };
    let components = design.component_effects(&common, &random);
    let q_diff_p = free.and_then(|(q, df)| chi_squared_upper(q, df));
    let mut warnings = Vec::new();
    if components
        .iter()
        .any(|component| component.common.is_none())
    {
        warnings.push(ComponentWarning::NotIdentifiable);
    }
    if let Some(p) = q_diff_p.filter(|p| *p < 0.05) {
        warnings.push(ComponentWarning::NotAdditive(p));
    }
    if free.is_none() {
        warnings.push(ComponentWarning::BridgesParts);
    }
    if tau2.is_none() {
        warnings.push(ComponentWarning::NoVarianceBetweenTrials);
    }
    Ok(AdditiveModel {
        warnings,
        inactive: inactive.map(str::to_owned),
        q: common.q,
        df,
        q_p: chi_squared_upper(common.q, df),
        q_diff: free.map(|(q, _)| q),
        df_diff: free.map(|(_, df)| df),
        q_diff_p,
        tau2,
        i2: i2(common.q, df),
        not_identifiable: components
            .iter()
            .filter(|component| component.common.is_none())
            .map(|component| component.component.clone())
            .collect(),
        components,
        versus_reference: design.treatment_effects(&network.treatments, reference, &random)?,
    })
}

/// Which treatment holds which component, and what the trials can tell.
struct Design {
    components: Vec<String>,
    /// One row for each treatment: 1 for each component that it holds.
    rows: Vec<Vec<f64>>,
    /// Spanned by the differences of arms within trials.
    space: RowSpace,
    /// The coordinates of each treatment's row, up to a constant within each part of
    /// the network, which no trial sees.
    coordinates: Vec<Vec<f64>>,
}

impl Design {
    fn new(network: &Network, separator: &str, inactive: Option<&str>) -> Result<Self, StatsError> {
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

    fn component_effects(
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

    fn treatment_effects(
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
struct ComponentFit {
    effects: Vec<f64>,
    covariance: Matrix,
    q: f64,
    slope: f64,
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
fn component_fit(
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
