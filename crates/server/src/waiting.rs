//! Answers that waited on a phone until there was a connection.
//!
//! An answer that could not be sent goes again hours later, perhaps in another visit and on a phone that others use as
//! well. So a page says by a mark which questionnaire it belongs to, the script sends the mark along, and an answer with
//! the mark of another questionnaire is turned away before a handler sees it. The mark tells nobody whose it is: it is
//! made from the random id of the questionnaire and is the same in every visit.

use attune_ids::AssignmentId;
use axum::body::Body;
use axum::http::header::{HeaderName, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use sha2::{Digest, Sha256};

use crate::policy::LinkHolder;

/// The header in which the script says for which questionnaire an answer was given.
const HEADER: &str = "attune-questionnaire";

/// The header that tells the script where the answer leads.
const ONWARD: &str = "attune-onward";

tokio::task_local! {
    /// Set around every handler of a questionnaire's pages.
    static MARK: Option<String>;
}

/// The mark of the questionnaire whose page is being made; none on every other page. For the template.
pub(crate) fn mark() -> Option<String> {
    MARK.try_with(Clone::clone).ok().flatten()
}

/// Answers a request on a page of the questionnaire of this link, if there is one.
pub(crate) async fn during<T>(holder: Option<AssignmentId>, answer: impl Future<Output = T>) -> T {
    MARK.scope(holder.map(mark_of), answer).await
}

/// Whether it is the script that sends this answer.
pub(crate) fn by_script(headers: &HeaderMap) -> bool {
    headers.contains_key(HEADER)
}

/// Whether what is sent was meant for the questionnaire of this visit. What says nothing is: a page without its script
/// is sent at once or not at all.
pub(crate) fn is_meant_for(parts: &Parts) -> bool {
    let (Some(meant), Some(holder)) = (
        parts.headers.get(HEADER),
        parts.extensions.get::<LinkHolder>(),
    ) else {
        return true;
    };
    meant.as_bytes() == mark_of(holder.assignment).as_bytes()
}

/// Says where an answer leads instead of sending its script there: the script would fetch the page, throw it away and
/// open it, which is one way to the server and back too many on a slow line.
pub(crate) fn told(by_script: bool, response: Response) -> Response {
    if !by_script || !response.status().is_redirection() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let Some(onward) = parts.headers.remove(LOCATION) else {
        return Response::from_parts(parts, Body::empty());
    };
    parts.status = StatusCode::OK;
    parts
        .headers
        .insert(HeaderName::from_static(ONWARD), onward);
    Response::from_parts(parts, Body::empty())
}

fn mark_of(assignment: AssignmentId) -> String {
    let mut digest = Sha256::new();
    digest.update(b"attune: answers that waited");
    digest.update(assignment.0.as_bytes());
    let mut mark = [0; 16];
    mark.copy_from_slice(&digest.finalize()[..16]);
    uuid::Uuid::from_bytes(mark).simple().to_string()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_mark_differs_between_questionnaires_and_does_not_hold_the_id() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let marks = [one, other].map(|id| mark_of(AssignmentId(id)));
        assert_ne!(marks[0], marks[1]);
        assert_eq!(marks[0], mark_of(AssignmentId(one)));
        assert!(!marks[0].contains("0000000"));
    }
    #[test]
    fn the_script_is_told_where_an_answer_leads_and_others_are_sent_there() {
        let redirect = || {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::SEE_OTHER;
            let onward = HeaderValue::from_static("/portal/item/2");
            response.headers_mut().insert(LOCATION, onward);
            response
        };
        let plain = told(false, redirect());
        assert_eq!(plain.status(), StatusCode::SEE_OTHER);
        let script = told(true, redirect());
        assert_eq!(script.status(), StatusCode::OK);
        assert_eq!(script.headers()[ONWARD], "/portal/item/2");
        assert!(!script.headers().contains_key(LOCATION));
    }
}
