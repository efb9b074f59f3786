//! Naming a moment, telling it better, taking it out and putting it back.

use attune_care::Refusal;
use attune_care::worksheets::{Moment, MomentInput, set_moment, take_moment_out};
use attune_catalog::Domain;
use attune_ids::{EntryId, FactorId, MomentId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::{OneMoment, list, one};
use crate::lasting::{Only, Reason, back_again};
use crate::page::html;
use crate::policy::Writer;
use crate::{App, AppError};

/// A moment as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) entry: Option<EntryId>,
    pub(super) words: String,
    pub(super) on: String,
    pub(super) domains: Vec<Domain>,
    pub(super) factors: Vec<FactorId>,
}

type Fields = Vec<(String, String)>;

impl Typed {
    /// From the fields of a form, of which some may come several times.
    pub(super) fn of(fields: &Fields) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "entry" => typed.entry = value.parse().ok(),
                "words" => typed.words.clone_from(value),
                "on" => typed.on.clone_from(value),
                "domain" => typed.domains.extend(Domain::from_code(value)),
                "factor" => typed.factors.extend(value.parse::<FactorId>()),
                _ => {}
            }
        }
        typed
    }

    pub(super) fn read(&self, id: Option<MomentId>) -> Result<MomentInput, Refusal> {
        Ok(MomentInput {
            id,
            on: self.on.parse().map_err(|_| Refusal::Invalid {
                field: "The day",
                expected: "a date such as 2026-05-14",
            })?,
            words: self.words.clone(),
            domains: self.domains.clone(),
            factors: self.factors.clone(),
        })
    }
}

pub(super) async fn add(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    set(&app, &writer, None, Typed::of(&fields)).await
}

pub(super) async fn tell_better(
    State(app): State<App>,
    writer: Writer,
    Path(OneMoment { moment }): Path<OneMoment>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    set(&app, &writer, Some(moment), Typed::of(&fields)).await
}

async fn set(
    app: &App,
    writer: &Writer,
    id: Option<MomentId>,
    typed: Typed,
) -> Result<Response, AppError> {
    let Some(entry) = typed.entry else {
        return Err(AppError::Refused(
            "This form lost its number. Reload the page and write it again.".to_owned(),
        ));
    };
    let action = AuditAction::RecordWrite;
    let outcome = app
        .change_or_refusal(writer, action, entry, &[], |record, today, ids| {
            set_moment(record, typed.read(id)?, today, entry, ids)
        })
        .await?;
    let client = writer.reader.client;
    match outcome {
        Ok(changed) => {
            let moments = &changed.opened.record.moments;
            let told = moments.iter().find(|kept| kept.set.contains(&entry));
            let id = id.or_else(|| told.map(|kept| kept.item.id));
            let to = match id {
                Some(id) => format!("/clients/{client}/moments/{id}"),
                None => format!("/clients/{client}/moments"),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(refusal) => {
            let problem = refusal.to_string();
            let page = match id {
                Some(id) => {
                    html(&one::page(app, &writer.reader, id, Some(&typed), problem).await?)?
                }
                None => html(&list::page(app, &writer.reader, &typed, problem).await?)?,
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

pub(super) async fn take_out(
    State(app): State<App>,
    writer: Writer,
    Path(OneMoment { moment }): Path<OneMoment>,
    Form(form): Form<Reason>,
) -> Result<Redirect, AppError> {
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, form.entry, &[], |record, _, ids| {
        take_moment_out(record, moment, &form.because, form.entry, ids)
    })
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/moments#taken-out",
        writer.reader.client
    )))
}

pub(super) async fn put_back(
    State(app): State<App>,
    writer: Writer,
    Path(OneMoment { moment }): Path<OneMoment>,
    Form(form): Form<Only>,
) -> Result<Redirect, AppError> {
    back_again::<Moment>(&app, &writer, moment, form.entry).await?;
    let there = format!("/clients/{}/moments/{moment}", writer.reader.client);
    Ok(Redirect::to(&there))
}
