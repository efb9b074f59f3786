//! What people think of a finding: accepted, doubted or dismissed, with a word.

use attune_care::formulate::{self, FindingKey, Verdict};
use attune_care::{Record, Refusal};
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::authors::Authors;
use crate::format::moment;
use crate::page::form_id;
use crate::policy::Writer;
use crate::{App, AppError};

/// A finding as the page tells it.
pub(crate) struct FindingView {
    pub(crate) sentence: String,
    /// Names it in the form.
    pub(crate) code: String,
    pub(crate) judged: Option<Judged>,
    pub(crate) entry: EntryId,
}

/// What was said about it last.
pub(crate) struct Judged {
    pub(crate) said: &'static str,
    pub(crate) because: String,
    pub(crate) who: String,
    pub(crate) when: String,
}

/// Looks up what was said.
pub(crate) struct Judgements<'a> {
    pub(crate) record: &'a Record,
    pub(crate) authors: &'a Authors,
    pub(crate) zone: &'a TimeZone,
    pub(crate) today: Date,
}

impl Judgements<'_> {
    pub(crate) fn view(&self, key: &FindingKey, sentence: &str) -> FindingView {
        let judged = self.record.judgement(key).map(|said| Judged {
            said: said.item.verdict.said(),
            because: said.item.because.clone(),
            who: self.authors.name(said.by),
            when: moment(said.at, self.zone, self.today),
        });
        FindingView {
            sentence: sentence.to_owned(),
            code: key.code(),
            judged,
            entry: form_id(),
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct JudgeForm {
    entry: EntryId,
    finding: String,
    verdict: String,
    #[serde(default)]
    because: String,
}

pub(crate) async fn submit(
    State(app): State<App>,
    writer: Writer,
    Form(form): Form<JudgeForm>,
) -> Result<Redirect, AppError> {
    let finding =
        FindingKey::from_code(&form.finding).ok_or(Refusal::NotThere { what: "finding" })?;
    let verdict = Verdict::from_code(&form.verdict).ok_or(Refusal::Missing {
        field: "whether it fits",
    })?;
    let place = match &finding {
        FindingKey::Loop { .. } => "#drawing",
        FindingKey::Upstream { .. } => "#upstream",
        FindingKey::Leverage { .. } => "#leverage",
        FindingKey::Diary { .. } => "/diary",
    };
    app.change(
        &writer,
        AuditAction::RecordWrite,
        form.entry,
        &[],
        |record, _, _| {
            let finding = finding.clone();
            formulate::judge_finding(record, finding, verdict, &form.because, form.entry)
        },
    )
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/formulate{place}",
        writer.reader.client
    )))
}
