//! Who can open a record, since when, and what was done with it; name and contact.

mod change;
mod contact;
mod erase;
mod page;
mod rule;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/clients/{client}/access", Policy::ReadRecord, page::show)
        .post(
            "/clients/{client}/access",
            Policy::WriteRecord,
            change::give,
        )
        .post(
            "/clients/{client}/access/end",
            Policy::WriteRecord,
            change::end,
        )
        .get(
            "/clients/{client}/access/contact",
            Policy::WriteRecord,
            contact::show,
        )
        .post(
            "/clients/{client}/access/contact",
            Policy::WriteRecord,
            contact::save,
        )
        .get(
            "/clients/{client}/access/erase",
            Policy::EraseRecord,
            erase::show,
        )
        .post(
            "/clients/{client}/access/erase",
            Policy::EraseRecord,
            erase::erase,
        )
}
