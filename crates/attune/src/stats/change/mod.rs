//! Reliable and clinically significant change of everybody in a file.

mod pairs;
mod picture;
mod report;
mod slope;

use std::path::PathBuf;

use attune_stats::StatsError;
use attune_stats::change::{
    AtCutoff, ChangeMethod, ClassCounts, ClinicalRule, Direction, MeasurementError, MinimalChange,
    PairedSample, PercentageRule, Population, Reliabilities, ReliableChangeRule, agreement,
    change_index, classify, cutoff_a, cutoff_b, cutoff_c,
};
use clap::Args;

use super::answer::Caution;
use super::input::{Rows, Selection};
use super::text::counted;
use super::{Answer, Output, Refusal};
use pairs::{Columns, Pairs, pairs};
use report::{Changes, Client, Cutoffs, Percentage, Sample};

/// Judge everybody's change by seven methods: reliable, clinically significant, or within measurement error
///
/// FILE has one score a row. Who has no score at one of the two times is left out and counted, never taken as unchanged.
/// `class` is Jacobson and Truax together with a cutoff: c where functional norms are given, else a. Hageman and
/// Arrindell are left out, and this is said, where the sample's differences hold no reliable variance.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  a depression scale before and after, fewer is better:
    attune stats change scores.csv --id id --time time --pre 1 --post 4 --outcome hamd --reliability 0.80
  with norms of people who are well, for cutoffs b and c and recovery:
    ... --functional-mean 8 --functional-sd 8
  a scale of well-being, for programs:
    ... --higher-is-better --json
  only one group, and a picture of everybody:
    ... --where treatment=PA --plot change.svg

Keys of the JSON: methods.{name}.{improved,unchanged,deteriorated}, combined, cutoffs, percentage, minimal_change, sample,
clients[].{id,pre,post,change,rci,class}")]
pub(crate) struct Change {
    /// The file: comma or semicolon separated, with a header row
    file: PathBuf,
    /// The column that tells people apart
    #[arg(long, value_name = "COLUMN")]
    id: String,
    /// The column with the time of the score
    #[arg(long, value_name = "COLUMN")]
    time: String,
    /// What that column holds for the first score
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    pre: String,
    /// What that column holds for the last score
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    post: String,
    /// The column with the score
    #[arg(long, value_name = "COLUMN")]
    outcome: String,
    /// Reliability of the measure, strictly between 0 and 1
    #[arg(long, value_name = "R", allow_hyphen_values = true)]
    reliability: f64,
    /// Reliability on the last occasion, which Nunnally and Kotsch use [default: the same]
    #[arg(long, value_name = "R", allow_hyphen_values = true)]
    reliability_post: Option<f64>,
    /// More is better, as with well-being
    #[arg(long)]
    higher_is_better: bool,
    /// Mean of people who are well, in points
    #[arg(
        long,
        value_name = "M",
        requires = "functional_sd",
        allow_hyphen_values = true
    )]
    functional_mean: Option<f64>,
    /// Standard deviation of people who are well, in points
    #[arg(
        long,
        value_name = "S",
        requires = "functional_mean",
        allow_hyphen_values = true
    )]
    functional_sd: Option<f64>,
    /// By how many per cent of the first score somebody has to change in the percentage method
    #[arg(
        long,
        value_name = "PERCENT",
        default_value_t = 50.0,
        allow_hyphen_values = true
    )]
    percent: f64,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// The names of the methods in the answer.
pub(super) fn name(method: ChangeMethod) -> &'static str {
    match method {
        ChangeMethod::JacobsonTruax => "jacobson-truax",
        ChangeMethod::GulliksenLordNovick => "gulliksen-lord-novick",
        ChangeMethod::HsuLinnLord => "hsu-linn-hageman",
        ChangeMethod::EdwardsNunnally => "edwards-nunnally",
        ChangeMethod::NunnallyKotsch => "nunnally-kotsch",
        ChangeMethod::HagemanArrindell => "hageman-arrindell",
    }
}

impl Change {
    pub(crate) fn run(&self) -> Result<Answer<Changes>, Refusal> {
        let rows = Rows::read(&self.file, &self.selection)?;
        let columns = Columns {
            id: &self.id,
            time: &self.time,
            pre: &self.pre,
            post: &self.post,
            outcome: &self.outcome,
        };
        let pairs = pairs(&rows, &columns)?;
        let sample = PairedSample::new(pairs.scores())?;
        let judge = Judge::new(self, &sample)?;
        let mut warnings = left_out(&pairs);
        let mut result = judge.everybody(&pairs, &mut warnings)?;
        match slope::growth_model(&rows, &columns, &pairs, self.direction())? {
            Ok((counts, cautions)) => {
                result.methods.push((slope::NAME, counts));
                warnings.extend(cautions);
            }
            Err(why) => warnings.push(method_left_out(slope::NAME, &why)),
        }
        warnings.push(relative());
        result.outcome.clone_from(&self.outcome);
        let method = "Reliable and clinically significant change (Jacobson & Truax 1991), with six further methods";
        Ok(Answer::new(method, warnings, result))
    }

    fn direction(&self) -> Direction {
        if self.higher_is_better {
            Direction::HigherIsBetter
        } else {
            Direction::LowerIsBetter
        }
    }

    fn functional(&self) -> Result<Option<Population>, StatsError> {
        let norms = self.functional_mean.zip(self.functional_sd);
        norms
            .map(|(mean, sd)| Population::new(mean, sd))
            .transpose()
    }
}

/// Everything that is needed to judge one person.
struct Judge {
    sample: attune_stats::change::SampleStatistics,
    reliabilities: Reliabilities,
    error: MeasurementError,
    direction: Direction,
    rule: ClinicalRule,
    cutoffs: Cutoffs,
    percentage: PercentageRule,
}

impl Judge {
    fn new(options: &Change, sample: &PairedSample) -> Result<Self, StatsError> {
        let direction = options.direction();
        let sample = sample.statistics()?;
        let mut reliabilities = Reliabilities::both(options.reliability)?;
        if let Some(last) = options.reliability_post {
            reliabilities.last = Reliabilities::both(last)?.last;
        }
        let error = MeasurementError::new(sample.first.sd.get(), options.reliability)?;
        let a = cutoff_a(sample.first, direction);
        let cutoffs = match options.functional()? {
            None => Cutoffs {
                a,
                b: None,
                c: None,
            },
            Some(functional) => Cutoffs {
                a,
                b: Some(cutoff_b(functional, direction)),
                c: Some(cutoff_c(sample.first, functional, direction)?),
            },
        };
        let reliable = ReliableChangeRule::JacobsonTruax { error, direction };
        let rule = ClinicalRule::new(reliable, cutoffs.c.unwrap_or(a), AtCutoff::Clinical)?;
        Ok(Self {
            sample,
            reliabilities,
            error,
            direction,
            rule,
            cutoffs,
            percentage: PercentageRule::new(
                options.percent / 100.0,
                options.percent / 100.0,
                direction,
            )?,
        })
    }

    fn everybody(&self, pairs: &Pairs, warnings: &mut Vec<Caution>) -> Result<Changes, StatsError> {
        let mut changes = Changes::new(
            self.cutoffs,
            MinimalChange::of(self.error),
            Sample {
                people: self.sample.count,
                left_out: pairs.left_out.len(),
                pre: [self.sample.first.mean.get(), self.sample.first.sd.get()],
                post: [self.sample.last.mean.get(), self.sample.last.sd.get()],
                correlation: self.sample.correlation.get(),
            },
            self.direction,
            self.percentage.improvement.get(),
        );
        for method in self.methods(warnings)? {
            let classes = pairs.both.iter().map(|(_, (first, last))| {
                let index = change_index(method, &self.sample, self.reliabilities, *first, *last)?;
                Ok(classify(method, index, self.direction))
            });
            let counts = classes.collect::<Result<ClassCounts, StatsError>>()?;
            changes.methods.push((name(method), counts));
        }
        for (id, (first, last)) in &pairs.both {
            let client = self.client(id, *first, *last, &mut changes.percentage)?;
            changes.clients.push(client);
        }
        changes.combined = changes
            .clients
            .iter()
            .map(|client| client.combined)
            .collect();
        Ok(changes)
    }

    /// The methods that this sample supports. What a sample lacks it lacks for everybody.
    fn methods(&self, warnings: &mut Vec<Caution>) -> Result<Vec<ChangeMethod>, StatsError> {
        let mut supported = Vec::new();
        for method in ChangeMethod::ALL {
            match change_index(method, &self.sample, self.reliabilities, 0.0, 0.0) {
                Ok(_) => supported.push(method),
                Err(StatsError::NoReliableVariance { what }) => warnings.push(method_left_out(
                    name(method),
                    &format!("the {what} is not positive in this sample"),
                )),
                Err(other) => return Err(other),
            }
        }
        Ok(supported)
    }

    fn client(
        &self,
        id: &str,
        first: f64,
        last: f64,
        percentage: &mut Percentage,
    ) -> Result<Client, StatsError> {
        let change = self.rule.reliable.judge(first, last)?;
        let agreed = agreement(
            &self.sample,
            self.reliabilities,
            self.direction,
            first,
            last,
        )?;
        let relative = match self.percentage.judge(first, last) {
            Ok(relative) => Some(relative),
            Err(StatsError::NoBaseline) => None,
            Err(other) => return Err(other),
        };
        percentage.add(relative.map(|relative| relative.class));
        let combined = self.rule.combine(change.class, first, last)?;
        Ok(Client {
            id: id.to_owned(),
            pre: first,
            post: last,
            change: change.change,
            rci: change.index,
            interval: change
                .interval
                .map(|interval| [interval.lower, interval.upper]),
            percent: relative.map(|relative| 100.0 * relative.share),
            class: report::class_name(combined),
            combined,
            agreeing: [agreed.agreeing, agreed.methods.len()],
        })
    }
}

fn method_left_out(name: &str, why: &str) -> Caution {
    Caution::new("method_left_out", format!("{name} is left out: {why}."))
}

fn left_out(pairs: &Pairs) -> Vec<Caution> {
    if pairs.left_out.is_empty() {
        return Vec::new();
    }
    let people = counted(pairs.left_out.len(), "person", "people");
    let message = format!(
        "{people} without a score at both times left out. Who stays to the end often does better than who does not."
    );
    vec![Caution::new("left_out", message)]
}

fn relative() -> Caution {
    Caution::new(
        "relative_to_sample",
        "hsu-linn-hageman compares with the sample's own change: who improved less than the average can come out as \
         deteriorated.",
    )
}
