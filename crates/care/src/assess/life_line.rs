//! A whole life on one line: from where to where it is drawn, and which stretch of it
//! is wide enough for weeks.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::life_event::{LifeEvent, began_after, life_in_order};
use crate::Record;
use crate::formulate::Factor;

/// How long before the first meeting or answer the wide stretch begins.
const BEFORE_DAYS: i64 = 30;

/// The wide stretch is set apart only where it would otherwise be narrower than one
/// part in so many. Our own convention: a life of three months needs no break.
const NARROW: i64 = 3;

/// The ends of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LifeLine {
    /// The first day drawn.
    pub from: Date,
    /// The last day drawn.
    pub to: Date,
    /// Where the scale changes from years to weeks; none where one scale shows both.
    pub recent_from: Option<Date>,
}

/// Where the line begins and ends. It begins with `chosen`, the first day of a year
/// somebody chose; else with the birth; else with the first thing that was told. It
/// ends today.
pub fn life_line(
    record: &Record,
    born: Option<Date>,
    chosen: Option<i16>,
    today: Date,
) -> LifeLine {
    let first_told = life_in_order(record).first().map(|kept| kept.item.span().0);
    let recent = first_contact(record).map(|first| first.saturating_sub(BEFORE_DAYS.days()));
    let from = chosen
        .map(|year| date(year.clamp(1900, 2200), 1, 1))
        .or(born)
        .or(first_told)
        .or(recent)
        .unwrap_or(today)
        .min(today);
    let days = |from: Date| i64::from(from.until(today).map_or(0, |span| span.get_days()));
    LifeLine {
        from,
        to: today,
        recent_from: recent
            .filter(|recent| *recent > from && days(*recent).saturating_mul(NARROW) < days(from)),
    }
}

/// The first meeting, answer or plan.
fn first_contact(record: &Record) -> Option<Date> {
    let met = record.sessions.iter().map(|session| session.meeting.on);
    let answered = record.responses.iter().map(|given| given.item.on);
    let planned = record.plans.iter().map(|plan| record.day(plan.at));
    met.chain(answered).chain(planned).min()
}

/// A factor of the drawing with what it began after.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorStory<'a> {
    /// The factor.
    pub factor: &'a Factor,
    /// What it began after, as told, in the order of a life; may be nothing.
    pub after: Vec<&'a LifeEvent>,
}

/// The same links read from the other end: those with a story first, in the order of
/// the life, then those without. After is not because.
pub fn factor_stories(record: &Record) -> Vec<FactorStory<'_>> {
    let mut stories: Vec<FactorStory<'_>> = record
        .formulation
        .factors
        .iter()
        .map(|factor| FactorStory {
            factor,
            after: began_after(record, factor.id),
        })
        .collect();
    stories.sort_by_key(|story| {
        let first = story.after.first().map(|event| event.span());
        (first.is_none(), first)
    });
    stories
}
