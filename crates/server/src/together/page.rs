use axum::extract::{Path, State};
use axum::response::Html;

use super::OneMeeting;
use super::people::Sitting;
use super::shown::SittingPage;
use crate::page::html;
use crate::policy::Writer;
use crate::{App, AppError};

/// Everybody who meets on this day, and what is written about it.
pub(crate) async fn show(
    State(app): State<App>,
    writer: Writer,
    Path(meeting): Path<OneMeeting>,
) -> Result<Html<String>, AppError> {
    let sitting = Sitting::of(&app, &writer, meeting).await?;
    html(&SittingPage::new(&app, &writer, &sitting, Vec::new()).await?)
}
