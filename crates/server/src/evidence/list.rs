//! The problems of the table.

use askama::Template;
use attune_care::matching::AboutProblem;
use axum::extract::State;
use axum::response::Html;

use crate::page::{Frame, html};
use crate::policy::Clinical;
use crate::{App, AppError};

struct ProblemLine {
    id: String,
    label: String,
    area: Option<&'static str>,
    rows: usize,
    therapies: Vec<String>,
}

#[derive(Template)]
#[template(path = "evidence/list.html")]
struct ListPage {
    frame: Frame,
    problems: Vec<ProblemLine>,
    rows: usize,
}

pub(super) async fn show(
    State(app): State<App>,
    clinical: Clinical,
) -> Result<Html<String>, AppError> {
    let catalog = &app.catalog;
    let problems = catalog.problems.iter().filter_map(|problem| {
        let about = AboutProblem::find(&problem.id, catalog)?;
        Some(ProblemLine {
            id: problem.id.clone(),
            label: problem.label.clone(),
            area: problem.problem_area.map(attune_catalog::ProblemArea::label),
            rows: about.rows.len(),
            therapies: about.therapies(catalog),
        })
    });
    let problems: Vec<ProblemLine> = problems.collect();
    html(&ListPage {
        frame: Frame::staff(&app, "Evidence", &clinical.staff).await,
        rows: problems.iter().map(|problem| problem.rows).sum(),
        problems,
    })
}
