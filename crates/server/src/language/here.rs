//! In which language a request is answered.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};

use super::Language;
use crate::first_page::is_first;
use crate::policy::{LinkHolder, SpaceHolder};
use crate::{App, cookie};

tokio::task_local! {
    /// Set around every handler of a page for clients, see [`Here::during`].
    static HERE: Here;
}

/// The language of the page that is being made, and where it is. Known around a handler rather than handed through
/// every one of them: no rule depends on it, only how things are said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Here {
    /// In which language things are said.
    pub(crate) language: Language,
    /// Where one comes back to after choosing another one.
    pub(crate) address: String,
    /// On a device that somebody wants back.
    pub(crate) handed_over: bool,
    /// The first page on this phone, see [`crate::first_page`].
    pub(crate) first: bool,
}

impl Here {
    /// That of the request being answered; English outside of one, as on staff pages.
    pub(crate) fn now() -> Self {
        HERE.try_with(Self::clone).unwrap_or_default()
    }

    /// Answers a request here.
    pub(crate) async fn during<T>(self, answer: impl Future<Output = T>) -> T {
        HERE.scope(self, answer).await
    }
}

/// The client's own language if one was chosen for or by them, else what was chosen on this device, else what the
/// browser asks for, else the practice's. The proof of who asks must be in the request by now.
pub(crate) async fn of_request(app: &App, parts: &Parts) -> Here {
    let link = parts
        .extensions
        .get::<LinkHolder>()
        .map(|holder| holder.client);
    let space = parts
        .extensions
        .get::<SpaceHolder>()
        .map(|holder| holder.client);
    let chosen = match link.or(space) {
        Some(client) => app.language_of(client).await,
        None => None,
    };
    let language = match chosen.or_else(|| of_browser(&parts.headers)) {
        Some(language) => language,
        None => app.settings.read().await.language(),
    };
    Here {
        language,
        address: address_of(parts),
        handed_over: app.handed_over(&parts.headers).is_some(),
        first: is_first(&parts.method, asked_for(parts), &parts.headers),
    }
}

/// What was chosen on this device, else what the browser asks for.
pub(crate) fn of_browser(headers: &HeaderMap) -> Option<Language> {
    let chosen = cookie::read(headers, cookie::LANGUAGE).and_then(|tag| Language::from_tag(&tag));
    let asked = || {
        let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::wanted(header)
    };
    chosen.or_else(asked)
}

/// Where one comes back to. A form's answer has no such address.
pub(crate) fn address_of(parts: &Parts) -> String {
    if parts.method != Method::GET {
        return "/portal".to_owned();
    }
    asked_for(parts)
        .path_and_query()
        .map_or_else(String::new, |address| address.as_str().to_owned())
}

/// The address as it was asked for, whatever part of it a router has taken off.
pub(crate) fn asked_for(parts: &Parts) -> &Uri {
    let original = parts.extensions.get::<axum::extract::OriginalUri>();
    original.map_or(&parts.uri, |original| &original.0)
}
