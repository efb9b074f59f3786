//! The client's own space: what is asked of them, what was agreed, and what is theirs.
//!
//! Who the client is comes from the visit behind a cookie and from nowhere else: no
//! address here names a client. One visit is one device, from opening to signing out,
//! and is kept as a link of purpose `Portal` ([`visit`]).

mod account;
mod ceremony;
mod course;
mod data;
mod devices;
mod door;
mod given;
mod life;
mod looked;
mod mine;
mod more;
mod nav;
mod questions;
mod settings;
mod shared;
mod sharing;
mod sign_in;
mod today;
mod visit;
mod written;

pub(crate) use ceremony::Ceremonies;
pub(crate) use door::closed;
pub(crate) use nav::{Nav, Place};
pub use settings::SpaceSettings;
pub(crate) use shared::plan_view;
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
        .get("/portal/plan", Policy::ClientSpace, shared::show)
        .post("/portal/plan/remark", Policy::ClientSpace, shared::remark)
        .post("/portal/plan/goals", Policy::ClientSpace, shared::rate)
        .get("/portal/course", Policy::ClientSpace, course::show)
        .post("/portal/course", Policy::ClientSpace, course::switch)
        .get("/portal/data", Policy::ClientSpace, data::show)
        .post("/portal/data/page", Policy::ClientSpace, data::page)
        .post("/portal/data/json", Policy::ClientSpace, data::json)
        .get("/portal/devices", Policy::ClientSpace, devices::show)
        .post("/portal/devices/end", Policy::ClientSpace, devices::end)
        .get("/portal/account", Policy::ClientSpace, account::show)
        .post(
            "/portal/account/mail",
            Policy::ClientSpace,
            account::by_mail,
        )
        .post(
            "/portal/account/passkey/begin",
            Policy::ClientSpace,
            account::begin,
        )
        .post(
            "/portal/account/passkey/finish",
            Policy::ClientSpace,
            account::finish,
        )
        .post(
            "/portal/account/passkey/remove",
            Policy::ClientSpace,
            account::remove,
        )
        .get("/portal/sign-in", Policy::Anyone, sign_in::show)
        .post("/portal/sign-in", Policy::Anyone, sign_in::by_mail)
        .post(
            "/portal/sign-in/passkey/begin",
            Policy::Anyone,
            sign_in::begin,
        )
        .post(
            "/portal/sign-in/passkey/finish",
            Policy::Anyone,
            sign_in::finish,
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
        .post(
            "/clients/{client}/space/share",
            Policy::WriteRecord,
            sharing::share,
        )
        .post(
            "/clients/{client}/space/unshare",
            Policy::WriteRecord,
            sharing::unshare,
        )
        .post(
            "/clients/{client}/space/scores",
            Policy::WriteRecord,
            sharing::scores,
        )
        .get("/practice/space", Policy::Administrator, settings::show)
        .post("/practice/space", Policy::Administrator, settings::save)
}
