//! The client's side: one questionnaire through a link, on a phone, no account.
//!
//! One thing on a screen. What is answered is kept after every screen, under the
//! questionnaire and not under the browser, so that a lost connection, a closed
//! phone or another phone goes on where the last one stopped. Sending twice is
//! sending once: the response's entry id is made from the questionnaire's.

mod entrance;
mod frame;
mod front;
mod help;
mod item;
mod link;
mod onward;
mod send;
mod sheet;
mod visit;
mod welcome;

pub(crate) use entrance::{begin_visit, complete, resume};
pub(crate) use frame::{Frame, Trouble, closed, closed_page};
pub(crate) use front::Front;
pub(crate) use help::{Help, help_page};
pub(crate) use item::{
    Came, Given, Screen, onward as next_screen, pause_page, pick_page, screen, show_page,
    where_it_stopped,
};
pub(crate) use link::{Made, make_link, take_back_links};
pub(crate) use onward::visit_here;
pub(crate) use send::{Arrived, Sent, review_page, thanks_page};
pub(crate) use sheet::Sheet;
pub(crate) use visit::{language_asked, visit_of};
pub(crate) use welcome::{asker_of, welcome_page};

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/q/{token}", Policy::Anyone, entrance::enter)
        .get("/portal", Policy::ClientLink, welcome::show)
        .get("/portal/item", Policy::ClientLink, item::resume)
        .get("/portal/item/{number}", Policy::ClientLink, item::show)
        .post("/portal/item/{number}", Policy::ClientLink, item::keep)
        .post(
            "/portal/item/{number}/words",
            Policy::ClientLink,
            item::keep_words,
        )
        .get("/portal/pause", Policy::ClientLink, item::pause)
        .get("/portal/review", Policy::ClientLink, send::review)
        .post("/portal/send", Policy::ClientLink, send::send)
        .get("/portal/thanks", Policy::ClientLink, send::thanks)
        .post("/portal/next", Policy::ClientLink, onward::go_on)
        // Help and the way out work for everybody, also when a visit has ended.
        .get("/portal/help", Policy::Anyone, help::show)
        .post("/portal/leave", Policy::Anyone, entrance::leave)
}
