//! Towards the end: the relapse plan that the two write together, and the book of the
//! therapy that the client keeps.

mod book;
mod own;
mod page;

pub(crate) use own::title as relapse_title;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/clients/{client}/ending", Policy::ReadRecord, page::show)
        .post(
            "/clients/{client}/ending/relapse-plan",
            Policy::WriteRecord,
            page::agree,
        )
        .post(
            "/clients/{client}/ending/book",
            Policy::WriteRecord,
            book::give,
        )
        .get("/portal/relapse-plan", Policy::ClientSpace, own::show)
        .post("/portal/relapse-plan", Policy::ClientSpace, own::keep)
        .post("/portal/book", Policy::ClientSpace, book::take)
}
