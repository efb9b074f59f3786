//! Several clients at one time: agreed on, begun and written on one page, and kept in the record of each.
//!
//! Whoever works here has a relation to each of these clients, and does with it what they could do on the page of each.
//! A record to which there is none is as if it were not there, with the name of the person whose it is.

mod agree;
mod begin;
mod file;
mod page;
mod people;
mod shown;
mod times;
mod write;

use attune_ids::{ClientId, TogetherId};
use jiff::civil::Date;
use serde::Deserialize;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) use people::names_of_others;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/together", Policy::Clinical, agree::show)
        .post("/together", Policy::Clinical, agree::agree)
        .post(
            "/clients/{client}/together/{together}/consent",
            Policy::WriteRecord,
            begin::consent,
        )
        .get(
            "/clients/{client}/together/{together}/{on}",
            Policy::WriteRecord,
            page::show,
        )
        .post(
            "/clients/{client}/together/{together}/{on}/begin",
            Policy::WriteRecord,
            begin::begin,
        )
        .post(
            "/clients/{client}/together/{together}/{on}/move",
            Policy::WriteRecord,
            times::move_to,
        )
        .post(
            "/clients/{client}/together/{together}/{on}/call-off",
            Policy::WriteRecord,
            times::call_off,
        )
        .post(
            "/clients/{client}/together/{together}/{on}/autosave",
            Policy::WriteRecord,
            write::autosave,
        )
        .post(
            "/clients/{client}/together/{together}/{on}/keep",
            Policy::WriteRecord,
            write::keep,
        )
        .get(
            "/clients/{client}/together/{together}/{on}/check",
            Policy::WriteRecord,
            file::check,
        )
        .post(
            "/clients/{client}/together/{together}/{on}/file",
            Policy::WriteRecord,
            file::file,
        )
}

/// One meeting, as an address names it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct OneMeeting {
    together: TogetherId,
    on: Date,
}

/// The page of a meeting. It is the same one from whichever of the clients it is reached.
pub(crate) fn address(client: ClientId, together: TogetherId, on: Date) -> String {
    format!("/clients/{client}/together/{together}/{on}")
}
