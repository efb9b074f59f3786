use attune_catalog::Measure;
use jiff::civil::Date;

use crate::Headline;
use crate::caseload::days;
use crate::outcomes::QUIET_DAYS;

/// A finished therapy, as far as models are concerned.
#[derive(Debug, Clone, PartialEq)]
pub struct Closed {
    /// Days since the first score, and the score; two or more, oldest first.
    pub scores: Vec<(u32, f64)>,
    /// Catalogue ids of the therapies in the first plan; none without a plan.
    pub begun_with: Vec<String>,
}

impl Closed {
    /// First and last score, in points.
    pub(super) fn ends(&self) -> (f64, f64) {
        let at = |point: Option<&(u32, f64)>| point.map_or(0.0, |(_, score)| *score);
        (at(self.scores.first()), at(self.scores.last()))
    }
}

/// The therapies that ended, by the convention of [`super::super::Episode`], with this measure in the lead and at
/// least two scores.
///
/// In an order of their own scores, so that it does not depend on where they come from.
pub fn closed<'a>(
    headlines: impl IntoIterator<Item = &'a Headline>,
    measure: &Measure,
    today: Date,
) -> Vec<Closed> {
    let mut found: Vec<Closed> = headlines
        .into_iter()
        .filter_map(|headline| one(headline, measure, today))
        .collect();
    found.sort_by(|one, other| {
        let key = |closed: &Closed| {
            closed
                .scores
                .iter()
                .map(|(day, _)| *day)
                .collect::<Vec<_>>()
        };
        let scores = |closed: &Closed| closed.scores.iter().map(|(_, score)| *score).collect();
        key(one)
            .cmp(&key(other))
            .then_with(|| {
                let (one, other): (Vec<f64>, Vec<f64>) = (scores(one), scores(other));
                one.iter()
                    .zip(&other)
                    .map(|(one, other)| one.total_cmp(other))
                    .find(|order| order.is_ne())
                    .unwrap_or(std::cmp::Ordering::Equal)
            })
            .then_with(|| one.begun_with.cmp(&other.begun_with))
    });
    found
}

fn one(headline: &Headline, measure: &Measure, today: Date) -> Option<Closed> {
    let latest = headline.latest.as_ref()?;
    let last = [headline.last_session, Some(latest.on)]
        .into_iter()
        .flatten()
        .max()?;
    if latest.measure != measure.id || days(last, today) < QUIET_DAYS || latest.course.len() < 2 {
        return None;
    }
    let (first, _) = latest.course.first()?;
    let scores = latest.course.iter();
    let scores = scores.map(|(on, score)| Some((u32::try_from(days(*first, *on)).ok()?, *score)));
    Some(Closed {
        scores: scores.collect::<Option<_>>()?,
        begun_with: headline.begun_with.clone(),
    })
}
