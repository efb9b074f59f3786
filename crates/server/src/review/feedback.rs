//! Session feedback over the last sessions, held against this person's own usual.

use attune_care::review::explain_feedback;
use attune_care::session::{Alliance, DROP, Feedback, LOW};
use attune_catalog::{Catalog, Measure, Purpose};
use jiff::civil::Date;

use crate::format::{day, number};

/// Columns of the table: more do not fit a phone and say little more.
const COLUMNS: usize = 6;

/// Feedback as the page shows it.
pub(super) struct FeedbackView {
    pub(super) days: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// What stands out in the latest form, in words.
    pub(super) outstanding: Vec<String>,
    pub(super) latest: String,
    pub(super) wish: Option<String>,
    pub(super) drop: String,
    pub(super) low: String,
}

/// One question with its latest answers, oldest first.
pub(super) struct Row {
    pub(super) question: String,
    pub(super) answers: Vec<Cell>,
}

/// One answer.
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) missing: bool,
    pub(super) stands_out: bool,
}

pub(super) fn view(catalog: &Catalog, alliance: &Alliance, today: Date) -> Option<FeedbackView> {
    let latest = alliance.feedback.last()?;
    let measure = catalog
        .measures
        .iter()
        .rfind(|measure| measure.purpose == Purpose::SessionFeedback)?;
    let first = alliance.feedback.len().saturating_sub(COLUMNS);
    let shown: Vec<&Feedback> = alliance.feedback.iter().skip(first).collect();
    let outstanding = latest
        .outstanding
        .iter()
        .map(|item| {
            let why = item
                .reasons
                .iter()
                .map(|reason| explain_feedback(*reason))
                .collect::<Vec<_>>()
                .join("; ");
            format!(
                "\u{201c}{}\u{201d}: {why}.",
                question(measure, &item.item).trim_end_matches('.')
            )
        })
        .collect();
    Some(FeedbackView {
        days: shown
            .iter()
            .map(|feedback| day(feedback.on, today))
            .collect(),
        rows: measure
            .items
            .iter()
            .map(|item| Row {
                question: question(measure, &item.id),
                answers: shown
                    .iter()
                    .map(|feedback| cell(feedback, &item.id))
                    .collect(),
            })
            .collect(),
        outstanding,
        latest: day(latest.on, today),
        wish: alliance.next_time().map(str::to_owned),
        drop: number(DROP),
        low: number(LOW),
    })
}

fn question(measure: &Measure, item: &str) -> String {
    measure
        .text("en")
        .and_then(|text| text.item(item))
        .unwrap_or(item)
        .to_owned()
}

fn cell(feedback: &Feedback, item: &str) -> Cell {
    let answer = feedback
        .answers
        .iter()
        .find(|(id, _)| id == item)
        .and_then(|(_, answer)| *answer);
    Cell {
        text: answer.map_or_else(|| "no answer".to_owned(), number),
        missing: answer.is_none(),
        stands_out: feedback
            .outstanding
            .iter()
            .any(|outstanding| outstanding.item == item),
    }
}
