//! Step 3: what could help. For each problem the candidates with what speaks for
//! and against them, and a yes or a no that is kept with its reason.

mod chances;
mod compared;
mod decision;
mod page;
mod view;
mod wishes;

pub(crate) use view::{EvidenceLine, evidence};
pub(crate) use wishes::{DriftLine, drift_lines};

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
        .post(
            "/clients/{client}/match/comparison",
            Policy::WriteRecord,
            compared::choose,
        )
        .post(
            "/clients/{client}/match/preferences",
            Policy::WriteRecord,
            wishes::bring,
        )
}
