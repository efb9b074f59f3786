//! Who did what, without a name or a word of any client.

use askama::Template;
use attune_record::AuditFilter;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;

use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::trail::{Trail, trail};
use crate::{App, AppError};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Number of the line before which the page begins.
    before: Option<u64>,
}

#[derive(Template)]
#[template(path = "practice/audit.html")]
struct AuditPage {
    frame: Frame,
    here: &'static str,
    trail: Trail,
    first_page: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    html(&AuditPage {
        frame: Frame::staff(&app, "Audit", &administrator.staff).await,
        here: "audit",
        trail: trail(&app, AuditFilter::All, asked.before).await?,
        first_page: asked.before.is_none(),
    })
}
