//! One client: beginning a record, and the page that opens with the person.

mod begin;
mod person;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/clients/new", Policy::Clinical, begin::show)
        .post("/clients/new", Policy::Clinical, begin::submit)
        .get("/clients/{client}", Policy::ReadRecord, person::show)
}
