use attune_care::Refusal;
use attune_care::assess::Way;
use attune_care::assess::schedule::{
    Moment, NewSchedule, Rhythm, end_schedule, pause_schedule, set_schedule, undo_schedule,
};
use attune_ids::{EntryId, ScheduleId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::OneSchedule;
use super::page::{Tried, page};
use crate::policy::Writer;
use crate::{App, AppError, form};

/// The form of a schedule. A list of pairs, since a questionnaire comes once for each that was ticked.
type Fields = Vec<(String, String)>;

/// What the form of a schedule says.
#[derive(Debug, Clone, Default)]
pub(super) struct Sent {
    pub(super) measures: Vec<String>,
    pub(super) rhythm: String,
    pub(super) each: String,
    pub(super) way: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) ending_on: String,
}

impl Sent {
    fn of(fields: &Fields) -> Self {
        let one = |name: &str| {
            let mut found = fields.iter().filter(|(known, _)| known == name);
            found
                .next()
                .map_or_else(String::new, |(_, value)| value.trim().to_owned())
        };
        Self {
            measures: fields
                .iter()
                .filter(|(name, _)| name == "measure")
                .map(|(_, value)| value.clone())
                .collect(),
            rhythm: one("rhythm"),
            each: one("each"),
            way: one("way"),
            from: one("from"),
            until: one("until"),
            ending_on: one("ending_on"),
        }
    }

    fn read(&self) -> Result<NewSchedule, AppError> {
        let optional = |text: &str, field: &str| {
            (!text.is_empty())
                .then(|| form::date(text, field))
                .transpose()
        };
        let each: u16 = if self.each.is_empty() {
            1
        } else {
            let number = self.each.parse().ok().filter(|number| *number > 0);
            number.ok_or_else(|| AppError::Refused("Every: a whole number from 1.".to_owned()))?
        };
        let rhythm = match self.rhythm.as_str() {
            "sessions" => Rhythm::Sessions { each },
            "days" => Rhythm::Days { each },
            "weeks" => Rhythm::Days {
                each: each.saturating_mul(7),
            },
            "months" => Rhythm::Months { each },
            "once" => Rhythm::Once,
            "at_review" => Rhythm::AtReview,
            "at_ending" => Rhythm::AtEnding {
                on: optional(&self.ending_on, "The last session")?,
            },
            _ => {
                return Err(AppError::Refused(
                    "How often: one of the answers on the page.".to_owned(),
                ));
            }
        };
        let way = [Way::Link, Way::InRoom, Way::Paper]
            .into_iter()
            .find(|way| way.code() == self.way)
            .ok_or_else(|| AppError::Refused("How: one of the answers on the page.".to_owned()))?;
        Ok(NewSchedule {
            measures: self.measures.clone(),
            rhythm,
            way,
            from: form::date(&self.from, "The first day")?,
            until: optional(&self.until, "The last day")?,
        })
    }
}

/// Sets a new schedule up.
pub(super) async fn set(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    keep(&app, &writer, None, &fields).await
}

/// Changes a schedule.
pub(super) async fn change(
    State(app): State<App>,
    writer: Writer,
    Path(OneSchedule { schedule }): Path<OneSchedule>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    keep(&app, &writer, Some(schedule), &fields).await
}

async fn keep(
    app: &App,
    writer: &Writer,
    schedule: Option<ScheduleId>,
    fields: &Fields,
) -> Result<Response, AppError> {
    let entry: EntryId = fields
        .iter()
        .find(|(name, _)| name == "entry")
        .and_then(|(_, value)| value.parse().ok())
        .ok_or(AppError::NotFound)?;
    let sent = Sent::of(fields);
    let again = |problem: String| Tried {
        schedule,
        sent: sent.clone(),
        problem,
    };
    let wanted = match sent.read() {
        Ok(wanted) => wanted,
        Err(AppError::Refused(problem)) => return refused(app, writer, again(problem)).await,
        Err(other) => return Err(other),
    };
    let outcome = app
        .change_or_refusal(
            writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, _, ids| {
                set_schedule(record, &app.catalog, schedule, wanted.clone(), entry, ids)
            },
        )
        .await?;
    match outcome {
        Ok(changed) => {
            app.with_due(changed.opened, Moment::Day).await?;
            Ok(to_page(writer).into_response())
        }
        Err(refusal) => refused(app, writer, again(refusal.to_string())).await,
    }
}

async fn refused(app: &App, writer: &Writer, tried: Tried) -> Result<Response, AppError> {
    let page = page(app, &writer.reader, &tried).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn to_page(writer: &Writer) -> Redirect {
    Redirect::to(&format!(
        "/clients/{}/assess/schedule",
        writer.reader.client
    ))
}

#[derive(Deserialize)]
pub(super) struct PauseInput {
    entry: EntryId,
    paused: bool,
}

/// Stops asking for the time being, or goes on.
pub(super) async fn pause(
    State(app): State<App>,
    writer: Writer,
    Path(OneSchedule { schedule }): Path<OneSchedule>,
    Form(input): Form<PauseInput>,
) -> Result<Redirect, AppError> {
    let rule = |record: &_| pause_schedule(record, schedule, input.paused, input.entry);
    apply(&app, &writer, input.entry, rule).await
}

#[derive(Deserialize)]
pub(super) struct EndInput {
    entry: EntryId,
    #[serde(default)]
    because: String,
    /// Ticked: what waits is taken back too.
    #[serde(default)]
    take_back: String,
}

/// Ends a schedule.
pub(super) async fn end(
    State(app): State<App>,
    writer: Writer,
    Path(OneSchedule { schedule }): Path<OneSchedule>,
    Form(input): Form<EndInput>,
) -> Result<Redirect, AppError> {
    let take_back = !input.take_back.is_empty();
    app.change(
        &writer,
        AuditAction::RecordWrite,
        input.entry,
        &[],
        |record, _, ids| {
            end_schedule(
                record,
                schedule,
                &input.because,
                take_back,
                input.entry,
                ids,
            )
        },
    )
    .await?;
    Ok(to_page(&writer))
}

#[derive(Deserialize)]
pub(super) struct UndoInput {
    entry: EntryId,
    seen: EntryId,
}

/// Takes the latest change back.
pub(super) async fn undo(
    State(app): State<App>,
    writer: Writer,
    Path(OneSchedule { schedule }): Path<OneSchedule>,
    Form(input): Form<UndoInput>,
) -> Result<Redirect, AppError> {
    let rule = |record: &_| undo_schedule(record, schedule, input.seen, input.entry);
    apply(&app, &writer, input.entry, rule).await
}

async fn apply(
    app: &App,
    writer: &Writer,
    entry: EntryId,
    rule: impl Fn(&attune_care::Record) -> Result<Vec<attune_care::NewEntry>, Refusal>,
) -> Result<Redirect, AppError> {
    let changed = app
        .change(
            writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, _, _| rule(record),
        )
        .await?;
    app.with_due(changed.opened, Moment::Day).await?;
    Ok(to_page(writer))
}
