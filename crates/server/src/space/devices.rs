//! My devices: where I am signed in, and ending that.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::visit::{end as end_one, going_on};
use super::{Nav, Place};
use crate::language::Here;
use crate::page::html;
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::{App, AppError};

/// A device that is in the space now.
struct Device {
    visit: Uuid,
    since: String,
    last: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "space/devices.html")]
struct DevicesPage {
    frame: Frame,
    nav: Nav,
    devices: Vec<Device>,
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
) -> Result<Html<String>, Trouble> {
    let (now, today, zone) = (app.now(), app.today().await, app.zone().await);
    let links = app.store.links_of(holder.client).await?;
    let language = Here::now().language;
    let devices = links.iter().filter_map(|link| {
        let visit = going_on(&link.value, now)?;
        Some(Device {
            visit: link.value.id,
            since: language.moment(visit.opened, &zone, today),
            last: language.moment(visit.last_seen, &zone, today),
            here: link.value.id == holder.visit,
        })
    });
    Ok(html(&DevicesPage {
        frame: Frame::of(&app).await,
        nav: Nav::at(Place::More),
        devices: devices.collect(),
    })?)
}

#[derive(Deserialize)]
pub(super) struct Input {
    visit: Uuid,
}

/// Ends the visit of another device; it opens nothing from the next click on.
pub(super) async fn end(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(input): Form<Input>,
) -> Result<Response, Trouble> {
    match end_one(&app, holder.client, input.visit).await {
        // Ended already, or never this client's: there is nothing to end either way.
        Ok(()) | Err(AppError::NotFound) => Ok(Redirect::to("/portal/devices").into_response()),
        Err(other) => Err(other.into()),
    }
}
