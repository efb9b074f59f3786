//! Another time for everybody who meets, or none. Somebody who cannot come alone is called off on their own page.

use attune_care::appointments::{self, Cancel, CancelledBy};
use attune_care::{NewEntry, Record, Refusal};
use attune_ids::{AppointmentId, EntryId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::begin::{entry_for, what_is_wrong};
use super::people::{Sitting, There};
use super::shown::{Outcome, SittingPage};
use super::{OneMeeting, address};
use crate::appointments::{minutes, moment};
use crate::page::html;
use crate::policy::Writer;
use crate::{App, AppError};

/// A new time, as it was typed.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Moved {
    entry: EntryId,
    #[serde(default)]
    pub(super) on: String,
    #[serde(default)]
    pub(super) time: String,
    #[serde(default)]
    pub(super) minutes: String,
    #[serde(default)]
    pub(super) following: bool,
}

#[derive(Deserialize)]
pub(crate) struct CalledOff {
    entry: EntryId,
    by: CancelledBy,
    #[serde(default)]
    following: bool,
}

/// Moves the appointment of everybody to the same time.
pub(crate) async fn move_to(
    State(app): State<App>,
    writer: Writer,
    Path(meeting): Path<OneMeeting>,
    Form(moved): Form<Moved>,
) -> Result<Response, AppError> {
    let to = moment(&moved.on, &moved.time).and_then(|to| Ok((to, minutes(&moved.minutes)?)));
    let (to, minutes) = match to {
        Ok(read) => read,
        Err(AppError::Refused(problem)) => {
            let sitting = Sitting::of(&app, &writer, meeting).await?;
            let page = SittingPage::new(&app, &writer, &sitting, Vec::new()).await?;
            let page = html(&page.with_times(&moved, problem))?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        Err(other) => return Err(other),
    };
    let there = address(writer.reader.client, meeting.together, to.date());
    let sitting = match Sitting::of(&app, &writer, meeting).await {
        // Sent twice: they meet on the other day already.
        Err(AppError::NotFound) => {
            let moved = OneMeeting {
                on: to.date(),
                ..meeting
            };
            Sitting::of(&app, &writer, moved).await?;
            return Ok(Redirect::to(&there).into_response());
        }
        other => other?,
    };
    for_everybody(
        &app,
        &sitting,
        moved.entry,
        &there,
        |record, appointment, entry| {
            appointments::move_to(record, appointment, to, minutes, moved.following, entry)
        },
    )
    .await
}

/// Calls the meeting off for everybody.
pub(crate) async fn call_off(
    State(app): State<App>,
    writer: Writer,
    Path(meeting): Path<OneMeeting>,
    Form(sent): Form<CalledOff>,
) -> Result<Response, AppError> {
    if sent.by == CancelledBy::Client {
        return Err(AppError::Refused(
            "Somebody who cannot come is called off on the page of their own times.".to_owned(),
        ));
    }
    let how = Cancel {
        by: sent.by,
        late: false,
        words: "",
        and_following: sent.following,
    };
    let there = address(writer.reader.client, meeting.together, meeting.on);
    let sitting = Sitting::of(&app, &writer, meeting).await?;
    for_everybody(
        &app,
        &sitting,
        sent.entry,
        &there,
        |record, appointment, entry| appointments::cancel(record, appointment, how, entry),
    )
    .await
}

/// Does it in the record of each whose time still stands, and goes on even where one of them refuses.
async fn for_everybody<Rule>(
    app: &App,
    sitting: &Sitting,
    form: EntryId,
    then: &str,
    rule: Rule,
) -> Result<Response, AppError>
where
    Rule: Fn(&Record, AppointmentId, EntryId) -> Result<Vec<NewEntry>, Refusal>,
{
    let mut outcomes = Vec::new();
    let mut stayed: Option<&There> = None;
    for there in &sitting.people {
        let Some(state) = there.agreed() else {
            continue;
        };
        let (appointment, entry) = (state.id, entry_for(form, there));
        let changed = app
            .change(
                &there.writer,
                AuditAction::RecordWrite,
                entry,
                &[],
                |record, _, _| rule(record, appointment, entry),
            )
            .await;
        if changed.is_err() {
            stayed = stayed.or(Some(there));
        }
        outcomes.push(Outcome {
            name: there.name().to_owned(),
            trouble: changed.err().map_or_else(String::new, what_is_wrong),
        });
    }
    let Some(stayed) = stayed else {
        return Ok(Redirect::to(then).into_response());
    };
    // Whoever was moved is not in this meeting any more; the page is reached from one who is.
    let meeting = OneMeeting {
        together: sitting.together,
        on: sitting.on,
    };
    let left = Sitting::of(app, &stayed.writer, meeting).await?;
    let page = html(&SittingPage::new(app, &stayed.writer, &left, outcomes).await?)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
