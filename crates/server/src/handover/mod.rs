//! The device in the client's hands.
//!
//! Handing it over ends the clinician's sign-in in this browser: the session is closed, its cookies are taken away,
//! and what is left opens a client's visit to the chosen questionnaires and nothing else. Whoever goes back, types an
//! address or opens another window finds the page on which the device is handed back, for every route but the few
//! named here. Only the password of the person who handed it over leads out, and no second factor has to be at hand,
//! since the browser still holds the sealed sign that one was given.

mod back;
mod start;

pub(crate) use back::page;
pub(crate) use start::start;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .post(
            "/clients/{client}/assess/hand-over",
            Policy::WriteRecord,
            start,
        )
        .get("/hand-back", Policy::Anyone, back::show)
        .post("/hand-back", Policy::Anyone, back::take_back)
}

/// What works while the device is in a client's hands, beside the visit itself.
pub(crate) fn stays_open(path: &str) -> bool {
    [
        "/assets/{name}",
        "/health",
        "/hand-back",
        "/portal/help",
        "/portal/leave",
    ]
    .contains(&path)
}
