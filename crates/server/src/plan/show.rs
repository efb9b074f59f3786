use askama::Template;
use attune_care::plan::{
    Difference, GoalCourse, PlanVersion, REACHED, Strand, Terms, Turn, cosigned, goal_course,
};
use attune_care::space::Shareable;
use attune_care::{Dated, Record};
use attune_catalog::Catalog;
use axum::extract::{Path, State};
use axum::response::Html;
use jiff::civil::Date;
use serde::Deserialize;

use crate::format::{capital, count, day, moment};
use crate::gate::{Opened, plan_draft};
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Reader;
use crate::sheet_lines::{SheetLine, lines};
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
    pub(super) goals: Vec<ShownGoal>,
    /// How much and how often, in one line; empty if left open.
    pub(super) dose: String,
    pub(super) enough: String,
    pub(super) not_helping: String,
    /// The client's yes, or where it stands.
    pub(super) cosigned: Cosigned,
    pub(super) difference: Option<ShownDifference>,
}

/// A goal with how near it is.
pub(super) struct ShownGoal {
    pub(super) words: String,
    /// "4 of 10, said on ...; 2 at first, on ..."; none while nobody rated it.
    pub(super) rated: Option<String>,
}

/// Where the client's yes to a version stands.
pub(super) enum Cosigned {
    /// They co-signed at this moment.
    On(String),
    /// They can see it and have not said yes.
    Waiting,
    /// They cannot see it.
    NotShared,
}

pub(super) struct ShownStrand {
    pub(super) technique: String,
    modality: String,
    edge: &'static str,
    pub(super) problem: String,
    factors: Vec<String>,
    measure: String,
    expected: String,
    /// "comes next, about 4 sessions"; empty for what is now and left open.
    turn: String,
    /// Filled worksheets that serve it.
    sheets: Vec<SheetLine>,
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
                capital(
                    &difference.sentence(&plan.item.reason, |id| technique_name(&app.catalog, id)),
                )
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
            .map(|strand| ShownStrand {
                sheets: lines(
                    record
                        .sheets
                        .iter()
                        .filter(|kept| kept.item.links.strands.contains(&strand.id)),
                    today,
                ),
                ..shown_strand(catalog, record, strand)
            })
            .collect(),
        goals: version
            .goals
            .iter()
            .map(|goal| ShownGoal {
                words: goal.words.clone(),
                rated: goal_course(record, goal.id).map(|course| rated_words(course, today)),
            })
            .collect(),
        dose: dose_words(&version.terms),
        enough: version.terms.enough.clone(),
        not_helping: version.terms.not_helping.clone(),
        cosigned: cosigned_words(app, record, version.number, today).await,
        difference: difference(record, plan)
            .map(|difference| shown_difference(catalog, record, &difference, &version.reason)),
    })
}

async fn cosigned_words(app: &App, record: &Record, number: u32, today: Date) -> Cosigned {
    if let Some(signed) = cosigned(record, number) {
        return Cosigned::On(moment(signed.at, &app.zone().await, today));
    }
    let shared = record.space.plan.as_ref().map(|shared| shared.item.shared);
    if shared == Some(Shareable::Plan { number }) {
        Cosigned::Waiting
    } else {
        Cosigned::NotShared
    }
}

fn rated_words(course: GoalCourse, today: Date) -> String {
    let now = format!(
        "{} of {REACHED} near, said on {}",
        course.last.1,
        day(course.last.0, today)
    );
    if course.number < 2 {
        return now;
    }
    format!(
        "{now}; {} at first, on {}",
        course.first.1,
        day(course.first.0, today)
    )
}

fn dose_words(terms: &Terms) -> String {
    let sessions = terms
        .sessions
        .map(|number| count(number as usize, "session", "sessions"));
    let often = terms
        .frequency
        .map(|frequency| frequency.label().to_owned());
    let parts: Vec<String> = sessions.into_iter().chain(often).collect();
    parts.join(", ")
}

/// Everything beside the strands, for telling versions apart.
fn terms_words(terms: &Terms) -> String {
    let mut parts = Vec::new();
    match dose_words(terms) {
        dose if dose.is_empty() => parts.push("how much: left open".to_owned()),
        dose => parts.push(format!("how much: {dose}")),
    }
    if !terms.enough.is_empty() {
        parts.push(format!("enough when: {}", terms.enough));
    }
    if !terms.not_helping.is_empty() {
        parts.push(format!("stopped if: {}", terms.not_helping));
    }
    parts.join("; ")
}

fn turn_words(strand: &Strand) -> String {
    let turn = match strand.turn {
        Turn::Now => None,
        Turn::Next => Some("comes next".to_owned()),
        Turn::Later => Some("comes later".to_owned()),
    };
    let sessions = strand
        .sessions
        .map(|number| format!("about {}", count(number as usize, "session", "sessions")));
    let parts: Vec<String> = turn.into_iter().chain(sessions).collect();
    parts.join(", ")
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
        turn: turn_words(strand),
        sheets: Vec::new(),
    }
}

impl ShownStrand {
    fn sheets_words(&self) -> String {
        count(self.sheets.len(), "worksheet", "worksheets")
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
    if !shown.turn.is_empty() {
        words.push_str(&format!("; {}", shown.turn));
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
    reason: &str,
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
    if let Some((before, now)) = &difference.terms {
        lines.push(DifferenceLine::Changed {
            before: terms_words(before),
            after: terms_words(now),
        });
    }
    ShownDifference {
        sentence: capital(&difference.sentence(reason, |id| technique_name(catalog, id))),
        lines,
    }
}
