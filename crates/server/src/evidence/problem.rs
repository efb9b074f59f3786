//! All that the table holds on one problem.

use askama::Template;
use attune_care::matching::{AboutProblem, Comparison};
use attune_catalog::{Catalog, Contrast, EvidenceRow, Scale};
use axum::extract::{Path, State};
use axum::response::Html;

use crate::matching::{EvidenceLine, evidence};
use crate::page::{Frame, html};
use crate::pictures;
use crate::policy::Clinical;
use crate::{App, AppError};

/// One effect, told in people.
struct InPeople {
    therapy: String,
    against: String,
    sentence: String,
    trials: String,
}

/// One row with the command that computes it again.
struct RowView {
    therapy: String,
    line: EvidenceLine,
    command: Option<String>,
}

#[derive(Template)]
#[template(path = "evidence/problem.html")]
struct ProblemPage {
    frame: Frame,
    label: String,
    doubts: Vec<String>,
    trials: Option<String>,
    change: Option<String>,
    /// How many respond.
    responses: Vec<InPeople>,
    /// Who of a pair is better off.
    pairs: Vec<InPeople>,
    unknown: Vec<String>,
    rows: Vec<RowView>,
}

pub(super) async fn show(
    State(app): State<App>,
    clinical: Clinical,
    Path(problem): Path<String>,
) -> Result<Html<String>, AppError> {
    let catalog = &app.catalog;
    let about = AboutProblem::find(&problem, catalog).ok_or(AppError::NotFound)?;
    let of = |contrast: Contrast| -> Vec<&Comparison> {
        let blocks = about.comparisons.iter();
        blocks.filter(|block| block.contrast == contrast).collect()
    };
    let trials = pictures::forest(
        "trials",
        "What trials found",
        "Each therapy held against a control. A bracket joins rows with the same control, outcome and time that cannot be told apart; their order means nothing. Rows with different controls must not be compared: waiting lists flatter most.".to_owned(),
        &of(Contrast::BetweenGroups),
        catalog,
    )?;
    let change = pictures::forest(
        "change",
        "Before against after",
        "Before against after in the same people. This counts getting better anyway, so it must never be held against comparisons with a control.".to_owned(),
        &of(Contrast::BeforeAfter),
        catalog,
    )?;
    let people = |responses: bool| {
        let rows = about.people.iter();
        rows.filter(|(row, _)| (row.scale == Scale::ResponseRatio) == responses)
            .map(|(row, sentence)| in_people(row, sentence, catalog))
            .collect()
    };
    html(&ProblemPage {
        frame: Frame::staff(&app, "Evidence", &clinical.staff).await,
        label: about.problem.label.clone(),
        doubts: about.doubts.clone(),
        trials,
        change,
        responses: people(true),
        pairs: people(false),
        unknown: about.unknown.clone(),
        rows: about
            .rows
            .iter()
            .map(|row| RowView {
                therapy: therapy(row, catalog),
                line: evidence(row, catalog),
                command: row.command.clone(),
            })
            .collect(),
    })
}

fn in_people(row: &EvidenceRow, sentence: &str, catalog: &Catalog) -> InPeople {
    InPeople {
        therapy: therapy(row, catalog),
        against: attune_care::matching::comparator_words(&row.against, catalog),
        sentence: match attune_care::matching::outcome_words(row) {
            Some(what) => format!("{sentence} ({what})"),
            None => sentence.to_owned(),
        },
        trials: attune_care::matching::counts_words(row),
    }
}

fn therapy(row: &EvidenceRow, catalog: &Catalog) -> String {
    let modality = catalog.modality(&row.modality);
    modality.map_or_else(|| row.modality.clone(), |modality| modality.name.clone())
}
