//! Answering the diary from the client's phone.

use attune_care::Refusal;
use attune_care::diary::{Answering, Beep, MOST_VARIABLES, answer_diary};
use attune_ids::{DiaryId, EntryId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::own::page;
use crate::App;
use crate::language::{Here, key};
use crate::policy::SpaceHolder;
use crate::portal::Trouble;

/// At most six lines, so each has its field; an empty one was not answered.
#[derive(Deserialize)]
pub(super) struct Answered {
    entry: EntryId,
    diary: DiaryId,
    on: Date,
    number: u8,
    #[serde(default)]
    v0: String,
    #[serde(default)]
    v1: String,
    #[serde(default)]
    v2: String,
    #[serde(default)]
    v3: String,
    #[serde(default)]
    v4: String,
    #[serde(default)]
    v5: String,
    #[serde(default)]
    words: String,
}

impl Answered {
    fn given(&self) -> [&str; MOST_VARIABLES] {
        [&self.v0, &self.v1, &self.v2, &self.v3, &self.v4, &self.v5].map(|text| text.trim())
    }
}

/// What was typed into one line: nothing, a number, or something else.
fn value(text: &str) -> Result<Option<u8>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| ())
}

/// Why an answer was not kept, as the key of a text.
fn reason(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotThere { .. } => key("diary-ended"),
        Refusal::Missing { .. } => key("diary-nothing-answered"),
        Refusal::Invalid {
            field: "The answers",
            ..
        } => key("diary-off-scale"),
        _ => key("diary-too-late"),
    }
}

fn say(key: &'static str) -> String {
    Here::now().language.say(key).to_string()
}

pub(super) async fn save(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(form): Form<Answered>,
) -> Result<Response, Trouble> {
    let values: Result<Vec<Option<u8>>, ()> = form.given().into_iter().map(value).collect();
    let Ok(values) = values else {
        let problem = say(key("diary-whole-numbers"));
        return page(&app, &holder, Some(problem)).await;
    };
    let now = app.zone().await.to_datetime(app.now());
    let beep = Beep {
        on: form.on,
        number: form.number,
    };
    let changed = app
        .change_for_client(
            &holder,
            AuditAction::RecordWrite,
            form.entry,
            &[],
            |record, _, _| {
                let lines = record
                    .diary(form.diary)
                    .map_or(0, |state| state.agreement.item.variables.len());
                let given = Answering {
                    diary: form.diary,
                    beep,
                    values: &values[..lines.min(values.len())],
                    words: &form.words,
                    now,
                };
                answer_diary(record, &given, form.entry)
            },
        )
        .await?;
    match changed {
        Ok(_) => Ok(Redirect::to("/portal/diary#answered").into_response()),
        Err(refusal) => page(&app, &holder, Some(say(reason(&refusal)))).await,
    }
}
