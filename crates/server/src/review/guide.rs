//! The guided look one place at a time, for a phone and a tired evening: what the record
//! says, techniques that fit, a few words; then on. Everything is kept while typing, and
//! the look goes on where it was left. It ends in a decision.

use askama::Template;
use attune_care::matching::CautionView;
use attune_care::review::{AGAIN_AFTER, Cause, Look, causes, courses, fitting, guided_look};
use attune_care::session::alliance;
use attune_ids::EntryId;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::decide::conflict;
use super::draft::{ReviewDraft, keep_typed, review_draft};
use super::place::{self, PlaceView, Says};
use crate::gate::{Draft, Kept, Opened};
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Writer;
use crate::{App, AppError};

/// The end of the address of the last page.
const DECISION: &str = "decision";

/// A place of the guided look.
#[derive(Template)]
#[template(path = "review/guide.html")]
struct GuidePage {
    frame: Frame,
    banner: Banner,
    opened_by: Vec<&'static str>,
    steps: Vec<GuideStep>,
    place: PlaceView,
    number: usize,
    fitting: Vec<Fits>,
    previous: Option<&'static str>,
    version: u64,
}

/// The last page: everything that was typed, and the decision.
#[derive(Template)]
#[template(path = "review/guide_decision.html")]
struct DecisionPage {
    frame: Frame,
    banner: Banner,
    opened_by: Vec<&'static str>,
    steps: Vec<GuideStep>,
    words: Vec<(&'static str, String)>,
    typed: ReviewDraft,
    shown: String,
    has_plan: bool,
    again: Vec<(u32, bool)>,
    version: u64,
    entry: EntryId,
}

/// A page of the look in the list of pages.
struct GuideStep {
    code: &'static str,
    label: &'static str,
    here: bool,
    written: bool,
}

/// A technique that fits a place.
struct Fits {
    name: String,
    modality: String,
    what: String,
    why: String,
    in_plan: bool,
    cautions: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct At {
    place: String,
}

/// What a page of the look sends.
#[derive(Deserialize)]
pub(super) struct Typed {
    /// The draft version it was typed over.
    version: u64,
    /// What stood in the field when the page was made.
    #[serde(default)]
    before: String,
    #[serde(default)]
    words: String,
    #[serde(default)]
    go: String,
}

/// Goes on where the look was left.
pub(super) async fn resume(State(app): State<App>, writer: Writer) -> Result<Redirect, AppError> {
    let client = writer.reader.client;
    let draft = draft(&app, &writer).await?;
    let at = match draft.value.at.as_str() {
        DECISION => DECISION,
        code => Look::from_code(code).unwrap_or(Look::Risk).code(),
    };
    Ok(Redirect::to(&format!(
        "/clients/{client}/review/guide/{at}"
    )))
}

pub(super) async fn show(
    State(app): State<App>,
    writer: Writer,
    Path(At { place }): Path<At>,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    let draft = draft(&app, &writer).await?;
    if place == DECISION {
        return Ok(html(&decision_page(&app, &writer, &opened, draft).await)?.into_response());
    }
    let look = Look::from_code(&place).ok_or(AppError::NotFound)?;
    Ok(html(&guide_page(&app, &writer, &opened, draft, look).await?)?.into_response())
}

/// Keeps what was typed and goes on, back, or out.
pub(super) async fn keep(
    State(app): State<App>,
    writer: Writer,
    Path(At { place }): Path<At>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let look = Look::from_code(&place).ok_or(AppError::NotFound)?;
    let client = writer.reader.client;
    let (at, onward) = match typed.go.as_str() {
        "back" => {
            let at = look.previous().unwrap_or(look).code();
            (at, format!("/guide/{at}"))
        }
        "later" => (look.code(), String::new()),
        _ => {
            let at = look.next().map_or(DECISION, Look::code);
            (at, format!("/guide/{at}"))
        }
    };
    match keep_place(&app, &writer, look, &typed, at).await? {
        (Kept::Saved(_), _) => {
            Ok(Redirect::to(&format!("/clients/{client}/review{onward}")).into_response())
        }
        (Kept::Conflict(there), mine) => {
            let page = conflict(&app, &writer, there, mine).await;
            Ok((StatusCode::CONFLICT, html(&page)?).into_response())
        }
    }
}

/// Keeps what is typed, for the script: no content, or both texts.
pub(super) async fn autosave(
    State(app): State<App>,
    writer: Writer,
    Path(At { place }): Path<At>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let look = Look::from_code(&place).ok_or(AppError::NotFound)?;
    match keep_place(&app, &writer, look, &typed, look.code()).await? {
        (Kept::Saved(version), _) => {
            let mut response = StatusCode::NO_CONTENT.into_response();
            response.headers_mut().insert(
                HeaderName::from_static("attune-version"),
                HeaderValue::from(version),
            );
            Ok(response)
        }
        (Kept::Conflict(there), mine) => {
            let page = conflict(&app, &writer, there, mine).await;
            Ok((StatusCode::CONFLICT, Html(page.as_both().render()?)).into_response())
        }
    }
}

/// Puts the words of one place into the draft. What another window wrote in other places
/// stays; what it wrote in this one is never written over. Also answers the draft as this
/// window wants it.
async fn keep_place(
    app: &App,
    writer: &Writer,
    look: Look,
    typed: &Typed,
    at: &str,
) -> Result<(Kept<ReviewDraft>, ReviewDraft), AppError> {
    let there = draft(app, writer).await?;
    let standing = there.value.place(look);
    let mut mine = there.value.with_place(look, &typed.words);
    at.clone_into(&mut mine.at);
    let untouched =
        there.version == typed.version || standing == typed.before || standing == typed.words;
    if !untouched {
        return Ok((Kept::Conflict(there), mine));
    }
    let kept = keep_typed(app, writer, there.version, &mine).await?;
    Ok((kept, mine))
}

async fn draft(app: &App, writer: &Writer) -> Result<Draft<ReviewDraft>, AppError> {
    let kept = app
        .draft::<ReviewDraft>(&writer.reader, review_draft(writer.reader.client))
        .await?;
    Ok(kept.unwrap_or(Draft {
        version: 0,
        value: ReviewDraft::default(),
    }))
}

async fn guide_page(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    draft: Draft<ReviewDraft>,
    look: Look,
) -> Result<GuidePage, AppError> {
    let (record, catalog) = (&opened.record, &app.catalog);
    let today = app.today().await;
    let looked = guided_look(record, catalog, today)
        .into_iter()
        .find(|looked| looked.look == look)
        .ok_or(AppError::NotFound)?;
    Ok(GuidePage {
        frame: Frame::staff(app, "A short look together", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, opened, Step::Review).await,
        opened_by: opened_by(app, opened),
        steps: steps(&draft.value, Some(look)),
        number: Look::ALL.iter().take_while(|one| **one != look).count() + 1,
        place: place::view(looked, &draft.value, catalog, today),
        fitting: fitting(record, catalog, look)
            .into_iter()
            .map(|fits| Fits {
                why: fits.acts_on.map_or_else(
                    || "The catalogue names it for this place. No trial has tested it as an answer to a course that is not on track.".to_owned(),
                    |factor| format!("Acts on \u{201c}{factor}\u{201d}, which keeps the trouble going in this drawing and which no strand works on."),
                ),
                cautions: fits.cautions.iter().map(CautionView::words).collect(),
                name: fits.name,
                modality: fits.modality,
                what: fits.what,
                in_plan: fits.in_plan,
            })
            .collect(),
        previous: look.previous().map(Look::label),
        version: draft.version,
    })
}

async fn decision_page(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    draft: Draft<ReviewDraft>,
) -> DecisionPage {
    let written = |look: &Look| !draft.value.place(*look).trim().is_empty();
    let chosen = draft.value.again.parse().ok();
    let opened_by = opened_by(app, opened);
    let usual = if opened_by.is_empty() { None } else { Some(3) };
    DecisionPage {
        frame: Frame::staff(app, "A short look together", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, opened, Step::Review).await,
        opened_by,
        steps: steps(&draft.value, None),
        words: Look::ALL
            .into_iter()
            .filter(written)
            .map(|look| (look.label(), draft.value.place(look).to_owned()))
            .collect(),
        shown: attune_care::review::shown(&opened.record, &app.catalog),
        has_plan: opened.record.plan().is_some(),
        again: AGAIN_AFTER
            .into_iter()
            .map(|sessions| (sessions, chosen.or(usual) == Some(sessions)))
            .collect(),
        typed: draft.value,
        version: draft.version,
        entry: form_id(),
    }
}

/// The pages of the look; the one that is open, none for the last.
fn steps(draft: &ReviewDraft, here: Option<Look>) -> Vec<GuideStep> {
    Look::ALL
        .into_iter()
        .map(|look| GuideStep {
            code: look.code(),
            label: look.label(),
            here: here == Some(look),
            written: !draft.place(look).trim().is_empty(),
        })
        .chain([GuideStep {
            code: DECISION,
            label: "The decision",
            here: here.is_none(),
            written: false,
        }])
        .collect()
}

/// The alarms that stand now, in words.
fn opened_by(app: &App, opened: &Opened) -> Vec<&'static str> {
    let (record, catalog) = (&opened.record, &app.catalog);
    causes(&courses(record, catalog), &alliance(record, catalog))
        .into_iter()
        .map(cause_words)
        .collect()
}

/// What opened a review, in words.
pub(super) fn cause_words(cause: Cause) -> &'static str {
    match cause {
        Cause::NotOnTrack => "a course is not on track",
        Cause::AllianceDip => "the last session felt worse to the client than usual",
    }
}
