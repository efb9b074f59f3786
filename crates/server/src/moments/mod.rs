//! One moment, many lenses: something that happened, looked at through the worksheets of several therapies.

mod change;
mod lenses;
mod list;
mod one;
mod own;

use attune_ids::MomentId;
use serde::Deserialize;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    use Policy::{ClientSpace, ReadRecord, WriteRecord};
    routes
        .get("/clients/{client}/moments", ReadRecord, list::show)
        .post("/clients/{client}/moments", WriteRecord, change::add)
        .get("/clients/{client}/moments/{moment}", ReadRecord, one::show)
        .post(
            "/clients/{client}/moments/{moment}",
            WriteRecord,
            change::tell_better,
        )
        .post(
            "/clients/{client}/moments/{moment}/void",
            WriteRecord,
            change::take_out,
        )
        .post(
            "/clients/{client}/moments/{moment}/restore",
            WriteRecord,
            change::put_back,
        )
        .get("/portal/moments", ClientSpace, own::show)
        .post("/portal/moments", ClientSpace, own::add)
}

/// The moment a path names.
#[derive(Deserialize)]
struct OneMoment {
    moment: MomentId,
}
