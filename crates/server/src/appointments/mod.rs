//! When people meet: a client's appointments, the week of a clinician, and the address their calendar reads.
//!
//! Lists are made from headlines, so no record is opened for a calendar.

mod change;
mod client;
mod feed;
mod ics;
mod remind;
mod told;
mod typed;
mod week;

pub(crate) use remind::{remind_of_appointments, stands};
pub(crate) use told::said_to_client;
pub(crate) use typed::{TypedTimes, minutes, moment};
pub(crate) use week::{Meeting, meetings_on};

use attune_ids::AppointmentId;
use serde::Deserialize;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    const ONE: &str = "/clients/{client}/appointments";
    routes
        .get("/week", Policy::Clinical, week::show)
        .get(ONE, Policy::ReadRecord, client::show)
        .post(ONE, Policy::WriteRecord, change::make)
        .post(
            "/clients/{client}/appointments/{appointment}/move",
            Policy::WriteRecord,
            change::move_to,
        )
        .post(
            "/clients/{client}/appointments/{appointment}/cancel",
            Policy::WriteRecord,
            change::cancel,
        )
        .post(
            "/clients/{client}/appointments/{appointment}/missed",
            Policy::WriteRecord,
            change::miss,
        )
        .post(
            "/clients/{client}/appointments/{appointment}/again",
            Policy::WriteRecord,
            change::take_back,
        )
        .post(
            "/clients/{client}/appointments/{appointment}/start",
            Policy::WriteRecord,
            change::start,
        )
        .get("/account/calendar", Policy::Clinical, feed::show)
        .post("/account/calendar", Policy::Clinical, feed::make)
        .post("/account/calendar/end", Policy::Clinical, feed::end)
        .get("/calendar/{token}", Policy::Anyone, feed::serve)
}

/// The appointment a path names.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct OneAppointment {
    appointment: AppointmentId,
}
