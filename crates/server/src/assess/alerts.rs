//! Risk answers: shown wherever the client is looked at, until a clinician says
//! what was done about them.

use askama::Template;
use attune_care::assess::{self, AlertAction, AlertHistory, alert_history};
use attune_catalog::{Answer, Catalog};
use attune_ids::{AlertId, ClientId, EntryId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::overview::{self, Tried};
use super::wording::{Wording, missing};
use crate::format::day;
use crate::gate::Opened;
use crate::page::form_id;
use crate::policy::{Reader, Writer};
use crate::{App, AppError};

/// The box with every risk answer of a record, the open ones first. Renders to
/// an empty anchor `#alerts` where there was none.
#[derive(Template)]
#[template(path = "assess/alerts.html")]
pub(crate) struct AlertBox {
    client: ClientId,
    may_write: bool,
    /// Every answer of the form stands on the same page.
    beside_answers: bool,
    open: Vec<OpenAlert>,
    done: Vec<DoneAlert>,
    actions: [AlertAction; 4],
}

struct OpenAlert {
    alert: AlertId,
    /// For the form, so that sending it twice acts once.
    entry: EntryId,
    asked: Asked,
    tried: TriedAcknowledgement,
}

struct DoneAlert {
    asked: Asked,
    action: &'static str,
    words: String,
    by: String,
    on: String,
}

/// What was answered, in the words the client read.
pub(crate) struct Asked {
    pub(crate) measure: String,
    pub(crate) question: String,
    pub(crate) answer: String,
    /// What was sent in the end, where the answer was changed before that.
    pub(crate) sent_as: Option<String>,
    on: String,
    way: &'static str,
    /// Further answers that joined it: the day, the answer, and the form if it was sent.
    repeats: Vec<Repeat>,
    /// Who was brought in because nobody had acted.
    brought_in: String,
    pub(crate) response: EntryId,
    /// Whether the form was sent. Its answers can be seen only then.
    pub(crate) sent: bool,
    /// Why the form was marked as a mistake, if it was.
    pub(crate) mistake: Option<String>,
}

struct Repeat {
    on: String,
    answer: String,
    worse: bool,
    response: Option<EntryId>,
}

/// An acknowledgement that was not accepted as it was.
#[derive(Debug, Clone, Default)]
pub(super) struct TriedAcknowledgement {
    pub(super) alert: Option<AlertId>,
    pub(super) action: Option<AlertAction>,
    pub(super) words: String,
    pub(super) problem: String,
}

impl AlertBox {
    /// All alerts of this record.
    pub(crate) async fn of(app: &App, reader: &Reader, opened: &Opened) -> Result<Self, AppError> {
        Self::with(
            app,
            reader,
            opened,
            |_| true,
            &TriedAcknowledgement::default(),
        )
        .await
    }

    /// Alerts raised by one response.
    pub(super) async fn of_response(
        app: &App,
        reader: &Reader,
        opened: &Opened,
        response: EntryId,
    ) -> Result<Self, AppError> {
        let only = |alert: &AlertHistory| {
            let mut repeats = alert.repeats.iter();
            alert.alert.response == response
                || repeats.any(|(repeat, _)| repeat.item.response == response)
        };
        let tried = TriedAcknowledgement::default();
        Ok(Self {
            beside_answers: true,
            ..Self::with(app, reader, opened, only, &tried).await?
        })
    }

    pub(super) async fn with(
        app: &App,
        reader: &Reader,
        opened: &Opened,
        only: impl Fn(&AlertHistory) -> bool,
        tried: &TriedAcknowledgement,
    ) -> Result<Self, AppError> {
        let today = app.today().await;
        let zone = app.zone().await;
        let authors = app.authors().await?;
        let (mut open, mut done) = (Vec::new(), Vec::new());
        for history in alert_history(&opened.entries)
            .into_iter()
            .rev()
            .filter(only)
        {
            let asked = asked(&app.catalog, &history, today);
            match history.acknowledged {
                None => open.push(OpenAlert {
                    alert: history.alert.id,
                    entry: form_id(),
                    asked,
                    tried: if tried.alert == Some(history.alert.id) {
                        tried.clone()
                    } else {
                        TriedAcknowledgement::default()
                    },
                }),
                Some(acknowledged) => done.push(DoneAlert {
                    asked,
                    action: acknowledged.item.action.label(),
                    words: acknowledged.item.words,
                    by: authors.name(acknowledged.by),
                    on: day(acknowledged.at.to_zoned(zone.clone()).date(), today),
                }),
            }
        }
        Ok(Self {
            client: opened.client,
            may_write: reader.may_write,
            beside_answers: false,
            open,
            done,
            actions: AlertAction::ALL,
        })
    }

    /// Whether nobody has acted on one of these yet.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }
}

/// What was answered, and what joined it.
pub(crate) fn asked(catalog: &Catalog, history: &AlertHistory, today: Date) -> Asked {
    let alert = &history.alert;
    let measure = catalog.measure_version(&alert.measure.id, &alert.measure.version);
    let item = measure.and_then(|measure| {
        let flag = measure.flags.iter().find(|flag| flag.id == alert.flag)?;
        Some((flag.item, measure.items.get(flag.item)?))
    });
    let given = history
        .response
        .as_ref()
        .map(|response| &response.given.item);
    let wording = measure.map(|measure| Wording::of(measure, &alert.measure.language));
    let in_words = |answer: Answer| answer_in_words(catalog, history, Some(answer));
    let sent = given
        .zip(item)
        .and_then(|(given, (position, _))| given.answers.get(position).copied());
    let raised = alert.answer.or(sent);
    let question = wording.as_ref().zip(item).map_or_else(
        || "A question about risk".to_owned(),
        |(wording, (_, item))| wording.item(item).to_owned(),
    );
    Asked {
        measure: measure.map_or_else(|| alert.measure.id.clone(), |measure| measure.name.clone()),
        question,
        answer: raised
            .and_then(in_words)
            .unwrap_or_else(|| "an answer that needs a look".to_owned()),
        sent_as: sent.filter(|sent| Some(*sent) != raised).and_then(in_words),
        on: day(alert.on, today),
        way: given.map_or("", |given| given.way.label()),
        repeats: history
            .repeats
            .iter()
            .map(|(repeat, response)| Repeat {
                on: day(repeat.item.on, today),
                answer: answer_in_words(catalog, history, repeat.item.answer)
                    .unwrap_or_else(|| "an answer that needs a look".to_owned()),
                worse: repeat.item.worse,
                response: response.as_ref().map(|_| repeat.item.response),
            })
            .collect(),
        brought_in: history
            .escalations
            .iter()
            .map(|taken| taken.item.step.label())
            .collect::<Vec<_>>()
            .join(" and "),
        response: alert.response,
        sent: given.is_some(),
        mistake: history
            .response
            .as_ref()
            .and_then(|response| response.voided.as_ref())
            .map(|voided| voided.item.because.clone()),
    }
}

/// An answer to the question of this alert, in the words the client read.
pub(crate) fn answer_in_words(
    catalog: &Catalog,
    history: &AlertHistory,
    answer: Option<Answer>,
) -> Option<String> {
    let (alert, answer) = (&history.alert, answer?);
    let measure = catalog.measure_version(&alert.measure.id, &alert.measure.version)?;
    let flag = measure.flags.iter().find(|flag| flag.id == alert.flag)?;
    let item = measure.items.get(flag.item)?;
    let said = Wording::of(measure, &alert.measure.language).given(item, answer);
    Some(said.unwrap_or_else(|| missing(answer).to_owned()))
}

#[derive(Deserialize)]
pub(super) struct OneAlert {
    alert: AlertId,
}

#[derive(Deserialize)]
pub(super) struct Acknowledging {
    entry: EntryId,
    action: Option<AlertAction>,
    #[serde(default)]
    words: String,
    /// The page it was said on, if not the client's.
    #[serde(default)]
    back: String,
}

/// Records what was done about a risk answer.
pub(super) async fn acknowledge(
    State(app): State<App>,
    writer: Writer,
    Path(OneAlert { alert }): Path<OneAlert>,
    Form(input): Form<Acknowledging>,
) -> Result<Response, AppError> {
    let outcome = match input.action {
        None => Err("Please say what you did, and choose the nearest of the four.".to_owned()),
        Some(action) => app
            .change_or_refusal(
                &writer,
                AuditAction::AlertAcknowledge,
                input.entry,
                &[],
                |record, _, _| {
                    assess::acknowledge(record, alert, action, &input.words, input.entry)
                },
            )
            .await?
            .map_err(|refusal| refusal.to_string()),
    };
    match outcome {
        Ok(_) if input.back == "attention" => Ok(Redirect::to("/attention").into_response()),
        Ok(_) => Ok(
            Redirect::to(&format!("/clients/{}/assess#alerts", writer.reader.client))
                .into_response(),
        ),
        Err(problem) => {
            let tried = Tried {
                acknowledgement: TriedAcknowledgement {
                    alert: Some(alert),
                    action: input.action,
                    words: input.words,
                    problem,
                },
                ..Tried::default()
            };
            Ok((
                StatusCode::UNPROCESSABLE_ENTITY,
                overview::page(&app, &writer.reader, tried).await?,
            )
                .into_response())
        }
    }
}
