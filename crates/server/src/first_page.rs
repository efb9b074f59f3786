//! The first page a phone opens, from a link in a message: it carries its style inside, so that nothing else is waited
//! for. Every later page finds the style sheet on the phone.
//!
//! With the style inside a page is large, so it is compressed, which other pages are not: compressing what a stranger
//! chose together with what is secret tells about the secret (BREACH). A page for an address without a query holds
//! nothing that whoever led here could choose, and only such a page is a first page.

use std::io::Write;
use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName,
    HeaderValue, VARY,
};
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::BodyExt;

/// What a browser says about who led here.
const LED_BY: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The style sheet of the pages for clients, as a page carries it.
pub(crate) static STYLE: LazyLock<String> = LazyLock::new(|| crate::assets::text("portal.css"));

/// Marks an answer whose page carries [`STYLE`]; the content policy then allows exactly that.
#[derive(Clone, Copy)]
pub(crate) struct StyleInside;

/// Whether somebody comes from outside to a page for clients: by a link in a message, a bookmark, or by typing. A
/// browser that does not say gets the page as everybody else.
pub(crate) fn is_first(method: &Method, address: &Uri, headers: &HeaderMap) -> bool {
    let from_outside = headers.get(LED_BY).is_some_and(|site| {
        ["none", "cross-site", "same-site"]
            .iter()
            .any(|known| site == known)
    });
    let path = address.path();
    let for_clients = path == "/portal" || path.starts_with("/portal/");
    method == Method::GET && from_outside && for_clients && address.query().is_none()
}

/// Compresses a first page on its way out.
pub(crate) async fn carry(request: Request, next: Next) -> Response {
    let first = is_first(request.method(), request.uri(), request.headers());
    let compresses = takes_gzip(request.headers());
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !first || !is_page {
        return response;
    }
    response.extensions_mut().insert(StyleInside);
    let vary = HeaderValue::from_static("accept-encoding, sec-fetch-site");
    response.headers_mut().append(VARY, vary);
    if compresses {
        compressed(response).await
    } else {
        response
    }
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|value| value.split(',').any(|coding| coding.trim() == "gzip"))
}

async fn compressed(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(page) = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
    else {
        // Our own pages are in memory already; a body that breaks off is not sent as if it were whole.
        return Response::from_parts(parts, Body::empty());
    };
    match gzip(&page) {
        Ok(smaller) => {
            parts.headers.remove(CONTENT_LENGTH);
            let coding = HeaderValue::from_static("gzip");
            parts.headers.insert(CONTENT_ENCODING, coding);
            Response::from_parts(parts, Body::from(smaller))
        }
        Err(_) => Response::from_parts(parts, Body::from(page)),
    }
}

fn gzip(page: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(page)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(method: &Method, address: &str, led_by: Option<&'static str>) -> bool {
        let mut headers = HeaderMap::new();
        if let Some(site) = led_by {
            headers.insert(LED_BY, HeaderValue::from_static(site));
        }
        is_first(
            method,
            &Uri::try_from(address).unwrap_or_default(),
            &headers,
        )
    }

    #[test]
    fn a_first_page_is_one_that_somebody_outside_led_to_and_could_not_write_into() {
        for site in ["none", "cross-site", "same-site"] {
            assert!(first(&Method::GET, "/portal", Some(site)));
            assert!(first(&Method::GET, "/portal/today", Some(site)));
        }
        assert!(
            !first(&Method::GET, "/portal", Some("same-origin")),
            "the style is on the phone"
        );
        assert!(
            !first(&Method::GET, "/portal", None),
            "a browser that does not say"
        );
        assert!(
            !first(&Method::GET, "/portal/today?guess=a", Some("cross-site")),
            "a stranger's words"
        );
        assert!(!first(&Method::POST, "/portal/send", Some("none")));
        assert!(!first(&Method::GET, "/portals", Some("none")));
        assert!(
            !first(&Method::GET, "/clients", Some("none")),
            "staff pages are never compressed"
        );
    }
}
