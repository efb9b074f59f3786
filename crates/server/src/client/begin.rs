use askama::Template;
use attune_care::assess::{Opening, set_problem};
use attune_care::{Body, NewEntry, Refusal};
use attune_catalog::ProblemArea;
use attune_ids::{ClientId, EntryId, RandomIds};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::identity::Identity;
use crate::page::{Frame, form_id, html};
use crate::policy::Clinical;
use crate::{App, AppError, form};

#[derive(Debug, Default, Clone, Deserialize)]
pub(crate) struct Input {
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
    area: String,
    #[serde(default)]
    words: String,
    /// The new client's id, made with the form: sent twice, it is one client.
    #[serde(default)]
    client: String,
}

#[derive(Template)]
#[template(path = "client/new.html")]
struct NewPage {
    frame: Frame,
    input: Input,
    areas: [ProblemArea; 4],
    problem: Option<String>,
}

pub(crate) async fn show(State(app): State<App>, clinical: Clinical) -> Result<Response, AppError> {
    let client = ClientId::new(&mut RandomIds).to_string();
    let input = Input {
        client,
        ..Input::default()
    };
    Ok(html(&page(&app, &clinical, input, None).await)?.into_response())
}

pub(crate) async fn submit(
    State(app): State<App>,
    clinical: Clinical,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    let Ok(client) = input.client.parse::<ClientId>() else {
        return Err(AppError::NotFound);
    };
    let (person, entries) = match read(&app, &input).await {
        Ok(read) => read,
        Err(AppError::Refused(problem)) => {
            let page = page(&app, &clinical, input, Some(problem)).await;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
        }
        Err(other) => return Err(other),
    };
    app.begin(&clinical, client, person, entries).await?;
    Ok(Redirect::to(&format!("/clients/{client}")).into_response())
}

async fn read(app: &App, input: &Input) -> Result<(Identity, Vec<NewEntry>), AppError> {
    let name = input.name.trim().to_owned();
    if name.is_empty() {
        return Err(Refusal::Missing {
            field: "the client's name",
        }
        .into());
    }
    let born = match input.born.trim() {
        "" => None,
        text => Some(form::date(text, "Date of birth")?),
    };
    let person = Identity {
        name,
        born,
        email: input.email.trim().to_owned(),
        telephone: input.telephone.trim().to_owned(),
        reference: input.reference.trim().to_owned(),
        language: String::new(),
        // Asked for when it is agreed, on the page of name and contact.
        reminders: false,
    };
    let opening = Opening {
        on: app.today().await,
        source: None,
    };
    let mut entries = vec![NewEntry::new(Body::RecordOpened(opening), &mut RandomIds)];
    if !input.words.trim().is_empty() {
        let area = ProblemArea::from_code(&input.area).ok_or(Refusal::Missing {
            field: "the area the problem belongs to",
        })?;
        entries.extend(set_problem(
            None,
            area,
            &input.words,
            EntryId::new(&mut RandomIds),
            &mut RandomIds,
        )?);
    }
    Ok((person, entries))
}

async fn page(app: &App, clinical: &Clinical, input: Input, problem: Option<String>) -> NewPage {
    let frame = Frame::staff(app, "New client", &clinical.staff).await;
    let input = if input.client.is_empty() {
        Input {
            client: form_id().to_string(),
            ..input
        }
    } else {
        input
    };
    NewPage {
        frame,
        input,
        areas: ProblemArea::ALL,
        problem,
    }
}
