//! What was counted, in sentences: completeness first, and no number alone.

use attune_care::outcomes::FUNNEL_GROUPS;
use attune_stats::funnel::{Counted as Rate, Place};
use attune_stats::{Proportion, StatsError};

use super::Counted;
use crate::AppError;
use crate::format::count;

/// The sentences of the page. Nothing is said of groups that are not shown.
pub(super) struct Sentences {
    /// There is a group that may be shown.
    pub(super) any: bool,
    /// Complete sentences on completeness, one below the other.
    pub(super) complete: Vec<String>,
    /// What came of those with a pair.
    pub(super) came: Vec<String>,
    /// Why there is no funnel, if there is none.
    pub(super) no_funnel: Option<String>,
    /// Whose rule for change, and whose cut.
    pub(super) rule: String,
    /// Each group: name and cells.
    pub(super) rows: Vec<[String; 6]>,
}

/// "21 of 40, 53 % (95 % interval 38 to 67 %)".
pub(super) fn rate(rate: Rate) -> Result<String, StatsError> {
    let interval = rate.interval(Proportion::new(0.95)?)?;
    Ok(format!(
        "{} of {}, {:.0} % (95 % interval {:.0} to {:.0} %)",
        rate.events(),
        rate.cases(),
        rate.rate() * 100.0,
        interval.lower * 100.0,
        interval.upper * 100.0
    ))
}

/// How a group lies, without an order among groups.
pub(super) const fn place(place: Place) -> &'static str {
    match place {
        Place::Within => "within what chance explains",
        Place::Above => "above the 95 % limit: one of twenty lies outside by chance",
        Place::Below => "below the 95 % limit: one of twenty lies outside by chance",
        Place::FarAbove => "above the 99.8 % limit: chance hardly explains it; ask what else does",
        Place::FarBelow => "below the 99.8 % limit: chance hardly explains it; ask what else does",
    }
}

pub(super) fn sentences(counted: &Counted) -> Result<Sentences, AppError> {
    write(counted).map_err(|error| AppError::Broken(error.to_string()))
}

fn write(counted: &Counted) -> Result<Sentences, StatsError> {
    let (found, total) = (&counted.found, &counted.found.total);
    let any = !found.groups.is_empty();
    let (mut complete, mut came) = (Vec::new(), Vec::new());
    if let Some(share) = total.completeness().filter(|_| any) {
        complete.push(format!(
            "A first and a last score: {} of those that ended. Of the others nothing is known here, and they may have fared otherwise.",
            rate(share)?
        ));
        complete.push(format!(
            "{} began in {}; {} ended with {} as the leading questionnaire, and {} without any score.",
            count(total.began, "therapy", "therapies"),
            counted.year,
            total.ended,
            counted.measure.name,
            total.unscored
        ));
        came.push(format!(
            "Better by more than measurement error: {}.",
            rate(total.improved()?)?
        ));
        came.push(format!(
            "Worse by more than measurement error: {}.",
            rate(total.deteriorated()?)?
        ));
        came.push(match total.recovery() {
            Some(recovery) => format!(
                "Recovered, of those who counted as a case at the start: {}.",
                rate(recovery)?
            ),
            None => "Recovery is not shown: the questionnaire has no cut, or too few counted as a case at the start."
                .to_owned(),
        });
    }
    let no_funnel = if found.target.is_some() {
        None
    } else if found.groups.len() < FUNNEL_GROUPS {
        Some(format!(
            "A funnel compares at least {FUNNEL_GROUPS} groups that are large enough to be shown."
        ))
    } else {
        Some("All or none of the therapies came out reliably better, so there is nothing to compare.".to_owned())
    };
    let norm = counted
        .measure
        .total
        .as_deref()
        .and_then(|total| counted.measure.default_norm(total));
    let mut rows = Vec::new();
    for shown in &found.groups {
        let tally = &shown.tally;
        rows.push([
            counted.name(shown.group),
            tally
                .completeness()
                .map(rate)
                .transpose()?
                .unwrap_or_default(),
            rate(tally.improved()?)?,
            rate(tally.deteriorated()?)?,
            match tally.recovery() {
                Some(recovery) => rate(recovery)?,
                None => "not shown".to_owned(),
            },
            match shown.limits {
                Some((_, at)) => place(at).to_owned(),
                None => "no funnel".to_owned(),
            },
        ]);
    }
    Ok(Sentences {
        any,
        complete,
        came,
        no_funnel,
        rule: norm.map(|norm| norm.source.clone()).unwrap_or_default(),
        rows,
    })
}
