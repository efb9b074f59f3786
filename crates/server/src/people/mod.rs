//! The people of a client's life: a map, who they are, and what is between them.

mod change;
mod page;
mod typed;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    use Policy::{ReadRecord, WriteRecord};
    routes
        .get("/clients/{client}/people", ReadRecord, page::show)
        .get("/clients/{client}/people/people.svg", ReadRecord, page::svg)
        .post("/clients/{client}/people", WriteRecord, change::add)
        .post(
            "/clients/{client}/people/{person}",
            WriteRecord,
            change::tell_better,
        )
        .post(
            "/clients/{client}/people/{person}/back",
            WriteRecord,
            change::change_back,
        )
        .post(
            "/clients/{client}/people/{person}/void",
            WriteRecord,
            change::take_out,
        )
        .post(
            "/clients/{client}/people/{person}/restore",
            WriteRecord,
            change::put_back,
        )
        .post("/clients/{client}/ties", WriteRecord, change::add_tie)
        .post(
            "/clients/{client}/ties/{tie}",
            WriteRecord,
            change::tell_tie_better,
        )
        .post(
            "/clients/{client}/ties/{tie}/back",
            WriteRecord,
            change::tie_change_back,
        )
        .post(
            "/clients/{client}/ties/{tie}/void",
            WriteRecord,
            change::take_tie_out,
        )
        .post(
            "/clients/{client}/ties/{tie}/restore",
            WriteRecord,
            change::put_tie_back,
        )
}
