//! What can be added to a note with one press: the usual templates, and texts that a clinician keeps. Own texts are
//! the clinician's, not a client's: they are kept with the account.

use askama::Template;
use attune_care::session::NOTE_TEMPLATES;
use attune_record::{Account, Actor, AuditAction, KeptText};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::page::{Frame, html};
use crate::policy::{Clinical, Staff};
use crate::{App, AppError};

/// Texts one person can keep: every page of theirs reads the account they are kept with.
const MOST_TEXTS: usize = 24;
/// Characters of a text, for the same reason.
const LONGEST_TEXT: usize = 4_000;
/// Characters of a name: it has to fit a list on a phone.
const LONGEST_NAME: usize = 60;

/// Something to add to a note.
pub(super) struct Piece {
    /// A template's code, or the id of an own text.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) text: String,
    pub(super) own: bool,
}

/// Everything this person can add, own texts first.
pub(super) fn pieces(staff: &Staff) -> Vec<Piece> {
    let own = staff.account.kept_texts.iter().map(|text| Piece {
        id: text.id.simple().to_string(),
        name: text.name.clone(),
        text: text.text.clone(),
        own: true,
    });
    let usual = NOTE_TEMPLATES.iter().map(|template| Piece {
        id: template.id.to_owned(),
        name: template.name.to_owned(),
        text: template.text.to_owned(),
        own: false,
    });
    own.chain(usual).collect()
}

#[derive(Template)]
#[template(path = "session/texts.html")]
struct TextsPage {
    frame: Frame,
    texts: Vec<Line>,
    tried: Tried,
    problem: Option<&'static str>,
    longest: usize,
}

struct Line {
    id: String,
    name: String,
    text: String,
    /// Tells a change that was typed over another one.
    was: String,
}

/// A text as it was sent. `id` is made with the form, so that sending it twice keeps it once.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Tried {
    id: Uuid,
    name: String,
    text: String,
    /// The text that was changed, for one that was there before.
    was: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Removed {
    id: Uuid,
}

pub(crate) async fn show(
    State(app): State<App>,
    clinical: Clinical,
) -> Result<Html<String>, AppError> {
    html(&page(&app, &clinical.staff, Tried::new(), None).await)
}

/// Keeps a new text, or a change of one.
pub(crate) async fn keep(
    State(app): State<App>,
    clinical: Clinical,
    Form(tried): Form<Tried>,
) -> Result<Response, AppError> {
    let account = clinical.staff.id();
    let found = app.store.account(account).await?;
    let kept_texts = match with_text(&found.value.kept_texts, &tried) {
        Ok(texts) => texts,
        Err(problem) => {
            let page = page(&app, &clinical.staff, tried, Some(problem)).await;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
        }
    };
    let changed = Account {
        kept_texts,
        ..found.value
    };
    let line = app.line(Actor::Account(account), AuditAction::AccountChange, None);
    let store = &app.store;
    store.update_account(&changed, found.version, &line).await?;
    Ok(Redirect::to("/account/texts").into_response())
}

pub(crate) async fn remove(
    State(app): State<App>,
    clinical: Clinical,
    Form(removed): Form<Removed>,
) -> Result<Redirect, AppError> {
    let account = clinical.staff.id();
    let found = app.store.account(account).await?;
    let mut changed = found.value;
    changed.kept_texts.retain(|text| text.id != removed.id);
    let line = app.line(Actor::Account(account), AuditAction::AccountChange, None);
    let store = &app.store;
    store.update_account(&changed, found.version, &line).await?;
    Ok(Redirect::to("/account/texts"))
}

impl Tried {
    fn new() -> Self {
        Self {
            id: Uuid::new_v4(),
            ..Self::default()
        }
    }
}

/// The texts with this one among them, or what to put right.
fn with_text(texts: &[KeptText], tried: &Tried) -> Result<Vec<KeptText>, &'static str> {
    let name = tried.name.trim();
    let text = tried.text.replace("\r\n", "\n");
    if name.is_empty() || text.trim().is_empty() {
        return Err("Please give it a name and a text.");
    }
    if name.chars().count() > LONGEST_NAME {
        return Err("Please find a shorter name; it has to fit a list on a phone.");
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err("Please shorten the text, or keep it as two.");
    }
    let mut texts = texts.to_vec();
    let new = KeptText {
        id: tried.id,
        name: name.to_owned(),
        text,
    };
    let room = texts.len() < MOST_TEXTS;
    match texts.iter_mut().find(|known| known.id == tried.id) {
        // The same again: sent twice.
        Some(known) if *known == new => {}
        Some(known) if tried.was.as_deref().map(plain) != Some(plain(&known.text)) => {
            return Err(
                "This text was changed in another window meanwhile. Yours is below; the other one stands in the list.",
            );
        }
        Some(known) => *known = new,
        None if room => texts.push(new),
        None => return Err("There is room for 24 texts. Take one away that you do not use."),
    }
    Ok(texts)
}

/// A form changes the ends of lines; they say nothing.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
}

async fn page(app: &App, staff: &Staff, tried: Tried, problem: Option<&'static str>) -> TextsPage {
    TextsPage {
        frame: Frame::staff(app, "Your texts", staff).await,
        texts: staff
            .account
            .kept_texts
            .iter()
            .map(|text| Line {
                id: text.id.simple().to_string(),
                name: text.name.clone(),
                text: text.text.clone(),
                was: text.text.clone(),
            })
            .collect(),
        tried,
        problem,
        longest: LONGEST_TEXT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(id: u128, text: &str, was: Option<&str>) -> Tried {
        Tried {
            id: Uuid::from_u128(id),
            name: "Closing".to_owned(),
            text: text.to_owned(),
            was: was.map(str::to_owned),
        }
    }

    #[test]
    fn a_text_sent_twice_is_kept_once_and_a_change_is_not_overwritten() {
        let texts = with_text(&[], &tried(1, "We closed with a breath.", None)).unwrap_or_default();
        let again = with_text(&texts, &tried(1, "We closed with a breath.", None));
        assert_eq!(again.as_deref(), Ok(texts.as_slice()));
        let changed = tried(
            1,
            "We closed slowly.\r\nTwice.",
            Some("We closed with a breath."),
        );
        let texts = with_text(&texts, &changed).unwrap_or_default();
        assert_eq!(texts[0].text, "We closed slowly.\nTwice.");
        let late = tried(1, "Something else", Some("We closed with a breath."));
        assert!(with_text(&texts, &late).is_err());
    }

    #[test]
    fn what_is_too_much_or_empty_is_refused() {
        assert!(with_text(&[], &tried(1, " \n", None)).is_err());
        assert!(with_text(&[], &tried(1, &"a".repeat(LONGEST_TEXT + 1), None)).is_err());
        let mut texts = Vec::new();
        for id in 0..MOST_TEXTS as u128 {
            texts = with_text(&texts, &tried(id, "text", None)).unwrap_or_default();
        }
        assert_eq!(texts.len(), MOST_TEXTS);
        assert!(with_text(&texts, &tried(99, "text", None)).is_err());
    }
}
