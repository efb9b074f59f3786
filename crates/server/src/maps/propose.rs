//! What the clinician sends: which things are the same, and a joint version.

use attune_care::Refusal;
use attune_care::formulate::{self, Take};
use attune_ids::{EntryId, FactorId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;

use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Deserialize)]
pub(super) struct SameForm {
    entry: EntryId,
    own: FactorId,
    /// Empty for none.
    #[serde(default)]
    drawn: String,
}

pub(super) async fn same(
    State(app): State<App>,
    writer: Writer,
    Form(form): Form<SameForm>,
) -> Result<Redirect, AppError> {
    let drawn = match form.drawn.as_str() {
        "" => None,
        id => Some(factor(id)?),
    };
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, form.entry, &[], |record, _, _| {
        formulate::say_same(record, form.own, drawn, form.entry)
    })
    .await?;
    Ok(onward(&writer, "same"))
}

/// Factors to keep as often as `keep` comes, arrows as often as `arrow`: `FROM:TO:own`.
pub(super) async fn joint(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Redirect, AppError> {
    let all = |name: &'static str| fields.iter().filter(move |field| field.0 == name);
    let one = |name| all(name).next().map_or("", |field| field.1.as_str());
    let entry: EntryId = one("entry").parse().map_err(|_| AppError::NotFound)?;
    let own: EntryId = one("own").parse().map_err(|_| AppError::NotFound)?;
    let keep: Vec<FactorId> = all("keep")
        .map(|field| factor(&field.1))
        .collect::<Result<_, _>>()?;
    let takes: Vec<(FactorId, FactorId, Take)> = all("arrow")
        .map(|field| arrow(&field.1))
        .collect::<Result<_, _>>()?;
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, entry, &[], |record, _, _| {
        formulate::propose_joint(record, own, &keep, &takes, entry)
    })
    .await?;
    Ok(onward(&writer, "joint"))
}

#[derive(Deserialize)]
pub(super) struct TakeOverForm {
    entry: EntryId,
    /// The joint version that was looked at.
    proposal: EntryId,
}

/// Makes the joint version both agreed to the drawing, and leads to it.
pub(super) async fn take_over(
    State(app): State<App>,
    writer: Writer,
    Form(form): Form<TakeOverForm>,
) -> Result<Redirect, AppError> {
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, form.entry, &[], |record, _, _| {
        formulate::take_over_joint(record, form.proposal, form.entry)
    })
    .await?;
    let client = writer.reader.client;
    Ok(Redirect::to(&format!(
        "/clients/{client}/formulate#drawing"
    )))
}

fn factor(id: &str) -> Result<FactorId, Refusal> {
    id.parse().map_err(|_| Refusal::NotThere { what: "factor" })
}

fn arrow(value: &str) -> Result<(FactorId, FactorId, Take), Refusal> {
    let gone = Refusal::NotThere { what: "influence" };
    let mut parts = value.splitn(3, ':');
    let (Some(from), Some(to), Some(take)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(gone);
    };
    Ok((
        factor(from)?,
        factor(to)?,
        Take::from_code(take).ok_or(gone)?,
    ))
}

fn onward(writer: &Writer, place: &str) -> Redirect {
    let client = writer.reader.client;
    Redirect::to(&format!("/clients/{client}/formulate/maps#{place}"))
}
