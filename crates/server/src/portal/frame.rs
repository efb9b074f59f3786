//! What every page of the portal has around its content.

use askama::Template;
use attune_catalog::Catalog;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::front::Front;
use super::help::Help;
use crate::first_page::STYLE;
use crate::language::{Here, Language, Said};
use crate::{App, AppError, assets};

/// The frame of a portal page. Its title is the practice's name and nothing
/// else: others may see the phone.
pub(crate) struct Frame {
    /// The practice's name.
    pub(crate) practice: String,
    /// Everything is invented; said on every page.
    pub(crate) fictional: bool,
    /// Address of the style sheet.
    pub(crate) style: String,
    /// The style itself, on the first page.
    pub(crate) style_inside: Option<&'static str>,
    /// Address of the script.
    pub(crate) script: String,
    /// Address of the small picture in the browser's tab.
    pub(crate) icon: String,
    /// Where "leave quickly" leads.
    pub(crate) leave_to: String,
    /// In which language the page is.
    pub(crate) language: Language,
    /// Where one comes back to after choosing another language.
    pub(crate) address: String,
    /// On a device that somebody wants back: no link brings anybody back to it.
    pub(crate) handed_over: bool,
}

impl Frame {
    /// The frame as this practice has it.
    pub(crate) async fn of(app: &App) -> Self {
        Self::with(&Front::of(app).await)
    }

    /// The frame of a practice with this front.
    pub(crate) fn with(front: &Front) -> Self {
        let Here {
            language,
            address,
            handed_over,
            first,
        } = Here::now();
        Self {
            practice: front.practice.clone(),
            fictional: front.fictional,
            style: assets::address("portal.css"),
            style_inside: first.then(|| STYLE.as_str()),
            script: assets::address("portal.js"),
            icon: assets::address("icon.svg"),
            leave_to: front.leave_to.clone(),
            language,
            address,
            handed_over,
        }
    }

    /// For a page that is the same wherever it is shown: choosing another language leads to the door and not back
    /// to an address that would tell one case from another.
    pub(crate) fn telling_nothing(self) -> Self {
        Self {
            address: "/portal".to_owned(),
            ..self
        }
    }

    /// The text with this key, in the language of the page.
    pub(crate) fn say(&self, key: &'static str) -> Said {
        self.language.say(key)
    }

    /// The language of the page, as its tag.
    pub(crate) fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// What the page can be read in: tag, name, and whether it is now.
    pub(crate) fn languages(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        let here = self.language;
        Language::ALL
            .into_iter()
            .map(move |language| (language.tag(), language.own_name(), language == here))
    }
}

#[derive(Template)]
#[template(path = "portal/closed.html")]
struct ClosedPage {
    frame: Frame,
    help: Help,
}

/// The one page for a link that opens nothing: unknown, too old, taken back, or
/// a visit that ended. It does not say which, and always shows help.
pub(crate) async fn closed(app: &App) -> Response {
    closed_page(&Front::of(app).await, &app.catalog)
}

/// The same for a practice with this front.
pub(crate) fn closed_page(front: &Front, catalog: &Catalog) -> Response {
    let page = ClosedPage {
        frame: Frame::with(front).telling_nothing(),
        help: Help::with(front, catalog),
    };
    match page.render() {
        Ok(html) => (StatusCode::NOT_FOUND, Html(html)).into_response(),
        Err(error) => AppError::from(error).into_response(),
    }
}

/// Why a portal page is not shown.
pub(crate) enum Trouble {
    /// There is another page to show.
    Instead(Box<Response>),
    /// Something went wrong. The client reads plain words, what was kept and where
    /// help is; the cause goes to the log under the same rules as everywhere.
    Broken(AppError),
}

impl Trouble {
    /// Something else to show.
    pub(crate) fn instead(response: impl IntoResponse) -> Self {
        Self::Instead(Box::new(response.into_response()))
    }
}

impl<Error: Into<AppError>> From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Broken(error.into())
    }
}

#[derive(Template)]
#[template(path = "portal/trouble.html")]
struct TroublePage {
    style: String,
    icon: String,
    language: Language,
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let status = match self {
            Self::Instead(response) => return *response,
            Self::Broken(error) => error.into_response().status(),
        };
        let page = TroublePage {
            style: assets::address("portal.css"),
            icon: assets::address("icon.svg"),
            language: Here::now().language,
        };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => status.into_response(),
        }
    }
}
