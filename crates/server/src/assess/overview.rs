use askama::Template;
use attune_care::Record;
use attune_care::assess::schedule::next_due;
use attune_care::assess::{WordsKind, given_responses, intake, whole_person};
use attune_catalog::{Domain, Outcome, ProblemArea};
use attune_ids::{AssignmentId, EntryId, ProblemId};
use axum::extract::State;
use axum::response::Html;
use jiff::civil::Date;

use super::alerts::{AlertBox, TriedAcknowledgement};
use super::intake::in_room;
use super::measures::{AskRow, MeasureView, PersonalView, measures, personal};
use super::personal::{CandidateRow, TriedPersonal, candidates};
use super::problems::{TriedProblem, TriedWords};
use super::tracking::{self, TrackingView};
use super::{WaitingRow, name_here, waiting_rows};
use crate::format::{day, number};
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::pictures;
use crate::policy::Reader;
use crate::{App, AppError};

/// Forms listed at once; the earlier ones open with a click.
const LATEST: usize = 8;

/// What was typed into a form that was not accepted, to show it again.
#[derive(Debug, Clone, Default)]
pub(super) struct Tried {
    pub(super) problem: TriedProblem,
    pub(super) words: TriedWords,
    pub(super) acknowledgement: TriedAcknowledgement,
    pub(super) personal: TriedPersonal,
}

#[derive(Template)]
#[template(path = "assess/overview.html")]
struct OverviewPage {
    frame: Frame,
    banner: Banner,
    alerts: AlertBox,
    measures: Vec<MeasureView>,
    unasked: Vec<AskRow>,
    personal: Vec<PersonalView>,
    candidates: Vec<CandidateRow>,
    personal_entry: EntryId,
    waiting: Vec<WaitingRow>,
    in_room: Vec<(AssignmentId, String)>,
    tracking: TrackingView,
    /// How much of the brief step of the intake is answered.
    intake: (usize, usize),
    next_due: Option<String>,
    problems: Vec<ProblemView>,
    closed: Vec<ClosedProblem>,
    areas: [ProblemArea; 4],
    person_picture: Option<String>,
    domains: Vec<DomainWords>,
    unknown: String,
    kinds: [WordsKind; 3],
    responses: Vec<ResponseRow>,
    earlier: Vec<ResponseRow>,
    tried: Tried,
    problem_entry: EntryId,
    words_entry: EntryId,
}

struct ProblemView {
    id: ProblemId,
    area: ProblemArea,
    words: String,
    /// What was typed over it and not accepted.
    typed: TriedProblem,
    entry: EntryId,
    close_entry: EntryId,
}

struct ClosedProblem {
    words: String,
    area: &'static str,
    because: String,
}

/// One part of life with what was said about it.
struct DomainWords {
    code: &'static str,
    label: &'static str,
    said: Vec<Said>,
}

struct Said {
    text: String,
    about: &'static str,
    on: String,
}

struct ResponseRow {
    entry: EntryId,
    on: String,
    name: String,
    what: String,
    way: &'static str,
    mistake: bool,
}

/// Everything the assessment holds.
pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    page(&app, &reader, Tried::default()).await
}

/// The page, with what was typed into a form that was not accepted.
pub(super) async fn page(
    app: &App,
    reader: &Reader,
    tried: Tried,
) -> Result<Html<String>, AppError> {
    let opened = app.open(reader).await?;
    let record = &opened.record;
    let today = app.today().await;
    let zone = app.zone().await;
    let view = whole_person(record, &app.catalog);
    let (measures, unasked) = measures(app, opened.client, record, today)?;
    let mut responses = responses(app, &opened, today);
    let earlier = responses.split_off(responses.len().min(LATEST));
    let domains = view
        .domains
        .iter()
        .map(|domain| DomainWords {
            code: domain.domain.code(),
            label: domain.domain.label(),
            said: domain
                .words
                .iter()
                .map(|words| Said {
                    text: words.item.text.clone(),
                    about: words.item.about.label(),
                    on: day(words.at.to_zoned(zone.clone()).date(), today),
                })
                .collect(),
        })
        .collect();
    html(&OverviewPage {
        frame: Frame::staff(app, "Assess", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Assess).await,
        alerts: AlertBox::with(app, reader, &opened, |_| true, &tried.acknowledgement).await?,
        measures,
        unasked,
        personal: personal(app, reader.client, record, today)?,
        candidates: candidates(record),
        personal_entry: form_id(),
        waiting: waiting_rows(app, &opened, reader.may_write, today),
        in_room: in_room(app, &opened),
        tracking: tracking::view(app, record, today),
        intake: intake(record, &app.catalog).progress(),
        next_due: next_due(record, &app.catalog).map(|on| day(on, today)),
        problems: problems(record, &tried.problem),
        closed: closed(record),
        areas: ProblemArea::ALL,
        person_picture: pictures::whole_person(&view, today)?,
        domains,
        unknown: names(&view.unknown),
        kinds: WordsKind::ALL,
        responses,
        earlier,
        tried,
        problem_entry: form_id(),
        words_entry: form_id(),
    })
}

fn names(domains: &[Domain]) -> String {
    domains
        .iter()
        .map(|domain| domain.label().to_lowercase())
        .collect::<Vec<_>>()
        .join(", ")
}

fn problems(record: &Record, tried: &TriedProblem) -> Vec<ProblemView> {
    record
        .open_problems()
        .map(|state| ProblemView {
            id: state.problem.id,
            area: state.problem.area,
            words: state.problem.words.clone(),
            typed: if tried.id == Some(state.problem.id) {
                tried.clone()
            } else {
                TriedProblem::default()
            },
            entry: form_id(),
            close_entry: form_id(),
        })
        .collect()
}

fn closed(record: &Record) -> Vec<ClosedProblem> {
    record
        .problems
        .iter()
        .filter_map(|state| {
            Some(ClosedProblem {
                words: state.problem.words.clone(),
                area: state.problem.area.label(),
                because: state.closed_because.clone()?,
            })
        })
        .collect()
}

/// Every form ever answered, latest first, also those that no longer count.
fn responses(app: &App, opened: &Opened, today: Date) -> Vec<ResponseRow> {
    let mut responses = given_responses(&opened.entries);
    responses.sort_by_key(|response| response.given.item.on);
    responses
        .into_iter()
        .rev()
        .map(|response| {
            let item = &response.given.item;
            let measure = app
                .catalog
                .measure_version(&item.measure.id, &item.measure.version);
            let total = measure
                .and_then(|measure| measure.total.as_deref())
                .and_then(|total| item.scored.outcome(total));
            ResponseRow {
                entry: response.given.entry,
                on: day(item.on, today),
                name: name_here(app, &opened.record, &item.measure.id),
                what: total.map_or_else(String::new, outcome_words),
                way: item.way.label(),
                mistake: response.voided.is_some(),
            }
        })
        .collect()
}

/// "14, moderate", or what is missing.
pub(super) fn outcome_words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Complete {
            value,
            band: Some(band),
        } => format!("{}, {}", number(*value), band.label.to_lowercase()),
        Outcome::Complete { value, band: None } => number(*value),
        Outcome::Prorated {
            value,
            answered,
            of,
            ..
        } => format!("{}, from {answered} of {of} answers", number(*value)),
        Outcome::Insufficient { answered, of } => format!("no total, {answered} of {of} answered"),
    }
}
