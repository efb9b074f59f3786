//! The practice's questionnaires: what there is, completing one with licensed wording, designing one's own, and
//! handing them on. Nothing here names a client.

mod complete;
mod design;
mod exchange;
mod list;
mod preview;

use attune_catalog::{Catalog, Measure, PRACTICE_PACK};

use crate::policy::Policy;
use crate::routes::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    use Policy::Administrator;
    routes
        .get("/practice/questionnaires", Administrator, list::show)
        .get("/practice/questionnaires/new", Administrator, design::begin)
        .post(
            "/practice/questionnaires/new",
            Administrator,
            design::receive,
        )
        .get(
            "/practice/questionnaires/import",
            Administrator,
            exchange::show,
        )
        .post(
            "/practice/questionnaires/import",
            Administrator,
            exchange::take_in,
        )
        .get(
            "/practice/questionnaires/{measure}",
            Administrator,
            preview::show,
        )
        .get(
            "/practice/questionnaires/{measure}/fhir",
            Administrator,
            exchange::hand_on,
        )
        .get(
            "/practice/questionnaires/{measure}/edit",
            Administrator,
            design::edit,
        )
        .post(
            "/practice/questionnaires/{measure}/use",
            Administrator,
            list::set_use,
        )
        .get(
            "/practice/questionnaires/{measure}/complete",
            Administrator,
            complete::show,
        )
        .post(
            "/practice/questionnaires/{measure}/complete",
            Administrator,
            complete::receive,
        )
}

/// The measure of this id as it shipped without wording, if there is one to complete.
fn skeleton<'a>(shipped: &'a Catalog, id: &str) -> Option<&'a Measure> {
    shipped
        .measure(id)
        .filter(|measure| measure.texts.is_empty() && !measure.items.is_empty())
}

/// One of the practice's own, designed here: not a completed skeleton.
fn designed(measure: &Measure) -> bool {
    measure.pack == PRACTICE_PACK && measure.licence.grant.is_none()
}

/// Fields as a form sends them, where their names are not known beforehand.
type Fields = Vec<(String, String)>;

fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields
        .iter()
        .find(|(known, _)| known == name)
        .map_or("", |(_, value)| value.as_str())
}
