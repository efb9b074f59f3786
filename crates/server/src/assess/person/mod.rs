//! The person as a whole on one page: six sides of a life with scores, needs,
//! strengths and the client's words, now against then, and the same on paper.

mod aspects;
mod page;
mod sheet;
mod sides;

use crate::policy::Policy;
use crate::routes::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    use Policy::{ReadRecord, WriteRecord};
    routes
        .get("/clients/{client}/assess/person", ReadRecord, page::show)
        .get(
            "/clients/{client}/assess/person/sheet",
            ReadRecord,
            sheet::show,
        )
        .post(
            "/clients/{client}/assess/person/aspects",
            WriteRecord,
            aspects::name,
        )
        .post(
            "/clients/{client}/assess/person/aspects/{aspect}",
            WriteRecord,
            aspects::change,
        )
        .post(
            "/clients/{client}/assess/person/aspects/{aspect}/back",
            WriteRecord,
            aspects::change_back,
        )
        .post(
            "/clients/{client}/assess/person/aspects/{aspect}/void",
            WriteRecord,
            aspects::take_out,
        )
        .post(
            "/clients/{client}/assess/person/aspects/{aspect}/restore",
            WriteRecord,
            aspects::put_back,
        )
}
