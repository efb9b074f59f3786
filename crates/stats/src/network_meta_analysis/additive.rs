use serde::Serialize;

use super::comparison::Effect;
use super::components::{Design, component_fit};
use super::fit::{fit, moment_tau2};
use super::heterogeneity::i2;
use super::network::Network;
use crate::StatsError;
use crate::meta_analysis::distribution::chi_squared_upper;

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
