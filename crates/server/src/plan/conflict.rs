//! Two windows, two plans: both are shown, and somebody chooses.

use askama::Template;
use attune_care::plan::PlanInput;
use attune_ids::EntryId;

use super::form::Sent;
use super::show::Shown;
use crate::App;
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id};
use crate::policy::Writer;

/// Two versions that both want to be the next one.
#[derive(Template)]
#[template(path = "plan/conflict.html", blocks = ["both"])]
pub(super) struct ConflictPage {
    frame: Frame,
    banner: Banner,
    entry: EntryId,
    /// What somebody else agreed or keeps as a draft.
    theirs: Theirs,
    /// The number to build on.
    based_on: u32,
    version: u64,
    from_review: bool,
    mine: Vec<String>,
    fields: Vec<(String, String)>,
}

pub(super) enum Theirs {
    Agreed(Box<Shown>),
    Draft(Vec<String>),
}

/// A plan being written, as lines to compare.
pub(super) fn summary(app: &App, opened: &Opened, input: &PlanInput) -> Vec<String> {
    let mut lines: Vec<String> = input
        .strands
        .iter()
        .map(|strand| {
            let technique = app.catalog.technique(&strand.technique).map_or_else(
                || "technique not chosen yet".to_owned(),
                |technique| technique.name.clone(),
            );
            let problem = strand
                .problem
                .and_then(|id| opened.record.problem(id))
                .map_or_else(String::new, |state| {
                    format!(" for \u{201c}{}\u{201d}", state.problem.words)
                });
            let expected = if strand.expected.is_empty() {
                String::new()
            } else {
                format!("; expected: {}", strand.expected)
            };
            format!("{technique}{problem}{expected}")
        })
        .collect();
    lines.extend(
        input
            .goals
            .iter()
            .filter(|goal| !goal.words.is_empty())
            .map(|goal| format!("goal: {}", goal.words)),
    );
    if let Some(frequency) = input.terms.frequency {
        lines.push(format!("meeting {}", frequency.label()));
    }
    if !input.terms.enough.is_empty() {
        lines.push(format!("enough when: {}", input.terms.enough));
    }
    if !input.terms.not_helping.is_empty() {
        lines.push(format!("stopped if: {}", input.terms.not_helping));
    }
    if let Some(on) = input.review_on {
        lines.push(format!("review on {on}"));
    }
    if !input.reason.is_empty() {
        lines.push(format!("because: {}", input.reason));
    }
    lines
}

pub(super) async fn conflict(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    theirs: Theirs,
    version: u64,
    sent: &Sent,
    fields: Vec<(String, String)>,
) -> ConflictPage {
    // The fields go along unchanged, but for what they are based on.
    let rebased = ["version", "based_on", "entry", "action", "entry_id"];
    ConflictPage {
        frame: Frame::staff(app, "Two plans", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, opened, Step::Plan).await,
        entry: form_id(),
        based_on: opened.record.plan().map_or(0, |plan| plan.number),
        version,
        from_review: sent.from_review,
        mine: summary(app, opened, &sent.input),
        fields: fields
            .into_iter()
            .filter(|(name, _)| !rebased.contains(&name.as_str()))
            .collect(),
        theirs,
    }
}
