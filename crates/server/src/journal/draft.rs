//! What the client is writing, kept as they type. With their key here it is sealed to them; without a private phrase
//! it is kept like every draft. While private pages are closed nothing is kept: it might be meant for them.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::list::Locked;
use crate::gate::{Draft, Kept, Private};
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::{App, AppError};

/// What is kept of a text by a client who has no private phrase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Unfinished {
    journal_unfinished: String,
}

#[derive(Deserialize)]
pub(super) struct Typed {
    version: u64,
    words: String,
}

#[derive(Template)]
#[template(path = "journal/conflict.html")]
struct Conflict {
    frame: Frame,
    there: String,
}

/// What was unfinished, if it can be read here.
pub(super) async fn unfinished(
    app: &App,
    holder: &SpaceHolder,
    private: &Private,
) -> Result<Draft<String>, AppError> {
    let kept = match (private.key(), Locked::of(app, holder, private).await?) {
        (Some(key), _) => app.private_unfinished(holder, key).await?,
        (None, Locked::NoneYet) => app
            .draft_for_client::<Unfinished>(holder, app.journal_draft(holder))
            .await?
            .map(|draft| Draft {
                version: draft.version,
                value: draft.value.journal_unfinished,
            }),
        _ => None,
    };
    Ok(kept.unwrap_or(Draft {
        version: 0,
        value: String::new(),
    }))
}

/// Keeps the text for the script.
pub(super) async fn keep(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let kept = match private.key() {
        Some(key) => {
            app.keep_private_unfinished(&holder, key, typed.version, &typed.words)
                .await?
        }
        None if app.has_private(&holder).await? => {
            // Not an error of the client's: the text stays on the page.
            return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
        }
        None => plain(&app, &holder, typed.version, typed.words).await?,
    };
    Ok(match kept {
        Kept::Saved(version) => {
            let mut response = StatusCode::NO_CONTENT.into_response();
            let name = HeaderName::from_static("attune-version");
            response
                .headers_mut()
                .insert(name, HeaderValue::from(version));
            response
        }
        Kept::Conflict(there) => {
            let fragment = Conflict {
                frame: Frame::of(&app).await,
                there: there.value,
            };
            (StatusCode::CONFLICT, Html(fragment.render()?)).into_response()
        }
    })
}

async fn plain(
    app: &App,
    holder: &SpaceHolder,
    version: u64,
    words: String,
) -> Result<Kept<String>, AppError> {
    let value = Unfinished {
        journal_unfinished: words,
    };
    let kept = app
        .keep_draft_for_client(holder, app.journal_draft(holder), version, &value)
        .await?;
    Ok(match kept {
        Kept::Saved(version) => Kept::Saved(version),
        Kept::Conflict(there) => Kept::Conflict(Draft {
            version: there.version,
            value: there.value.journal_unfinished,
        }),
    })
}

/// The text has its place now.
pub(super) async fn done(
    app: &App,
    holder: &SpaceHolder,
    private: &Private,
) -> Result<(), AppError> {
    if let Some(key) = private.key() {
        app.discard_private_unfinished(holder, key).await?;
    }
    app.discard_draft_for_client(holder, app.journal_draft(holder))
        .await
}
