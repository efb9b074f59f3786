//! Choosing another language at the foot of a page.

use attune_ids::ClientId;
use attune_record::Actor;
use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::Language;
use crate::policy::Policy;
use crate::portal::Trouble;
use crate::routes::Routes;
use crate::{App, AppError, cookie};

pub(crate) fn routes(routes: Routes) -> Routes {
    // Help and the page for a link that does not open are for everybody, in any language.
    routes.post("/portal/language", Policy::Anyone, choose)
}

#[derive(Deserialize)]
pub(crate) struct Chosen {
    language: String,
    #[serde(default)]
    back: String,
}

/// Keeps the choice on this device, and for a client whose visit is open also with the client, so that the next
/// device, and the mails, speak it too.
async fn choose(
    State(app): State<App>,
    headers: HeaderMap,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Trouble> {
    let mut response = Redirect::to(way_back(&chosen.back)).into_response();
    let Some(language) = Language::from_tag(&chosen.language) else {
        return Ok(response);
    };
    if let Some(value) = cookie::set(cookie::LANGUAGE, language.tag()) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    for client in visiting(&app, &headers).await? {
        app.prefer_language(client, Actor::ClientLink(client), language)
            .await?;
    }
    Ok(response)
}

/// The same where nothing is known of anybody: on this device alone.
pub(crate) async fn choose_here(Form(chosen): Form<Chosen>) -> Response {
    let mut response = Redirect::to(way_back(&chosen.back)).into_response();
    if let Some(language) = Language::from_tag(&chosen.language)
        && let Some(value) = cookie::set(cookie::LANGUAGE, language.tag())
    {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// Whose visits the cookies open. On a shared phone that can be two people's.
async fn visiting(app: &App, headers: &HeaderMap) -> Result<Vec<ClientId>, AppError> {
    let mut clients = Vec::new();
    if let Some(link) = cookie::read(headers, cookie::LINK)
        && let Some(holder) = crate::portal::resume(app, &link).await?
    {
        clients.push(holder.client);
    }
    if let Some(space) = cookie::read(headers, cookie::SPACE)
        && let Some((client, _)) = crate::space::resume(app, &space).await?
    {
        clients.push(client);
    }
    clients.dedup();
    Ok(clients)
}

/// Only to pages of ours that clients see, whatever the form says.
fn way_back(back: &str) -> &str {
    let ours = ["/portal", "/s/"].iter().any(|start| {
        back.strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || start.ends_with('/') || rest.starts_with('/'))
    });
    let plain = !back.contains("//") && !back.contains('\\');
    if ours && plain { back } else { "/portal" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_among_our_pages_for_clients() {
        for ours in [
            "/portal",
            "/portal/item/3?then=review",
            "/s/secret",
            "/portal/help",
        ] {
            assert_eq!(way_back(ours), ours);
        }
        for elsewhere in [
            "",
            "https://example.org",
            "//example.org",
            "/portal//example.org",
            "/portalling",
            "/caseload",
            "/portal/\\example.org",
        ] {
            assert_eq!(way_back(elsewhere), "/portal");
        }
    }
}
