//! Saving a new page: for the client alone, or shared.

use attune_care::journal::{SharedWith, share_page};
use attune_ids::{EntryId, JournalId};
use attune_record::AuditAction;
use attune_vault::PersonalKey;
use axum::Form;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::draft::done;
use super::list::{Written, list};
use super::locks::{admit, admitted};
use crate::gate::{Kept, Private, PrivatePage};
use crate::language::{Here, key};
use crate::policy::SpaceHolder;
use crate::portal::Trouble;
use crate::{App, AppError, cookie};

#[derive(Deserialize)]
pub(super) struct PageForm {
    entry: EntryId,
    version: u64,
    words: String,
    /// `me`, or the code of a [`SharedWith`].
    #[serde(default)]
    with: String,
    /// Opens the private pages for a page that is for the client alone.
    #[serde(default)]
    phrase: String,
}

/// What became of a page.
enum Saved {
    /// It is kept; with a cookie if the private pages were opened for it.
    Yes(Option<String>),
    /// It is not, for this reason; the text is shown again.
    No(String),
}

pub(super) async fn save(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
    Form(form): Form<PageForm>,
) -> Result<Response, Trouble> {
    let saved = if form.words.trim().is_empty() {
        Saved::No(say(key("journal-nothing-written")))
    } else if form.with == "me" {
        for_me(&app, &holder, &private, &form).await?
    } else if let Some(with) = SharedWith::from_code(&form.with) {
        shared(&app, &holder, with, &form).await?
    } else {
        Saved::No(say(key("journal-say-who")))
    };
    match saved {
        Saved::Yes(opened) => {
            done(&app, &holder, &private).await?;
            let mut response = Redirect::to("/portal/journal#pages").into_response();
            if let Some(value) = opened.and_then(|key| cookie::set(cookie::PRIVATE, &key)) {
                response.headers_mut().append(SET_COOKIE, value);
            }
            Ok(response)
        }
        Saved::No(problem) => {
            let written = Written {
                words: form.words,
                with: form.with,
                version: form.version,
                problem: Some(problem),
            };
            list(&app, &holder, &private, written, form.entry).await
        }
    }
}

fn say(key: &'static str) -> String {
    Here::now().language.say(key).to_string()
}

async fn shared(
    app: &App,
    holder: &SpaceHolder,
    with: SharedWith,
    form: &PageForm,
) -> Result<Saved, AppError> {
    let journal = JournalId(form.entry.0);
    let changed = app
        .change_for_client(
            holder,
            AuditAction::RecordWrite,
            form.entry,
            &[],
            |record, _, _| share_page(record, journal, with, &form.words, None, form.entry),
        )
        .await?;
    Ok(match changed {
        Ok(_) => Saved::Yes(None),
        // The one thing the rule refuses is a page without words.
        Err(_) => Saved::No(say(key("journal-nothing-written"))),
    })
}

async fn for_me(
    app: &App,
    holder: &SpaceHolder,
    private: &Private,
    form: &PageForm,
) -> Result<Saved, AppError> {
    if let Some(key) = private.key() {
        keep(app, holder, key, form).await?;
        return Ok(Saved::Yes(None));
    }
    if form.phrase.is_empty() {
        return Ok(Saved::No(say(key("phrase-needed"))));
    }
    admit(app, holder).await?;
    match app.open_private(holder, &form.phrase).await? {
        Ok(key) => {
            admitted(app, holder).await?;
            keep(app, holder, &key, form).await?;
            let handed_out = app.hand_out_private(holder, &key)?;
            Ok(Saved::Yes(Some(handed_out)))
        }
        Err(_) => Ok(Saved::No(say(key("phrase-wrong-kept")))),
    }
}

async fn keep(
    app: &App,
    holder: &SpaceHolder,
    key: &PersonalKey,
    form: &PageForm,
) -> Result<(), AppError> {
    let page = PrivatePage {
        written: app.now(),
        words: form.words.trim().to_owned(),
    };
    let id = JournalId(form.entry.0);
    match app.keep_private_page(holder, key, id, 0, &page).await? {
        Kept::Saved(_) => Ok(()),
        // The same form with another text: a page of its own would be the answer, and the form makes one.
        Kept::Conflict(_) => Err(AppError::Busy),
    }
}
