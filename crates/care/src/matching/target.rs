use attune_catalog::{Catalog, Domain, Technique};
use attune_ids::FactorId;

use crate::formulate::{Factor, Findings, Role, quoted};
use crate::record::Formulation;

/// How a technique meets a factor. The order of the variants is the order in which
/// candidates are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meets {
    /// It acts on the very mechanism the factor was said to be.
    Mechanism,
    /// Nobody has said what kind of thing the factor is; both belong to one side of life.
    SideOfLife,
}

/// A factor of the drawing that a technique acts on.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Which.
    pub factor: FactorId,
    /// Its words.
    pub text: String,
    /// How the two meet.
    pub meets: Meets,
    /// The mechanism in words, where it was said.
    pub kind: Option<String>,
    /// Its side of life.
    pub domain: Domain,
    /// "ranks 1, 1 to 3 under doubt"; none if it lies in no loop.
    pub rank: Option<String>,
    /// The ends of its ranks under doubt; none if it lies in no loop.
    pub ranks: Option<[f64; 2]>,
}

/// The factors a technique acts on; a mechanism before a side of life, then by
/// leverage, then by words. What holds against the trouble is no target.
pub(super) fn targets(
    technique: &Technique,
    formulation: &Formulation,
    found: &Findings,
    catalog: &Catalog,
) -> Vec<Target> {
    let mut targets: Vec<(f64, Target)> = formulation
        .factors
        .iter()
        .filter(|factor| factor.role != Some(Role::Protective))
        .filter_map(|factor| {
            let meets = meets(technique, factor)?;
            let leverage = found.leverage.as_ref().ok().and_then(|leverage| {
                leverage
                    .factors
                    .iter()
                    .find(|ranked| ranked.factor == factor.id)
            });
            let target = Target {
                factor: factor.id,
                text: factor.text.clone(),
                meets,
                kind: factor
                    .mechanism
                    .as_deref()
                    .and_then(|id| catalog.mechanism(id))
                    .map(|mechanism| mechanism.label.clone()),
                domain: factor.domain,
                rank: leverage.map(|ranked| {
                    format!(
                        "ranks {}, {} under doubt",
                        ranked.rank_words(),
                        ranked.range()
                    )
                }),
                ranks: leverage.map(|ranked| [ranked.lower, ranked.upper]),
            };
            Some((leverage.map_or(f64::INFINITY, |ranked| ranked.rank), target))
        })
        .collect();
    targets.sort_by(|(one_rank, one), (two_rank, two)| {
        (one.meets.cmp(&two.meets))
            .then(one_rank.total_cmp(two_rank))
            .then_with(|| one.text.to_lowercase().cmp(&two.text.to_lowercase()))
    });
    targets.into_iter().map(|(_, target)| target).collect()
}

/// One sentence for each factor whose kind is known, and one for all the guesses.
pub(super) fn sentences(targets: &[Target]) -> Vec<String> {
    let mut sentences: Vec<String> = targets
        .iter()
        .filter(|target| target.meets == Meets::Mechanism)
        .map(|target| {
            let kind = target
                .kind
                .as_ref()
                .map_or_else(String::new, |kind| format!(" ({})", kind.to_lowercase()));
            match &target.rank {
                Some(rank) => format!(
                    "Acts on {}{kind}, which {rank} in what the loops hang on.",
                    quoted(&target.text)
                ),
                None => format!("Acts on {}{kind}.", quoted(&target.text)),
            }
        })
        .collect();
    let guesses: Vec<String> = targets
        .iter()
        .filter(|target| target.meets == Meets::SideOfLife)
        .map(|target| match &target.rank {
            Some(rank) => format!("{} ({rank})", quoted(&target.text)),
            None => quoted(&target.text),
        })
        .collect();
    if !guesses.is_empty() {
        sentences.push(format!(
            "May touch {}: the same side of life, but nobody has said what kind of thing it is.",
            guesses.join(", ")
        ));
    }
    sentences
}

/// A side of life is a guess and counts only while the kind of thing is not said:
/// a technique for worry does not meet self-criticism because both are thoughts.
fn meets(technique: &Technique, factor: &Factor) -> Option<Meets> {
    match &factor.mechanism {
        Some(mechanism) => technique
            .mechanisms
            .contains(mechanism)
            .then_some(Meets::Mechanism),
        None => technique
            .domains
            .contains(&factor.domain)
            .then_some(Meets::SideOfLife),
    }
}
