//! What a clinician writes down about the relationship.

use attune_care::assess::MeasureRef;
use attune_care::relationship::{
    Judged, RepairTried, RuptureJudged, RuptureNoted, SessionRated, judge_rupture, note_rupture,
    rate_session, rating_form, try_repair,
};
use attune_catalog::Answer;
use attune_ids::{EntryId, SessionId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;

use crate::policy::Writer;
use crate::{App, AppError, form};

#[derive(Deserialize)]
pub(super) struct Noted {
    entry: EntryId,
    on: String,
    /// Empty for none.
    #[serde(default)]
    session: String,
    /// The form whose fall raised the question; empty if a person noticed it.
    #[serde(default)]
    form: String,
    what: String,
}

pub(super) async fn note(
    State(app): State<App>,
    writer: Writer,
    Form(sent): Form<Noted>,
) -> Result<Redirect, AppError> {
    let noted = RuptureNoted {
        on: form::date(&sent.on, "The day")?,
        session: chosen(&sent.session)?,
        form: chosen(&sent.form)?,
        what: sent.what,
    };
    app.change(
        &writer,
        AuditAction::RecordWrite,
        sent.entry,
        &[],
        |record, today, _| note_rupture(record, &noted, today, sent.entry),
    )
    .await?;
    Ok(back(&writer, &format!("episode-{}", sent.entry)))
}

#[derive(Deserialize)]
pub(super) struct JudgedSent {
    entry: EntryId,
    rupture: EntryId,
    judged: String,
    #[serde(default)]
    words: String,
}

pub(super) async fn judge(
    State(app): State<App>,
    writer: Writer,
    Form(sent): Form<JudgedSent>,
) -> Result<Redirect, AppError> {
    let judged = Judged::from_code(&sent.judged).ok_or(AppError::NotFound)?;
    app.change(
        &writer,
        AuditAction::RecordWrite,
        sent.entry,
        &[],
        |record, today, _| {
            let judged = RuptureJudged {
                rupture: sent.rupture,
                judged,
                on: today,
                words: sent.words.clone(),
            };
            judge_rupture(record, &judged, today, sent.entry)
        },
    )
    .await?;
    Ok(back(&writer, &format!("episode-{}", sent.rupture)))
}

#[derive(Deserialize)]
pub(super) struct TriedSent {
    entry: EntryId,
    rupture: EntryId,
    on: String,
    #[serde(default)]
    session: String,
    approach: String,
    how_it_went: String,
}

pub(super) async fn tried(
    State(app): State<App>,
    writer: Writer,
    Form(sent): Form<TriedSent>,
) -> Result<Redirect, AppError> {
    let tried = RepairTried {
        rupture: sent.rupture,
        on: form::date(&sent.on, "The day")?,
        session: chosen(&sent.session)?,
        approach: sent.approach,
        how_it_went: sent.how_it_went,
    };
    app.change(
        &writer,
        AuditAction::RecordWrite,
        sent.entry,
        &[],
        |record, today, _| try_repair(record, &app.catalog, tried.clone(), today, sent.entry),
    )
    .await?;
    Ok(back(&writer, &format!("episode-{}", tried.rupture)))
}

/// The clinician's own answers to the questions the client is asked. One left empty was skipped.
pub(super) async fn rate(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Redirect, AppError> {
    let one = |name: &str| {
        fields
            .iter()
            .find(|(found, _)| found == name)
            .map_or("", |(_, value)| value.trim())
    };
    let entry: EntryId = one("entry").parse().map_err(|_| AppError::NotFound)?;
    let session: SessionId = one("session").parse().map_err(|_| AppError::NotFound)?;
    let measure = rating_form(&app.catalog).ok_or(AppError::NotFound)?;
    let answers = measure
        .items
        .iter()
        .map(|item| match one(&format!("answer-{}", item.id)) {
            "" => Ok(Answer::Skipped),
            value => value
                .parse()
                .map(Answer::Value)
                .map_err(|_| AppError::Refused("An answer: a whole number.".to_owned())),
        })
        .collect::<Result<Vec<Answer>, AppError>>()?;
    let rated = SessionRated {
        session,
        measure: MeasureRef::of(measure),
        answers,
    };
    app.change(
        &writer,
        AuditAction::RecordWrite,
        entry,
        &[],
        |record, _, _| rate_session(record, &app.catalog, rated.clone(), entry),
    )
    .await?;
    Ok(back(&writer, "rate"))
}

/// An id that may be left empty.
fn chosen<T: std::str::FromStr>(text: &str) -> Result<Option<T>, AppError> {
    match text.trim() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| AppError::NotFound),
    }
}

fn back(writer: &Writer, anchor: &str) -> Redirect {
    Redirect::to(&format!(
        "/clients/{}/relationship#{anchor}",
        writer.reader.client
    ))
}
