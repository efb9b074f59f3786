//! Two maps, one story: the client draws their own in their space, the clinician lays it beside the drawing, and both
//! agree to a joint version.

mod beside;
mod compare;
mod drawn;
mod own;
mod propose;
mod questions;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/portal/map", Policy::ClientSpace, own::show)
        .get("/portal/map/things", Policy::ClientSpace, own::things)
        .post("/portal/map/things", Policy::ClientSpace, questions::things)
        .post("/portal/map/causes", Policy::ClientSpace, questions::causes)
        .post(
            "/portal/map/how-much",
            Policy::ClientSpace,
            questions::how_much,
        )
        .post("/portal/map/again", Policy::ClientSpace, questions::again)
        .post("/portal/map/show", Policy::ClientSpace, questions::show)
        .post("/portal/map/joint", Policy::ClientSpace, questions::joint)
        .get(
            "/clients/{client}/formulate/maps",
            Policy::ReadRecord,
            beside::show,
        )
        .post(
            "/clients/{client}/formulate/maps/same",
            Policy::WriteRecord,
            propose::same,
        )
        .post(
            "/clients/{client}/formulate/maps/joint",
            Policy::WriteRecord,
            propose::joint,
        )
        .post(
            "/clients/{client}/formulate/maps/take-over",
            Policy::WriteRecord,
            propose::take_over,
        )
        .get(
            "/clients/{client}/formulate/maps/compare",
            Policy::ReadRecord,
            compare::show,
        )
}
