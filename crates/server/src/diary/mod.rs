//! The diary: agreed on a page of the clinician, answered on the client's phone, looked at by both.

mod agree;
mod answer;
mod course;
mod own;
mod staff;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/portal/diary", Policy::ClientSpace, own::show)
        .post("/portal/diary", Policy::ClientSpace, answer::save)
        .get("/clients/{client}/diary", Policy::ReadRecord, staff::show)
        .post("/clients/{client}/diary", Policy::WriteRecord, agree::agree)
        .post(
            "/clients/{client}/diary/{diary}/end",
            Policy::WriteRecord,
            agree::end,
        )
        .get(
            "/clients/{client}/diary/{diary}/csv",
            Policy::ReadRecord,
            staff::csv,
        )
}
