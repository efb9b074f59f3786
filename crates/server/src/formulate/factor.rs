//! Adding, changing and removing a factor.

use askama::Template;
use attune_care::formulate::{self, FactorInput, LONGEST_FACTOR, Role, Towards};
use attune_care::{Refusal, formulate::Factor};
use attune_catalog::{Catalog, Domain};
use attune_ids::{EntryId, FactorId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::page::{Typed, refused};
use super::place::keeping_still;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Writer;
use crate::{App, AppError};

/// What the form sends, as typed.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct FactorForm {
    pub(crate) entry: EntryId,
    #[serde(default)]
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) domain: String,
    #[serde(default)]
    pub(crate) role: String,
    #[serde(default)]
    pub(crate) mechanism: String,
}

impl FactorForm {
    /// An empty form.
    pub(crate) fn new() -> Self {
        Self {
            entry: form_id(),
            text: String::new(),
            domain: String::new(),
            role: String::new(),
            mechanism: String::new(),
        }
    }

    fn of(factor: &Factor) -> Self {
        Self {
            entry: form_id(),
            text: factor.text.clone(),
            domain: factor.domain.code().to_owned(),
            role: factor
                .role
                .map_or_else(String::new, |role| role.code().to_owned()),
            mechanism: factor.mechanism.clone().unwrap_or_default(),
        }
    }

    /// What the rule takes.
    pub(crate) fn read(&self, id: Option<FactorId>) -> Result<FactorInput, Refusal> {
        Ok(FactorInput {
            id,
            text: self.text.clone(),
            domain: Domain::from_code(&self.domain).ok_or(Refusal::Missing {
                field: "the side of life it belongs to",
            })?,
            role: Role::from_code(&self.role),
            mechanism: Some(self.mechanism.clone()).filter(|id| !id.is_empty()),
        })
    }
}

/// What the form offers.
pub(crate) struct FactorChoices {
    pub(crate) domains: [Domain; 6],
    pub(crate) roles: [Role; 4],
    /// By side of life: id and words.
    pub(crate) mechanisms: Vec<(&'static str, Vec<(String, String)>)>,
    pub(crate) longest: usize,
}

impl FactorChoices {
    pub(crate) fn of(catalog: &Catalog) -> Self {
        let of_domain = |domain: Domain| {
            catalog
                .mechanisms
                .iter()
                .filter(|mechanism| mechanism.domain == domain)
                .map(|mechanism| (mechanism.id.clone(), mechanism.label.clone()))
                .collect()
        };
        Self {
            domains: Domain::ALL,
            roles: Role::ALL,
            mechanisms: Domain::ALL
                .into_iter()
                .map(|domain| (domain.label(), of_domain(domain)))
                .collect(),
            longest: LONGEST_FACTOR,
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct OneFactor {
    pub(super) factor: FactorId,
}

#[derive(Template)]
#[template(path = "formulate/factor.html")]
struct FactorPage {
    frame: Frame,
    banner: Banner,
    factor: FactorId,
    words: String,
    arrows: usize,
    sides: [Towards; 4],
    move_entry: EntryId,
    form: FactorForm,
    factor_choices: FactorChoices,
    problem: Option<String>,
    remove_entry: EntryId,
    ask_entry: EntryId,
}

pub(crate) async fn add(
    State(app): State<App>,
    writer: Writer,
    Form(form): Form<FactorForm>,
) -> Result<Response, AppError> {
    match save(&app, &writer, None, &form).await {
        Ok(()) => Ok(back(&writer).into_response()),
        Err(AppError::Refused(problem)) => {
            refused(&app, &writer, Typed::Factor(form), problem).await
        }
        Err(other) => Err(other),
    }
}

pub(crate) async fn edit(
    State(app): State<App>,
    writer: Writer,
    Path(OneFactor { factor }): Path<OneFactor>,
) -> Result<Response, AppError> {
    page(&app, &writer, factor, None).await
}

pub(crate) async fn change(
    State(app): State<App>,
    writer: Writer,
    Path(OneFactor { factor }): Path<OneFactor>,
    Form(form): Form<FactorForm>,
) -> Result<Response, AppError> {
    match save(&app, &writer, Some(factor), &form).await {
        Ok(()) => Ok(back(&writer).into_response()),
        Err(AppError::Refused(problem)) => page(&app, &writer, factor, Some((form, problem))).await,
        Err(other) => Err(other),
    }
}

pub(crate) async fn remove(
    State(app): State<App>,
    writer: Writer,
    Path(OneFactor { factor }): Path<OneFactor>,
    Form(sent): Form<Sent>,
) -> Result<Redirect, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        sent.entry,
        &[],
        |record, _, ids| {
            let change = formulate::remove_factor(record, factor, sent.entry, ids)?;
            Ok(keeping_still(record, change, ids))
        },
    )
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/formulate#undo",
        writer.reader.client
    )))
}

/// A form that only says yes.
#[derive(Deserialize)]
pub(crate) struct Sent {
    pub(crate) entry: EntryId,
}

async fn save(
    app: &App,
    writer: &Writer,
    id: Option<FactorId>,
    form: &FactorForm,
) -> Result<(), AppError> {
    app.change(
        writer,
        AuditAction::RecordWrite,
        form.entry,
        &[],
        |record, _, ids| {
            let input = form.read(id)?;
            let change = formulate::set_factor(record, &app.catalog, input, form.entry, ids)?;
            Ok(keeping_still(record, change, ids))
        },
    )
    .await?;
    Ok(())
}

async fn page(
    app: &App,
    writer: &Writer,
    factor: FactorId,
    typed: Option<(FactorForm, String)>,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    let formulation = &opened.record.formulation;
    let known = formulation.factor(factor).ok_or(AppError::NotFound)?;
    let (form, problem) = match typed {
        Some((form, problem)) => (form, Some(problem)),
        None => (FactorForm::of(known), None),
    };
    let status = status(problem.as_ref());
    let page = html(&FactorPage {
        frame: Frame::staff(app, "Change a factor", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, &opened, Step::Formulate).await,
        factor,
        words: known.text.clone(),
        arrows: formulation
            .influences
            .iter()
            .filter(|arrow| arrow.from == factor || arrow.to == factor)
            .count(),
        sides: Towards::ALL,
        move_entry: form_id(),
        form,
        factor_choices: FactorChoices::of(&app.catalog),
        problem,
        remove_entry: form_id(),
        ask_entry: form_id(),
    })?;
    Ok((status, page).into_response())
}

/// 422 when a form comes back with something to mend.
pub(super) fn status(problem: Option<&String>) -> StatusCode {
    match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    }
}

fn back(writer: &Writer) -> Redirect {
    Redirect::to(&format!(
        "/clients/{}/formulate#factors",
        writer.reader.client
    ))
}
