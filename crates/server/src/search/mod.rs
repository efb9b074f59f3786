//! Finding words again, in one record or in all that a person may read. The words are posted, never put into an
//! address, and looked for in memory: no index of words is written anywhere. What is found is what the person at the
//! screen may read anyway, and their own process notes.

mod all;
mod found;
mod one;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/search", Policy::Clinical, all::show)
        .post("/search", Policy::Clinical, all::look)
        .get("/clients/{client}/search", Policy::ReadRecord, one::show)
        .post("/clients/{client}/search", Policy::ReadRecord, one::look)
}
