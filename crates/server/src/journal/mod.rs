//! The client's journal. Each page is for the client alone, for the two, or for the next session, and moves between
//! these as the client wants.
//!
//! What is for the client alone is no part of the record: the gate seals it to the client ([`crate::gate::Private`]).

mod draft;
mod list;
mod locks;
mod sharing;
mod staff;
mod write;

pub(crate) use staff::{ForSession, for_session_view};

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/portal/journal", Policy::ClientSpace, list::show)
        .post("/portal/journal", Policy::ClientSpace, write::save)
        .post(
            "/portal/journal/unfinished",
            Policy::ClientSpace,
            draft::keep,
        )
        .post(
            "/portal/journal/pages/{page}",
            Policy::ClientSpace,
            sharing::set,
        )
        .post(
            "/portal/journal/pages/{page}/discard",
            Policy::ClientSpace,
            sharing::discard,
        )
        .get("/portal/journal/private", Policy::ClientSpace, locks::show)
        .post(
            "/portal/journal/private/begin",
            Policy::ClientSpace,
            locks::begin,
        )
        .post(
            "/portal/journal/private/open",
            Policy::ClientSpace,
            locks::open,
        )
        .post(
            "/portal/journal/private/forgotten",
            Policy::ClientSpace,
            locks::forgotten,
        )
        .post(
            "/portal/journal/private/code",
            Policy::ClientSpace,
            locks::renew_code,
        )
        .post(
            "/portal/journal/private/close",
            Policy::ClientSpace,
            locks::close,
        )
        .get("/clients/{client}/journal", Policy::ReadRecord, staff::show)
}
