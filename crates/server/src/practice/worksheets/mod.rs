//! The practice's own worksheets: written as the shipped ones are, checked by the same rules. Nothing here names a
//! client.

mod list;
mod write;

use serde::Deserialize;

use crate::policy::Policy;
use crate::routes::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    use Policy::Administrator;
    routes
        .get("/practice/worksheets", Administrator, list::show)
        .get("/practice/worksheets/new", Administrator, write::begin)
        .post("/practice/worksheets/new", Administrator, write::receive)
        .get(
            "/practice/worksheets/{worksheet}",
            Administrator,
            list::hand_on,
        )
        .post(
            "/practice/worksheets/{worksheet}/use",
            Administrator,
            list::set_use,
        )
}

/// The worksheet a path names.
#[derive(Debug, Deserialize)]
struct OneWorksheet {
    worksheet: String,
}
