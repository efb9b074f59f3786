//! The page of one problem.

use std::sync::Arc;

use askama::Template;
use attune_care::Record;
use attune_care::formulate::SEED;
use attune_care::matching::{
    Chances, Comparison, Matching, NotDrawn, candidates_for, chances, comparisons, forecast,
};
use attune_catalog::{Catalog, Contrast, ModelCard, ProblemArea};
use attune_ids::ProblemId;
use axum::extract::{Path, State};
use axum::response::Html;
use serde::Deserialize;

use super::chances::ChancesView;
use super::compared::{self, ComparedView};
use super::view::{EvidenceLine, Section, evidence, sections};
use super::wishes::{self, Inventory, WishesView};
use crate::formulate::KNOWN;
use crate::page::{Banner, Frame, Step, html};
use crate::pictures;
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "matching/page.html")]
struct MatchPage {
    frame: Frame,
    banner: Banner,
    /// Open problems other than the one shown.
    others: Vec<ProblemLink>,
    here: Option<ProblemHere>,
    wishes: Option<WishesView>,
    /// Inventories whose scores can be typed in.
    inventories: Vec<Inventory>,
    today: String,
    nothing_drawn: bool,
}

struct ProblemLink {
    id: String,
    words: String,
    area: &'static str,
}

/// The problem being looked at.
struct ProblemHere {
    id: String,
    words: String,
    area: &'static str,
    notes: Vec<String>,
    trials: Option<String>,
    change: Option<String>,
    /// Rows without an interval, which no picture can show.
    others: Vec<EvidenceLine>,
    /// What it all comes to; why not, if it cannot be said.
    chances: Result<ChancesView, &'static str>,
    /// Which comparison it is held against.
    compared: ComparedView,
    /// What the practice's own finished therapies foretell.
    foretold: Option<ForetoldView>,
    sections: Vec<Section>,
}

/// A forecast with the card of its model.
struct ForetoldView {
    sentence: String,
    card: Option<ModelCard>,
}

#[derive(Deserialize)]
pub(crate) struct OneProblem {
    problem: ProblemId,
}

/// The first open problem; an empty page that says where to begin if there is none.
pub(crate) async fn first(
    State(app): State<App>,
    reader: Reader,
) -> Result<Html<String>, AppError> {
    page(&app, &reader, None).await
}

pub(crate) async fn one(
    State(app): State<App>,
    reader: Reader,
    Path(OneProblem { problem }): Path<OneProblem>,
) -> Result<Html<String>, AppError> {
    page(&app, &reader, Some(problem)).await
}

async fn page(
    app: &App,
    reader: &Reader,
    asked: Option<ProblemId>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(reader).await?;
    let record = &opened.record;
    let today = app.today().await;
    let here = find(app, record, asked).await?;
    if asked.is_some() && here.is_none() {
        return Err(AppError::NotFound);
    }
    let here = here.as_ref();
    let drawn = here.map(|(_, drawn)| drawn);
    let here = here.map(|(matching, _)| matching);
    let nothing_drawn = record.formulation.factors.is_empty();
    let zone = app.zone().await;
    let shown = here
        .zip(drawn)
        .map(|(matching, drawn)| {
            let sections = sections(matching, nothing_drawn, &app.catalog, &zone, today);
            problem_here(record, matching, drawn, sections, &app.catalog)
        })
        .transpose()?;
    html(&MatchPage {
        frame: Frame::staff(app, "Match", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Match).await,
        others: record
            .open_problems()
            .filter(|state| here.is_none_or(|matching| matching.problem != state.problem.id))
            .map(|state| ProblemLink {
                id: state.problem.id.to_string(),
                words: state.problem.words.clone(),
                area: state.problem.area.label(),
            })
            .collect(),
        here: shown,
        wishes: wishes::view(record, &app.catalog, today),
        inventories: wishes::inventories(&app.catalog),
        today: today.to_string(),
        nothing_drawn,
    })
}

/// Candidates, and what they come to together.
type Worked = (Matching, Result<Chances, NotDrawn>);

/// Works the candidates out, aside: leverage in a large drawing takes tenths of a
/// second the first time, and a thread that serves pages must not stand still so long.
async fn find(
    app: &App,
    record: &Arc<Record>,
    asked: Option<ProblemId>,
) -> Result<Option<Worked>, AppError> {
    let (app, record) = (app.clone(), Arc::clone(record));
    let work = move || {
        let matching = candidates_for(&record, &app.catalog, asked, &KNOWN)?;
        let drawn = chances(&matching, &app.catalog, SEED);
        Some((matching, drawn))
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AppError::Broken(error.to_string()))
}

fn problem_here(
    record: &Record,
    matching: &Matching,
    drawn: &Result<Chances, NotDrawn>,
    sections: Vec<Section>,
    catalog: &Catalog,
) -> Result<ProblemHere, AppError> {
    let area = matching.area;
    let blocks = comparisons(area, catalog);
    let of = |contrast: Contrast| -> Vec<&Comparison> {
        blocks
            .iter()
            .filter(|block| block.contrast == contrast)
            .collect()
    };
    Ok(ProblemHere {
        id: matching.problem.to_string(),
        words: record
            .problem(matching.problem)
            .map_or_else(String::new, |state| state.problem.words.clone()),
        area: area.label(),
        notes: matching.notes.clone(),
        trials: pictures::forest(
            "trials",
            "What trials found",
            trials_summary(area, &blocks, catalog),
            &of(Contrast::BetweenGroups),
            catalog,
        )?,
        change: pictures::forest(
            "change",
            "Before against after",
            "Before against after in the same people. This counts getting better anyway, so it must never be held against comparisons with a control.".to_owned(),
            &of(Contrast::BeforeAfter),
            catalog,
        )?,
        others: catalog
            .evidence_for(area)
            .filter(|row| row.interval.is_none())
            .map(|row| evidence(row, catalog))
            .collect(),
        compared: compared::view(
            matching,
            drawn
                .as_ref()
                .ok()
                .map(|found| (found.problem.as_str(), &found.against)),
            catalog,
        ),
        chances: match drawn {
            Ok(drawn) => Ok(ChancesView::of(drawn)),
            Err(not_drawn) => Err(not_drawn.words()),
        },
        foretold: forecast(record, catalog).ok().map(|foretold| ForetoldView {
            sentence: foretold.sentence(),
            card: foretold.learned.outlook.map(|outlook| outlook.card),
        }),
        sections,
    })
}

fn trials_summary(area: ProblemArea, blocks: &[Comparison], catalog: &Catalog) -> String {
    let mut problems: Vec<String> = blocks
        .iter()
        .filter_map(|block| catalog.problem(&block.problem))
        .map(|problem| problem.label.to_lowercase())
        .collect();
    problems.dedup();
    format!(
        "Therapies for {} ({}), each held against a control. A bracket joins rows with the same problem and the same control that cannot be told apart. Rows with different controls must not be compared: waiting lists flatter most.",
        area.label().to_lowercase(),
        problems.join("; ")
    )
}
