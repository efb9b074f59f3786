//! review

mod draft;

pub(crate) use draft::{ReviewDraft, review_draft, review_input};

use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
}
