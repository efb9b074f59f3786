//! The way of a client into the space of their own: a link from their clinician, opened with one press.

use attune_ids::ClientId;
use attune_server::{App, service};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::http::header::SET_COOKIE;
use tower::ServiceExt;

use crate::Failure;

const LARGEST_PAGE: usize = 1024 * 1024;
const SPACE: &str = "__Host-attune-space";

/// Makes a link as this clinician does, opens it, and returns the cookie of the visit.
pub(crate) async fn enter(app: &App, clinician: &str, client: ClientId) -> Result<String, Failure> {
    let service = service(app.clone());
    let made = post(
        &service,
        &format!("/clients/{client}/space/link"),
        Some(clinician),
    )
    .await?;
    let page = to_bytes(made.into_body(), LARGEST_PAGE).await?;
    let page = String::from_utf8_lossy(&page);
    let from = page.find("/s/").ok_or("there is no link on the page")?;
    let link: String = page[from..]
        .chars()
        .take_while(|letter| !"\" <".contains(*letter))
        .collect();
    let opened = post(&service, &link, None).await?;
    let cookies = opened.headers().get_all(SET_COOKIE).iter();
    let mut pairs = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    let visit = pairs.find(|pair| pair.starts_with(SPACE));
    Ok(visit.ok_or("the link did not open the space")?.to_owned())
}

async fn post(
    service: &Router,
    path: &str,
    cookie: Option<&str>,
) -> Result<axum::response::Response, Failure> {
    let request = Request::post(path)
        .header("host", "localhost:7878")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", cookie.unwrap_or_default())
        .body(Body::empty())?;
    Ok(service.clone().oneshot(request).await?)
}
