//! Agreeing on times, and what becomes of them.

use attune_care::appointments::{self, Cancel, CancelledBy, Ends, NewBooking, Repeat, Standing};
use attune_care::assess::schedule::Moment;
use attune_care::session::MeetingKind;
use attune_ids::{EntryId, RandomIds, SessionId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use jiff::civil::{DateTime, Time};
use serde::Deserialize;

use super::OneAppointment;
use crate::policy::Writer;
use crate::{App, AppError, form};

#[derive(Deserialize)]
pub(crate) struct Made {
    entry: EntryId,
    on: String,
    time: String,
    minutes: u16,
    how: MeetingKind,
    /// Weeks between two times; 0 for a single one.
    every: u16,
    #[serde(default)]
    number: String,
    #[serde(default)]
    until: String,
}

#[derive(Deserialize)]
pub(crate) struct Moved {
    entry: EntryId,
    on: String,
    time: String,
    minutes: u16,
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
    Form(made): Form<Made>,
) -> Result<Redirect, AppError> {
    let new = NewBooking {
        with: writer.reader.staff.id(),
        how: made.how,
        first: moment(&made.on, &made.time)?,
        minutes: made.minutes,
        repeat: repeat(&made)?,
        together: None,
    };
    app.change(
        &writer,
        AuditAction::RecordWrite,
        made.entry,
        &[],
        |_, _, ids| appointments::make(&new, made.entry, ids),
    )
    .await?;
    Ok(back(&writer))
}

pub(crate) async fn move_to(
    State(app): State<App>,
    writer: Writer,
    Path(OneAppointment { appointment }): Path<OneAppointment>,
    Form(moved): Form<Moved>,
) -> Result<Redirect, AppError> {
    let to = moment(&moved.on, &moved.time)?;
    let Moved {
        entry,
        minutes,
        following,
        ..
    } = moved;
    app.change(
        &writer,
        AuditAction::RecordWrite,
        entry,
        &[],
        |record, _, _| appointments::move_to(record, appointment, to, minutes, following, entry),
    )
    .await?;
    Ok(back(&writer))
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

fn moment(on: &str, time: &str) -> Result<DateTime, AppError> {
    let day = form::date(on, "The day")?;
    let time: Time = time
        .trim()
        .parse()
        .map_err(|_| AppError::Refused("The time: a time such as 15:00.".to_owned()))?;
    Ok(day.to_datetime(time))
}

fn repeat(made: &Made) -> Result<Option<Repeat>, AppError> {
    if made.every == 0 {
        return Ok(None);
    }
    let ends = match (made.number.trim(), made.until.trim()) {
        (number, "") => Ends::After(number.parse().map_err(|_| {
            AppError::Refused(
                "How long it goes on: please give a number of times or a last day.".to_owned(),
            )
        })?),
        (_, until) => Ends::Until(form::date(until, "The last day")?),
    };
    Ok(Some(Repeat {
        every_weeks: made.every,
        ends,
    }))
}
