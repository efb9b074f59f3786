//! Changing name and contact.

use askama::Template;
use attune_care::Refusal;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::gate::{IdentityKept, Opened};
use crate::identity::Identity;
use crate::language::Language;
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Writer;
use crate::{App, AppError, form};

/// The form, as text.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Input {
    /// The version it was typed over.
    version: u64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    born: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    telephone: String,
    #[serde(default)]
    reference: String,
    #[serde(default)]
    language: String,
    /// Ticked: mails are welcome.
    #[serde(default)]
    reminders: String,
}

#[derive(Template)]
#[template(path = "access/contact.html")]
struct ContactPage {
    frame: Frame,
    banner: Banner,
    input: Input,
    problem: Option<String>,
    /// Tag, name and whether it is the one chosen.
    languages: Vec<(&'static str, &'static str, bool)>,
    /// What somebody else saved meanwhile.
    theirs: Option<Vec<(&'static str, String)>>,
}

pub(super) async fn show(State(app): State<App>, writer: Writer) -> Result<Html<String>, AppError> {
    let opened = app.open(&writer.reader).await?;
    let input = Input::of(&opened.person, opened.identity_version);
    html(&page(&app, &writer, &opened, input, None, None).await)
}

pub(super) async fn save(
    State(app): State<App>,
    writer: Writer,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    let client = writer.reader.client;
    let person = match input.read() {
        Ok(person) => person,
        Err(AppError::Refused(problem)) => {
            let opened = app.open(&writer.reader).await?;
            let page = page(&app, &writer, &opened, input, Some(problem), None).await;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
        }
        Err(other) => return Err(other),
    };
    match app.change_identity(&writer, input.version, &person).await? {
        IdentityKept::Saved => {
            Ok(Redirect::to(&format!("/clients/{client}/access#contact")).into_response())
        }
        IdentityKept::Conflict { version, there } => {
            let opened = app.open(&writer.reader).await?;
            let problem = "Somebody else changed this meanwhile. Theirs is shown beside yours; saving again keeps yours.".to_owned();
            let page = page(
                &app,
                &writer,
                &opened,
                Input { version, ..input },
                Some(problem),
                Some(there.lines()),
            )
            .await;
            Ok((StatusCode::CONFLICT, html(&page)?).into_response())
        }
    }
}

impl Input {
    fn of(person: &Identity, version: u64) -> Self {
        Self {
            version,
            name: person.name.clone(),
            born: person
                .born
                .map_or_else(String::new, |born| born.to_string()),
            email: person.email.clone(),
            telephone: person.telephone.clone(),
            reference: person.reference.clone(),
            language: person.language.clone(),
            reminders: if person.reminders { "yes" } else { "" }.to_owned(),
        }
    }

    fn read(&self) -> Result<Identity, AppError> {
        let name = self.name.trim().to_owned();
        if name.is_empty() {
            return Err(Refusal::Missing {
                field: "the client's name",
            }
            .into());
        }
        Ok(Identity {
            name,
            born: match self.born.trim() {
                "" => None,
                text => Some(form::date(text, "Date of birth")?),
            },
            email: self.email.trim().to_owned(),
            telephone: self.telephone.trim().to_owned(),
            reference: self.reference.trim().to_owned(),
            language: Language::from_tag(&self.language)
                .map_or_else(String::new, |language| language.tag().to_owned()),
            reminders: !self.reminders.is_empty(),
        })
    }
}

impl Identity {
    /// Field by field, to be read beside another one.
    fn lines(&self) -> Vec<(&'static str, String)> {
        let born = self
            .born
            .map_or_else(String::new, |born| born.strftime("%-d %b %Y").to_string());
        [
            ("Name", self.name.clone()),
            ("Date of birth", born),
            ("E-mail", self.email.clone()),
            ("Telephone", self.telephone.clone()),
            ("Reference", self.reference.clone()),
            (
                "Language",
                self.spoken()
                    .map_or_else(String::new, |language| language.english_name().to_owned()),
            ),
            (
                "Reminders by e-mail",
                if self.reminders { "agreed" } else { "" }.to_owned(),
            ),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
    }
}

async fn page(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    input: Input,
    problem: Option<String>,
    theirs: Option<Vec<(&'static str, String)>>,
) -> ContactPage {
    ContactPage {
        frame: Frame::staff(app, "Name and contact", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, opened, Step::Access).await,
        languages: Language::choices(&input.language),
        input,
        problem,
        theirs,
    }
}
