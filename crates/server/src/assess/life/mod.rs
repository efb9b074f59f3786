//! What happened in the client's life, with before and after.

mod change;
mod page;

use crate::policy::Policy;
use crate::routes::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    use Policy::{ReadRecord, WriteRecord};
    routes
        .get("/clients/{client}/life", ReadRecord, page::show)
        .post("/clients/{client}/life", WriteRecord, change::add)
        .post(
            "/clients/{client}/life/{event}",
            WriteRecord,
            change::tell_better,
        )
        .post(
            "/clients/{client}/life/{event}/back",
            WriteRecord,
            change::change_back,
        )
        .post(
            "/clients/{client}/life/{event}/void",
            WriteRecord,
            change::take_out,
        )
        .post(
            "/clients/{client}/life/{event}/restore",
            WriteRecord,
            change::put_back,
        )
}
