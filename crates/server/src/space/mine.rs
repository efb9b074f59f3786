//! Everything the client may take along, gathered once and written in two ways.

use attune_care::Author;
use attune_care::record::Dated;
use attune_care::space::as_shared;
use attune_catalog::Outcome;
use jiff::civil::Date;
use serde::Serialize;

use super::SpaceSettings;
use super::shared::plan_view;
use crate::App;
use crate::assess::{Wording, missing};
use crate::format::number;
use crate::gate::Opened;

/// A kind of thing, with everything of that kind.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    /// As a heading.
    pub(super) title: &'static str,
    /// Oldest first.
    pub(super) things: Vec<Thing>,
}

/// One questionnaire, one task, one note.
#[derive(Debug, Serialize)]
pub(super) struct Thing {
    /// When; none where it has no day of its own.
    pub(super) on: Option<Date>,
    /// What it is.
    pub(super) title: String,
    /// Its lines: what, and the words.
    pub(super) lines: Vec<(String, String)>,
}

/// Gathers it. Notes of sessions are part of the record and belong to it only if the
/// practice hands them out this way; notes a clinician keeps for themselves never do.
pub(super) async fn everything(
    app: &App,
    opened: &Opened,
    settings: SpaceSettings,
) -> Vec<Section> {
    let mut sections = vec![
        section("Questionnaires you answered", answers(app, opened)),
        section("Your words", words(opened)),
        section("What you want to change", problems(opened)),
        section("Your plan, as shared with you", plan(app, opened).await),
        section("Your map, as shared with you", map(opened)),
        section("What you said to plan and map", remarks(app, opened).await),
        section("What you wanted to try", tasks(opened)),
        section("When you met", sessions(opened)),
    ];
    if settings.notes_in_file {
        sections.push(section("Notes on your sessions", notes(opened)));
    }
    sections.retain(|section| !section.things.is_empty());
    sections
}

fn section(title: &'static str, things: Vec<Thing>) -> Section {
    Section { title, things }
}

fn answers(app: &App, opened: &Opened) -> Vec<Thing> {
    let mut things: Vec<Thing> = opened
        .record
        .responses
        .iter()
        .filter_map(|given| {
            let asked = &given.item.measure;
            let measure = app.catalog.measure_version(&asked.id, &asked.version)?;
            let wording = Wording::of(measure, &asked.language);
            let answered = measure.items.iter().zip(&given.item.answers);
            let mut lines: Vec<(String, String)> = answered
                .map(|(item, answer)| {
                    let words = wording.given(item, *answer);
                    let words = words.unwrap_or_else(|| missing(*answer).to_owned());
                    (wording.item(item).to_owned(), words)
                })
                .collect();
            if let Some(words) = &given.item.words {
                lines.push(("In your own words".to_owned(), words.clone()));
            }
            let scores = given.item.scored.scores.iter();
            lines.extend(
                scores.map(|score| (format!("Score: {}", score.id), outcome(&score.outcome))),
            );
            Some(Thing {
                on: Some(given.item.on),
                title: measure.title.clone(),
                lines,
            })
        })
        .collect();
    things.extend(opened.record.totals.iter().map(|total| Thing {
        on: Some(total.item.on),
        title: total.item.measure.id.clone(),
        lines: vec![(
            "Total from another system".to_owned(),
            outcome(&total.item.outcome),
        )],
    }));
    things
}

/// A number with its band, or that there is none: a missing answer is never a zero.
fn outcome(outcome: &Outcome) -> String {
    match (outcome.value(), outcome.band()) {
        (Some(value), Some(band)) => format!("{}, {}", number(value), band.label),
        (Some(value), None) => number(value),
        (None, _) => "not enough answers for a score".to_owned(),
    }
}

fn words(opened: &Opened) -> Vec<Thing> {
    let heard = opened.record.words.iter();
    heard
        .map(|words| Thing {
            on: None,
            title: words.item.domain.label().to_owned(),
            lines: vec![(who(words), words.item.text.clone())],
        })
        .collect()
}

fn who<T>(words: &Dated<T>) -> String {
    match words.by {
        Author::Client => "written by you".to_owned(),
        _ => "written down with you".to_owned(),
    }
}

fn problems(opened: &Opened) -> Vec<Thing> {
    let problems = opened.record.problems.iter();
    problems
        .map(|state| Thing {
            on: None,
            title: state.problem.words.clone(),
            lines: Vec::new(),
        })
        .collect()
}

async fn plan(app: &App, opened: &Opened) -> Vec<Thing> {
    let Some(plan) = plan_view(app, opened).await else {
        return Vec::new();
    };
    let goals = plan.goals.into_iter().map(|goal| Thing {
        on: None,
        title: goal,
        lines: Vec::new(),
    });
    let ways = plan.ways.into_iter().map(|way| Thing {
        on: None,
        title: way.name,
        lines: vec![
            ("What it is".to_owned(), way.what),
            ("For".to_owned(), way.problem),
            ("What you expect".to_owned(), way.expected),
        ],
    });
    goals.chain(ways).collect()
}

fn map(opened: &Opened) -> Vec<Thing> {
    let Some(shared) = &opened.record.space.map else {
        return Vec::new();
    };
    let map = as_shared(&opened.entries, shared).formulation;
    let things = map.factors.iter().map(|factor| {
        let leads = map
            .influences
            .iter()
            .filter(|arrow| arrow.from == factor.id)
            .filter_map(|arrow| {
                let to = map.factor(arrow.to)?;
                Some((arrow.sign.label().to_owned(), to.text.clone()))
            });
        Thing {
            on: None,
            title: factor.text.clone(),
            lines: leads.collect(),
        }
    });
    things.collect()
}

async fn remarks(app: &App, opened: &Opened) -> Vec<Thing> {
    let zone = app.zone().await;
    let remarks = opened.record.space.remarks.iter();
    remarks
        .map(|said| Thing {
            on: Some(said.at.to_zoned(zone.clone()).date()),
            title: if said.item.agreed {
                "You agreed"
            } else {
                "You said"
            }
            .to_owned(),
            lines: said
                .item
                .words
                .iter()
                .map(|words| ("your words".to_owned(), words.clone()))
                .collect(),
        })
        .collect()
}

fn tasks(opened: &Opened) -> Vec<Thing> {
    let tasks = opened.record.tasks.iter();
    tasks
        .map(|state| Thing {
            on: None,
            title: state.task.words.clone(),
            lines: state
                .outcome
                .iter()
                .map(|outcome| (outcome.done.label().to_owned(), outcome.words.clone()))
                .collect(),
        })
        .collect()
}

fn sessions(opened: &Opened) -> Vec<Thing> {
    let sessions = opened.record.sessions.iter();
    sessions
        .map(|state| Thing {
            on: Some(state.meeting.on),
            title: state.meeting.how.label().to_owned(),
            lines: Vec::new(),
        })
        .collect()
}

fn notes(opened: &Opened) -> Vec<Thing> {
    let sessions = opened.record.sessions.iter();
    sessions
        .filter_map(|state| {
            let note = state.note.as_ref()?;
            let amended = state
                .amendments
                .iter()
                .map(|amendment| ("Added later".to_owned(), amendment.item.text.clone()));
            let mut lines = vec![("Note".to_owned(), note.item.text.clone())];
            lines.extend(amended);
            Some(Thing {
                on: Some(state.meeting.on),
                title: "Session".to_owned(),
                lines,
            })
        })
        .collect()
}
