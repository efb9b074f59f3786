//! Everything the client may take along, gathered once and written in two ways.

use attune_care::Author;
use attune_care::formulate::{Factor, Sign};
use attune_care::record::Dated;
use attune_care::session::{MeetingKind, TaskDone};
use attune_care::space::as_shared;
use attune_catalog::{Answer, Outcome};
use attune_ids::JournalId;
use jiff::civil::Date;
use serde::Serialize;

use super::shared::plan_view;
use super::{SpaceSettings, life, written};
use crate::App;
use crate::assess::Wording;
use crate::gate::{Opened, PrivatePage};
use crate::language::{Here, domain_name, key};

/// A kind of thing, with everything of that kind.
#[derive(Debug, Serialize)]
pub(super) struct Section {
    /// As a heading.
    pub(super) title: String,
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
/// practice hands them out this way; notes a clinician keeps for themselves never do. `private`: the journal pages for
/// the client alone, if their own key is here.
pub(super) async fn everything(
    app: &App,
    opened: &Opened,
    settings: SpaceSettings,
    private: Option<&[(JournalId, PrivatePage)]>,
) -> Vec<Section> {
    let (zone, today) = (app.zone().await, app.today().await);
    let mut sections = vec![
        section(key("section-answers"), answers(app, opened)),
        section(key("your-words"), words(opened)),
        section(key("section-life"), life::events(opened, today)),
        section(key("section-people"), life::people(opened, today)),
        section(key("section-problems"), problems(opened)),
        section(key("section-plan"), plan(app, opened).await),
        section(key("section-map"), map(opened)),
        section(key("map-mine"), own_map(opened)),
        section(key("section-remarks"), remarks(app, opened).await),
        section(key("wanted-to-try"), tasks(opened)),
        section(key("diary-mine"), written::diary(opened, &zone)),
        section(
            key("journal-mine"),
            written::journal(opened, private, &zone),
        ),
        section(key("safety-plan"), written::safety_plan(opened)),
        section(key("relapse-plan"), written::relapse_plan(opened)),
        section(
            key("own-sheets-with-you"),
            written::given_sheets(app, opened, &zone),
        ),
        section(
            key("own-sheets"),
            written::sheets(app, opened, settings.notes_in_file).await,
        ),
        section(key("section-sessions"), sessions(opened)),
    ];
    if settings.notes_in_file {
        sections.push(section(key("section-notes"), notes(opened)));
    }
    sections.retain(|section| !section.things.is_empty());
    sections
}

fn section(title: &'static str, things: Vec<Thing>) -> Section {
    let title = said(title);
    Section { title, things }
}

/// A text without arguments, in the language of whoever takes the file along.
pub(super) fn said(key: &'static str) -> String {
    Here::now().language.say(key).to_string()
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
                    let words = words.unwrap_or_else(|| said(missing(*answer)));
                    (wording.item(item).to_owned(), words)
                })
                .collect();
            if let Some(words) = &given.item.words {
                lines.push((said(key("in-own-words")), words.clone()));
            }
            let scores = given.item.scored.scores.iter();
            lines.extend(scores.map(|score| (score_of(&score.id), outcome(&score.outcome))));
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
        lines: vec![(said(key("total-elsewhere")), outcome(&total.item.outcome))],
    }));
    things
}

/// A number with its band, or that there is none: a missing answer is never a zero.
fn outcome(outcome: &Outcome) -> String {
    let language = Here::now().language;
    match (outcome.value(), outcome.band()) {
        (Some(value), Some(band)) => format!("{}, {}", language.number(value), band.label),
        (Some(value), None) => language.number(value),
        (None, _) => said(key("no-score")),
    }
}

fn words(opened: &Opened) -> Vec<Thing> {
    let heard = opened.record.words.iter();
    heard
        .map(|words| Thing {
            on: None,
            title: said(domain_name(words.item.domain)),
            lines: vec![(who(words), words.item.text.clone())],
        })
        .collect()
}

fn who<T>(words: &Dated<T>) -> String {
    match words.by {
        Author::Client => said(key("written-by-you")),
        _ => said(key("written-with-you")),
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
        title: goal.words,
        lines: Vec::new(),
    });
    let ways = plan.ways.into_iter().map(|way| Thing {
        on: None,
        title: way.name,
        lines: vec![
            (said(key("what-it-is")), way.what),
            (said(key("what-for")), way.problem),
            (said(key("what-you-expect")), way.expected),
        ],
    });
    goals.chain(ways).collect()
}

fn map(opened: &Opened) -> Vec<Thing> {
    let Some(shared) = &opened.record.space.map else {
        return Vec::new();
    };
    let map = as_shared(&opened.record, &opened.entries, shared).formulation;
    let things = map.factors.iter().map(|factor| {
        let leads = map
            .influences
            .iter()
            .filter(|arrow| arrow.from == factor.id)
            .filter_map(|arrow| {
                let to = map.factor(arrow.to)?;
                Some((said(sign(arrow.sign)), to.text.clone()))
            });
        Thing {
            on: None,
            title: factor.text.clone(),
            lines: leads.collect(),
        }
    });
    things.collect()
}

/// The client's own map as far as they drew it, shown to anybody or not: it is theirs.
fn own_map(opened: &Opened) -> Vec<Thing> {
    let Some(own) = &opened.record.maps.own else {
        return Vec::new();
    };
    let drawing = own.item.formulation();
    let leads = |factor: &Factor| -> Vec<(String, String)> {
        let arrows = drawing.influences.iter();
        let out = arrows.filter(|arrow| arrow.from == factor.id);
        out.filter_map(|arrow| {
            let to = drawing.factor(arrow.to)?;
            Some((said(sign(arrow.sign)), to.text.clone()))
        })
        .collect()
    };
    let things = drawing.factors.iter();
    things
        .map(|factor| Thing {
            on: None,
            title: factor.text.clone(),
            lines: leads(factor),
        })
        .collect()
}

async fn remarks(app: &App, opened: &Opened) -> Vec<Thing> {
    let zone = app.zone().await;
    let remarks = opened.record.space.remarks.iter();
    remarks
        .map(|remark| Thing {
            on: Some(remark.at.to_zoned(zone.clone()).date()),
            title: said(if remark.item.agreed {
                key("you-agreed")
            } else {
                key("you-said")
            }),
            lines: remark
                .item
                .words
                .iter()
                .map(|words| (said(key("your-words")), words.clone()))
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
                .map(|outcome| (said(done(outcome.done)), outcome.words.clone()))
                .collect(),
        })
        .collect()
}

fn sessions(opened: &Opened) -> Vec<Thing> {
    let sessions = opened.record.sessions.iter();
    sessions
        .map(|state| Thing {
            on: Some(state.meeting.on),
            title: said(how(state.meeting.how)),
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
                .map(|amendment| (said(key("added-later")), amendment.item.text.clone()));
            let mut lines = vec![(said(key("note")), note.item.text.clone())];
            lines.extend(amended);
            Some(Thing {
                on: Some(state.meeting.on),
                title: said(key("session")),
                lines,
            })
        })
        .collect()
}

fn score_of(score: &str) -> String {
    let language = Here::now().language;
    language.say("score-of").with("score", score).to_string()
}

fn missing(answer: Answer) -> &'static str {
    match answer {
        Answer::NotAsked => key("not-asked"),
        Answer::NotApplicable => key("does-not-apply"),
        Answer::Skipped | Answer::Value(_) => key("not-answered"),
    }
}

fn done(done: TaskDone) -> &'static str {
    match done {
        TaskDone::Done => key("task-done"),
        TaskDone::Partly => key("task-partly"),
        TaskDone::NotDone => key("task-not-done"),
    }
}

fn sign(sign: Sign) -> &'static str {
    match sign {
        Sign::More => key("leads-to-more"),
        Sign::Less => key("leads-to-less"),
    }
}

fn how(how: MeetingKind) -> &'static str {
    match how {
        MeetingKind::InPerson => key("in-person"),
        MeetingKind::Video => key("by-video"),
        MeetingKind::Telephone => key("by-telephone"),
    }
}
