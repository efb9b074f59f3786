//! Effects of trials, pooled.

mod report;

use std::collections::BTreeMap;
use std::path::PathBuf;

use attune_stats::meta_analysis::{
    EffectEstimate, Model, PoolingWarning, egger_test, pool, trim_and_fill,
};
use clap::Args;

use super::answer::Caution;
use super::input::{Rows, Selection};
use super::text::{counted, number};
use super::{Answer, Output, Refusal};
use report::{Metas, Other, Summary};

/// Pool the effects of trials, and say where the next trial may lie
///
/// Random effects by REML with the interval of Hartung and Knapp, `DerSimonian` and Laird beside it; spread between trials
/// with its prediction interval; Egger's test and trim-and-fill as sensitivity, never in place of the estimate. Rows are
/// taken as independent: several rows of one trial make intervals too narrow.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  all comparisons of a Metapsy file in which positive favours therapy:
    attune stats meta depression.csv --effect .g --se .g_se
  each therapy against each control; groups are named by their values, as in \"cbt vs wl\":
    ... --by condition_arm1 --by condition_arm2
  a file in which negative favours therapy, as published, turned round, with a forest plot:
    attune stats meta panic.csv --effect .g --se .g_se --negate --decimal-comma --plot forest.svg

Keys of the JSON: all and groups.{name}, each {rows,estimate,se,ci,prediction,tau2,tau2_ci,q,q_df,q_p,i2,
dersimonian_laird,egger,trim_and_fill}; i2 is a share from 0 to 1")]
pub(crate) struct Meta {
    /// The file: comma or semicolon separated, with a header row
    file: PathBuf,
    /// The column with the effect, such as a standardised mean difference or a log odds ratio
    #[arg(long, value_name = "COLUMN")]
    effect: String,
    /// The column with its standard error
    #[arg(long, value_name = "COLUMN")]
    se: String,
    /// Pool each value of this column by itself as well; give it again for combinations
    #[arg(long, value_name = "COLUMN")]
    by: Vec<String>,
    /// Turn the sign of every effect round
    #[arg(long)]
    negate: bool,
    /// The column that names the rows in the picture
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// A row that has an effect.
struct Trial {
    /// Its position among the selected rows.
    row: usize,
    estimate: EffectEstimate,
    group: Option<String>,
}

impl Meta {
    pub(crate) fn run(&self) -> Result<Answer<Metas>, Refusal> {
        let rows = Rows::read(&self.file, &self.selection)?;
        let (trials, left_out) = self.trials(&rows)?;
        let mut warnings = Vec::new();
        if left_out > 0 {
            let rows = counted(left_out, "row", "rows");
            let message = format!("{rows} without an effect or its standard error left out.");
            warnings.push(Caution::new("left_out", message));
        }
        let everything: Vec<EffectEstimate> = trials.iter().map(|trial| trial.estimate).collect();
        let all = summary("all", &everything, &mut warnings)?;
        let mut by_group: BTreeMap<String, Vec<EffectEstimate>> = BTreeMap::new();
        for trial in &trials {
            if let Some(group) = &trial.group {
                by_group
                    .entry(group.clone())
                    .or_default()
                    .push(trial.estimate);
            }
        }
        let ungrouped = trials.iter().filter(|trial| trial.group.is_none()).count();
        if !self.by.is_empty() && ungrouped > 0 {
            let message = format!("{} in no group.", counted(ungrouped, "row", "rows"));
            warnings.push(Caution::new("in_no_group", message));
        }
        let mut groups = BTreeMap::new();
        for (name, estimates) in by_group {
            let found = summary(&name, &estimates, &mut warnings)?;
            groups.insert(name, found);
        }
        warnings.push(Caution::new(
            "independent_rows",
            "Rows are taken as independent: several rows of one trial make the intervals too narrow.",
        ));
        let method = "Random-effects meta-analysis by REML (Viechtbauer 2005) with Hartung-Knapp intervals (2001)";
        let labels = self.labels(&rows, &trials)?;
        let estimates = trials.iter().map(|trial| trial.estimate);
        let picture = labels.into_iter().zip(estimates).collect();
        Ok(Answer::new(
            method,
            warnings,
            Metas::new(self.effect.clone(), all, groups, picture),
        ))
    }

    fn trials(&self, rows: &Rows) -> Result<(Vec<Trial>, usize), Refusal> {
        let effects = rows.numbers(&self.effect)?;
        let errors = rows.numbers_that(&self.se, "a standard error above 0", |se| se > 0.0)?;
        let by = self
            .by
            .iter()
            .map(|name| rows.words(name))
            .collect::<Result<Vec<_>, _>>()?;
        let sign = if self.negate { -1.0 } else { 1.0 };
        let mut trials = Vec::new();
        let total = effects.len();
        for (row, (effect, se)) in effects.into_iter().zip(errors).enumerate() {
            let Some((effect, se)) = effect.zip(se) else {
                continue;
            };
            let values: Option<Vec<&str>> = by.iter().map(|column| column[row]).collect();
            trials.push(Trial {
                row,
                estimate: EffectEstimate::new(sign * effect, se)?,
                group: values
                    .filter(|values| !values.is_empty())
                    .map(|values| values.join(" vs ")),
            });
        }
        if trials.is_empty() {
            return Err(rows.none_left("rows with an effect and its standard error"));
        }
        let left_out = total - trials.len();
        Ok((trials, left_out))
    }

    fn labels(&self, rows: &Rows, trials: &[Trial]) -> Result<Vec<String>, Refusal> {
        let column = self
            .label
            .as_ref()
            .map(|name| rows.words(name))
            .transpose()?;
        let label = |trial: &Trial| {
            let named = column.as_ref().and_then(|column| column[trial.row]);
            named.map_or_else(|| rows.row_name(trial.row), str::to_owned)
        };
        Ok(trials.iter().map(label).collect())
    }
}

fn summary(
    name: &str,
    rows: &[EffectEstimate],
    warnings: &mut Vec<Caution>,
) -> Result<Summary, Refusal> {
    let pooled = pool(rows, Model::RestrictedLikelihood)?;
    warnings.extend(pooled.warnings.iter().map(|warning| caution(name, warning)));
    // Sensitivity: what cannot be said of these rows is left empty, the estimate stands without it.
    let simple = pool(rows, Model::DerSimonianLaird)?;
    Ok(Summary {
        dersimonian_laird: Other::new(&simple),
        egger: egger_test(rows).ok(),
        trim_and_fill: trim_and_fill(rows, Model::RestrictedLikelihood)
            .ok()
            .map(report::Filled::new),
        pooled,
    })
}

fn caution(name: &str, warning: &PoolingWarning) -> Caution {
    let (kind, message) = match warning {
        PoolingWarning::OneRow => (
            "one_row",
            "one row only: the estimate is that row, and spread between trials is unknown."
                .to_owned(),
        ),
        PoolingWarning::FewRows => (
            "few_rows",
            "fewer than five rows: spread and prediction interval are hardly known.".to_owned(),
        ),
        PoolingWarning::EffectsIdentical => (
            "effects_identical",
            "all effects are the same number; the conventional standard error stands in."
                .to_owned(),
        ),
        PoolingWarning::NarrowerThanConventional(factor) => (
            "narrower_than_conventional",
            format!(
                "the interval rests on a smaller standard error than the conventional one ({} of it): chance agreement of \
                 few trials does that.",
                number(*factor, 2)
            ),
        ),
        PoolingWarning::LessSpreadThanChance => (
            "less_spread_than_chance",
            "the trials agree more closely than their standard errors allow.".to_owned(),
        ),
        // Kinds that a later library may add.
        #[expect(unreachable_patterns, reason = "the library may add kinds")]
        other => ("pooling", format!("{other:?}")),
    };
    Caution::new(kind, format!("{name}: {message}"))
}
