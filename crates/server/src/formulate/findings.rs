//! What follows from the drawing, ready for the page.

use std::sync::Arc;

use attune_care::Record;
use attune_care::formulate::{
    Drawn, FindingKey, Findings, KnownRanks, LoopFinding, SEED, findings_knowing,
};
use attune_care::record::Formulation;

use super::judge::{FindingView, Judgements};
use crate::AppError;

/// Loops that can light up in the picture: as many as the style sheet knows.
const LIT: usize = 6;
/// Loops told at most; beyond these a reader learns nothing more.
const TOLD: usize = 20;
/// Room kept among the lit ones for loops that work against themselves.
const BALANCING: usize = 2;

/// The findings in words.
pub(crate) struct FindingsView {
    pub(crate) drawn: String,
    pub(crate) missing: Vec<String>,
    /// Those in the picture, in the order of their numbers.
    pub(crate) loops: Vec<FindingView>,
    /// Other loops than those in the picture.
    pub(crate) more_loops: Vec<FindingView>,
    pub(crate) loops_note: String,
    pub(crate) upstream: Vec<FindingView>,
    pub(crate) upstream_note: String,
    pub(crate) upstream_sizes: Vec<Size>,
    pub(crate) leverage: Option<LeverageView>,
    pub(crate) leverage_note: String,
}

/// The small print of one upstream factor.
pub(crate) struct Size {
    pub(crate) factor: String,
    pub(crate) reach: String,
    pub(crate) range: String,
}

/// What the loops hang on.
pub(crate) struct LeverageView {
    pub(crate) sentence: String,
    pub(crate) rows: Vec<LeverageRow>,
    pub(crate) method: String,
}

/// One factor's rank with the doubt in it.
pub(crate) struct LeverageRow {
    pub(crate) factor: String,
    pub(crate) rank: String,
    pub(crate) range: String,
    pub(crate) first: String,
    pub(crate) loops: usize,
    pub(crate) finding: FindingView,
    pub(crate) among_first: bool,
}

/// What was worked out since the program started: a page that is opened again, and
/// one whose cards were moved or whose findings were answered, need not wait twice.
pub(crate) static KNOWN: KnownRanks = KnownRanks::new();

/// Works out what follows, aside: a large drawing takes tenths of a second, and a
/// thread that serves pages must not stand still so long.
pub(crate) async fn find(record: &Arc<Record>) -> Result<Findings, AppError> {
    let record = Arc::clone(record);
    tokio::task::spawn_blocking(move || findings_knowing(&record, SEED, &KNOWN))
        .await
        .map_err(|error| AppError::Broken(error.to_string()))
}

/// How much is drawn and whose view it is.
pub(crate) fn drawn(formulation: &Formulation) -> String {
    Drawn::of(formulation).sentence()
}

/// The loops that are drawn into the picture, strongest first, then the others.
pub(crate) fn split(found: &Findings) -> (Vec<&LoopFinding>, Vec<&LoopFinding>) {
    let Ok(loops) = &found.loops else {
        return (Vec::new(), Vec::new());
    };
    let balancing = loops.balancing().count().min(BALANCING);
    let going = loops.keep_going().take(LIT - balancing);
    let lit: Vec<&LoopFinding> = going.chain(loops.balancing().take(balancing)).collect();
    let others = loops
        .all
        .iter()
        .filter(|closed| !lit.contains(closed))
        .collect();
    (lit, others)
}

pub(crate) fn view(found: &Findings, said: &Judgements<'_>) -> FindingsView {
    let formulation = &said.record.formulation;
    let text = |id| {
        formulation
            .factor(id)
            .map_or_else(String::new, |factor| factor.text.clone())
    };
    let of_loop = |closed: &LoopFinding| said.view(&closed.key(), &closed.sentence);
    let (lit, others) = split(found);
    let loops_note = match &found.loops {
        Ok(_) if lit.is_empty() => {
            "No loop is drawn: no arrows lead back to where they began.".to_owned()
        }
        Ok(loops) if others.len() > TOLD => {
            format!(
                "{} more loops are not listed. {}",
                others.len() - TOLD,
                loops.limits
            )
        }
        Ok(loops) => loops.limits.clone(),
        Err(withheld) => withheld.words(),
    };
    let (upstream, upstream_sizes, upstream_note) = match &found.upstream {
        Ok(upstream) => (
            upstream
                .factors
                .iter()
                .map(|found| {
                    let factor = found.factor;
                    said.view(&FindingKey::Upstream { factor }, &found.sentence)
                })
                .collect(),
            upstream
                .factors
                .iter()
                .map(|factor| Size {
                    factor: text(factor.factor),
                    reach: format!("{:.2}", factor.reach),
                    range: factor.reach_range.map_or_else(
                        || "not comparable".to_owned(),
                        |(low, high)| format!("{low:.2} to {high:.2}"),
                    ),
                })
                .collect(),
            upstream.method.clone(),
        ),
        Err(withheld) => (Vec::new(), Vec::new(), withheld.words()),
    };
    let (leverage, leverage_note) = match &found.leverage {
        Ok(leverage) => {
            let rows = leverage.factors.iter().map(|factor| LeverageRow {
                factor: text(factor.factor),
                rank: factor.rank_words(),
                range: factor.range(),
                first: factor.first_words(),
                loops: factor.loops,
                finding: said.view(
                    &FindingKey::Leverage {
                        factor: factor.factor,
                    },
                    &factor.sentence,
                ),
                among_first: leverage.not_told_apart.contains(&factor.factor),
            });
            let view = LeverageView {
                sentence: leverage.sentence.clone(),
                rows: rows.collect(),
                method: leverage.method(),
            };
            (Some(view), String::new())
        }
        Err(withheld) => (None, withheld.words()),
    };
    FindingsView {
        drawn: found.drawn.sentence(),
        missing: found.coverage.sentences(),
        loops: lit.iter().map(|closed| of_loop(closed)).collect(),
        more_loops: others
            .iter()
            .take(TOLD)
            .map(|closed| of_loop(closed))
            .collect(),
        loops_note,
        upstream,
        upstream_note,
        upstream_sizes,
        leverage,
        leverage_note,
    }
}
