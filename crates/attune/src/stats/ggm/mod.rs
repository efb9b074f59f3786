//! Networks of partial correlations between the columns of a file.

mod report;

use std::path::PathBuf;

use attune_stats::graphical_model::{
    Bootstrap, BootstrapSettings, CompleteRows, DroppingSettings, PathSettings, Stability, Warning,
    bootstrap, centralities, fit, stability,
};
use attune_stats::{Proportion, StatsError};
use clap::Args;

use super::answer::Caution;
use super::input::{Rows, Selection};
use super::text::{counted, number};
use super::{Answer, Output, Refusal};
use crate::terminal::bar;
use report::{Ggm as Found, Resampled};

/// Below this an order of nodes should not be shown at all (Epskamp, Borsboom & Fried 2018).
const STEADY: f64 = 0.25;

/// Which answers hang together when all others are held still
///
/// Pearson correlations of the complete rows, graphical lasso, penalty with the least extended BIC (`EBICglasso`). An edge
/// has no direction, is between people and no cause; \"no edge\" is not \"no relation\". With --bootstrap the intervals of
/// edges and strengths are given, and the share of people that can be left out before the order of the nodes is lost:
/// without them a network should not be shown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  all items of a questionnaire (every column of numbers but one called id):
    attune stats ggm phq9.csv
  some columns, with intervals and stability, and a picture:
    ... --columns PHQ1,PHQ2,PHQ3,PHQ4 --bootstrap 1000 --seed 7 --plot network.svg

Keys of the JSON: nodes, rows, rows_left_out, lambda, ebic, edges, partial (nodes x nodes), strength and the other
centralities by node, bootstrap.{draws,edges[],strength[],stability}")]
pub(crate) struct Ggm {
    /// The file: comma or semicolon separated, with a header row
    file: PathBuf,
    /// The columns to join [default: every column of numbers but one called id]
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',')]
    columns: Vec<String>,
    /// How much more an edge has to explain than by the BIC, which is 0
    #[arg(
        long,
        value_name = "GAMMA",
        default_value_t = 0.5,
        allow_hyphen_values = true
    )]
    gamma: f64,
    /// Draw the rows again so many times; 1000 is usual
    #[arg(long, value_name = "N")]
    bootstrap: Option<u32>,
    /// Where the random numbers start: the same seed gives the same answer
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    pub(crate) output: Output,
}

impl Ggm {
    pub(crate) fn run(&self) -> Result<Answer<Found>, Refusal> {
        let rows = Rows::read(&self.file, &self.selection)?;
        let nodes = if self.columns.is_empty() {
            rows.columns_of_numbers()?
        } else {
            self.columns.clone()
        };
        let complete =
            CompleteRows::new(&by_row(&rows, &nodes)?).map_err(|why| named(why, &nodes))?;
        let settings = PathSettings::usual(self.gamma)?;
        let model = fit(&complete, &settings)?;
        let resampled = self
            .bootstrap
            .map(|draws| self.resample(&complete, &settings, draws))
            .transpose()?;
        let mut warnings = Vec::new();
        if model.rows_left_out > 0 {
            let rows = counted(model.rows_left_out, "row", "rows");
            let message = format!("{rows} with a missing answer left out.");
            warnings.push(Caution::new("left_out", message));
        }
        warnings.extend(model.warnings.iter().copied().map(caution));
        match &resampled {
            None => warnings.push(Caution::new(
                "not_resampled",
                "Nothing is known about how steady this network is: ask with --bootstrap 1000.",
            )),
            Some((_, stable)) if stable.coefficients.strength < STEADY => warnings.push(Caution::new(
                "order_not_steady",
                format!(
                    "The order of strengths is lost when {} of the people are left out (CS-coefficient below {STEADY}): do \
                     not show it.",
                    number(stable.coefficients.strength, 2)
                ),
            )),
            Some(_) => {}
        }
        let centrality = centralities(&model.partial)?;
        let seed = resampled.as_ref().map(|_| self.seed);
        let result = Found::new(nodes, model, centrality, resampled.map(Resampled::new));
        let method = "Gaussian graphical model: graphical lasso (Friedman, Hastie & Tibshirani 2008), penalty by extended \
                      BIC (Foygel & Drton 2010)";
        let mut answer = Answer::new(method, warnings, result);
        answer.seed = seed;
        Ok(answer)
    }

    fn resample(
        &self,
        rows: &CompleteRows,
        settings: &PathSettings,
        draws: u32,
    ) -> Result<(Bootstrap, Stability), Refusal> {
        let dropping = DroppingSettings::usual(draws, self.seed)?;
        let networks = draws as usize * (1 + dropping.shares.len());
        let bar = bar("drawing again", networks, "networks");
        let advance = || bar.inc(1);
        let again = BootstrapSettings {
            draws,
            seed: self.seed,
            level: Proportion::new(0.95)?,
        };
        let intervals = bootstrap(rows, settings, again, &advance);
        let found =
            intervals.and_then(|found| Ok((found, stability(rows, settings, dropping, &advance)?)));
        bar.finish_and_clear();
        Ok(found?)
    }
}

/// The values of some columns, row by row.
pub(crate) fn by_row(rows: &Rows, columns: &[String]) -> Result<Vec<Vec<Option<f64>>>, Refusal> {
    let columns = columns
        .iter()
        .map(|name| rows.numbers(name))
        .collect::<Result<Vec<_>, _>>()?;
    let count = columns.first().map_or(0, Vec::len);
    Ok((0..count)
        .map(|row| columns.iter().map(|column| column[row]).collect())
        .collect())
}

/// A column is known to people by its name.
pub(crate) fn named(why: StatsError, nodes: &[String]) -> Refusal {
    match why {
        StatsError::ConstantColumn { column } if column < nodes.len() => Refusal::Constant {
            name: nodes[column].clone(),
            error: why,
        },
        other => other.into(),
    }
}

fn caution(warning: Warning) -> Caution {
    match warning {
        Warning::SmallestPenaltyChosen => Caution::new(
            "smallest_penalty_chosen",
            "The smallest penalty tried was the best: the best of all may lie below it.",
        ),
        Warning::NoEdges => Caution::new(
            "no_edges",
            "No edge was worth its price: with these rows nothing can be said about any pair.",
        ),
        Warning::FewRows => Caution::new(
            "few_rows",
            "There are fewer rows than pairs of nodes: expect edges to be missed.",
        ),
        // Kinds that a later library may add.
        other => Caution::new("network", format!("{other:?}")),
    }
}
