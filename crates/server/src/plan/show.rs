use askama::Template;
use attune_care::plan::{Difference, PlanVersion, Strand};
use attune_care::{Dated, Record};
use attune_catalog::Catalog;
use axum::extract::{Path, State};
use axum::response::Html;
use jiff::civil::Date;
use serde::Deserialize;

use crate::format::{capital, day};
use crate::gate::{Opened, plan_draft};
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "plan/show.html")]
struct PlanPage {
    frame: Frame,
    banner: Banner,
    present: Option<Shown>,
    earlier: Vec<Line>,
    has_draft: bool,
    has_problems: bool,
}

#[derive(Template)]
#[template(path = "plan/version.html")]
struct VersionPage {
    frame: Frame,
    banner: Banner,
    shown: Shown,
    newest: bool,
}

/// A version with everything in words.
pub(super) struct Shown {
    pub(super) number: u32,
    pub(super) agreed_on: String,
    pub(super) by: String,
    pub(super) with_client: bool,
    pub(super) reason: String,
    pub(super) review_on: String,
    pub(super) review_due: bool,
    pub(super) strands: Vec<ShownStrand>,
    pub(super) goals: Vec<String>,
    pub(super) difference: Option<ShownDifference>,
}

pub(super) struct ShownStrand {
    pub(super) technique: String,
    modality: String,
    edge: &'static str,
    pub(super) problem: String,
    factors: Vec<String>,
    measure: String,
    expected: String,
}

/// What changed since the version before.
pub(super) struct ShownDifference {
    sentence: String,
    lines: Vec<DifferenceLine>,
}

enum DifferenceLine {
    Added(String),
    Removed(String),
    Changed { before: String, after: String },
    Same(String),
}

struct Line {
    number: u32,
    agreed_on: String,
    reason: String,
    sentence: String,
}

#[derive(Deserialize)]
pub(crate) struct OneVersion {
    number: u32,
}

pub(crate) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let today = app.today().await;
    let record = &opened.record;
    let present = match record.plans.last() {
        Some(plan) => Some(shown(&app, record, plan, today).await?),
        None => None,
    };
    let mut earlier = Vec::new();
    for plan in record.plans.iter().rev().skip(1) {
        earlier.push(Line {
            number: plan.item.number,
            agreed_on: agreed_on(plan, &app, today).await,
            reason: plan.item.reason.clone(),
            sentence: difference(record, plan).map_or_else(String::new, |difference| {
                capital(&difference.words(|id| technique_name(&app.catalog, id)))
            }),
        });
    }
    let has_draft = app
        .draft::<attune_care::plan::PlanInput>(&reader, plan_draft(reader.client))
        .await?
        .is_some();
    html(&PlanPage {
        frame: Frame::staff(&app, "Plan", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Plan).await,
        present,
        earlier,
        has_draft: has_draft && reader.may_write,
        has_problems: record.open_problems().next().is_some(),
    })
}

pub(crate) async fn version(
    State(app): State<App>,
    reader: Reader,
    Path(OneVersion { number }): Path<OneVersion>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let today = app.today().await;
    let plans = &opened.record.plans;
    let plan = plans
        .iter()
        .find(|plan| plan.item.number == number)
        .ok_or(AppError::NotFound)?;
    html(&VersionPage {
        frame: Frame::staff(&app, "Plan version", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Plan).await,
        shown: shown(&app, &opened.record, plan, today).await?,
        newest: plans.last().is_some_and(|last| last.item.number == number),
    })
}

/// The version as it stands and the one just agreed by somebody else look the same.
pub(super) async fn shown_present(app: &App, opened: &Opened) -> Result<Option<Shown>, AppError> {
    let today = app.today().await;
    match opened.record.plans.last() {
        Some(plan) => Ok(Some(shown(app, &opened.record, plan, today).await?)),
        None => Ok(None),
    }
}

async fn shown(
    app: &App,
    record: &Record,
    plan: &Dated<PlanVersion>,
    today: Date,
) -> Result<Shown, AppError> {
    let catalog = &app.catalog;
    let version = &plan.item;
    Ok(Shown {
        number: version.number,
        agreed_on: agreed_on(plan, app, today).await,
        by: app.author_name(plan.by).await?,
        with_client: version.agreed_with_client,
        reason: version.reason.clone(),
        review_on: day(version.review_on, today),
        review_due: version.review_on <= today,
        strands: version
            .strands
            .iter()
            .map(|strand| shown_strand(catalog, record, strand))
            .collect(),
        goals: version
            .goals
            .iter()
            .map(|goal| goal.words.clone())
            .collect(),
        difference: difference(record, plan)
            .map(|difference| shown_difference(catalog, record, &difference)),
    })
}

async fn agreed_on(plan: &Dated<PlanVersion>, app: &App, today: Date) -> String {
    day(plan.at.to_zoned(app.zone().await).date(), today)
}

fn difference(record: &Record, plan: &Dated<PlanVersion>) -> Option<Difference> {
    let before = plan.item.number.checked_sub(1)?;
    let before = record
        .plans
        .iter()
        .find(|earlier| earlier.item.number == before)?;
    Some(Difference::between(&before.item, &plan.item))
}

fn technique_name(catalog: &Catalog, id: &str) -> String {
    catalog
        .technique(id)
        .map_or_else(|| id.to_owned(), |technique| technique.name.clone())
}

fn shown_strand(catalog: &Catalog, record: &Record, strand: &Strand) -> ShownStrand {
    let technique = catalog.technique(&strand.technique);
    let factors: Vec<_> = strand
        .factors
        .iter()
        .filter_map(|id| record.formulation.factor(*id))
        .collect();
    ShownStrand {
        technique: technique_name(catalog, &strand.technique),
        modality: technique
            .and_then(|technique| catalog.modality(&technique.modality))
            .map_or_else(String::new, |modality| modality.name.clone()),
        edge: factors.first().map_or("", |factor| factor.domain.code()),
        problem: record
            .problem(strand.problem)
            .map_or_else(String::new, |state| state.problem.words.clone()),
        factors: factors.iter().map(|factor| factor.text.clone()).collect(),
        measure: strand.measure.as_deref().map_or_else(String::new, |id| {
            catalog
                .measure(id)
                .map_or_else(|| id.to_owned(), |measure| measure.name.clone())
        }),
        expected: strand.expected.clone(),
    }
}

/// One strand as one sentence, for telling versions apart.
fn strand_words(catalog: &Catalog, record: &Record, strand: &Strand) -> String {
    let shown = shown_strand(catalog, record, strand);
    let mut words = format!("{} for \u{201c}{}\u{201d}", shown.technique, shown.problem);
    if !shown.factors.is_empty() {
        words.push_str(&format!(", working on {}", shown.factors.join(" and ")));
    }
    if !shown.measure.is_empty() {
        words.push_str(&format!(", seen in {}", shown.measure));
    }
    if !shown.expected.is_empty() {
        words.push_str(&format!("; expected: {}", shown.expected));
    }
    words
}

fn shown_difference(
    catalog: &Catalog,
    record: &Record,
    difference: &Difference,
) -> ShownDifference {
    let strand = |strand: &Strand| strand_words(catalog, record, strand);
    let mut lines: Vec<DifferenceLine> = Vec::new();
    lines.extend(
        difference
            .dropped
            .iter()
            .map(|gone| DifferenceLine::Removed(strand(gone))),
    );
    lines.extend(
        difference
            .added
            .iter()
            .map(|new| DifferenceLine::Added(strand(new))),
    );
    lines.extend(
        difference
            .changed
            .iter()
            .map(|(before, after)| DifferenceLine::Changed {
                before: strand(before),
                after: strand(after),
            }),
    );
    lines.extend(
        difference
            .kept
            .iter()
            .map(|same| DifferenceLine::Same(strand(same))),
    );
    lines.extend(
        difference
            .goals_dropped
            .iter()
            .map(|goal| DifferenceLine::Removed(format!("goal: {}", goal.words))),
    );
    lines.extend(
        difference
            .goals_added
            .iter()
            .map(|goal| DifferenceLine::Added(format!("goal: {}", goal.words))),
    );
    lines.extend(
        difference
            .goals_changed
            .iter()
            .map(|(before, after)| DifferenceLine::Changed {
                before: format!("goal: {}", before.words),
                after: format!("goal: {}", after.words),
            }),
    );
    ShownDifference {
        sentence: capital(&difference.words(|id| technique_name(catalog, id))),
        lines,
    }
}
