//! The client's side: one questionnaire through a link, on a phone, no account.

mod link;

pub(crate) use link::make_link;
pub(crate) use link::resume;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/q/{token}", Policy::Anyone, link::enter)
}
