//! Style sheets, scripts and fonts, built from `web/` and carried inside the program.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue, VARY,
};
use axum::response::{IntoResponse, Response};

#[derive(rust_embed::RustEmbed)]
#[folder = "../../web/dist"]
struct Built;

/// The address of a built file by its plain name, for example `staff.css`. The
/// name carries a hash of the content, so browsers may keep it for ever.
pub(crate) fn address(name: &str) -> String {
    static MANIFEST: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let manifest = MANIFEST.get_or_init(|| {
        Built::get("manifest.json")
            .and_then(|file| serde_json::from_slice(&file.data).ok())
            .unwrap_or_default()
    });
    match manifest.get(name) {
        Some(hashed) => format!("/assets/{hashed}"),
        None => format!("/assets/{name}"),
    }
}

/// The text of a built style sheet by its plain name, for a page that carries it inside.
pub(crate) fn text(name: &str) -> String {
    let address = address(name);
    let file = Built::get(address.strip_prefix("/assets/").unwrap_or(name));
    file.map_or_else(String::new, |file| {
        String::from_utf8_lossy(&file.data).into_owned()
    })
}

/// Serves one built file, compressed if the browser takes it.
pub(crate) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let accepted = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let variants = [("br", ".br"), ("gzip", ".gz")];
    let compressed = variants
        .iter()
        .filter(|(coding, _)| accepted.contains(coding))
        .find_map(|(coding, ending)| {
            Some((Some(*coding), Built::get(&format!("{name}{ending}"))?))
        });
    let Some((coding, file)) = compressed.or_else(|| Some((None, Built::get(&name)?))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(&name)));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
