//! The funnel plot of the groups that may be shown.

use attune_figures::{Figure, FigureId, Frame, Funnel, FunnelGroup, FunnelLimits};
use attune_stats::funnel::{Interval, Limits, Place, limits};
use attune_stats::{Proportion, StatsError};

use super::{Counted, words};
use crate::AppError;

/// So many steps make a line that looks like the staircase it is.
const STEPS: u64 = 60;

/// None where there is no funnel.
pub(super) fn funnel(counted: &Counted) -> Result<Option<String>, AppError> {
    let Some(target) = counted.found.target else {
        return Ok(None);
    };
    let broken = |error: StatsError| AppError::Broken(error.to_string());
    let id = FigureId::new("funnel").map_err(|error| AppError::Broken(error.to_string()))?;
    let mut groups = Vec::new();
    for shown in &counted.found.groups {
        let rate = shown.tally.improved().map_err(broken)?;
        groups.push(FunnelGroup {
            name: counted.name(shown.group),
            cases: rate.cases() as f64,
            rate: rate.rate() * 100.0,
            text: words::rate(rate).map_err(broken)?,
            place: shown
                .limits
                .map(|(_, place)| words::place(place).to_owned())
                .unwrap_or_default(),
        });
    }
    let picture = Funnel {
        frame: Frame::new(id, "Reliable improvement by clinician", summary(counted)),
        rate: "Reliably better, per cent".to_owned(),
        cases: "Therapies with a pair of scores".to_owned(),
        middle: format!("all that are shown, {:.0} %", target.get() * 100.0),
        target: target.get() * 100.0,
        bands: ["99.8 % limits".to_owned(), "95 % limits".to_owned()],
        limits: lines(counted, target).map_err(broken)?,
        groups,
        columns: ["Clinician".to_owned(), "How it lies".to_owned()],
    };
    Ok(Some(picture.html()))
}

/// The sentence that the picture shows.
fn summary(counted: &Counted) -> String {
    let groups = &counted.found.groups;
    let outside = groups
        .iter()
        .filter(|shown| !matches!(shown.limits, Some((_, Place::Within))))
        .count();
    let all = groups.len();
    match outside {
        0 => format!(
            "None of the {all} can be told apart from the others: the differences are no larger than chance makes them."
        ),
        1 => format!(
            "One of the {all} lies outside of the 95 % limits. That is a question to ask, not an answer."
        ),
        more => format!(
            "{more} of the {all} lie outside of the 95 % limits. That is a question to ask, not an answer."
        ),
    }
}

/// The limits from the smallest group that may be shown to a little beyond the largest.
fn lines(counted: &Counted, target: Proportion) -> Result<Vec<FunnelLimits>, StatsError> {
    let sizes = counted
        .found
        .groups
        .iter()
        .map(|shown| shown.tally.paired as u64);
    let (least, most) = (
        counted.found.smallest.get() as u64,
        sizes.clone().max().unwrap_or_default().saturating_mul(11) / 10 + 2,
    );
    let step = ((most.saturating_sub(least)) / STEPS).max(1);
    // The groups' own sizes stand among them, for the table.
    let mut cases: Vec<u64> = (least..=most)
        .step_by(usize::try_from(step).unwrap_or(1))
        .chain(sizes)
        .collect();
    cases.sort_unstable();
    cases.dedup();
    cases
        .into_iter()
        .map(|cases| limits(cases, target).map(drawn))
        .collect()
}

fn drawn(limits: Limits) -> FunnelLimits {
    let percent = |Interval { lower, upper }: Interval| (lower * 100.0, upper * 100.0);
    FunnelLimits {
        cases: limits.cases as f64,
        bands: [percent(limits.outer), percent(limits.inner)],
    }
}
