//! What trials found, problem by problem, with what nobody knows. No client is in it: it is the table that Match goes by.

mod list;
mod problem;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/evidence", Policy::Clinical, list::show).get(
        "/evidence/{problem}",
        Policy::Clinical,
        problem::show,
    )
}
