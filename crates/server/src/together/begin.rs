//! Who agreed, and who came.

use std::collections::BTreeMap;

use attune_care::assess::schedule::Moment;
use attune_care::together::{self, Consent};
use attune_ids::{EntryId, RandomIds, SessionId, TogetherId, derived};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::people::{Sitting, There};
use super::shown::{Outcome, SittingPage};
use super::{OneMeeting, address};
use crate::page::html;
use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Deserialize)]
pub(crate) struct OneCompany {
    together: TogetherId,
}

#[derive(Deserialize)]
pub(crate) struct Said {
    entry: EntryId,
    consent: Consent,
    #[serde(default)]
    words: String,
    /// The meeting to go back to.
    on: Date,
}

/// Writes into the record of this one client what they said about meeting the others.
pub(crate) async fn consent(
    State(app): State<App>,
    writer: Writer,
    Path(OneCompany { together }): Path<OneCompany>,
    Form(said): Form<Said>,
) -> Result<Redirect, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        said.entry,
        &[],
        |record, _, _| together::say(record, together, said.consent, &said.words, said.entry),
    )
    .await?;
    let address = address(writer.reader.client, together, said.on);
    Ok(Redirect::to(&format!("{address}#people")))
}

/// Begins the session of everybody who came, each in their own record.
pub(crate) async fn begin(
    State(app): State<App>,
    writer: Writer,
    Path(meeting): Path<OneMeeting>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, AppError> {
    let sitting = Sitting::of(&app, &writer, meeting).await?;
    let form: EntryId = sent
        .get("entry")
        .and_then(|entry| entry.parse().ok())
        .ok_or_else(|| AppError::Refused("The form was not whole. Reload the page.".to_owned()))?;
    let mut outcomes = Vec::new();
    for there in &sitting.people {
        let Some(appointment) = there.appointment() else {
            continue;
        };
        let came = sent.get(&format!("came-{}", appointment.id));
        let trouble = match came.map(String::as_str) {
            Some("yes") => begin_one(&app, &sitting, there, form).await,
            Some("no") => missed(&app, &sitting, there, form).await,
            _ => continue,
        };
        outcomes.push(Outcome {
            name: there.name().to_owned(),
            trouble: trouble.err().map_or_else(String::new, what_is_wrong),
        });
    }
    if outcomes.iter().any(|outcome| !outcome.trouble.is_empty()) {
        let sitting = Sitting::of(&app, &writer, meeting).await?;
        let page = html(&SittingPage::new(&app, &writer, &sitting, outcomes).await?)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let address = address(writer.reader.client, sitting.together, sitting.on);
    Ok(Redirect::to(&format!("{address}#note")).into_response())
}

/// The entry of one person in a form about several: the same when the form is sent again, and nobody can tell from
/// one that there is another.
pub(super) fn entry_for(form: EntryId, there: &There) -> EntryId {
    EntryId(derived(form.0, &there.client().to_string()))
}

async fn begin_one(
    app: &App,
    sitting: &Sitting,
    there: &There,
    form: EntryId,
) -> Result<(), AppError> {
    let Sitting { together, on, .. } = *sitting;
    let entry = entry_for(form, there);
    // Made outside of the rule: asked again after a collision, it must stay the same.
    let session = SessionId::new(&mut RandomIds);
    let changed = app
        .change(
            &there.writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, today, ids| together::begin(record, together, on, session, today, entry, ids),
        )
        .await?;
    app.with_due(changed.opened, Moment::Session).await?;
    Ok(())
}

async fn missed(
    app: &App,
    sitting: &Sitting,
    there: &There,
    form: EntryId,
) -> Result<(), AppError> {
    let Sitting { together, on, .. } = *sitting;
    let entry = entry_for(form, there);
    app.change(
        &there.writer,
        AuditAction::RecordWrite,
        entry,
        &[],
        |record, today, _| together::miss(record, together, on, today, entry),
    )
    .await?;
    Ok(())
}

/// Why nothing was written for one of several people, in words for the page. What broke is logged here, since the
/// page goes on with the others.
pub(super) fn what_is_wrong(error: AppError) -> String {
    match error {
        AppError::Refused(why) => why,
        AppError::NotFound | AppError::SignIn => {
            "This record is not open to you any more.".to_owned()
        }
        AppError::Busy | AppError::Throttled(_) => {
            "Somebody else was saving there at this moment. Send it once more.".to_owned()
        }
        AppError::Broken(cause) => {
            tracing::error!(%cause, "one part of a request about several people failed");
            "Something went wrong there. Send it once more; the log has the cause.".to_owned()
        }
    }
}
