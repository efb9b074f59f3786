//! The cookies Attune sets. `__Host-` binds them to this host, to HTTPS
//! (browsers treat localhost as such) and to the whole path.

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HeaderValue};

/// A staff session.
pub(crate) const STAFF: &str = "__Host-attune";
/// The key of the person who is signed in, sealed for this one session.
pub(crate) const OWN: &str = "__Host-attune-own";
/// The key to what a client keeps for themselves alone, sealed for this one visit.
pub(crate) const PRIVATE: &str = "__Host-attune-private";
/// A client who came through a link.
pub(crate) const LINK: &str = "__Host-attune-link";
/// A client in a space of their own.
pub(crate) const SPACE: &str = "__Host-attune-space";

/// The language somebody chose on this device; says nothing about who they are.
pub(crate) const LANGUAGE: &str = "__Host-attune-language";
/// A clinician's device in a client's hands.
pub(crate) const HANDED_OVER: &str = "__Host-attune-handed-over";

/// The value of a cookie, if the browser sent it.
pub(crate) fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value.to_owned())
}

/// A cookie that lasts as long as the browser session; the server ends it earlier.
pub(crate) fn set(name: &str, value: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!(
        "{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax"
    ))
    .ok()
}

/// Takes a cookie away.
pub(crate) fn clear(name: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!(
        "{name}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
    ))
    .ok()
}
