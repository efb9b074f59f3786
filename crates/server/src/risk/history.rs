//! Every risk answer of one client: what was answered, who was brought in, what was done, and how long it took.

use askama::Template;
use attune_care::assess::{AlertHistory, alert_history};
use attune_ids::EntryId;
use axum::extract::State;
use axum::response::Html;
use jiff::Timestamp;

use super::in_words;
use crate::assess::{Asked, answer_in_words, asked};
use crate::authors::Authors;
use crate::format::moment;
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "risk/history.html")]
struct HistoryPage {
    frame: Frame,
    banner: Banner,
    alerts: Vec<Row>,
}

struct Row {
    asked: Asked,
    raised: String,
    /// What happened since, in order.
    events: Vec<Event>,
    /// How long it took until somebody acted, or has taken so far.
    took: String,
    open: bool,
}

struct Event {
    at: Timestamp,
    on: String,
    words: String,
    /// Somebody's own words.
    own: String,
    /// The response to look at.
    response: Option<EntryId>,
}

/// The latest first.
pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let authors = app.authors().await?;
    let (now, zone, today) = (app.now(), app.zone().await, app.today().await);
    let when = |at: Timestamp| moment(at, &zone, today);
    let mut alerts = Vec::new();
    for history in alert_history(&opened.entries).into_iter().rev() {
        let done = history.acknowledged.as_ref();
        let until = done.map_or(now, |done| done.at);
        alerts.push(Row {
            asked: asked(&app.catalog, &history, today),
            raised: when(history.raised),
            events: events(&app, &history, &authors, when),
            took: in_words(until.duration_since(history.raised)),
            open: done.is_none(),
        });
    }
    html(&HistoryPage {
        frame: Frame::staff(&app, "Risk answers", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Assess).await,
        alerts,
    })
}

fn events(
    app: &App,
    history: &AlertHistory,
    authors: &Authors,
    when: impl Fn(Timestamp) -> String,
) -> Vec<Event> {
    let repeats = history.repeats.iter().map(|(repeat, response)| Event {
        at: repeat.at,
        on: when(repeat.at),
        words: if repeat.item.worse {
            "answered again, worse".to_owned()
        } else {
            "answered again".to_owned()
        },
        own: answer_in_words(&app.catalog, history, repeat.item.answer).unwrap_or_default(),
        response: response.as_ref().map(|_| repeat.item.response),
    });
    let steps = history.escalations.iter().map(|taken| {
        let step = taken.item.step.label();
        let names: Vec<String> = taken
            .item
            .to
            .iter()
            .map(|account| authors.named(*account))
            .collect();
        Event {
            at: taken.at,
            on: when(taken.at),
            words: if names.is_empty() {
                format!("{step} was to be brought in, and nobody is named")
            } else {
                format!(
                    "nobody had acted: {step} was brought in ({})",
                    names.join(", ")
                )
            },
            own: String::new(),
            response: None,
        }
    });
    let done = history.acknowledged.iter().map(|done| Event {
        at: done.at,
        on: when(done.at),
        words: format!("{}: {}", authors.name(done.by), done.item.action.label()),
        own: done.item.words.clone(),
        response: None,
    });
    let mut events: Vec<Event> = repeats.chain(steps).chain(done).collect();
    events.sort_by_key(|event| event.at);
    events
}
