//! One answered form, item by item.

use askama::Template;
use attune_care::assess::{GivenResponse, given_response, void_response};
use attune_catalog::{Answer, FlagState, Level, Measure, OptionKind};
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::alerts::AlertBox;
use super::overview::outcome_words;
use super::paper::origin_words;
use super::wording::{Wording, missing};
use crate::format::day;
use crate::language::name_of;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::{Reader, Writer};
use crate::portal::Help;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "assess/response.html")]
struct ResponsePage {
    frame: Frame,
    banner: Banner,
    response: EntryId,
    name: String,
    title: String,
    on: String,
    way: &'static str,
    /// Name of the language the questions were read in.
    language: String,
    /// Who typed it in, and how often, if it was answered on paper.
    paper: Option<String>,
    own: bool,
    /// Total, or the single scores of a measure without one.
    scores: Vec<ScoreLine>,
    bands_source: Option<String>,
    flags: Vec<FlagLine>,
    items: Vec<ItemLine>,
    words: Option<String>,
    credit: String,
    mistake: Option<Mistake>,
    alerts: AlertBox,
    /// For a risk answer nobody has acted on: what to hand over in the room.
    help: Option<Help>,
    entry: EntryId,
    tried: String,
    problem: String,
}

struct ScoreLine {
    name: String,
    words: String,
    complete: bool,
}

struct FlagLine {
    shape: &'static str,
    words: String,
}

struct ItemLine {
    question: String,
    answer: Option<String>,
    missing: &'static str,
    points: String,
    optional: bool,
}

struct Mistake {
    because: String,
    by: String,
    on: String,
}

/// The response a path names, by its entry.
#[derive(Deserialize)]
pub(super) struct OneResponse {
    entry: EntryId,
}

#[derive(Deserialize)]
pub(super) struct VoidInput {
    entry: EntryId,
    #[serde(default)]
    because: String,
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(OneResponse { entry }): Path<OneResponse>,
) -> Result<Html<String>, AppError> {
    page(&app, &reader, entry, String::new(), String::new()).await
}

/// Marks a response as a mistake.
pub(super) async fn void(
    State(app): State<App>,
    writer: Writer,
    Path(OneResponse { entry: response }): Path<OneResponse>,
    Form(input): Form<VoidInput>,
) -> Result<Response, AppError> {
    let outcome = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            input.entry,
            &[],
            |record, _, ids| void_response(record, response, &input.because, input.entry, ids),
        )
        .await?;
    match outcome {
        Ok(_) => {
            let address = format!(
                "/clients/{}/assess/responses/{response}",
                writer.reader.client
            );
            Ok(Redirect::to(&address).into_response())
        }
        Err(refusal) => {
            let page = page(
                &app,
                &writer.reader,
                response,
                input.because,
                refusal.to_string(),
            )
            .await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn page(
    app: &App,
    reader: &Reader,
    response: EntryId,
    tried: String,
    problem: String,
) -> Result<Html<String>, AppError> {
    let opened = app.open(reader).await?;
    let found = given_response(&opened.entries, response).ok_or(AppError::NotFound)?;
    let given = &found.given.item;
    let (today, zone) = (app.today().await, app.zone().await);
    let measure = app
        .catalog
        .measure_version(&given.measure.id, &given.measure.version);
    let alerts = AlertBox::of_response(app, reader, &opened, response).await?;
    let help = if alerts.is_open() && reader.may_write {
        Some(Help::of(app).await)
    } else {
        None
    };
    let mistake = match &found.voided {
        Some(voided) => Some(Mistake {
            because: voided.item.because.clone(),
            by: app.author_name(voided.by).await?,
            on: day(voided.at.to_zoned(zone).date(), today),
        }),
        None => None,
    };
    let paper = match &given.paper {
        Some(origin) => Some(origin_words(app, &opened, origin).await?),
        None => None,
    };
    html(&ResponsePage {
        frame: Frame::staff(app, "Answers", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Assess).await,
        response,
        name: match opened.record.personal_words(&given.measure.id) {
            Some(words) => format!("\u{201c}{words}\u{201d}"),
            None => {
                measure.map_or_else(|| given.measure.id.clone(), |measure| measure.name.clone())
            }
        },
        title: measure.map_or_else(String::new, |measure| measure.title.clone()),
        on: day(given.on, today),
        way: given.way.label(),
        language: name_of(&given.measure.language),
        paper,
        own: measure.is_some_and(super::measures::is_own),
        scores: scores(measure, &found),
        bands_source: measure
            .and_then(Measure::total_rule)
            .and_then(|rule| rule.bands_source.clone()),
        flags: measure.map_or_else(Vec::new, |measure| flags(measure, &found)),
        items: items(measure, &found),
        words: given.words.clone(),
        credit: measure.map_or_else(String::new, |measure| measure.licence.credit_line.clone()),
        mistake,
        alerts,
        help,
        entry: form_id(),
        tried,
        problem,
    })
}

/// The total where there is one, and parts that have a name of their own; else nothing, since the items are the scores.
fn scores(measure: Option<&Measure>, found: &GivenResponse) -> Vec<ScoreLine> {
    let total = measure.and_then(|measure| measure.total.as_deref());
    found
        .given
        .item
        .scored
        .scores
        .iter()
        .filter_map(|score| {
            let label = measure
                .and_then(|measure| measure.rule_for(&score.id))
                .and_then(|rule| rule.label.clone());
            let name = match label {
                Some(label) => label,
                None if Some(score.id.as_str()) == total => {
                    measure.map_or_else(|| score.id.clone(), |measure| measure.name.clone())
                }
                None => return None,
            };
            Some(ScoreLine {
                name,
                words: outcome_words(&score.outcome),
                complete: score.outcome.value().is_some(),
            })
        })
        .collect()
}

/// Risk flags in every state, since "not answered" is not "no"; other flags only
/// when they are raised.
fn flags(measure: &Measure, found: &GivenResponse) -> Vec<FlagLine> {
    let scored = &found.given.item.scored;
    let wording = Wording::of(measure, &found.given.item.measure.language);
    let question = |id: &str| {
        let rule = measure.flags.iter().find(|rule| rule.id == id)?;
        Some((
            rule.level,
            wording.item(measure.items.get(rule.item)?).to_owned(),
        ))
    };
    scored
        .flags
        .iter()
        .chain(&scored.ask_about)
        .filter_map(|flag| {
            let (level, question) = question(&flag.id)?;
            let (shape, words) = match (level, flag.state) {
                (Level::Risk, FlagState::Raised) => ("signal-safety", "risk answer"),
                (Level::Risk, FlagState::NotRaised) => {
                    ("signal-steady", "asked about risk, no risk said")
                }
                (Level::Risk, FlagState::Unknown) => (
                    "signal-unknown",
                    "asked about risk, not answered: that is not a no",
                ),
                (Level::AskAbout, FlagState::Raised) => ("signal-look", "worth asking about"),
                (Level::AskAbout, _) => return None,
            };
            Some(FlagLine {
                shape,
                words: format!("{words}: {question}"),
            })
        })
        .collect()
}

fn items(measure: Option<&Measure>, found: &GivenResponse) -> Vec<ItemLine> {
    let given = &found.given.item;
    let Some(measure) = measure else {
        // A measure that is not in the catalogue any more: the numbers at least.
        return given
            .answers
            .iter()
            .zip(1..)
            .map(|(answer, number)| ItemLine {
                question: format!(
                    "Question {number} (its wording is not in the catalogue any more)"
                ),
                answer: points(*answer),
                missing: missing(*answer),
                points: points(*answer).unwrap_or_default(),
                optional: false,
            })
            .collect();
    };
    let wording = Wording::of(measure, &given.measure.language);
    measure
        .items
        .iter()
        .enumerate()
        .map(|(position, item)| {
            // Optional items at the end can be left off when a form comes from elsewhere.
            let answer = given
                .answers
                .get(position)
                .copied()
                .unwrap_or(Answer::NotAsked);
            let ends = match item.options.kind {
                OptionKind::Scale { .. } => {
                    let (low, high) = wording.ends(item);
                    format!(" ({low} to {high})")
                }
                OptionKind::Choices(_) => String::new(),
            };
            ItemLine {
                question: format!("{}{ends}", wording.item(item)),
                answer: wording.given(item, answer),
                missing: missing(answer),
                points: if item.optional {
                    String::new()
                } else {
                    points(answer).unwrap_or_default()
                },
                optional: item.optional,
            }
        })
        .collect()
}

fn points(answer: Answer) -> Option<String> {
    match answer {
        Answer::Value(value) => Some(crate::format::number(f64::from(value))),
        Answer::Skipped | Answer::NotApplicable | Answer::NotAsked => None,
    }
}
