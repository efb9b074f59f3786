//! The courses of everything that was measured, one above the other on one axis of
//! time, with sessions, life events and plan versions.

use askama::Template;
use attune_care::review::{Progress, progress};
use attune_catalog::{Measure, Purpose};
use axum::extract::State;
use axum::response::Html;

use super::measures::in_order;
use crate::page::{Banner, Frame, Step, html};
use crate::pictures;
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "assess/courses.html")]
struct CoursesPage {
    frame: Frame,
    banner: Banner,
    picture: Option<String>,
    /// Measures with answers item by item, by id and name.
    maps: Vec<(String, String)>,
}

/// All courses.
pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let record = &opened.record;
    let today = app.today().await;
    let measures: Vec<&Measure> = in_order(&app, record)
        .into_iter()
        .filter(|measure| measure.purpose != Purpose::Preferences)
        .collect();
    let courses: Vec<(&Measure, Progress)> = measures
        .iter()
        .filter_map(|measure| Some((*measure, progress(record, &app.catalog, &measure.id)?)))
        .filter(|(_, progress)| !progress.series.points.is_empty())
        .collect();
    let answered = |measure: &&&Measure| {
        record
            .responses
            .iter()
            .any(|given| given.item.measure.id == measure.id)
    };
    html(&CoursesPage {
        frame: Frame::staff(&app, "Courses", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Assess).await,
        picture: pictures::courses(opened.client, record, &courses, today)?,
        maps: measures
            .iter()
            .filter(answered)
            .map(|measure| (measure.id.clone(), measure.name.clone()))
            .collect(),
    })
}
