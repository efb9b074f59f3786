//! Step 3: what could help. For each problem the candidates with what speaks for
//! and against them, and a yes or a no that is kept with its reason.

mod chances;
mod decision;
mod page;
mod view;

pub(crate) use view::{EvidenceLine, evidence};

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/clients/{client}/match", Policy::ReadRecord, page::first)
        .get(
            "/clients/{client}/match/{problem}",
            Policy::ReadRecord,
            page::one,
        )
        .post(
            "/clients/{client}/match/decisions",
            Policy::WriteRecord,
            decision::submit,
        )
}
