use attune_ids::FactorId;
use attune_stats::causal_map::{
    ReachMethod, Severity, reached_counts, upstream_reach, upstream_reach_without_each,
};

use super::coverage::counted;
use super::map::Map;
use super::{Withheld, quoted};

/// Paths longer than this are not followed where effects along all paths grow
/// without bound.
const LONGEST_WALK: usize = 6;

/// Factors listed at most: more would be a list of everything.
const MOST_LISTED: usize = 3;

/// Factors that lie before others.
#[derive(Debug, Clone, PartialEq)]
pub struct Upstream {
    /// Those that lead to at least two others, most first; at most three.
    pub factors: Vec<UpstreamFactor>,
    /// How the sizes were computed, for the small print.
    pub method: String,
}

/// One factor that lies before others.
#[derive(Debug, Clone, PartialEq)]
pub struct UpstreamFactor {
    /// Which.
    pub factor: FactorId,
    /// How many others it leads to, directly or along a path.
    pub reached: usize,
    /// How many it would still lead to if the one arrow that matters most for it were wrong.
    pub at_least: usize,
    /// Of so many others.
    pub others: usize,
    /// Mean size of its effects on the others along all paths.
    pub reach: f64,
    /// The same with any one arrow left out: lowest and highest. None where leaving
    /// one out changes the method, since the two must not be compared.
    pub reach_range: Option<(f64, f64)>,
    /// “debts” leads to 4 of the 6 other factors ...
    pub sentence: String,
}

pub(super) fn find(map: &Map<'_>) -> Result<Upstream, Withheld> {
    let drawn = upstream_reach(&map.graph, Severity::Equal, LONGEST_WALK)?;
    let reached = reached_counts(&map.graph);
    // "What if this arrow is wrong?", asked of every arrow in turn.
    let doubted = upstream_reach_without_each(&map.graph, Severity::Equal, LONGEST_WALK)?;
    let comparable = doubted
        .iter()
        .all(|other| same_method(other.reach.method, drawn.method));
    let others = map.factors.len().saturating_sub(1);
    let mut factors: Vec<UpstreamFactor> = map
        .factors
        .iter()
        .zip(reached.iter().zip(&drawn.nodes))
        .enumerate()
        .filter(|(_, (_, (reached, _)))| **reached >= 2)
        .map(|(node, (factor, (reached, reach)))| {
            let counts = doubted.iter().filter_map(|other| other.reached.get(node));
            let at_least = counts.copied().min().unwrap_or(*reached);
            // No other node to reach is a reach of nothing.
            let reach = reach.unwrap_or(0.0);
            let sizes = doubted
                .iter()
                .filter_map(|other| other.reach.nodes.get(node).copied().flatten());
            let range = sizes.fold((reach, reach), |(low, high), size| {
                (low.min(size), high.max(size))
            });
            UpstreamFactor {
                factor: factor.id,
                reached: *reached,
                at_least,
                others,
                reach,
                reach_range: comparable.then_some(range),
                sentence: sentence(&factor.text, *reached, at_least, others),
            }
        })
        .collect();
    factors
        .sort_by(|one, two| (two.reached.cmp(&one.reached)).then(two.reach.total_cmp(&one.reach)));
    factors.truncate(MOST_LISTED);
    let method = match drawn.method {
        ReachMethod::TotalEffects => {
            "Sizes are mean total effects along all paths, (I \u{2212} A)\u{207b}\u{b9} \u{2212} I (Bollen 1987).".to_owned()
        }
        ReachMethod::Walks { longest, .. } => format!(
            "The loops as drawn amplify without bound, so sizes are mean effects along paths of at most {longest} arrows."
        ),
    };
    Ok(Upstream { factors, method })
}

fn same_method(one: ReachMethod, two: ReachMethod) -> bool {
    matches!(
        (one, two),
        (ReachMethod::TotalEffects, ReachMethod::TotalEffects)
            | (ReachMethod::Walks { .. }, ReachMethod::Walks { .. })
    )
}

fn sentence(text: &str, reached: usize, at_least: usize, others: usize) -> String {
    let doubt = if at_least == reached {
        "however any one arrow is doubted".to_owned()
    } else {
        format!("{at_least} if the arrow that matters most for it is wrong")
    };
    format!(
        "{} leads, directly or along a path, to {reached} of {}; {doubt}.",
        quoted(text),
        counted(others, "other factor", "other factors"),
    )
}
