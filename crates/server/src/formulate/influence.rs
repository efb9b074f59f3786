//! Adding, changing and removing an influence.

use askama::Template;
use attune_care::Refusal;
use attune_care::formulate::{
    self, Confidence, Influence, InfluenceInput, Sign, Voice, strength_words,
};
use attune_care::record::Formulation;
use attune_ids::{EntryId, InfluenceId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::factor::{Sent, status};
use super::page::{Typed, refused};
use super::place::keeping_still;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Writer;
use crate::{App, AppError};

/// What the form sends, as chosen.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct InfluenceForm {
    pub(crate) entry: EntryId,
    #[serde(default)]
    pub(crate) from: String,
    #[serde(default)]
    pub(crate) sign: String,
    #[serde(default)]
    pub(crate) to: String,
    #[serde(default)]
    pub(crate) strength: String,
    #[serde(default)]
    pub(crate) voice: String,
    #[serde(default)]
    pub(crate) confidence: String,
}

impl InfluenceForm {
    /// An empty form; strength and confidence begin in the middle.
    pub(crate) fn new() -> Self {
        Self {
            entry: form_id(),
            from: String::new(),
            sign: Sign::More.code().to_owned(),
            to: String::new(),
            strength: "5".to_owned(),
            voice: Voice::Both.code().to_owned(),
            confidence: Confidence::Medium.code().to_owned(),
        }
    }

    fn of(arrow: &Influence) -> Self {
        Self {
            entry: form_id(),
            from: arrow.from.to_string(),
            sign: arrow.sign.code().to_owned(),
            to: arrow.to.to_string(),
            strength: arrow.strength.to_string(),
            voice: arrow.voice.code().to_owned(),
            confidence: arrow.confidence.code().to_owned(),
        }
    }

    fn read(&self, id: Option<InfluenceId>) -> Result<InfluenceInput, Refusal> {
        let missing = |field| Refusal::Missing { field };
        Ok(InfluenceInput {
            id,
            from: self
                .from
                .parse()
                .map_err(|_| missing("the factor it comes from"))?,
            to: self
                .to
                .parse()
                .map_err(|_| missing("the factor it leads to"))?,
            sign: Sign::from_code(&self.sign).ok_or(missing("more or less"))?,
            strength: self
                .strength
                .parse()
                .map_err(|_| missing("how strong it is"))?,
            voice: Voice::from_code(&self.voice).ok_or(missing("whose view it is"))?,
            confidence: Confidence::from_code(&self.confidence).ok_or(missing("how sure it is"))?,
        })
    }
}

/// What the form offers.
pub(crate) struct InfluenceChoices {
    /// Id and words.
    pub(crate) factors: Vec<(String, String)>,
    pub(crate) signs: [Sign; 2],
    /// Number and words.
    pub(crate) strengths: Vec<(String, &'static str)>,
    pub(crate) voices: [Voice; 4],
    pub(crate) confidences: [Confidence; 3],
}

impl InfluenceChoices {
    pub(crate) fn of(formulation: &Formulation) -> Self {
        Self {
            factors: formulation
                .factors
                .iter()
                .map(|factor| (factor.id.to_string(), factor.text.clone()))
                .collect(),
            signs: Sign::ALL,
            strengths: (1..=10)
                .map(|strength: u8| (strength.to_string(), strength_words(strength)))
                .collect(),
            voices: Voice::ALL,
            confidences: Confidence::ALL,
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct OneInfluence {
    influence: InfluenceId,
}

#[derive(Template)]
#[template(path = "formulate/influence.html")]
struct InfluencePage {
    frame: Frame,
    banner: Banner,
    influence: InfluenceId,
    arrow: InfluenceForm,
    influence_choices: InfluenceChoices,
    problem: Option<String>,
    remove_entry: EntryId,
}

pub(crate) async fn add(
    State(app): State<App>,
    writer: Writer,
    Form(form): Form<InfluenceForm>,
) -> Result<Response, AppError> {
    match save(&app, &writer, None, &form).await {
        Ok(()) => Ok(back(&writer, "influences").into_response()),
        Err(AppError::Refused(problem)) => {
            refused(&app, &writer, Typed::Influence(form), problem).await
        }
        Err(other) => Err(other),
    }
}

pub(crate) async fn edit(
    State(app): State<App>,
    writer: Writer,
    Path(OneInfluence { influence }): Path<OneInfluence>,
) -> Result<Response, AppError> {
    page(&app, &writer, influence, None).await
}

pub(crate) async fn change(
    State(app): State<App>,
    writer: Writer,
    Path(OneInfluence { influence }): Path<OneInfluence>,
    Form(form): Form<InfluenceForm>,
) -> Result<Response, AppError> {
    match save(&app, &writer, Some(influence), &form).await {
        Ok(()) => Ok(back(&writer, "influences").into_response()),
        Err(AppError::Refused(problem)) => {
            page(&app, &writer, influence, Some((form, problem))).await
        }
        Err(other) => Err(other),
    }
}

pub(crate) async fn remove(
    State(app): State<App>,
    writer: Writer,
    Path(OneInfluence { influence }): Path<OneInfluence>,
    Form(sent): Form<Sent>,
) -> Result<Redirect, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        sent.entry,
        &[],
        |record, _, ids| {
            let change = formulate::remove_influence(record, influence, sent.entry)?;
            Ok(keeping_still(record, change, ids))
        },
    )
    .await?;
    Ok(back(&writer, "undo"))
}

async fn save(
    app: &App,
    writer: &Writer,
    id: Option<InfluenceId>,
    form: &InfluenceForm,
) -> Result<(), AppError> {
    app.change(
        writer,
        AuditAction::RecordWrite,
        form.entry,
        &[],
        |record, _, ids| {
            let change = formulate::set_influence(record, &form.read(id)?, form.entry, ids)?;
            Ok(keeping_still(record, change, ids))
        },
    )
    .await?;
    Ok(())
}

async fn page(
    app: &App,
    writer: &Writer,
    influence: InfluenceId,
    typed: Option<(InfluenceForm, String)>,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    let formulation = &opened.record.formulation;
    let known = formulation.influence(influence).ok_or(AppError::NotFound)?;
    let (arrow, problem) = match typed {
        Some((form, problem)) => (form, Some(problem)),
        None => (InfluenceForm::of(known), None),
    };
    let status = status(problem.as_ref());
    let page = html(&InfluencePage {
        frame: Frame::staff(app, "Change an influence", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, &opened, Step::Formulate).await,
        influence,
        arrow,
        influence_choices: InfluenceChoices::of(formulation),
        problem,
        remove_entry: form_id(),
    })?;
    Ok((status, page).into_response())
}

fn back(writer: &Writer, place: &str) -> Redirect {
    Redirect::to(&format!(
        "/clients/{}/formulate#{place}",
        writer.reader.client
    ))
}
