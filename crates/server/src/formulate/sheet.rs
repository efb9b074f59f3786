//! The drawing to take along: a sheet for paper, and the picture as a file.

use askama::Template;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};

use super::findings;
use super::page::{FactorRow, InfluenceRow, factor_rows, influence_rows};
use crate::page::{Banner, Frame, Step, html};
use crate::pictures::{self, NetworkPicture};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "formulate/sheet.html")]
struct SheetPage {
    frame: Frame,
    banner: Banner,
    drawn: String,
    picture: NetworkPicture,
    factors: Vec<FactorRow>,
    influences: Vec<InfluenceRow>,
    today: String,
}

/// Map and table on one sheet.
pub(crate) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let formulation = &opened.record.formulation;
    let today = app.today().await;
    html(&SheetPage {
        frame: Frame::staff(&app, "The drawing on paper", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Formulate).await,
        drawn: findings::drawn(formulation),
        picture: pictures::network(opened.client, formulation, &[], false)?,
        factors: factor_rows(&opened.record, &app.catalog),
        influences: influence_rows(formulation),
        today: crate::format::day(today, today),
    })
}

/// The picture alone, as a file that needs no style sheet. The links to it name the
/// file, so that the name says nothing about whose it is.
pub(crate) async fn svg(State(app): State<App>, reader: Reader) -> Result<Response, AppError> {
    let opened = app.open(&reader).await?;
    let picture = pictures::network(opened.client, &opened.record.formulation, &[], false)?;
    Ok((
        [(CONTENT_TYPE, "image/svg+xml; charset=utf-8")],
        picture.wide,
    )
        .into_response())
}
