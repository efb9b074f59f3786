//! The page on which is arranged what is asked when.

mod change;
mod page;

use attune_ids::ScheduleId;
use serde::Deserialize;

use crate::policy::Policy;
use crate::routes::Routes;

pub(super) fn routes(routes: Routes) -> Routes {
    use Policy::{ReadRecord, WriteRecord};
    routes
        .get("/clients/{client}/assess/schedule", ReadRecord, page::show)
        .post(
            "/clients/{client}/assess/schedule",
            WriteRecord,
            change::set,
        )
        .post(
            "/clients/{client}/assess/schedule/{schedule}",
            WriteRecord,
            change::change,
        )
        .post(
            "/clients/{client}/assess/schedule/{schedule}/pause",
            WriteRecord,
            change::pause,
        )
        .post(
            "/clients/{client}/assess/schedule/{schedule}/end",
            WriteRecord,
            change::end,
        )
        .post(
            "/clients/{client}/assess/schedule/{schedule}/undo",
            WriteRecord,
            change::undo,
        )
}

/// The schedule a path names.
#[derive(Deserialize)]
pub(super) struct OneSchedule {
    schedule: ScheduleId,
}
