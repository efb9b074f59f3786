//! Beginning with a template: every filled line becomes a factor.

use attune_care::Refusal;
use attune_care::formulate::{self, FactorInput, Template};
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::factor::FactorForm;
use super::page::{Typed, refused};
use super::place::keeping_still;
use crate::page::form_id;
use crate::policy::Writer;
use crate::{App, AppError};

/// A template as shown and sent: numbered fields (`0-text`), so that it needs no
/// script.
#[derive(Debug, Clone)]
pub(crate) struct TemplateForm {
    pub(crate) entry: EntryId,
    pub(crate) template: Template,
    pub(crate) lines: Vec<Line>,
}

/// One line of it.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) heading: &'static str,
    pub(crate) question: &'static str,
    pub(crate) typed: FactorForm,
}

impl TemplateForm {
    /// The template as it is first shown: questions, and no answers.
    pub(crate) fn new(template: Template) -> Self {
        let lines = template.prompts().iter().map(|prompt| Line {
            heading: prompt.heading,
            question: prompt.question,
            typed: FactorForm {
                domain: prompt
                    .domain
                    .map_or_else(String::new, |domain| domain.code().to_owned()),
                role: prompt
                    .role
                    .map_or_else(String::new, |role| role.code().to_owned()),
                ..FactorForm::new()
            },
        });
        Self {
            entry: form_id(),
            template,
            lines: lines.collect(),
        }
    }

    fn read(fields: &[(String, String)]) -> Result<Self, AppError> {
        let one = |name: &str| {
            fields
                .iter()
                .find(|(found, _)| found == name)
                .map_or("", |(_, value)| value.as_str())
        };
        let template = Template::from_code(one("template")).ok_or(AppError::NotFound)?;
        let mut form = Self::new(template);
        form.entry = one("entry").parse().map_err(|_| AppError::NotFound)?;
        for (number, line) in form.lines.iter_mut().enumerate() {
            let field = |name: &str| one(&format!("{number}-{name}")).to_owned();
            line.typed.text = field("text");
            line.typed.domain = field("domain");
            line.typed.role = field("role");
        }
        Ok(form)
    }

    fn inputs(&self) -> Result<Vec<FactorInput>, Refusal> {
        self.lines
            .iter()
            .filter(|line| !line.typed.text.trim().is_empty())
            .map(|line| line.typed.read(None))
            .collect()
    }
}

pub(crate) async fn submit(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let form = TemplateForm::read(&fields)?;
    let saved = app
        .change(
            &writer,
            AuditAction::RecordWrite,
            form.entry,
            &[],
            |record, _, ids| {
                let lines = form.inputs()?;
                let change = formulate::begin(record, &app.catalog, lines, form.entry, ids)?;
                Ok(keeping_still(record, change, ids))
            },
        )
        .await;
    match saved {
        Ok(_) => {
            let back = format!("/clients/{}/formulate#influences", writer.reader.client);
            Ok(Redirect::to(&back).into_response())
        }
        Err(AppError::Refused(problem)) => {
            refused(&app, &writer, Typed::Template(form), problem).await
        }
        Err(other) => Err(other),
    }
}
