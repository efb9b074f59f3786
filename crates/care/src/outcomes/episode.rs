use attune_catalog::Measure;
use jiff::civil::{Date, date};

use crate::Headline;
use crate::caseload::days;
use crate::review::Meaning;

/// A therapy counts as ended after so many days without a session or a score. A record has
/// no last page: people come back, and many stop without saying so. A convention of ours.
pub const QUIET_DAYS: i64 = 90;

/// What a headline says of one therapy, as far as outcomes are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Episode {
    /// Year of the first contact.
    pub began: Option<i16>,
    /// Year of the last session or score, if it is long enough ago.
    pub ended: Option<i16>,
    /// What is known of the scores.
    pub scores: Scores,
}

/// What is known of a therapy's scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scores {
    /// No complete score on any measure of symptoms.
    None,
    /// Another measure leads.
    Elsewhere,
    /// The measure leads, with one score or without a rule for change.
    Single,
    /// A first and a last score, and what lies between.
    Pair {
        /// Better, not told apart, or worse.
        meaning: Meaning,
        /// Whether the first counts as a case, where the measure has a cut.
        case_then: Option<bool>,
        /// Whether the last does.
        case_now: Option<bool>,
    },
}

impl Episode {
    /// Reads it off a headline.
    pub fn of(headline: &Headline, measure: &Measure, today: Date) -> Self {
        let last_score = headline.latest.as_ref().map(|latest| latest.on);
        let last = [headline.opened_on, headline.last_session, last_score];
        let last = last.into_iter().flatten().max();
        Self {
            began: headline.opened_on.map(Date::year),
            ended: last
                .filter(|last| days(*last, today) >= QUIET_DAYS)
                .map(Date::year),
            scores: scores(headline, measure),
        }
    }
}

fn scores(headline: &Headline, measure: &Measure) -> Scores {
    let Some(latest) = &headline.latest else {
        return Scores::None;
    };
    if latest.measure != measure.id {
        return Scores::Elsewhere;
    }
    let change = latest
        .change
        .filter(|change| change.meaning != Meaning::NoRule);
    let (Some(change), [(_, first), .., (_, last)]) = (change, latest.course.as_slice()) else {
        return Scores::Single;
    };
    let norm = measure
        .total
        .as_deref()
        .and_then(|total| measure.default_norm(total));
    let case = |score: f64| norm.and_then(|norm| norm.is_case(score, measure.direction));
    Scores::Pair {
        meaning: change.meaning,
        case_then: case(*first),
        case_now: case(*last),
    }
}

/// Whether a year can be counted: every therapy that was last seen in it is quiet for long
/// enough. Earlier, the page would change by one person from one day to the next, and two
/// copies of it would tell of that person.
pub fn is_settled(year: i16, today: Date) -> bool {
    // Outside of what a calendar holds nothing is settled.
    (1..=9998).contains(&year) && days(date(year, 12, 31), today) >= QUIET_DAYS
}
