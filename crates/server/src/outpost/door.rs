//! Who may use which address of a portal that runs alone. One list makes the router and the test.

use std::sync::{Mutex, PoisonError};

use attune_record::TokenHash;
use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use jiff::{SignedDuration, Timestamp};

use super::visitor::Visitor;
use super::{Outpost, exchange, pages};
use crate::first_page::is_first;
use crate::language::{Here, address_of, asked_for, of_browser};
use crate::portal::{Trouble, closed_page};
use crate::{AppError, cookie};

/// Who may use an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// Anybody: help, the way in, the way out.
    Public,
    /// Whoever holds a link that is good.
    Visitor,
    /// The practice, with the access key. To everybody else there is nothing here.
    PracticeOnly,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalRoute {
    /// Verb.
    pub method: Method,
    /// Pattern.
    pub path: &'static str,
    /// Who may use it.
    pub entrance: Entrance,
}

/// Collects routes; the router inside is not handed out, so that nothing is added past the door.
struct Doors {
    outpost: Outpost,
    router: Router<Outpost>,
    list: Vec<PortalRoute>,
}

impl Doors {
    fn add<H, T>(mut self, method: Method, path: &'static str, entrance: Entrance, to: H) -> Self
    where
        H: Handler<T, Outpost>,
        T: 'static,
    {
        let filter = if method == Method::GET {
            MethodFilter::GET
        } else {
            MethodFilter::POST
        };
        let guard = (self.outpost.clone(), entrance);
        let handler = on(filter, to).layer(axum::middleware::from_fn_with_state(guard, enforce));
        self.router = self.router.route(path, handler);
        self.list.push(PortalRoute {
            method,
            path,
            entrance,
        });
        self
    }

    fn get<H, T>(self, path: &'static str, entrance: Entrance, to: H) -> Self
    where
        H: Handler<T, Outpost>,
        T: 'static,
    {
        self.add(Method::GET, path, entrance, to)
    }

    fn post<H, T>(self, path: &'static str, entrance: Entrance, to: H) -> Self
    where
        H: Handler<T, Outpost>,
        T: 'static,
    {
        self.add(Method::POST, path, entrance, to)
    }
}

fn doors(outpost: &Outpost) -> Doors {
    use Entrance::{PracticeOnly, Public, Visitor};
    let doors = Doors {
        outpost: outpost.clone(),
        router: Router::new(),
        list: Vec::new(),
    };
    doors
        .get("/health", Public, || async { "ok" })
        .get("/assets/{name}", Public, crate::assets::serve)
        .get("/q/{token}", Public, pages::enter)
        .get("/portal/help", Public, pages::help)
        .post("/portal/leave", Public, pages::leave)
        .post("/portal/language", Public, crate::language::choose_here)
        .get("/portal", Visitor, pages::welcome)
        .get("/portal/item", Visitor, pages::resume)
        .get("/portal/item/{number}", Visitor, pages::show)
        .post("/portal/item/{number}", Visitor, pages::keep)
        .post("/portal/item/{number}/words", Visitor, pages::keep_words)
        .get("/portal/pause", Visitor, pages::pause)
        .get("/portal/review", Visitor, pages::review)
        .post("/portal/send", Visitor, pages::send)
        .get("/portal/thanks", Visitor, pages::thanks)
        .get("/exchange", PracticeOnly, exchange::held)
        .post("/exchange/front", PracticeOnly, exchange::front)
        .post("/exchange/packets/{name}", PracticeOnly, exchange::bring)
        .post(
            "/exchange/packets/{name}/withdraw",
            PracticeOnly,
            exchange::withdraw,
        )
        .get("/exchange/waiting/{name}", PracticeOnly, exchange::waiting)
        .post(
            "/exchange/waiting/{name}/taken",
            PracticeOnly,
            exchange::taken,
        )
}

/// Every route with who may use it.
pub fn portal_routes(outpost: &Outpost) -> Vec<PortalRoute> {
    doors(outpost).list
}

pub(super) fn router(outpost: &Outpost) -> Router {
    let nothing = || async { AppError::NotFound };
    doors(outpost)
        .router
        .fallback(axum::routing::get(nothing).post(nothing))
        .with_state(outpost.clone())
}

async fn enforce(
    State((outpost, entrance)): State<(Outpost, Entrance)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    if entrance == Entrance::PracticeOnly {
        return if is_practice(&outpost, &parts) {
            next.run(Request::from_parts(parts, body)).await
        } else {
            StatusCode::NOT_FOUND.into_response()
        };
    }
    let visitor = visitor(&outpost, &parts);
    let here = here(&outpost, &visitor, &parts);
    let answer = async {
        if entrance == Entrance::Visitor {
            match visitor {
                Ok(Some(visitor)) => parts.extensions.insert(visitor),
                Ok(None) => {
                    return match outpost.front() {
                        Ok(front) => closed_page(&front, &outpost.catalog),
                        Err(error) => Trouble::from(error).into_response(),
                    };
                }
                Err(error) => return Trouble::from(error).into_response(),
            };
        }
        next.run(Request::from_parts(parts, body)).await
    };
    here.during(answer).await
}

fn visitor(outpost: &Outpost, parts: &Parts) -> Result<Option<Visitor>, AppError> {
    match cookie::read(&parts.headers, cookie::LINK) {
        Some(secret) => Visitor::of(outpost, &secret),
        None => Ok(None),
    }
}

/// The language chosen on this device, else the client's, else what the browser asks for, else the practice's. Unlike in
/// the practice the device comes first: what is chosen here cannot be kept with the client.
fn here(outpost: &Outpost, visitor: &Result<Option<Visitor>, AppError>, parts: &Parts) -> Here {
    let chosen = cookie::read(&parts.headers, cookie::LANGUAGE);
    let theirs = || match visitor {
        Ok(Some(visitor)) => visitor.packet.language.clone(),
        _ => None,
    };
    let language = chosen
        .or_else(theirs)
        .and_then(|tag| crate::language::Language::from_tag(&tag))
        .or_else(|| of_browser(&parts.headers))
        .or_else(|| outpost.front().ok().map(|front| front.spoken()));
    Here {
        language: language.unwrap_or_default(),
        address: address_of(parts),
        handed_over: false,
        first: is_first(&parts.method, asked_for(parts), &parts.headers),
    }
}

/// Hashes are compared and not keys, so how long it takes says nothing about the key.
fn is_practice(outpost: &Outpost, parts: &Parts) -> bool {
    let given = parts.headers.get(AUTHORIZATION);
    let given = given.and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer "));
    given.is_some_and(|key| TokenHash::of(key.as_bytes()) == outpost.access)
}

/// Links that open nothing are tried so often in a minute, by everybody together; then the door stays shut until the
/// next one. Nobody guesses 256 bits; this keeps the disk and the log quiet.
const TRIES: u32 = 120;

/// Counts links that opened nothing.
#[derive(Default)]
pub(super) struct Strangers(Mutex<Option<(Timestamp, u32)>>);

impl Strangers {
    pub(super) fn may_try(&self, now: Timestamp) -> bool {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !matches!(*counted, Some((since, tries)) if tries >= TRIES && is_fresh(since, now))
    }

    pub(super) fn count(&self, now: Timestamp) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counted = match *counted {
            Some((since, tries)) if is_fresh(since, now) => Some((since, tries.saturating_add(1))),
            _ => Some((now, 1)),
        };
    }
}

fn is_fresh(since: Timestamp, now: Timestamp) -> bool {
    now.duration_since(since).abs() < SignedDuration::from_mins(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_guesses_waits_for_the_next_minute() {
        let strangers = Strangers::default();
        let now = Timestamp::UNIX_EPOCH;
        for _ in 0..TRIES {
            assert!(strangers.may_try(now));
            strangers.count(now);
        }
        assert!(!strangers.may_try(now));
        assert!(strangers.may_try(now + SignedDuration::from_mins(1)));
    }
}
