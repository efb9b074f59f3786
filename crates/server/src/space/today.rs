//! Today: what is asked of me, when we look at it together, what I wanted to do.

use askama::Template;
use attune_care::worksheets::open_to_client;
use axum::extract::State;
use axum::response::Html;

use super::account::has_way_in;
use super::questions::{Waiting, waiting_for};
use super::{Nav, Place};
use crate::App;
use crate::language::Here;
use crate::own_sheets::with_them;
use crate::page::html;
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};

#[derive(Template)]
#[template(path = "space/today.html")]
struct TodayPage {
    frame: Frame,
    nav: Nav,
    waiting: Vec<Waiting>,
    /// When the two look at the plan together, if that day is still to come.
    look_on: Option<String>,
    /// The next times to meet, said in the client's language.
    meetings: Vec<String>,
    tasks: Vec<String>,
    /// Names of the worksheets that are with them.
    worksheets: Vec<String>,
    /// There are sheets of theirs to read.
    sheets: bool,
    /// There is a way of their own to come back.
    comes_back: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
) -> Result<Html<String>, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let today = app.today().await;
    let language = Here::now().language;
    let record = &opened.record;
    let tasks = record.tasks.iter().filter(|state| state.outcome.is_none());
    Ok(html(&TodayPage {
        frame: Frame::of(&app).await,
        nav: Nav::at(Place::Today),
        waiting: waiting_for(&app, &opened).await?,
        look_on: record
            .plan()
            .filter(|plan| plan.review_on >= today)
            .map(|plan| language.day(plan.review_on, today)),
        meetings: crate::appointments::said_to_client(&app, record).await,
        tasks: tasks.map(|state| state.task.words.clone()).collect(),
        worksheets: with_them(&app.catalog, record, language),
        sheets: open_to_client(record).next().is_some(),
        comes_back: has_way_in(&app, holder.client).await?,
    })?)
}
