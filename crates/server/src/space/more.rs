//! Everything that has no place in the bar.

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::{Nav, Place};
use crate::App;
use crate::page::html;
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};

#[derive(Template)]
#[template(path = "space/more.html")]
struct MorePage {
    frame: Frame,
    nav: Nav,
}

pub(super) async fn show(
    State(app): State<App>,
    _holder: SpaceHolder,
) -> Result<Html<String>, Trouble> {
    Ok(html(&MorePage {
        frame: Frame::of(&app).await,
        nav: Nav::at(Place::More),
    })?)
}
