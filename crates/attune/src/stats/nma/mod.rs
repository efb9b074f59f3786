//! Networks of trials.

mod read;
mod report;

use std::path::PathBuf;

use attune_stats::StatsError;
use attune_stats::change::Direction;
use attune_stats::network_meta_analysis::{
    AdditiveModel, ComponentWarning, Network, NetworkWarning, additive, analyse,
};
use clap::Args;

use super::answer::Caution;
use super::input::{Rows, Selection};
use super::text::probability;
use super::{Answer, Output, Refusal};
use crate::terminal::working;
use report::Nma as Analysed;

/// Compare many treatments at once, through all trials that connect them
///
/// Common and random effects with trials of several arms weighed as one, heterogeneity within designs and inconsistency
/// between them, direct against indirect evidence, and how much to lean on each comparison (A to E). The P-score orders
/// treatments, but the answer also lists which cannot be told apart from the best: read that first. A network in parts is
/// refused with its parts named.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  one comparison in a row, log odds ratios, trials with three arms as three rows:
    attune stats nma linde.csv --study id --treat1 treat1 --treat2 treat2 --effect lnOR --se selnOR --reference Placebo
  what each part of a combined treatment adds, \"CBT + SSRI\" being CBT and SSRI:
    ... --additive --inactive Placebo
  one arm in a row, people with the outcome (odds ratio), or means:
    attune stats nma arms.csv --study study --treat trt --events xi --total ni --reference no_contact
    attune stats nma means.csv --study id --treat arm --mean m --sd s --n n --standardised --reference WL --small-is-good
  the league table as a picture:
    ... --plot league.svg

Keys of the JSON: studies, comparisons, treatments, q, q_df, q_within, q_between, tau2, i2,
versus_reference[].{treatment,common,common_se,random,random_se,ci,prediction,p_score,trials_direct,share_direct},
split[], not_separable_from_best, league, additive.{q,df,q_diff,df_diff,tau2,components[]}")]
pub(crate) struct Nma {
    /// The file: comma or semicolon separated, with a header row
    file: PathBuf,
    #[command(flatten)]
    columns: read::Columns,
    /// The treatment that others are shown against
    #[arg(long, value_name = "TREATMENT")]
    reference: String,
    /// An effect below 0 is the better one, as with symptoms
    #[arg(long)]
    small_is_good: bool,
    /// Also ask what each component of combined treatments adds
    #[arg(long)]
    additive: bool,
    /// The treatment without any component, such as a placebo
    #[arg(long, value_name = "TREATMENT", requires = "additive")]
    inactive: Option<String>,
    /// What stands between the components in the name of a treatment
    #[arg(long, value_name = "TEXT", default_value = "+", requires = "additive")]
    separator: String,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    pub(crate) output: Output,
}

impl Nma {
    pub(crate) fn run(&self) -> Result<Answer<Analysed>, Refusal> {
        let rows = Rows::read(&self.file, &self.selection)?;
        let mut warnings = Vec::new();
        let contrasts = self.columns.contrasts(&rows, &mut warnings)?;
        let network = Network::new(&contrasts)?;
        let direction = if self.small_is_good {
            Direction::LowerIsBetter
        } else {
            Direction::HigherIsBetter
        };
        let working = working("weighing the trials");
        let found = analyse(&network, &self.reference, direction);
        let parts = self.components(&network);
        working.finish_and_clear();
        let components = parts?;
        let analysis = match found {
            Ok(found) => Some(found),
            // Components can bridge what no trial connects; then there is that answer alone.
            Err(why @ StatsError::DisconnectedNetwork { .. }) if components.is_some() => {
                warnings.push(Caution::new(
                    "disconnected_network",
                    format!("Only components are given: {why}."),
                ));
                None
            }
            Err(other) => return Err(other.into()),
        };
        if let Some(analysis) = &analysis {
            warnings.extend(analysis.warnings.iter().map(network_caution));
        }
        if let Some(model) = &components {
            warnings.extend(model.warnings.iter().map(component_caution));
        }
        warnings.push(Caution::new(
            "transitivity",
            "All of this holds only if people in each trial could have been in any other; no number can show that.",
        ));
        let method = "Network meta-analysis (Rücker 2012; Rücker & Schwarzer 2014), tau2 by moments (Jackson, White & \
                      Riley 2012)";
        let result = Analysed::new(self.reference.clone(), direction, analysis, components)?;
        Ok(Answer::new(method, warnings, result))
    }

    fn components(&self, network: &Network) -> Result<Option<AdditiveModel>, Refusal> {
        if !self.additive {
            return Ok(None);
        }
        let inactive = self.inactive.as_deref();
        Ok(Some(additive(
            network,
            &self.reference,
            &self.separator,
            inactive,
        )?))
    }
}

fn network_caution(warning: &NetworkWarning) -> Caution {
    match warning {
        NetworkWarning::NoVarianceBetweenTrials => Caution::new(
            "no_variance_between_trials",
            "Variance between trials is not known: random effects equal common effects, and there is no prediction.",
        ),
        NetworkWarning::NoLoop => Caution::new(
            "no_loop",
            "No loop of comparisons: direct and indirect evidence cannot be held against each other.",
        ),
        NetworkWarning::Inconsistent(p) => Caution::new(
            "inconsistent",
            format!(
                "Designs disagree more than chance allows (p {}).",
                probability(*p, 4)
            ),
        ),
    }
}

fn component_caution(warning: &ComponentWarning) -> Caution {
    match warning {
        ComponentWarning::NotIdentifiable => Caution::new(
            "not_identifiable",
            "Some components cannot be told apart by these trials; they are given without numbers.",
        ),
        ComponentWarning::NotAdditive(p) => Caution::new(
            "not_additive",
            format!(
                "Effects of components do not add up (p {}): the additive model misleads.",
                probability(*p, 4)
            ),
        ),
        ComponentWarning::BridgesParts => Caution::new(
            "bridges_parts",
            "Parts of the network hang together by shared components only; whether effects add up cannot be tested.",
        ),
        ComponentWarning::NoVarianceBetweenTrials => Caution::new(
            "no_variance_between_trials",
            "Variance between trials is not known under the additive model.",
        ),
    }
}
