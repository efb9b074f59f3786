//! Writing the next version. Kept as it is typed; agreed only by pressing so.

use askama::Template;
use attune_care::Refusal;
use attune_care::matching::ask_wishes_again;
use attune_care::plan::{Frequency, GoalInput, PlanInput, StrandInput, agree, take_over};
use attune_care::review::ReviewInput;
use attune_catalog::Domain;
use attune_ids::{EntryId, FactorId, ProblemId};
use attune_record::{AuditAction, DraftDone};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::conflict::{Theirs, conflict, summary};
use super::form::{self, Action, Sent};
use super::show::shown_present;
use crate::gate::{Kept, Opened, plan_draft};
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "plan/edit.html")]
struct EditPage {
    frame: Frame,
    banner: Banner,
    entry: EntryId,
    version: u64,
    from_review: bool,
    input: PlanInput,
    review_on: String,
    problems: Vec<(ProblemId, String)>,
    factors: Vec<(FactorId, String)>,
    techniques: Vec<Group>,
    measures: Vec<(String, String)>,
    domains: [Domain; 6],
    frequencies: [Frequency; 4],
    problem: Option<String>,
    added_from_match: usize,
}

/// Techniques of one modality.
struct Group {
    modality: String,
    techniques: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    review: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    writer: Writer,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    if opened.record.open_problems().next().is_none() {
        return Err(AppError::Refused(
            "A plan needs a problem to work on. Write one down under Assess first.".to_owned(),
        ));
    }
    let draft = app
        .draft::<PlanInput>(&writer.reader, plan_draft(writer.reader.client))
        .await?;
    let (version, mut input) = match draft {
        Some(draft) => (draft.version, draft.value),
        None => (0, PlanInput::from_version(opened.record.plan())),
    };
    let added = take_over(&opened.record, &mut input);
    let from_review = !asked.review.is_empty();
    let page = page(
        &app,
        &writer,
        &opened,
        input,
        version,
        from_review,
        None,
        added,
    )
    .await;
    Ok(html(&page)?.into_response())
}

pub(crate) async fn submit(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let mut sent = form::read(&fields);
    match sent.action {
        Action::AddStrand => sent.input.strands.push(StrandInput::default()),
        Action::AddGoal => sent.input.goals.push(GoalInput::default()),
        Action::Keep => {}
        Action::Agree => return agree_version(&app, &writer, sent, fields).await,
    }
    let opened = app.open(&writer.reader).await?;
    match app
        .keep_draft(
            &writer,
            plan_draft(writer.reader.client),
            sent.version,
            &sent.input,
        )
        .await?
    {
        Kept::Saved(version) => {
            let page = page(
                &app,
                &writer,
                &opened,
                sent.input,
                version,
                sent.from_review,
                None,
                0,
            )
            .await;
            Ok(html(&page)?.into_response())
        }
        Kept::Conflict(there) => {
            let theirs = Theirs::Draft(summary(&app, &opened, &there.value));
            let page = conflict(&app, &writer, &opened, theirs, there.version, &sent, fields).await;
            Ok((StatusCode::CONFLICT, html(&page)?).into_response())
        }
    }
}

/// Keeps the form for the script: no content, or both versions.
pub(crate) async fn autosave(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let sent = form::read(&fields);
    match app
        .keep_draft(
            &writer,
            plan_draft(writer.reader.client),
            sent.version,
            &sent.input,
        )
        .await?
    {
        Kept::Saved(version) => {
            let mut response = StatusCode::NO_CONTENT.into_response();
            response.headers_mut().insert(
                HeaderName::from_static("attune-version"),
                HeaderValue::from(version),
            );
            Ok(response)
        }
        Kept::Conflict(there) => {
            let opened = app.open(&writer.reader).await?;
            let theirs = Theirs::Draft(summary(&app, &opened, &there.value));
            let page = conflict(&app, &writer, &opened, theirs, there.version, &sent, fields).await;
            Ok((StatusCode::CONFLICT, Html(page.as_both().render()?)).into_response())
        }
    }
}

/// Throws the draft away; the agreed plan stays as it is.
pub(crate) async fn discard(State(app): State<App>, writer: Writer) -> Result<Redirect, AppError> {
    let client = writer.reader.client;
    app.discard_draft(&writer, plan_draft(client)).await?;
    Ok(Redirect::to(&format!("/clients/{client}/plan")))
}

async fn agree_version(
    app: &App,
    writer: &Writer,
    sent: Sent,
    fields: Vec<(String, String)>,
) -> Result<Response, AppError> {
    let client = writer.reader.client;
    let Some(entry) = sent.entry else {
        return Err(AppError::NotFound);
    };
    // A different draft from another window is not agreed over, nor thrown away.
    let draft = app
        .draft::<PlanInput>(&writer.reader, plan_draft(client))
        .await?;
    let mut done = vec![DraftDone {
        id: plan_draft(client),
        seen: Some(draft.as_ref().map_or(0, |there| there.version)),
    }];
    if let Some(there) =
        draft.filter(|there| there.version != sent.version && there.value != sent.input)
    {
        let opened = app.open(&writer.reader).await?;
        let theirs = Theirs::Draft(summary(app, &opened, &there.value));
        let page = conflict(app, writer, &opened, theirs, there.version, &sent, fields).await;
        return Ok((StatusCode::CONFLICT, html(&page)?).into_response());
    }
    let review = review_of(app, writer, &sent).await?;
    if sent.from_review {
        done.push(DraftDone {
            id: crate::review::review_draft(client),
            seen: None,
        });
    }
    let agreed = app
        .change_or_refusal(
            writer,
            AuditAction::RecordWrite,
            entry,
            &done,
            |record, today, ids| {
                let mut entries = agree(
                    record,
                    &app.catalog,
                    &sent.input,
                    review.as_ref(),
                    today,
                    entry,
                    ids,
                )?;
                if review.is_some() {
                    entries.extend(ask_wishes_again(record, &app.catalog, today, ids));
                }
                Ok(entries)
            },
        )
        .await?;
    let Err(refusal) = agreed else {
        return Ok(Redirect::to(&format!("/clients/{client}/plan")).into_response());
    };
    let opened = app.open(&writer.reader).await?;
    if matches!(refusal, Refusal::Outdated { .. })
        && let Some(present) = shown_present(app, &opened).await?
    {
        let theirs = Theirs::Agreed(Box::new(present));
        let page = conflict(app, writer, &opened, theirs, sent.version, &sent, fields).await;
        return Ok((StatusCode::CONFLICT, html(&page)?).into_response());
    }
    let problem = Some(refusal.to_string());
    let page = page(
        app,
        writer,
        &opened,
        sent.input,
        sent.version,
        sent.from_review,
        problem,
        0,
    )
    .await;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

async fn review_of(
    app: &App,
    writer: &Writer,
    sent: &Sent,
) -> Result<Option<ReviewInput>, AppError> {
    if !sent.from_review {
        return Ok(None);
    }
    crate::review::review_input(app, &writer.reader)
        .await
        .map(Some)
}

#[expect(
    clippy::too_many_arguments,
    reason = "everything a form shows again after a refusal"
)]
async fn page(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    input: PlanInput,
    version: u64,
    from_review: bool,
    problem: Option<String>,
    added_from_match: usize,
) -> EditPage {
    let catalog = &app.catalog;
    let record = &opened.record;
    let mut input = input;
    if input.strands.is_empty() {
        input.strands.push(StrandInput::default());
    }
    if input.goals.is_empty() {
        input.goals.push(GoalInput::default());
    }
    EditPage {
        frame: Frame::staff(app, "Change the plan", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, opened, Step::Plan).await,
        entry: form_id(),
        version,
        from_review,
        review_on: input
            .review_on
            .map_or_else(String::new, |on| on.to_string()),
        input,
        problems: record
            .open_problems()
            .map(|state| (state.problem.id, state.problem.words.clone()))
            .collect(),
        factors: record
            .formulation
            .factors
            .iter()
            .map(|factor| (factor.id, factor.text.clone()))
            .collect(),
        techniques: catalog
            .modalities
            .iter()
            .map(|modality| Group {
                modality: modality.name.clone(),
                techniques: catalog
                    .techniques
                    .iter()
                    .filter(|technique| technique.modality == modality.id)
                    .map(|technique| (technique.id.clone(), technique.name.clone()))
                    .collect(),
            })
            .filter(|group| !group.techniques.is_empty())
            .collect(),
        measures: catalog
            .measures
            .iter()
            .filter(|measure| measure.total.is_some())
            .map(|measure| (measure.id.clone(), measure.name.clone()))
            .collect(),
        domains: Domain::ALL,
        frequencies: Frequency::ALL,
        problem,
        added_from_match,
    }
}
