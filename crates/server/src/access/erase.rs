//! Erasing a record for good. Asked of somebody who works with the client and administers the practice; the name is
//! typed once more, because there is no way back.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Eraser;
use crate::{App, AppError};

/// Why records are erased: a closed list, because it stays in the audit.
const REASONS: [(&str, &str); 4] = [
    ("asked", "the client asked for it"),
    ("time", "the time for keeping it is over"),
    ("mistake", "it was begun by mistake"),
    ("order", "a court or an authority ordered it"),
];

/// The form.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Input {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    name: String,
}

#[derive(Template)]
#[template(path = "access/erase.html")]
struct ErasePage {
    frame: Frame,
    banner: Banner,
    name: String,
    reasons: Vec<(&'static str, &'static str, bool)>,
    typed: String,
    problem: Option<&'static str>,
}

pub(super) async fn show(State(app): State<App>, eraser: Eraser) -> Result<Html<String>, AppError> {
    let opened = app.open(&eraser.writer.reader).await?;
    html(&page(&app, &eraser, opened, &Input::default(), None).await)
}

pub(super) async fn erase(
    State(app): State<App>,
    eraser: Eraser,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    let opened = app.open(&eraser.writer.reader).await?;
    let reason = REASONS.iter().find(|(code, _)| *code == input.reason);
    let problem = match reason {
        None => "Say why it is erased.",
        Some(_) if !same_name(&input.name, &opened.person.name) => {
            "The name you typed is another one than the one of this record."
        }
        Some((_, why)) => {
            app.erase(&eraser, why).await?;
            return Ok(Redirect::to("/caseload?erased=yes").into_response());
        }
    };
    let page = page(&app, &eraser, opened, &input, Some(problem)).await;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

/// Spaces around and between words do not matter, everything else does.
fn same_name(typed: &str, name: &str) -> bool {
    typed.split_whitespace().eq(name.split_whitespace())
}

async fn page(
    app: &App,
    eraser: &Eraser,
    opened: Opened,
    input: &Input,
    problem: Option<&'static str>,
) -> ErasePage {
    ErasePage {
        frame: Frame::staff(app, "Erase this record", &eraser.writer.reader.staff).await,
        banner: Banner::of(app, &eraser.writer.reader, &opened, Step::Access).await,
        name: opened.person.name,
        reasons: REASONS
            .map(|(code, words)| (code, words, code == input.reason))
            .to_vec(),
        typed: input.name.clone(),
        problem,
    }
}

#[cfg(test)]
mod tests {
    use super::same_name;

    #[test]
    fn a_name_is_the_same_whatever_the_spaces_and_another_one_is_not() {
        assert!(same_name("  Mira  Okafor ", "Mira Okafor"));
        assert!(!same_name("mira okafor", "Mira Okafor"));
        assert!(!same_name("Mira", "Mira Okafor"));
        assert!(!same_name("", "Mira Okafor"));
    }
}
