//! How client and therapist are with each other: the line of the alliance, both voices, and what came between them.

mod change;
mod page;
mod view;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get(
            "/clients/{client}/relationship",
            Policy::ReadRecord,
            page::show,
        )
        .post(
            "/clients/{client}/relationship/ruptures",
            Policy::WriteRecord,
            change::note,
        )
        .post(
            "/clients/{client}/relationship/judged",
            Policy::WriteRecord,
            change::judge,
        )
        .post(
            "/clients/{client}/relationship/tried",
            Policy::WriteRecord,
            change::tried,
        )
        .post(
            "/clients/{client}/relationship/rated",
            Policy::WriteRecord,
            change::rate,
        )
}
