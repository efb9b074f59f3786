//! Signing in: password and one-time code, throttled; sessions that end.

mod account;
mod notes_code;
mod page;
mod password;
mod session;
pub(crate) mod throttle;
mod totp;
mod welcome;

pub use page::DEMO_PASSWORD;
pub(crate) use password::fits as password_fits;
pub use password::hash_password;
pub(crate) use session::{begin_until, resume};
pub use totp::{current_code, new_secret};
pub use welcome::{SETUP_HOURS, prepare_setup};

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/sign-in", Policy::Anyone, page::show)
        .post("/sign-in", Policy::Anyone, page::submit)
        .post("/sign-out", Policy::Staff, session::sign_out)
        .get("/account", Policy::Staff, account::show)
        .post("/account/sessions/end", Policy::Staff, account::end_one)
        .post(
            "/account/sessions/end-others",
            Policy::Staff,
            account::end_others,
        )
        .post("/account/password", Policy::Staff, account::change_password)
        .post("/account/notes-code", Policy::Staff, notes_code::make)
        .post("/account/notes-open", Policy::Staff, notes_code::open)
        .get("/welcome/{token}", Policy::Anyone, welcome::show)
        .post("/welcome/{token}", Policy::Anyone, welcome::submit)
}
