//! Agreeing on times, and what becomes of them.

use attune_care::Refusal;
use attune_care::appointments::{self, Cancel, CancelledBy, NewBooking, Standing};
use attune_care::assess::schedule::Moment;
use attune_ids::{EntryId, RandomIds, SessionId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::OneAppointment;
use super::client::{Tried, page};
use super::typed::{TypedTimes, minutes, moment};
use crate::policy::Writer;
use crate::together::address;
use crate::{App, AppError};

#[derive(Deserialize)]
pub(crate) struct Made {
    entry: EntryId,
    #[serde(flatten)]
    typed: TypedTimes,
}

#[derive(Deserialize)]
pub(crate) struct Moved {
    entry: EntryId,
    #[serde(default)]
    on: String,
    #[serde(default)]
    time: String,
    #[serde(default)]
    minutes: String,
    #[serde(default)]
    following: bool,
}

#[derive(Deserialize)]
pub(crate) struct Cancelled {
    entry: EntryId,
    by: CancelledBy,
    #[serde(default)]
    late: bool,
    #[serde(default)]
    words: String,
    #[serde(default)]
    following: bool,
}

#[derive(Deserialize)]
pub(crate) struct Missed {
    entry: EntryId,
    #[serde(default)]
    words: String,
}

#[derive(Deserialize)]
pub(crate) struct Only {
    entry: EntryId,
}

pub(crate) async fn make(
    State(app): State<App>,
    writer: Writer,
    Form(Made { entry, typed }): Form<Made>,
) -> Result<Response, AppError> {
    let again = |problem| {
        again(
            &app,
            &writer,
            Tried::New {
                entry,
                typed: typed.clone(),
            },
            problem,
        )
    };
    let times = match typed.read() {
        Ok(times) => times,
        Err(AppError::Refused(problem)) => return again(problem).await,
        Err(other) => return Err(other),
    };
    let new = NewBooking {
        with: writer.reader.staff.id(),
        how: times.how,
        first: times.first,
        minutes: times.minutes,
        repeat: times.repeat,
        together: None,
    };
    let changed = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |_, _, ids| appointments::make(&new, entry, ids),
        )
        .await?;
    match changed {
        Ok(_) => Ok(back(&writer).into_response()),
        Err(refusal) => again(refusal.to_string()).await,
    }
}

pub(crate) async fn move_to(
    State(app): State<App>,
    writer: Writer,
    Path(OneAppointment { appointment }): Path<OneAppointment>,
    Form(moved): Form<Moved>,
) -> Result<Response, AppError> {
    let entry = moved.entry;
    let following = moved.following;
    let tried = |moved: &Moved| Tried::Move {
        appointment,
        entry,
        on: moved.on.clone(),
        time: moved.time.clone(),
        minutes: moved.minutes.clone(),
        following,
    };
    let to = moment(&moved.on, &moved.time).and_then(|to| Ok((to, minutes(&moved.minutes)?)));
    let (to, minutes) = match to {
        Ok(read) => read,
        Err(AppError::Refused(problem)) => {
            return again(&app, &writer, tried(&moved), problem).await;
        }
        Err(other) => return Err(other),
    };
    let changed = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, _, _| {
                appointments::move_to(record, appointment, to, minutes, following, entry)
            },
        )
        .await?;
    match changed {
        Ok(_) => Ok(back(&writer).into_response()),
        // What is not there (any more) has no form to show again.
        Err(refusal @ Refusal::NotThere { .. }) => Err(refusal.into()),
        Err(refusal) => again(&app, &writer, tried(&moved), refusal.to_string()).await,
    }
}

pub(crate) async fn cancel(
    State(app): State<App>,
    writer: Writer,
    Path(OneAppointment { appointment }): Path<OneAppointment>,
    Form(cancelled): Form<Cancelled>,
) -> Result<Redirect, AppError> {
    let how = Cancel {
        by: cancelled.by,
        late: cancelled.late,
        words: &cancelled.words,
        and_following: cancelled.following,
    };
    app.change(
        &writer,
        AuditAction::RecordWrite,
        cancelled.entry,
        &[],
        |record, _, _| appointments::cancel(record, appointment, how, cancelled.entry),
    )
    .await?;
    Ok(back(&writer))
}

pub(crate) async fn miss(
    State(app): State<App>,
    writer: Writer,
    Path(OneAppointment { appointment }): Path<OneAppointment>,
    Form(missed): Form<Missed>,
) -> Result<Redirect, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        missed.entry,
        &[],
        |record, today, _| {
            appointments::miss(record, appointment, &missed.words, today, missed.entry)
        },
    )
    .await?;
    Ok(back(&writer))
}

pub(crate) async fn take_back(
    State(app): State<App>,
    writer: Writer,
    Path(OneAppointment { appointment }): Path<OneAppointment>,
    Form(Only { entry }): Form<Only>,
) -> Result<Redirect, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        entry,
        &[],
        |record, _, _| appointments::take_back(record, appointment, entry),
    )
    .await?;
    Ok(back(&writer))
}

/// Begins the session of an appointment, or opens the one that was begun from it.
pub(crate) async fn start(
    State(app): State<App>,
    writer: Writer,
    Path(OneAppointment { appointment }): Path<OneAppointment>,
    Form(Only { entry }): Form<Only>,
) -> Result<Redirect, AppError> {
    let opened = app.open(&writer.reader).await?;
    let state = opened.record.appointment(appointment);
    // With several people it begins for all of them, on a page of its own.
    if let Some((state, together)) = state.and_then(|state| Some((state, state.together?))) {
        let client = writer.reader.client;
        return Ok(Redirect::to(&address(client, together, state.at.date())));
    }
    // Made outside of the rule: asked again after a collision, it must stay the same.
    let id = SessionId::new(&mut RandomIds);
    let changed = app
        .change(
            &writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, today, ids| match record.appointment(appointment) {
                Some(state) if matches!(state.standing, Standing::Kept(_)) => Ok(Vec::new()),
                _ => appointments::hold(record, appointment, id, today, entry, ids),
            },
        )
        .await?;
    let state = changed.opened.record.appointment(appointment);
    let Some(Standing::Kept(session)) = state.map(|state| &state.standing) else {
        return Ok(back(&writer));
    };
    let address = format!("/clients/{}/session/{session}", writer.reader.client);
    app.with_due(changed.opened, Moment::Session).await?;
    Ok(Redirect::to(&address))
}

fn back(writer: &Writer) -> Redirect {
    Redirect::to(&format!(
        "/clients/{}/appointments#agreed",
        writer.reader.client
    ))
}

/// The page once more, with what was typed and what to correct.
async fn again(
    app: &App,
    writer: &Writer,
    tried: Tried,
    problem: String,
) -> Result<Response, AppError> {
    let page = page(app, &writer.reader, Some((tried, problem))).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
