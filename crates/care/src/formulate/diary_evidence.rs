//! Which arrows of the drawing the diary supports or contradicts.

use std::collections::BTreeMap;

use attune_ids::{DiaryId, FactorId};
use attune_stats::graphical_autoregression::{
    GraphicalAutoregression, GridSettings, LagPairs, Moment, fit,
};
use jiff::civil::Date;

use super::{FindingKey, Sign, quoted};
use crate::Record;
use crate::diary::DiaryState;

/// Into so many runs of days a diary is cut; one is left out at a time.
pub const GROUPS: usize = 10;

/// The 0.975 quantile of Student's t with `GROUPS - 1` degrees of freedom.
const T: f64 = 2.262;

/// What the diary says about one arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiarySays {
    /// Drawn, and found with the same sign.
    Supports,
    /// Drawn, and found with the opposite sign.
    Contradicts,
    /// Drawn, and not found.
    Silent,
    /// Found, and not drawn.
    Adds,
}

/// One statement, with its uncertainty.
#[derive(Debug, Clone, PartialEq)]
pub struct DiaryStatement {
    /// Names it, so that it can be accepted, doubted or dismissed.
    pub key: FindingKey,
    /// What the diary says.
    pub says: DiarySays,
    /// Partial directed correlation from one beep to the next, within -1 to 1.
    pub estimate: f64,
    /// Its 95 % interval by the delete-a-group jackknife.
    pub interval: (f64, f64),
    /// All of it, in a sentence.
    pub sentence: String,
}

/// What can be said from the diary.
#[derive(Debug, Clone, PartialEq)]
pub enum DiaryEvidence {
    /// No diary asks about two factors of this drawing.
    NoDiary,
    /// There is one, with too few answers.
    TooFew {
        /// Which.
        diary: DiaryId,
        /// Pairs of neighbouring complete answers there are.
        pairs: usize,
        /// Pairs there must be: as many as arrows and edges there are to find.
        pairs_needed: usize,
        /// Days with such pairs.
        days: usize,
        /// Days there must be.
        days_needed: usize,
    },
    /// There is one, and the model cannot be found: an answer that never changes, or one that follows from others.
    NotComputed {
        /// Which.
        diary: DiaryId,
    },
    /// There is one with enough answers.
    Found {
        /// Which.
        diary: DiaryId,
        /// How many pairs it has.
        pairs: usize,
        /// On how many days.
        days: usize,
        /// What contradicts first, then what supports, adds and does not show.
        statements: Vec<DiaryStatement>,
    },
}

/// Lays the newest diary that asks about two factors of the drawing beside it: a graphical vector autoregression of
/// all its lines (Wild et al. 2010, doi:10.1186/1471-2288-10-28), with an interval for each arrow from leaving out one
/// tenth of the days at a time (delete-a-group jackknife, Kott 2001, Journal of Official Statistics 17, eq. 2). The
/// penalty draws estimates towards nothing, and no interval of a penalised estimate is exact.
pub fn diary_evidence(record: &Record) -> DiaryEvidence {
    let linked = |state: &DiaryState| -> Vec<(usize, FactorId)> {
        let variables = state.agreement.item.variables.iter().enumerate();
        let known = variables.filter_map(|(index, line)| Some((index, line.factor?)));
        known
            .filter(|(_, factor)| record.formulation.factor(*factor).is_some())
            .collect()
    };
    let newest = record.diaries.iter().rev();
    let newest = newest.map(|state| (state, linked(state)));
    let Some((state, lines)) = newest.into_iter().find(|(_, lines)| lines.len() > 1) else {
        return DiaryEvidence::NoDiary;
    };
    let diary = state.agreement.item.id;
    let (needs, moments) = (state.network_needs(), moments(state));
    let days = days_with_pairs(&moments);
    if needs.pairs < needs.arrows_and_edges.max(needs.least) || days.len() < GROUPS {
        return DiaryEvidence::TooFew {
            diary,
            pairs: needs.pairs,
            pairs_needed: needs.arrows_and_edges.max(needs.least),
            days: days.len(),
            days_needed: GROUPS,
        };
    }
    let Some((whole, parts)) = fitted(&moments, &days) else {
        return DiaryEvidence::NotComputed { diary };
    };
    let mut statements = Vec::new();
    for (from_line, from) in &lines {
        for (to_line, to) in &lines {
            if from != to {
                let arrow = |model: &GraphicalAutoregression| temporal(model, *from_line, *to_line);
                let parts: Vec<f64> = parts.iter().map(arrow).collect();
                let interval = interval(arrow(&whole), &parts);
                statements.extend(statement(record, *from, *to, arrow(&whole), interval));
            }
        }
    }
    statements.sort_by_key(|said| match said.says {
        DiarySays::Contradicts => 0,
        DiarySays::Supports => 1,
        DiarySays::Adds => 2,
        DiarySays::Silent => 3,
    });
    DiaryEvidence::Found {
        diary,
        pairs: needs.pairs,
        days: days.len(),
        statements,
    }
}

/// Every answered beep, days counted from the first of the diary.
fn moments(state: &DiaryState) -> Vec<Moment> {
    let agreement = &state.agreement.item;
    let day = |on: Date| i64::from((on - agreement.from).get_days());
    let answered = state.by_beep();
    let beeps = agreement.beeps().into_iter();
    beeps
        .filter_map(|due| {
            let given = answered.get(&due.beep)?;
            let values = given.item.values.iter();
            Some(Moment {
                day: day(due.beep.on),
                beep: i64::from(due.beep.number),
                values: values.map(|value| value.map(f64::from)).collect(),
            })
        })
        .collect()
}

/// The days on which two neighbouring beeps were answered completely, ascending.
fn days_with_pairs(moments: &[Moment]) -> Vec<i64> {
    let complete = |moment: &&Moment| moment.values.iter().all(Option::is_some);
    let answered: Vec<&Moment> = moments.iter().filter(complete).collect();
    let pairs = answered.windows(2).filter_map(|pair| match pair {
        [one, two] if one.day == two.day && one.beep + 1 == two.beep => Some(one.day),
        _ => None,
    });
    let mut days: Vec<i64> = pairs.collect();
    days.dedup();
    days
}

/// The model of the whole diary, and those with one run of days left out each.
fn fitted(
    moments: &[Moment],
    days: &[i64],
) -> Option<(GraphicalAutoregression, Vec<GraphicalAutoregression>)> {
    let group: BTreeMap<i64, usize> = days
        .iter()
        .enumerate()
        .map(|(rank, day)| (*day, rank * GROUPS / days.len()))
        .collect();
    let settings = GridSettings::usual(0.0).ok()?;
    let model = |moments: &[Moment]| {
        let pairs = LagPairs::new(moments).ok()?;
        fit(&pairs, &settings, &|| ()).ok()
    };
    let whole = model(moments)?;
    let parts = (0..GROUPS).map(|left_out| {
        let kept = moments.iter();
        let kept = kept.filter(|moment| group.get(&moment.day) != Some(&left_out));
        model(&kept.cloned().collect::<Vec<_>>())
    });
    Some((whole, parts.collect::<Option<_>>()?))
}

fn temporal(model: &GraphicalAutoregression, from: usize, to: usize) -> f64 {
    let row = model.temporal.get(from);
    row.and_then(|row| row.get(to)).copied().unwrap_or(0.0)
}

/// `estimate ± t sqrt((G - 1) / G Σ (part - estimate)^2)`, within -1 to 1.
#[expect(clippy::cast_precision_loss, reason = "a handful of groups")]
fn interval(estimate: f64, parts: &[f64]) -> (f64, f64) {
    let groups = parts.len() as f64;
    let squares: f64 = parts.iter().map(|part| (part - estimate).powi(2)).sum();
    let reach = T * ((groups - 1.0) / groups * squares).sqrt();
    ((estimate - reach).max(-1.0), (estimate + reach).min(1.0))
}

/// What this says about the arrow; none where nothing is drawn and nothing found.
fn statement(
    record: &Record,
    from: FactorId,
    to: FactorId,
    estimate: f64,
    interval: (f64, f64),
) -> Option<DiaryStatement> {
    let drawing = &record.formulation;
    let words = |id| drawing.factor(id).map(|factor| quoted(&factor.text));
    let (one, two) = (words(from)?, words(to)?);
    let arrows = drawing.influences.iter();
    let drawn = arrows
        .clone()
        .find(|arrow| arrow.from == from && arrow.to == to);
    let found = match interval {
        (low, _) if low > 0.0 => Some(Sign::More),
        (_, high) if high < 0.0 => Some(Sign::Less),
        _ => None,
    };
    // A penalty can hold an arrow at nothing on all days: that has no width and is no certainty.
    let size = if estimate == 0.0 && interval == (0.0, 0.0) {
        "too faint to be told from nothing, whichever days are left out".to_owned()
    } else {
        let (low, high) = interval;
        format!("{estimate:.2}, 95 % interval {low:.2} to {high:.2}").replace('-', "\u{2212}")
    };
    let (says, sentence) = match (drawn.map(|arrow| arrow.sign), found) {
        (None, None) => return None,
        (Some(sign), None) => (
            DiarySays::Silent,
            format!(
                "Drawn: {one} {} {two}. The diary does not show it from one time to the next ({size}). What goes faster or slower than its times it cannot see.",
                sign.label()
            ),
        ),
        (Some(sign), Some(seen)) if sign == seen => (
            DiarySays::Supports,
            format!(
                "The diary supports that {one} {} {two} ({size}).",
                sign.label()
            ),
        ),
        (Some(sign), Some(seen)) => (
            DiarySays::Contradicts,
            format!(
                "The diary contradicts that {one} {} {two}: it was followed by {} of it ({size}).",
                sign.label(),
                match seen {
                    Sign::More => "more",
                    Sign::Less => "less",
                }
            ),
        ),
        (None, Some(seen)) => (
            DiarySays::Adds,
            format!(
                "Not drawn: in the diary {one} {} {two} at the next time ({size}).",
                seen.label()
            ),
        ),
    };
    Some(DiaryStatement {
        key: FindingKey::Diary {
            cause: from,
            effect: to,
        },
        says,
        estimate,
        interval,
        sentence,
    })
}
