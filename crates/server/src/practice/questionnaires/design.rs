//! Designing a questionnaire of the practice's own, without code: plain boxes, checked in plain words.

use askama::Template;
use attune_catalog::{Domain, DraftProblem, MeasureFiles, TypedDraft, next_version};
use attune_ids::{IdSource, RandomIds};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::preview::{OneMeasure, Preview};
use super::{Fields, designed, value};
use crate::content::Line;
use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::{App, AppError};

/// What the ids of questionnaires designed here begin with; none that ships does.
const OWN: &str = "practice-";

#[derive(Template)]
#[template(path = "practice/questionnaires/design.html", blocks = ["checks"])]
struct DesignPage {
    frame: Frame,
    here: &'static str,
    /// The questionnaire that is changed or made.
    id: String,
    new: bool,
    typed: TypedDraft,
    problems: Vec<DraftProblem>,
    /// Said once somebody asked: an empty form is not a list of mistakes.
    checked: bool,
    preview: Option<Preview>,
    /// The scores would not be comparable with earlier ones.
    breaks: bool,
    domains: [Domain; 6],
    seen: u64,
}

/// An empty form.
pub(super) async fn begin(
    State(app): State<App>,
    administrator: Administrator,
) -> Result<Html<String>, AppError> {
    let id = format!("{OWN}{}", RandomIds.next_id().simple());
    let typed = TypedDraft {
        from: "0".to_owned(),
        to: "10".to_owned(),
        scoring: "sum".to_owned(),
        better: "higher".to_owned(),
        purpose: "well_being".to_owned(),
        holder: app.settings.read().await.practice_name.clone(),
        ..TypedDraft::default()
    };
    let seen = app.content.now().counter;
    html(&page(&app, &administrator, id, typed, seen).await)
}

/// The form as the newest version has it.
pub(super) async fn edit(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneMeasure { measure }): Path<OneMeasure>,
) -> Result<Response, AppError> {
    let own = app
        .catalog
        .measure(&measure)
        .filter(|measure| designed(measure));
    let Some(typed) = own.and_then(TypedDraft::of) else {
        return Ok(Redirect::to("/practice/questionnaires").into_response());
    };
    let seen = app.content.now().counter;
    let page = page(&app, &administrator, measure, typed, seen).await;
    Ok(html(&page)?.into_response())
}

/// Checks and shows it, or saves it as a new version.
pub(super) async fn receive(
    State(app): State<App>,
    administrator: Administrator,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    let typed = read(&fields);
    let id = value(&fields, "id").to_owned();
    let known = id
        .strip_prefix(OWN)
        .is_some_and(|end| end.len() == 32 && end.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if !known {
        return Err(AppError::NotFound);
    }
    let seen = value(&fields, "seen").parse().unwrap_or_default();
    let today = app.today().await;
    let save = value(&fields, "action") == "save";
    let mut page = page(&app, &administrator, id.clone(), typed, seen).await;
    page.checked = true;
    let draft = match page.typed.read() {
        Ok(draft) => draft,
        Err(problems) => {
            page.problems = problems;
            return shown(&headers, &page, save);
        }
    };
    let before = app.catalog.measure(&id);
    let earlier = before
        .and_then(TypedDraft::of)
        .and_then(|typed| typed.read().ok());
    page.breaks = earlier
        .as_ref()
        .is_some_and(|earlier| !earlier.scores_like(&draft));
    // Sent twice, it is saved once.
    if save && earlier.as_ref() == Some(&draft) {
        return Ok(Redirect::to("/practice/questionnaires?kept=yes#own").into_response());
    }
    let version = before.map_or_else(
        || "1.0.0".to_owned(),
        |before| next_version(&before.version, page.breaks),
    );
    let files: MeasureFiles = draft.files(&id, &version, &today.to_string());
    let measure = files
        .load()
        .map_err(|error| AppError::Refused(error.to_string()))?;
    page.preview = Some(Preview::of(&measure));
    if !save {
        return shown(&headers, &page, false);
    }
    let by = administrator.staff.id();
    let line = Line::Measure {
        files,
        by,
        on: today,
    };
    app.add_content(&line, seen, by).await?;
    Ok(Redirect::to("/practice/questionnaires?kept=yes#own").into_response())
}

/// The part with the checks for a script that asks while somebody types, else the whole page.
fn shown(headers: &HeaderMap, page: &DesignPage, refused: bool) -> Result<Response, AppError> {
    if headers.contains_key("hx-request") {
        return Ok(Html(page.as_checks().render()?).into_response());
    }
    let status = if refused {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    Ok((status, html(page)?).into_response())
}

fn read(fields: &Fields) -> TypedDraft {
    let text = |name: &str| value(fields, name).replace("\r\n", "\n");
    TypedDraft {
        title: text("title"),
        instruction: text("instruction"),
        items: text("items"),
        reverse: text("reverse"),
        choices: text("choices"),
        from: text("from"),
        to: text("to"),
        low: text("low"),
        high: text("high"),
        scoring: text("scoring"),
        subscales: text("subscales"),
        bands: text("bands"),
        bands_source: text("bands_source"),
        better: text("better"),
        purpose: text("purpose"),
        domain: text("domain"),
        holder: text("holder"),
    }
}

async fn page(
    app: &App,
    administrator: &Administrator,
    id: String,
    typed: TypedDraft,
    seen: u64,
) -> DesignPage {
    DesignPage {
        frame: Frame::staff(app, "Design a questionnaire", &administrator.staff).await,
        here: "questionnaires",
        new: app.catalog.measure(&id).is_none(),
        id,
        typed,
        problems: Vec::new(),
        checked: false,
        preview: None,
        breaks: false,
        domains: Domain::ALL,
        seen,
    }
}
