//! Working on a letter until it is finished.

use askama::Template;
use attune_care::letter::write_letter;
use attune_ids::{EntryId, LetterId};
use attune_record::{AuditAction, DraftDone};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::draft::{LetterDraft, letter_draft};
use super::paper::cannot_write;
use crate::gate::{Draft, Kept};
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Writer;
use crate::session::{ConflictPage, kept};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "letters/edit.html")]
struct EditPage {
    frame: Frame,
    banner: Banner,
    entry: EntryId,
    version: u64,
    kind: &'static str,
    draft: LetterDraft,
    problem: Option<String>,
}

/// The form. What a choice between two texts leaves out stays as it is.
#[derive(Deserialize)]
pub(super) struct Typed {
    entry: EntryId,
    version: u64,
    to: Option<String>,
    title: Option<String>,
    text: String,
}

/// The letter in the address.
#[derive(Deserialize)]
pub(super) struct One {
    letter: LetterId,
}

pub(super) async fn show(
    State(app): State<App>,
    writer: Writer,
    Path(One { letter }): Path<One>,
) -> Result<Response, AppError> {
    let draft = app
        .draft::<LetterDraft>(&writer.reader, letter_draft(letter))
        .await?;
    if let Some(draft) = draft {
        return Ok(html(&page(&app, &writer, draft, None).await?)?.into_response());
    }
    let opened = app.open(&writer.reader).await?;
    let last = opened.record.letter(letter).ok_or(AppError::NotFound)?;
    Ok(Redirect::to(&version_address(&writer, letter, last.item.number)).into_response())
}

/// Keeps the text for the script: no content, or both texts.
pub(super) async fn autosave(
    State(app): State<App>,
    writer: Writer,
    Path(One { letter }): Path<One>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    match keep_typed(&app, &writer, letter, &typed).await? {
        Kept::Saved(version) => Ok(kept(version)),
        Kept::Conflict(there) => conflict(&app, &writer, there, typed).await.fragment(),
    }
}

/// The same for a browser without scripts, and for the choice between two texts.
pub(super) async fn keep(
    State(app): State<App>,
    writer: Writer,
    Path(One { letter }): Path<One>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    match keep_typed(&app, &writer, letter, &typed).await? {
        Kept::Saved(_) => Ok(Redirect::to(&address(&writer, letter)).into_response()),
        Kept::Conflict(there) => conflict(&app, &writer, there, typed).await.whole(),
    }
}

/// Makes an entry of it, which is never changed.
pub(super) async fn finish(
    State(app): State<App>,
    writer: Writer,
    Path(One { letter }): Path<One>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let id = letter_draft(letter);
    let Some(there) = app.draft::<LetterDraft>(&writer.reader, id).await? else {
        // Sent twice: it was finished the first time.
        return Ok(Redirect::to(&address(&writer, letter)).into_response());
    };
    let draft = with_typed(&there.value, &typed);
    if there.version != typed.version && there.value != draft {
        return conflict(&app, &writer, there, typed).await.whole();
    }
    let version = there.version;
    let unwritable = cannot_write(&[&draft.to, &draft.title, &draft.text])?;
    let problem = if let Some(problem) = unwritable {
        problem
    } else {
        let input = draft.input();
        let done = DraftDone {
            id,
            seen: Some(version),
        };
        let written = app
            .change_or_refusal(
                &writer,
                AuditAction::RecordWrite,
                typed.entry,
                &[done],
                |record, today, _| write_letter(record, &input, today, typed.entry),
            )
            .await?;
        match written {
            Ok(_) => {
                let to = version_address(&writer, letter, draft.based_on + 1);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(refusal) => refusal.to_string(),
        }
    };
    let draft = Draft {
        version,
        value: draft,
    };
    let page = page(&app, &writer, draft, Some(problem)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

/// Throws what was not finished away.
pub(super) async fn discard(
    State(app): State<App>,
    writer: Writer,
    Path(One { letter }): Path<One>,
) -> Result<Redirect, AppError> {
    // Only what is a letter: an id in an address may be that of another draft.
    if app
        .draft::<LetterDraft>(&writer.reader, letter_draft(letter))
        .await?
        .is_some()
    {
        app.discard_draft(&writer, letter_draft(letter)).await?;
    }
    Ok(Redirect::to(&format!(
        "/clients/{}/letters",
        writer.reader.client
    )))
}

async fn keep_typed(
    app: &App,
    writer: &Writer,
    letter: LetterId,
    typed: &Typed,
) -> Result<Kept<LetterDraft>, AppError> {
    let id = letter_draft(letter);
    let Some(there) = app.draft::<LetterDraft>(&writer.reader, id).await? else {
        return Err(AppError::Refused(
            "This letter was finished or thrown away meanwhile. A finished one can be taken up again as its next version."
                .to_owned(),
        ));
    };
    let draft = with_typed(&there.value, typed);
    app.keep_draft(writer, id, typed.version, &draft).await
}

fn with_typed(there: &LetterDraft, typed: &Typed) -> LetterDraft {
    let plain = |text: &str| text.replace("\r\n", "\n");
    LetterDraft {
        to: typed.to.as_deref().map_or_else(|| there.to.clone(), plain),
        title: typed
            .title
            .as_deref()
            .map_or_else(|| there.title.clone(), plain),
        text: plain(&typed.text),
        ..there.clone()
    }
}

async fn conflict(
    app: &App,
    writer: &Writer,
    there: Draft<LetterDraft>,
    typed: Typed,
) -> ConflictPage {
    let back = address(writer, there.value.letter);
    let action = format!("{back}/keep");
    let text = Draft {
        version: there.version,
        value: there.value.text,
    };
    ConflictPage::new(app, writer, back, action, text, typed.text).await
}

async fn page(
    app: &App,
    writer: &Writer,
    draft: Draft<LetterDraft>,
    problem: Option<String>,
) -> Result<EditPage, AppError> {
    let opened = app.open(&writer.reader).await?;
    Ok(EditPage {
        frame: Frame::staff(app, "A letter being written", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, &opened, Step::Person).await,
        entry: form_id(),
        version: draft.version,
        kind: draft.value.purpose.label(),
        draft: draft.value,
        problem,
    })
}

pub(super) fn address(writer: &Writer, letter: LetterId) -> String {
    format!("/clients/{}/letters/{letter}", writer.reader.client)
}

fn version_address(writer: &Writer, letter: LetterId, number: u32) -> String {
    format!("{}/versions/{number}", address(writer, letter))
}
