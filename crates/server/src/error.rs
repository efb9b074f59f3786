//! The one error page at the edge.

use askama::Template;
use attune_care::Refusal;
use attune_record::StoreError;
use attune_vault::VaultError;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

/// Everything that can go wrong while answering a request.
#[derive(Debug)]
pub enum AppError {
    /// Nobody is signed in; the way to the sign-in page.
    SignIn,
    /// Not there, or not yours: the two must look the same.
    NotFound,
    /// The input was understood and not accepted; says why and what to do.
    Refused(String),
    /// Somebody else saved first, several times in a row.
    Busy,
    /// Too many attempts; try again after so many seconds.
    Throttled(u64),
    /// Something broke. The cause is logged with an id, never shown.
    Broken(String),
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(_) => Self::NotFound,
            StoreError::Conflict { .. } => Self::Busy,
            other => Self::Broken(other.to_string()),
        }
    }
}

impl From<VaultError> for AppError {
    fn from(error: VaultError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<std::io::Error> for AppError {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(format!("the disk: {}", error.kind()))
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        // The message of a serde error can quote the data: keep the category only.
        Self::Broken(format!(
            "stored data could not be read ({:?})",
            error.classify()
        ))
    }
}

#[derive(Template)]
#[template(path = "layout/error.html")]
struct ErrorPage<'a> {
    style: String,
    title: &'a str,
    what: &'a str,
    kept: &'a str,
    next: &'a str,
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let (status, title, what, kept, next) = match self {
            Self::SignIn => return Redirect::to("/sign-in").into_response(),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "Nothing here",
                "There is nothing at this address, or it is not open to you.".to_owned(),
                "Nothing was changed.",
                "Go back, or start from the caseload.",
            ),
            Self::Refused(why) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Not saved yet",
                why,
                "Nothing was changed. What you typed is still in the form.",
                "Go back one page, correct it and save again.",
            ),
            Self::Busy => (
                StatusCode::CONFLICT,
                "Somebody else is saving here too",
                "This record was changed several times while yours was being saved.".to_owned(),
                "Yours was not saved. What you typed is still in the form.",
                "Go back one page and save again.",
            ),
            Self::Throttled(seconds) => (
                StatusCode::TOO_MANY_REQUESTS,
                "Please wait a little",
                format!(
                    "There were too many attempts. The next one is possible in {} minutes.",
                    seconds.div_ceil(60)
                ),
                "Nothing was changed.",
                "If this was not you, tell your administrator.",
            ),
            Self::Broken(cause) => {
                let id = uuid::Uuid::new_v4().simple().to_string();
                tracing::error!(error_id = %id, %cause, "request failed");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Something went wrong",
                    format!("The program could not finish this. The log has the cause under {id}."),
                    "What was saved before is safe.",
                    "Try again; if it happens again, give this number to whoever runs Attune here.",
                )
            }
        };
        let page = ErrorPage {
            style: crate::assets::address("staff.css"),
            title,
            what: &what,
            kept,
            next,
        };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => status.into_response(),
        }
    }
}
