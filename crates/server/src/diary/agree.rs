//! Agreeing on a diary, and ending one.

use attune_care::diary::{Agreeing, Highest, Variable, agree_diary, end_diary};
use attune_ids::{DiaryId, EntryId, FactorId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::{Time, Weekday};
use serde::Deserialize;

use super::staff::{Typed, page};
use crate::form::date;
use crate::policy::Writer;
use crate::{App, AppError};

/// The form as it is sent; a list of fields with the same name is read from the pairs.
pub(super) type Pairs = Vec<(String, String)>;

#[derive(Deserialize)]
pub(super) struct One {
    diary: DiaryId,
}

#[derive(Deserialize)]
pub(super) struct End {
    entry: EntryId,
    #[serde(default)]
    because: String,
}

fn all<'a>(pairs: &'a Pairs, name: &str) -> Vec<&'a str> {
    let named = pairs.iter().filter(|(found, _)| found == name);
    named.map(|(_, value)| value.as_str()).collect()
}

fn one<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    all(pairs, name).first().copied().unwrap_or_default()
}

/// What a form says, as the rule wants it.
fn read(pairs: &Pairs) -> Result<Agreeing, AppError> {
    let refused = |text: &str| AppError::Refused(text.to_owned());
    let (low, high, factors) = (all(pairs, "low"), all(pairs, "high"), all(pairs, "factor"));
    let at = |list: &[&str], row: usize| list.get(row).copied().unwrap_or_default().to_owned();
    let variables = all(pairs, "words")
        .into_iter()
        .enumerate()
        .map(|(row, words)| Variable {
            words: words.to_owned(),
            low: at(&low, row),
            high: at(&high, row),
            factor: at(&factors, row).parse::<FactorId>().ok(),
        });
    let times = one(pairs, "times").split([',', ' ', ';']);
    let times: Result<Vec<Time>, AppError> = times
        .filter(|text| !text.is_empty())
        .map(|text| {
            Time::strptime("%H:%M", text)
                .map_err(|_| refused("Times of the day: such as 9:00, 14:00, 20:30."))
        })
        .collect();
    let days = all(pairs, "days").into_iter();
    let days = days.filter_map(|text| Weekday::from_monday_one_offset(text.parse().ok()?).ok());
    let highest = one(pairs, "highest").parse().ok();
    Ok(Agreeing {
        variables: variables.collect(),
        highest: highest
            .and_then(Highest::from_value)
            .ok_or_else(|| refused("Please choose the scale."))?,
        times: times?,
        days: days.collect(),
        from: date(one(pairs, "from"), "First day")?,
        until: date(one(pairs, "until"), "Last day")?,
    })
}

/// Agrees a diary; one that runs ends with it.
pub(super) async fn agree(
    State(app): State<App>,
    writer: Writer,
    Form(pairs): Form<Pairs>,
) -> Result<Response, AppError> {
    let entry: EntryId = one(&pairs, "entry")
        .parse()
        .map_err(|_| AppError::NotFound)?;
    let problem = match read(&pairs) {
        Ok(asked) => {
            let changed = app.change_or_refusal(
                &writer,
                AuditAction::RecordWrite,
                entry,
                &[],
                |record, today, _| agree_diary(record, &asked, today, entry),
            );
            match changed.await? {
                Ok(_) => return Ok(back(&writer)),
                Err(refusal) => refusal.to_string(),
            }
        }
        Err(AppError::Refused(problem)) => problem,
        Err(other) => return Err(other),
    };
    let typed = Typed {
        words: owned(&pairs, "words"),
        low: owned(&pairs, "low"),
        high: owned(&pairs, "high"),
        factor: owned(&pairs, "factor"),
        days: owned(&pairs, "days"),
        times: one(&pairs, "times").to_owned(),
        highest: one(&pairs, "highest").to_owned(),
        from: one(&pairs, "from").to_owned(),
        until: one(&pairs, "until").to_owned(),
        problem: Some(problem),
    };
    page(&app, &writer.reader, Some(typed)).await
}

fn owned(pairs: &Pairs, name: &str) -> Vec<String> {
    all(pairs, name).into_iter().map(str::to_owned).collect()
}

/// Ends a diary before its last day.
pub(super) async fn end(
    State(app): State<App>,
    writer: Writer,
    Path(One { diary }): Path<One>,
    Form(form): Form<End>,
) -> Result<Response, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        form.entry,
        &[],
        |record, _, _| end_diary(record, diary, &form.because, form.entry),
    )
    .await?;
    Ok(back(&writer))
}

fn back(writer: &Writer) -> Response {
    Redirect::to(&format!("/clients/{}/diary", writer.reader.client)).into_response()
}
