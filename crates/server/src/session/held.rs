use askama::Template;
use attune_care::session::{DROP, LOW, SessionState, alliance};
use attune_care::worksheets::serves_plan;
use attune_catalog::Catalog;
use attune_catalog::worksheet::UsedBy;
use attune_ids::{EntryId, SessionId, StrandId};
use axum::extract::{Path, State};
use axum::response::Html;
use jiff::civil::Date;

use super::note::NoteDraft;
use super::texts::{Piece, pieces};
use super::{OneSession, technique_name};
use crate::format::{day, number};
use crate::gate::{Opened, note_draft};
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::sheet_lines::{SheetLine, lines};
use crate::together::address;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "session/held.html")]
struct SessionPage {
    frame: Frame,
    banner: Banner,
    session: SessionId,
    on: String,
    how: &'static str,
    /// The page of the meeting, where others were there as well.
    together: Option<String>,
    note: Note,
    entry: EntryId,
    work: Vec<Done>,
    strands: Vec<StrandChoice>,
    others: Vec<Choice>,
    work_entry: EntryId,
    tasks: Vec<String>,
    task_entry: EntryId,
    feedback: Option<Told>,
    feedback_entry: EntryId,
    drop: String,
    low: String,
    reminders: Vec<String>,
    pieces: Vec<Piece>,
    at_hand: Vec<AtHand>,
    /// Sheets of this session.
    sheets: Vec<SheetLine>,
    /// Worksheets that serve the plan: id, name, and whether clients use it.
    fitting: Vec<(String, String, bool)>,
}

/// A strand of the plan with what is done in a session of it.
struct AtHand {
    name: String,
    expected: String,
    session: String,
}

enum Note {
    Draft {
        version: u64,
        text: String,
    },
    Locked {
        text: String,
        by: String,
        at: String,
        amendments: Vec<Amended>,
    },
}

struct Amended {
    text: String,
    reason: String,
    by: String,
    at: String,
}

struct Done {
    technique: String,
    how_it_went: String,
}

struct StrandChoice {
    id: StrandId,
    technique: String,
    name: String,
}

struct Choice {
    id: String,
    name: String,
}

/// What the client said about this session.
struct Told {
    entry: EntryId,
    answers: Vec<(String, String, bool)>,
    next_time: Option<String>,
}

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(OneSession { session }): Path<OneSession>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let state = opened.record.session(session).ok_or(AppError::NotFound)?;
    let today = app.today().await;
    let note = note(&app, &reader, state).await?;
    let (strands, others) = choices(&opened, &app.catalog);
    html(&SessionPage {
        frame: Frame::staff(&app, "Session", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Session).await,
        session,
        on: day(state.meeting.on, today),
        how: state.meeting.how.label(),
        together: state
            .together
            .map(|met| address(reader.client, met.together, state.meeting.on)),
        note,
        entry: form_id(),
        work: state
            .work
            .iter()
            .map(|work| Done {
                technique: technique_name(&app.catalog, &work.item.technique),
                how_it_went: work.item.how_it_went.clone(),
            })
            .collect(),
        strands,
        others,
        work_entry: form_id(),
        tasks: opened
            .record
            .tasks
            .iter()
            .filter(|task| task.task.session == session)
            .map(|task| task.task.words.clone())
            .collect(),
        task_entry: form_id(),
        feedback: told(&app.catalog, &opened, session),
        feedback_entry: form_id(),
        drop: number(DROP),
        low: number(LOW),
        reminders: reminders(&app.catalog, &opened, state.meeting.on, today),
        pieces: pieces(&reader.staff),
        at_hand: at_hand(&opened, &app.catalog),
        sheets: lines(
            opened
                .record
                .sheets
                .iter()
                .filter(|kept| kept.item.links.session == Some(session)),
            today,
        ),
        fitting: fitting(&opened, &app.catalog),
    })
}

async fn note(app: &App, reader: &Reader, state: &SessionState) -> Result<Note, AppError> {
    let zone = app.zone().await;
    let Some(locked) = &state.note else {
        let draft = app
            .draft::<NoteDraft>(reader, note_draft(state.meeting.id))
            .await?;
        return Ok(match draft {
            Some(draft) => Note::Draft {
                version: draft.version,
                text: draft.value.text,
            },
            None => Note::Draft {
                version: 0,
                text: String::new(),
            },
        });
    };
    let written = |at: jiff::Timestamp| {
        at.to_zoned(zone.clone())
            .strftime("%a %-d %b %Y, %H:%M")
            .to_string()
    };
    let authors = app.authors().await?;
    let mut amendments = Vec::new();
    for amendment in &state.amendments {
        amendments.push(Amended {
            text: amendment.item.text.clone(),
            reason: amendment.item.reason.clone(),
            by: authors.name(amendment.by),
            at: written(amendment.at),
        });
    }
    Ok(Note::Locked {
        text: locked.item.text.clone(),
        by: authors.name(locked.by),
        at: written(locked.at),
        amendments,
    })
}

/// The plan's strands first, everything else after them.
fn choices(opened: &Opened, catalog: &Catalog) -> (Vec<StrandChoice>, Vec<Choice>) {
    let strands: Vec<StrandChoice> = opened.record.plan().map_or_else(Vec::new, |plan| {
        plan.strands
            .iter()
            .map(|strand| StrandChoice {
                id: strand.id,
                technique: strand.technique.clone(),
                name: technique_name(catalog, &strand.technique),
            })
            .collect()
    });
    let others = catalog
        .techniques
        .iter()
        .filter(|technique| {
            strands
                .iter()
                .all(|strand| strand.technique != technique.id)
        })
        .map(|technique| Choice {
            id: technique.id.clone(),
            name: technique.name.clone(),
        })
        .collect();
    (strands, others)
}

/// The plan as it stands, with the words of the catalogue for a session.
fn at_hand(opened: &Opened, catalog: &Catalog) -> Vec<AtHand> {
    let strands = opened.record.plan().map_or(&[][..], |plan| &plan.strands);
    strands
        .iter()
        .map(|strand| AtHand {
            name: technique_name(catalog, &strand.technique),
            expected: strand.expected.clone(),
            session: catalog
                .technique(&strand.technique)
                .map_or_else(String::new, |technique| technique.session.clone()),
        })
        .collect()
}

/// The worksheets of the plan's techniques that are given out.
fn fitting(opened: &Opened, catalog: &Catalog) -> Vec<(String, String, bool)> {
    let worksheets = catalog.worksheets.iter();
    worksheets
        .filter(|it| catalog.gives_out(&it.id) && serves_plan(&opened.record, it))
        .map(|it| {
            let both = it.used_by == UsedBy::Both;
            (it.id.clone(), it.name.clone(), both)
        })
        .collect()
}

fn told(catalog: &Catalog, opened: &Opened, session: SessionId) -> Option<Told> {
    let alliance = alliance(&opened.record, catalog);
    let feedback = alliance
        .feedback
        .iter()
        .rev()
        .find(|feedback| feedback.session == Some(session))?;
    let response = opened.record.response(feedback.entry)?;
    let measure =
        catalog.measure_version(&response.item.measure.id, &response.item.measure.version)?;
    let text = measure.text("en");
    let answers = feedback
        .answers
        .iter()
        .map(|(item, answer)| {
            let wording = text
                .and_then(|text| text.item(item))
                .unwrap_or(item)
                .to_owned();
            let stands_out = feedback
                .outstanding
                .iter()
                .any(|outstanding| outstanding.item == *item);
            (
                wording,
                answer.map_or_else(|| "not answered".to_owned(), number),
                stands_out,
            )
        })
        .collect();
    Some(Told {
        entry: feedback.entry,
        answers,
        next_time: feedback.next_time.clone(),
    })
}

/// What to keep in mind before this session: the client's wish first.
fn reminders(catalog: &Catalog, opened: &Opened, on: Date, today: Date) -> Vec<String> {
    let mut reminders = Vec::new();
    let alliance = alliance(&opened.record, catalog);
    if let Some(wish) = alliance
        .feedback
        .iter()
        .rev()
        .find(|feedback| feedback.on < on)
        .and_then(|feedback| feedback.next_time.as_deref())
    {
        reminders.push(format!("They asked for next time: \u{201c}{wish}\u{201d}"));
    }
    for task in opened
        .record
        .tasks
        .iter()
        .filter(|task| task.outcome.is_none())
    {
        reminders.push(format!("Task agreed: {}", task.task.words));
    }
    if let Some(plan) = opened.record.plan() {
        reminders.push(format!(
            "Plan {} is to be reviewed {}",
            plan.number,
            day(plan.review_on, today)
        ));
    }
    reminders
}
