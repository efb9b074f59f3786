use std::fmt::Write as _;

use attune_ids::FactorId;
use attune_stats::causal_map::{LoopSearch, NodeLeverage, Perturbation, RankInterval, leverage};
use attune_stats::{NonNegative, Proportion};

use super::known::KnownRanks;
use super::map::Map;
use super::{Withheld, listed, quoted};
use crate::formulate::{Confidence, Role};

/// How many maps are drawn to see how far the order can be trusted: the fewest that
/// leave three out at each end of an interval of [`LEVEL`]. More would narrow nothing
/// but the error of the interval's ends, and a page waits for them.
pub const DRAWS: u32 = 59;
/// Standard deviation of the error of a weight: a point and a half of the ten of the scale.
pub const WEIGHT_SD: f64 = 0.15;
/// Share of the drawn ranks an interval holds.
pub const LEVEL: f64 = 0.90;
/// Share taken from every arrow that leaves a factor: as if it were half as strong.
pub const WEAKENING: f64 = 0.5;

/// What the loops hang on.
#[derive(Debug, Clone, PartialEq)]
pub struct Leverage {
    /// Factors that lie in a loop, most leverage first; ties in the order of their words.
    pub factors: Vec<FactorLeverage>,
    /// Factors whose interval begins no later than the first one's ends.
    pub not_told_apart: Vec<FactorId>,
    /// How many of the drawn maps had any loop left.
    pub draws_with_loops: u32,
    /// How strongly all loops together keep a disturbance going (spectral radius).
    pub feedback: f64,
    /// The seed of the draws.
    pub seed: u64,
    /// What the list says as a whole.
    pub sentence: String,
}

/// What hangs on one factor.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorLeverage {
    /// Which.
    pub factor: FactorId,
    /// Rank as drawn, 1 the most; factors that tie share the mean of their ranks.
    pub rank: f64,
    /// Whether another factor has the same rank.
    pub tied: bool,
    /// Lower end of the interval of ranks under doubt.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Share of the drawn maps with a loop in which it had the most leverage.
    pub first: f64,
    /// Loops that run through it.
    pub loops: usize,
    /// By how much the feedback falls if it is half as strong; below zero, it rises.
    pub drop: f64,
    /// “going out less” ranks 1 (1 to 3 under doubt); 2 loops run through it.
    pub sentence: String,
}

impl Leverage {
    /// How it was worked out, for whoever asks why.
    pub fn method(&self) -> String {
        let doubts: Vec<String> = Confidence::ALL
            .iter()
            .map(|level| {
                format!(
                    "{} {:.0} %",
                    level.label(),
                    (1.0 - level.probability()) * 100.0
                )
            })
            .collect();
        format!(
            "Rank 1 has the most leverage; factors that tie share the mean of their ranks. Each factor in turn was taken as {:.0} % weaker, and the fall of the feedback in the \
             drawing (spectral radius, {:.2} as drawn) was compared. Then {DRAWS} drawings were \
             made by chance (seed {}): strengths moved by a normal error of {:.1} points of 10 \
             (standard deviation), and arrows left out as often as their author doubts them \
             ({}). The range is such that one more drawing falls into it with a chance of at least {:.0} %, as long as its doubts are those above. A loop was left in {} of the \
             {DRAWS} drawings.",
            WEAKENING * 100.0,
            self.feedback,
            self.seed,
            WEIGHT_SD * 10.0,
            doubts.join(", "),
            LEVEL * 100.0,
            self.draws_with_loops,
        )
    }
}

impl FactorLeverage {
    /// "1 to 3".
    pub fn range(&self) -> String {
        format!("{} to {}", rank(self.lower), rank(self.upper))
    }

    /// "1", or "1.5 (tied)" where two share the first two ranks.
    pub fn rank_words(&self) -> String {
        rank_words(self.rank, self.tied)
    }

    /// "62 %": how often it came first among drawings with a loop.
    pub fn first_words(&self) -> String {
        format!("{:.0} %", self.first * 100.0)
    }
}

pub(super) fn find(map: &Map<'_>, seed: u64, known: &KnownRanks) -> Result<Leverage, Withheld> {
    let weakening = Proportion::new(WEAKENING)?;
    let drawn = leverage(&map.graph, weakening, LoopSearch::default())?;
    if drawn.loops.loops.is_empty() {
        return Err(Withheld::NoLoop);
    }
    let doubt = known.of(
        &map.graph,
        Perturbation {
            weight_sd: NonNegative::new(WEIGHT_SD)?,
            draws: DRAWS,
            seed,
            level: Proportion::new(LEVEL)?,
            weakening,
        },
    )?;
    let mut factors: Vec<(FactorLeverage, &str)> = map
        .factors
        .iter()
        .zip(drawn.nodes.iter().zip(&doubt.nodes))
        .filter(|(_, (node, _))| node.participation.loops > 0)
        .map(|(factor, (node, ranks))| {
            let tied = tied(ranks, &doubt.nodes);
            let sentence = sentence(&factor.text, factor.role, node, ranks, tied);
            let found = FactorLeverage {
                factor: factor.id,
                rank: ranks.rank,
                tied,
                lower: ranks.lower,
                upper: ranks.upper,
                first: ranks.first,
                loops: node.participation.loops,
                drop: node.radius_drop,
                sentence,
            };
            (found, factor.text.as_str())
        })
        .collect();
    factors.sort_by(|(one, _), (two, _)| one.rank.total_cmp(&two.rank));
    let end_of_first = factors.first().map_or(0.0, |(first, _)| first.upper);
    let close: Vec<&(FactorLeverage, &str)> = factors
        .iter()
        .filter(|(factor, _)| factor.lower <= end_of_first)
        .collect();
    let names: Vec<String> = close.iter().map(|(_, text)| quoted(text)).collect();
    let sentence = summary(&names, doubt.draws_with_loops);
    let not_told_apart = close.iter().map(|(factor, _)| factor.factor).collect();
    Ok(Leverage {
        not_told_apart,
        factors: factors.into_iter().map(|(factor, _)| factor).collect(),
        draws_with_loops: doubt.draws_with_loops,
        feedback: drawn.spectral_radius,
        seed,
        sentence,
    })
}

fn summary(names: &[String], draws_with_loops: u32) -> String {
    let mut sentence = match names {
        [one] => format!(
            "As drawn, the loops hang most on {one}, also under doubt: the range of no other factor's ranks meets its own."
        ),
        many => format!(
            "As drawn, {} cannot be told apart in how much the loops hang on them. Choose together.",
            listed(many)
        ),
    };
    if draws_with_loops * 2 < DRAWS {
        // Writing into a String cannot fail.
        let _ = write!(
            sentence,
            " Little can be read from this: only {draws_with_loops} of {DRAWS} doubted drawings had a loop left."
        );
    }
    sentence
}

fn sentence(
    text: &str,
    role: Option<Role>,
    node: &NodeLeverage,
    ranks: &RankInterval,
    tied: bool,
) -> String {
    let loops = match node.participation.loops {
        1 => "one loop runs through it".to_owned(),
        more => format!("{more} loops run through it"),
    };
    let caveat = if role == Some(Role::Protective) {
        "; it holds against the trouble, so it is one to strengthen"
    } else if node.radius_drop < 0.0 {
        "; it also holds other loops in check"
    } else {
        ""
    };
    format!(
        "{} ranks {} ({} to {} under doubt); {loops}{caveat}.",
        quoted(text),
        rank_words(ranks.rank, tied),
        rank(ranks.lower),
        rank(ranks.upper),
    )
}

/// Equal ranks are equal to the last digit: they are the mean of the same positions.
#[expect(clippy::float_cmp, reason = "the same mean of the same whole numbers")]
fn tied(one: &RankInterval, all: &[RankInterval]) -> bool {
    all.iter()
        .any(|other| other.node != one.node && other.rank == one.rank)
}

fn rank_words(value: f64, tied: bool) -> String {
    let mark = if tied { " (tied)" } else { "" };
    format!("{}{mark}", rank(value))
}

/// Shared ranks can lie half-way: "1.5".
fn rank(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
