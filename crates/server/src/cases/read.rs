//! Looking at cases that were shared with oneself. The record stays closed: what is shown
//! is the copy that was made when the case was shared.

use askama::Template;
use attune_care::supervise::{CaseSharing, CaseText};
use attune_ids::{AccountId, ClientId, EntryId};
use attune_record::{Actor, AuditAction};
use axum::Form;
use axum::extract::State;
use axum::response::Html;
use jiff::civil::Date;
use serde::Deserialize;

use super::AS_A_CASE;
use crate::format::{count, day, number};
use crate::page::{Frame, html};
use crate::policy::Clinical;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "cases/list.html")]
struct ListPage {
    frame: Frame,
    cases: Vec<Line>,
    /// The case that was asked for is not shared (any more).
    gone: bool,
}

struct Line {
    case: EntryId,
    pseudonym: String,
    question: String,
    from: String,
    until: String,
}

#[derive(Template)]
#[template(path = "cases/case.html")]
struct CasePage {
    frame: Frame,
    pseudonym: String,
    question: String,
    from: String,
    until: String,
    areas: Vec<&'static str>,
    techniques: Vec<String>,
    sessions: String,
    texts: Vec<(&'static str, String)>,
    courses: Vec<Course>,
}

struct Course {
    name: String,
    sentence: String,
    points: Vec<(i64, String)>,
}

/// An open case with where it comes from.
struct Found {
    client: ClientId,
    case: EntryId,
    from: String,
    shared: CaseSharing,
}

pub(super) async fn list(
    State(app): State<App>,
    clinical: Clinical,
) -> Result<Html<String>, AppError> {
    html(&list_page(&app, &clinical, false).await?)
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    case: String,
}

/// Shows one case, with a line in the client's audit. It is posted, so that its id stays
/// out of addresses and histories.
pub(super) async fn open(
    State(app): State<App>,
    clinical: Clinical,
    Form(asked): Form<Asked>,
) -> Result<Html<String>, AppError> {
    let case: Option<EntryId> = asked.case.parse().ok();
    let found = cases(&app, clinical.staff.id()).await?;
    let Some(found) = found.into_iter().find(|found| Some(found.case) == case) else {
        return html(&list_page(&app, &clinical, true).await?);
    };
    let actor = Actor::Account(clinical.staff.id());
    let mut line = app.line(actor, AuditAction::RecordRead, Some(found.client));
    AS_A_CASE.clone_into(&mut line.detail);
    app.store.audit(&line).await?;
    let today = app.today().await;
    let Found { from, shared, .. } = found;
    html(&CasePage {
        frame: Frame::staff(&app, "A shared case", &clinical.staff).await,
        courses: courses(&app, &shared),
        areas: shared.areas.iter().map(|area| area.label()).collect(),
        techniques: shared
            .techniques
            .iter()
            .map(|id| {
                let technique = app.catalog.technique(id);
                technique.map_or_else(|| id.clone(), |found| found.name.clone())
            })
            .collect(),
        sessions: count(shared.sessions as usize, "session", "sessions"),
        texts: shared.texts.into_iter().map(text).collect(),
        pseudonym: shared.pseudonym,
        question: shared.question,
        until: day(shared.until, today),
        from,
    })
}

fn text(text: CaseText) -> (&'static str, String) {
    (text.case_about.label(), text.text)
}

fn courses(app: &App, shared: &CaseSharing) -> Vec<Course> {
    shared
        .courses
        .iter()
        .filter_map(|course| {
            let (first, last) = (course.points.first()?, course.points.last()?);
            let measure = app.catalog.measure(&course.measure);
            let name = measure.map_or_else(|| course.measure.clone(), |found| found.name.clone());
            let sentence = format!(
                "{} on day {}, {} on day {}; {}.",
                number(first.1),
                first.0,
                number(last.1),
                last.0,
                count(course.points.len(), "score", "scores")
            );
            Some(Course {
                name,
                sentence,
                points: course
                    .points
                    .iter()
                    .map(|(day, value)| (*day, number(*value)))
                    .collect(),
            })
        })
        .collect()
}

/// The cases that are shared with this account today, the newest first.
async fn cases(app: &App, account: AccountId) -> Result<Vec<Found>, AppError> {
    app.refresh_index().await?;
    let today = app.today().await;
    let authors = app.authors().await?;
    let mut found = Vec::new();
    for client in app.clients_with_case(account, today).await {
        let record = app.open_shared(client).await?;
        let open = record
            .cases
            .iter()
            .filter(|state| state.shared.item.with == account && state.is_open(today));
        found.extend(open.map(|state| Found {
            client,
            case: state.shared.entry,
            from: authors.name(state.shared.by),
            shared: state.shared.item.clone(),
        }));
    }
    found.reverse();
    Ok(found)
}

async fn list_page(app: &App, clinical: &Clinical, gone: bool) -> Result<ListPage, AppError> {
    let today: Date = app.today().await;
    let line = app.line(
        Actor::Account(clinical.staff.id()),
        AuditAction::ListRead,
        None,
    );
    app.store.audit(&line).await?;
    Ok(ListPage {
        frame: Frame::staff(app, "Shared cases", &clinical.staff).await,
        cases: cases(app, clinical.staff.id())
            .await?
            .into_iter()
            .map(|found| Line {
                case: found.case,
                pseudonym: found.shared.pseudonym,
                question: found.shared.question,
                from: found.from,
                until: day(found.shared.until, today),
            })
            .collect(),
        gone,
    })
}
