//! The client's own space: what is asked of them, what was agreed, and what is theirs.
//!
//! Who the client is comes from the visit behind a cookie and from nowhere else: no
//! address here names a client. One visit is one device, from opening to signing out,
//! and is kept as a link of purpose `Portal` ([`visit`]).

mod door;
mod given;
mod more;
mod nav;
mod questions;
mod today;
mod visit;

pub(crate) use door::closed;
pub(crate) use nav::{Nav, Place};
pub(crate) use visit::{end_visit, resume};

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/s/{token}", Policy::Anyone, door::show)
        .post("/s/{token}", Policy::Anyone, door::enter)
        .get("/portal/today", Policy::ClientSpace, today::show)
        .get("/portal/questions", Policy::ClientSpace, questions::show)
        .post(
            "/portal/questions/{assignment}",
            Policy::ClientSpace,
            questions::open,
        )
        .get("/portal/more", Policy::ClientSpace, more::show)
        .post("/portal/sign-out", Policy::ClientSpace, door::sign_out)
        .get("/clients/{client}/space", Policy::ReadRecord, given::show)
        .post(
            "/clients/{client}/space/link",
            Policy::WriteRecord,
            given::link,
        )
        .post(
            "/clients/{client}/space/close",
            Policy::WriteRecord,
            given::close,
        )
}
