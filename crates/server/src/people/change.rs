//! Putting people and ties on the map, telling them better, and taking any of that back.

use attune_care::Record;
use attune_care::people::{
    Person, Tie, set_person, set_tie, undo_person_change, undo_tie_change, void_person, void_tie,
};
use attune_ids::{EntryId, PersonId, TieId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::page;
use super::typed::{Tried, TypedPerson, TypedTie};
use crate::lasting::{LastChange, Only, Reason, back_again};
use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Deserialize)]
pub(super) struct OnePerson {
    person: PersonId,
}

#[derive(Deserialize)]
pub(super) struct OneTie {
    tie: TieId,
}

type Fields = Vec<(String, String)>;

/// Puts somebody on the map.
pub(super) async fn add(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    set(&app, &writer, None, TypedPerson::of(&fields)).await
}

/// Tells somebody better.
pub(super) async fn tell_better(
    State(app): State<App>,
    writer: Writer,
    Path(OnePerson { person }): Path<OnePerson>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    set(&app, &writer, Some(person), TypedPerson::of(&fields)).await
}

async fn set(
    app: &App,
    writer: &Writer,
    id: Option<PersonId>,
    typed: TypedPerson,
) -> Result<Response, AppError> {
    let entry = numbered(typed.entry)?;
    let action = AuditAction::RecordWrite;
    let outcome = app
        .change_or_refusal(writer, action, entry, &[], |record, _, ids| {
            let known = id.and_then(|id| person(record, id));
            set_person(record, id, typed.read(known)?, entry, ids)
        })
        .await?;
    match outcome {
        Ok(changed) => {
            // A form that was sent twice leads where it led the first time.
            let people = &changed.opened.record.people;
            let told = people.iter().find(|kept| kept.set.contains(&entry));
            let id = id.or_else(|| told.map(|kept| kept.item.id));
            let anchor = id.map_or_else(|| "map".to_owned(), |id| format!("person-{id}"));
            Ok(back(writer, &anchor))
        }
        Err(refusal) => {
            let tried = Tried::Person(id, Box::new(typed), refusal.to_string());
            let page = page::page(app, &writer.reader, tried).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

fn person(record: &Record, id: PersonId) -> Option<&Person> {
    let found = record.people.iter().find(|kept| kept.item.id == id);
    found.map(|kept| &kept.item)
}

/// Takes the last change of somebody back.
pub(super) async fn change_back(
    State(app): State<App>,
    writer: Writer,
    Path(OnePerson { person }): Path<OnePerson>,
    Form(form): Form<LastChange>,
) -> Result<Response, AppError> {
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, form.entry, &[], |record, _, ids| {
        undo_person_change(record, person, form.last, form.entry, ids)
    })
    .await?;
    Ok(back(&writer, &format!("person-{person}")))
}

/// Takes somebody off the map, with a word why.
pub(super) async fn take_out(
    State(app): State<App>,
    writer: Writer,
    Path(OnePerson { person }): Path<OnePerson>,
    Form(form): Form<Reason>,
) -> Result<Response, AppError> {
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, form.entry, &[], |record, _, ids| {
        void_person(record, person, &form.because, form.entry, ids)
    })
    .await?;
    Ok(back(&writer, "taken-out"))
}

/// Puts somebody back who was taken off it.
pub(super) async fn put_back(
    State(app): State<App>,
    writer: Writer,
    Path(OnePerson { person }): Path<OnePerson>,
    Form(form): Form<Only>,
) -> Result<Response, AppError> {
    back_again::<Person>(&app, &writer, person, form.entry).await?;
    Ok(back(&writer, &format!("person-{person}")))
}

/// Draws a tie between two.
pub(super) async fn add_tie(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    tie(&app, &writer, None, TypedTie::of(&fields)).await
}

/// Tells a tie better.
pub(super) async fn tell_tie_better(
    State(app): State<App>,
    writer: Writer,
    Path(one): Path<OneTie>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    tie(&app, &writer, Some(one.tie), TypedTie::of(&fields)).await
}

async fn tie(
    app: &App,
    writer: &Writer,
    id: Option<TieId>,
    typed: TypedTie,
) -> Result<Response, AppError> {
    let entry = numbered(typed.entry)?;
    let action = AuditAction::RecordWrite;
    let outcome = app
        .change_or_refusal(writer, action, entry, &[], |record, _, ids| {
            set_tie(record, id, typed.read(), entry, ids)
        })
        .await?;
    match outcome {
        Ok(_) => Ok(back(writer, "ties")),
        Err(refusal) => {
            let tried = Tried::Tie(id, typed, refusal.to_string());
            let page = page::page(app, &writer.reader, tried).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Takes the last change of a tie back.
pub(super) async fn tie_change_back(
    State(app): State<App>,
    writer: Writer,
    Path(OneTie { tie }): Path<OneTie>,
    Form(form): Form<LastChange>,
) -> Result<Response, AppError> {
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, form.entry, &[], |record, _, ids| {
        undo_tie_change(record, tie, form.last, form.entry, ids)
    })
    .await?;
    Ok(back(&writer, "ties"))
}

/// Takes a tie out, with a word why.
pub(super) async fn take_tie_out(
    State(app): State<App>,
    writer: Writer,
    Path(OneTie { tie }): Path<OneTie>,
    Form(form): Form<Reason>,
) -> Result<Response, AppError> {
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, form.entry, &[], |record, _, ids| {
        void_tie(record, tie, &form.because, form.entry, ids)
    })
    .await?;
    Ok(back(&writer, "taken-out"))
}

/// Puts a tie back that was taken out.
pub(super) async fn put_tie_back(
    State(app): State<App>,
    writer: Writer,
    Path(OneTie { tie }): Path<OneTie>,
    Form(form): Form<Only>,
) -> Result<Response, AppError> {
    back_again::<Tie>(&app, &writer, tie, form.entry).await?;
    Ok(back(&writer, "ties"))
}

fn numbered(entry: Option<EntryId>) -> Result<EntryId, AppError> {
    entry.ok_or_else(|| AppError::Refused("The form came without its number.".to_owned()))
}

fn back(writer: &Writer, anchor: &str) -> Response {
    let client = writer.reader.client;
    Redirect::to(&format!("/clients/{client}/people#{anchor}")).into_response()
}
