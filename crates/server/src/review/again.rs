//! The second look at the last review, in words.

use attune_care::review::{Again, CourseSince, SecondLook, signal_words};
use attune_catalog::Catalog;
use jiff::civil::Date;

use crate::format::{count, day, number};

/// The second look as pages show it.
pub(crate) struct AgainView {
    /// The class of the sign.
    pub(crate) shape: &'static str,
    /// The sign, in two or three words.
    pub(crate) sign: &'static str,
    /// What it is about.
    pub(crate) sentence: String,
    /// What has moved since, one line each.
    pub(crate) lines: Vec<String>,
}

pub(crate) fn view(again: &Again, catalog: &Catalog, today: Date) -> AgainView {
    let on = day(again.review.item.on, today);
    let to_go = again.after.saturating_sub(again.held);
    let (shape, sign, sentence) = match again.outcome {
        SecondLook::Waiting => (
            "signal-unknown",
            "too early",
            format!(
                "The review of {on} is looked at again by itself after {}.",
                count(to_go as usize, "more session", "more sessions")
            ),
        ),
        SecondLook::Settled => (
            "signal-steady",
            "settled",
            format!("Since the review of {on} none of its alarms stands any more."),
        ),
        SecondLook::Persists => (
            "signal-look",
            "still standing",
            format!(
                "{} after the review of {on} an alarm stands. Look once more, together.",
                count(again.held as usize, "session", "sessions")
            ),
        ),
        SecondLook::NothingNew => (
            "signal-look",
            "nothing answered",
            format!(
                "{} after the review of {on} nothing was answered that could say whether it helped. Ask once.",
                count(again.held as usize, "session", "sessions")
            ),
        ),
    };
    let mut lines: Vec<String> = again
        .courses
        .iter()
        .map(|course| course_line(course, catalog, today))
        .collect();
    if let Some((given, stands_out)) = again.feedback {
        lines.push(format!(
            "Session feedback of {}: {}.",
            day(given, today),
            if stands_out {
                "something stands out"
            } else {
                "nothing stands out"
            }
        ));
    }
    AgainView {
        shape,
        sign,
        sentence,
        lines,
    }
}

fn course_line(course: &CourseSince, catalog: &Catalog, today: Date) -> String {
    let name = catalog
        .measure(&course.measure)
        .map_or(course.measure.as_str(), |measure| &measure.name);
    format!(
        "{name} {} on {}; {}: {}.",
        number(course.now.1),
        day(course.now.0, today),
        course.change.words_since("at the review"),
        course.signal.map_or("no signal", signal_words)
    )
}
