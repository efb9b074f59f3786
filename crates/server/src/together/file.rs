//! What each record gets, and filing it there.

use std::collections::BTreeSet;

use askama::Template;
use attune_care::Refusal;
use attune_care::together::{self, filed_text};
use attune_ids::{EntryId, SessionId};
use attune_record::{AuditAction, DraftDone};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::begin::{entry_for, what_is_wrong};
use super::people::{Sitting, There};
use super::shown::{Outcome, SittingPage};
use super::{OneMeeting, address};
use crate::format::{count, day};
use crate::gate::note_draft;
use crate::page::{Frame, form_id, html};
use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "together/check.html")]
struct CheckPage {
    frame: Frame,
    address: String,
    on: String,
    version: u64,
    entry: EntryId,
    records: Vec<Part>,
    /// Who is named in the shared part, and how often.
    named: Vec<String>,
    somebody: &'static str,
    /// Something was changed in another window since this page was shown.
    changed: bool,
    button: String,
    /// The sessions this page is about, to notice if one of them is not open any more.
    with: String,
}

/// What goes into one record.
struct Part {
    session: SessionId,
    name: String,
    text: String,
    /// The version of what is for this person alone.
    version: u64,
}

#[derive(Deserialize)]
pub(crate) struct Filing {
    entry: EntryId,
    version: u64,
    /// Sessions that were shown, separated by spaces.
    #[serde(default)]
    with: String,
}

/// Everything as it will stand, record by record.
pub(crate) async fn check(
    State(app): State<App>,
    writer: Writer,
    Path(meeting): Path<OneMeeting>,
) -> Result<Response, AppError> {
    let sitting = Sitting::of(&app, &writer, meeting).await?;
    if sitting.unfiled().next().is_none() {
        return Ok(back(&writer, &sitting));
    }
    Ok(checked(&app, &writer, &sitting, false)
        .await?
        .into_response())
}

/// Files the note in each record, and locks it there. What could not be filed is said, person by person.
pub(crate) async fn file(
    State(app): State<App>,
    writer: Writer,
    Path(meeting): Path<OneMeeting>,
    Form(filing): Form<Filing>,
) -> Result<Response, AppError> {
    let sitting = Sitting::of(&app, &writer, meeting).await?;
    let shared = sitting.shared(&app).await?;
    let version = shared.as_ref().map_or(0, |(_, draft)| draft.version);
    let parts = parts(&app, &sitting).await?;
    // Sent twice: the first time did it all.
    if parts.is_empty() {
        return Ok(back(&writer, &sitting));
    }
    if version != filing.version {
        let page = checked(&app, &writer, &sitting, true).await?;
        return Ok((StatusCode::CONFLICT, page).into_response());
    }
    let mut outcomes = gone(&sitting, &filing.with);
    for (there, part) in &parts {
        let trouble = file_one(&app, &sitting, there, part, filing.entry).await;
        outcomes.push(Outcome {
            name: part.name.clone(),
            trouble: trouble.err().map_or_else(String::new, what_is_wrong),
        });
    }
    let sitting = Sitting::of(&app, &writer, meeting).await?;
    if outcomes.iter().any(|outcome| !outcome.trouble.is_empty()) {
        // The shared part stays with those who do not have it in their note yet.
        let page = html(&SittingPage::new(&app, &writer, &sitting, outcomes).await?)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    Ok(back(&writer, &sitting))
}

async fn file_one(
    app: &App,
    sitting: &Sitting,
    there: &There,
    part: &Part,
    form: EntryId,
) -> Result<(), AppError> {
    let Sitting { together, on, .. } = *sitting;
    let entry = entry_for(form, there);
    let mut done = vec![DraftDone {
        id: note_draft(part.session),
        seen: Some(part.version),
    }];
    done.extend(there.shared_draft().map(|id| DraftDone { id, seen: None }));
    let changed = app
        .change_or_refusal(
            &there.writer,
            AuditAction::RecordWrite,
            entry,
            &done,
            |record, _, _| together::file(record, together, on, &part.text, entry),
        )
        .await?;
    match changed {
        Ok(_) => Ok(()),
        Err(Refusal::Missing { .. }) => Err(AppError::Refused(
            "There is nothing to file yet: neither for all of them nor for this person alone."
                .to_owned(),
        )),
        Err(refusal) => Err(refusal.into()),
    }
}

/// Everybody whose note is not filed yet, with the text for their record.
async fn parts<'a>(app: &App, sitting: &'a Sitting) -> Result<Vec<(&'a There, Part)>, AppError> {
    let shared = sitting.shared(app).await?;
    let shared = shared
        .map(|(_, draft)| draft.value.words)
        .unwrap_or_default();
    let present = sitting.present();
    let mut parts = Vec::new();
    for (there, session) in sitting.unfiled() {
        let own = Sitting::own(app, there, session).await?;
        let all = shared.for_record_of(session, &present, sitting.company);
        parts.push((
            there,
            Part {
                session,
                name: there.name().to_owned(),
                text: filed_text(&all, &own.value.text),
                version: own.version,
            },
        ));
    }
    Ok(parts)
}

/// Those who were shown and whose record is not open any more. Their name is not known here.
fn gone(sitting: &Sitting, with: &str) -> Vec<Outcome> {
    let there: BTreeSet<SessionId> = sitting
        .people
        .iter()
        .filter_map(|there| Some(there.session()?.meeting.id))
        .collect();
    with.split_whitespace()
        .filter_map(|session| session.parse().ok())
        .filter(|session: &SessionId| !there.contains(session))
        .map(|_| Outcome {
            name: "Somebody who was there".to_owned(),
            trouble: "Their record is not open to you any more, so nothing was filed in it. Ask for access, or tell the clinician who has it.".to_owned(),
        })
        .collect()
}

async fn checked(
    app: &App,
    writer: &Writer,
    sitting: &Sitting,
    changed: bool,
) -> Result<Html<String>, AppError> {
    let today = app.today().await;
    let shared = sitting.shared(app).await?;
    let present = sitting.present();
    let named = shared
        .as_ref()
        .map_or_else(Vec::new, |(_, draft)| draft.value.words.named(&present));
    let named = named.into_iter().filter_map(|(session, times)| {
        let name = present.iter().find(|one| one.session == session)?.name;
        Some(format!("{name}: {}", count(times, "time", "times")))
    });
    let records: Vec<Part> = parts(app, sitting)
        .await?
        .into_iter()
        .map(|(_, part)| part)
        .collect();
    let with: Vec<String> = records
        .iter()
        .map(|part| part.session.to_string())
        .collect();
    html(&CheckPage {
        frame: Frame::staff(app, "What each record gets", &writer.reader.staff).await,
        address: address(writer.reader.client, sitting.together, sitting.on),
        on: day(sitting.on, today),
        version: shared.as_ref().map_or(0, |(_, draft)| draft.version),
        entry: form_id(),
        button: format!("File it in {}", count(records.len(), "record", "records")),
        records,
        named: named.collect(),
        somebody: sitting.company.somebody(),
        changed,
        with: with.join(" "),
    })
}

fn back(writer: &Writer, sitting: &Sitting) -> Response {
    let address = address(writer.reader.client, sitting.together, sitting.on);
    Redirect::to(&format!("{address}#note")).into_response()
}
