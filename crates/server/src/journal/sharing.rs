//! Moving a page: for me, for us, for the next session, for nobody.

use attune_care::journal::{SharedWith, set_sharing, share_page, take_back};
use attune_ids::{EntryId, JournalId};
use attune_record::AuditAction;
use attune_vault::PersonalKey;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::gate::{Private, PrivatePage};
use crate::policy::SpaceHolder;
use crate::portal::Trouble;
use crate::{App, AppError};

#[derive(Deserialize)]
pub(super) struct One {
    page: JournalId,
}

#[derive(Deserialize)]
pub(super) struct Choice {
    entry: EntryId,
    /// `me`, `nobody`, or the code of a [`SharedWith`].
    with: String,
}

#[derive(Deserialize)]
pub(super) struct Sure {
    /// Ticked: it cannot be brought back.
    #[serde(default)]
    sure: String,
}

/// Shares a page differently, or not any more.
pub(super) async fn set(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
    Path(One { page }): Path<One>,
    Form(choice): Form<Choice>,
) -> Result<Response, Trouble> {
    match (choice.with.as_str(), private.key()) {
        ("me", Some(key)) => keep_for_me(&app, &holder, key, page, choice.entry).await?,
        ("me" | "nobody", _) => take(&app, &holder, page, false, choice.entry).await?,
        (code, key) => {
            let with = SharedWith::from_code(code).ok_or(AppError::NotFound)?;
            share(&app, &holder, key, page, with, choice.entry).await?;
        }
    }
    Ok(Redirect::to("/portal/journal#pages").into_response())
}

/// Seals a shared page to the client first, and then takes it back: if something goes wrong in between it is there
/// twice, never not at all.
async fn keep_for_me(
    app: &App,
    holder: &SpaceHolder,
    key: &PersonalKey,
    page: JournalId,
    entry: EntryId,
) -> Result<(), AppError> {
    let opened = app.open_for_client(holder).await?;
    let state = opened.record.journal_page(page).ok_or(AppError::NotFound)?;
    let copy = PrivatePage {
        written: state.written,
        words: state.words_for_client().to_owned(),
    };
    // Kept before, with the same words: the same page.
    app.keep_private_page(holder, key, page, 0, &copy).await?;
    take(app, holder, page, true, entry).await
}

async fn take(
    app: &App,
    holder: &SpaceHolder,
    page: JournalId,
    kept_privately: bool,
    entry: EntryId,
) -> Result<(), AppError> {
    app.change_for_client(
        holder,
        AuditAction::RecordWrite,
        entry,
        &[],
        |record, _, _| take_back(record, page, kept_privately, entry),
    )
    .await??;
    Ok(())
}

/// Shares a page of the record, or one that was for the client alone: that is written into the record first, and then
/// its private row is thrown away.
async fn share(
    app: &App,
    holder: &SpaceHolder,
    key: Option<&PersonalKey>,
    page: JournalId,
    with: SharedWith,
    entry: EntryId,
) -> Result<(), AppError> {
    let copy = match key {
        Some(key) => match app.private_page(holder, key, page).await {
            Ok(copy) => Some((key, copy.value)),
            Err(AppError::NotFound) => None,
            Err(other) => return Err(other),
        },
        None => None,
    };
    app.change_for_client(
        holder,
        AuditAction::RecordWrite,
        entry,
        &[],
        |record, _, _| match &copy {
            Some((_, copy)) => {
                share_page(record, page, with, &copy.words, Some(copy.written), entry)
            }
            None => set_sharing(record, page, with, entry),
        },
    )
    .await??;
    if let Some((key, _)) = copy {
        app.discard_private_page(holder, key, page).await?;
    }
    Ok(())
}

/// Throws a private page away for good.
pub(super) async fn discard(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
    Path(One { page }): Path<One>,
    Form(asked): Form<Sure>,
) -> Result<Response, Trouble> {
    if let Some(key) = private.key().filter(|_| asked.sure == "yes") {
        app.discard_private_page(&holder, key, page).await?;
    }
    Ok(Redirect::to("/portal/journal#pages").into_response())
}
