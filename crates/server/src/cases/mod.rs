//! A case taken to supervision under a pseudonym: chosen and ended on a page about the
//! client, looked at on a page that names no client.

mod read;
mod share;

use crate::policy::Policy;
use crate::routes::Routes;

/// What the audit says of a look at a shared case, beside that the record was read.
const AS_A_CASE: &str = "a shared case, under a pseudonym";

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/cases", Policy::Clinical, read::list)
        .post("/cases", Policy::Clinical, read::open)
        .get("/clients/{client}/case", Policy::WriteRecord, share::show)
        .post("/clients/{client}/case", Policy::WriteRecord, share::share)
        .post(
            "/clients/{client}/case/end",
            Policy::WriteRecord,
            share::end,
        )
}
