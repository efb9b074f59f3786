//! Writing life events down, telling them better, and taking any of that back.

use attune_care::Refusal;
use attune_care::assess::{
    self, Felt, LifeEvent, LifeEventInput, LifeEventSort, PartOfYear, When, undo_life_event_change,
    void_life_event,
};
use attune_catalog::Domain;
use attune_ids::{EntryId, FactorId, LifeEventId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::page;
use crate::lasting::{LastChange, Only, Reason, back_again};
use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Deserialize)]
pub(super) struct OneEvent {
    event: LifeEventId,
}

/// An event as it was typed, every field as text so that nothing typed is lost.
#[derive(Debug, Clone, Default)]
pub(super) struct Input {
    pub(super) entry: Option<EntryId>,
    pub(super) what: String,
    pub(super) year: String,
    pub(super) part: String,
    pub(super) day: String,
    pub(super) age: String,
    pub(super) until_year: String,
    pub(super) until_part: String,
    pub(super) until_day: String,
    pub(super) sort: String,
    pub(super) domain: String,
    pub(super) felt: String,
    pub(super) words: String,
    pub(super) began_after: Vec<FactorId>,
}

/// What was typed and not accepted.
#[derive(Debug, Clone, Default)]
pub(super) struct Tried {
    /// The event that was to change; none for a new one.
    pub(super) id: Option<LifeEventId>,
    pub(super) input: Input,
    pub(super) problem: String,
}

impl Input {
    /// From the fields of a form, of which one may come several times.
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut input = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "entry" => input.entry = value.parse().ok(),
                "what" => input.what = value,
                "year" => input.year = value,
                "part" => input.part = value,
                "day" => input.day = value,
                "age" => input.age = value,
                "until_year" => input.until_year = value,
                "until_part" => input.until_part = value,
                "until_day" => input.until_day = value,
                "sort" => input.sort = value,
                "domain" => input.domain = value,
                "felt" => input.felt = value,
                "words" => input.words = value,
                "began_after" => input.began_after.extend(value.parse::<FactorId>()),
                _ => {}
            }
        }
        input
    }

    /// `born` turns an age into the year of life it was.
    fn read(&self, born: Option<Date>) -> Result<LifeEventInput<'_>, Refusal> {
        let age = number(&self.age, "Age", "a number of years, such as 7")?;
        let said = when(&self.year, &self.part, &self.day)?;
        let began = match age.filter(|_| said.is_none()) {
            Some(age) => Some(When::at_age(
                born.ok_or(Refusal::Missing {
                    field: "the date of birth, on the page of their details, or the year",
                })?,
                age,
            )),
            None => said,
        };
        Ok(LifeEventInput {
            what: &self.what,
            age: age.filter(|_| self.year.trim().is_empty()),
            when: began,
            until: when(&self.until_year, &self.until_part, &self.until_day)?,
            sort: LifeEventSort::ALL
                .into_iter()
                .find(|sort| sort.code() == self.sort),
            domain: Domain::from_code(&self.domain),
            felt: Felt::ALL.into_iter().find(|felt| felt.code() == self.felt),
            words: &self.words,
            began_after: self.began_after.clone(),
        })
    }
}

fn when(year: &str, part: &str, day: &str) -> Result<Option<When>, Refusal> {
    let year = number(year, "Year", "four digits, such as 2019")?;
    let day = number(day, "Day", "a number from 1 to 31")?;
    When::remembered(year, PartOfYear::from_code(part.trim())?, day)
}

fn number<T: std::str::FromStr>(
    text: &str,
    field: &'static str,
    expected: &'static str,
) -> Result<Option<T>, Refusal> {
    match text.trim() {
        "" => Ok(None),
        digits => digits
            .parse()
            .map(Some)
            .map_err(|_| Refusal::Invalid { field, expected }),
    }
}

/// Writes an event down.
pub(super) async fn add(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    set(&app, &writer, None, Input::of(fields)).await
}

/// Tells one better.
pub(super) async fn tell_better(
    State(app): State<App>,
    writer: Writer,
    Path(OneEvent { event }): Path<OneEvent>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    set(&app, &writer, Some(event), Input::of(fields)).await
}

async fn set(
    app: &App,
    writer: &Writer,
    id: Option<LifeEventId>,
    input: Input,
) -> Result<Response, AppError> {
    let entry = input
        .entry
        .ok_or_else(|| AppError::Refused("The form came without its number.".to_owned()))?;
    let born = match input.age.trim() {
        "" => None,
        _ => app.open(&writer.reader).await?.person.born,
    };
    let outcome = app
        .change_or_refusal(
            writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, _, ids| assess::set_life_event(record, id, input.read(born)?, entry, ids),
        )
        .await?;
    match outcome {
        Ok(changed) => {
            // A form that was sent twice leads where it led the first time.
            let events = &changed.opened.record.life_events;
            let told = events.iter().find(|kept| kept.set.contains(&entry));
            let id = id.or_else(|| told.map(|kept| kept.item.id));
            let anchor = id.map_or_else(|| "life".to_owned(), |id| format!("event-{id}"));
            Ok(back(writer, &anchor))
        }
        Err(refusal) => {
            let tried = Tried {
                id,
                input,
                problem: refusal.to_string(),
            };
            let page = page::page(app, &writer.reader, tried).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Takes the last change of one back.
pub(super) async fn change_back(
    State(app): State<App>,
    writer: Writer,
    Path(OneEvent { event }): Path<OneEvent>,
    Form(form): Form<LastChange>,
) -> Result<Response, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        form.entry,
        &[],
        |record, _, ids| undo_life_event_change(record, event, form.last, form.entry, ids),
    )
    .await?;
    Ok(back(&writer, &format!("event-{event}")))
}

/// Takes one out, with a word why.
pub(super) async fn take_out(
    State(app): State<App>,
    writer: Writer,
    Path(OneEvent { event }): Path<OneEvent>,
    Form(form): Form<Reason>,
) -> Result<Response, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        form.entry,
        &[],
        |record, _, ids| void_life_event(record, event, &form.because, form.entry, ids),
    )
    .await?;
    Ok(back(&writer, "taken-out"))
}

/// Puts one back that was taken out.
pub(super) async fn put_back(
    State(app): State<App>,
    writer: Writer,
    Path(OneEvent { event }): Path<OneEvent>,
    Form(form): Form<Only>,
) -> Result<Response, AppError> {
    back_again::<LifeEvent>(&app, &writer, event, form.entry).await?;
    Ok(back(&writer, &format!("event-{event}")))
}

fn back(writer: &Writer, anchor: &str) -> Response {
    Redirect::to(&format!("/clients/{}/life#{anchor}", writer.reader.client)).into_response()
}
