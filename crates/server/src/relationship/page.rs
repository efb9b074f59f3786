//! The page.

use askama::Template;
use attune_care::Record;
use attune_care::relationship::{alliance_lines, rating_form, rating_of, suspicions};
use attune_care::session::alliance;
use attune_catalog::{Answer, Catalog, OptionKind};
use attune_ids::{EntryId, SessionId};
use axum::extract::State;
use axum::response::Html;
use jiff::civil::Date;

use super::view::{
    ApproachView, EpisodeView, LineView, SuspicionView, approaches, episode_views, line, suspicion,
};
use crate::format::day;
use crate::matching::{DriftLine, drift_lines};
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::pictures;
use crate::policy::Reader;
use crate::{App, AppError};

/// So many of the latest sessions can be chosen in a form.
const SESSIONS: usize = 12;

#[derive(Template)]
#[template(path = "relationship/page.html")]
struct RelationshipPage {
    frame: Frame,
    banner: Banner,
    /// What the client would like different next time, with the day it was said.
    wish: Option<(String, String)>,
    suspicions: Vec<SuspicionView>,
    lines: Vec<LineView>,
    wishes: WishesMoved,
    episodes: Vec<EpisodeView>,
    approaches: Vec<ApproachView>,
    sessions: Vec<SessionChoice>,
    today: Date,
    note_entry: EntryId,
    rating: Option<RatingForm>,
}

/// Wishes that moved, beside the alliance.
struct WishesMoved {
    drifts: Vec<DriftLine>,
}

struct SessionChoice {
    id: SessionId,
    on: String,
    rated: bool,
}

/// The client's questions, for the clinician.
struct RatingForm {
    entry: EntryId,
    questions: Vec<Question>,
    lowest: i32,
    highest: i32,
    /// The latest rating: day of the session, answers in words.
    latest: Option<(String, String)>,
}

struct Question {
    field: String,
    words: String,
}

pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let today = app.today().await;
    let (record, catalog) = (&opened.record, &app.catalog);
    let lines = alliance_lines(record, catalog);
    let found = suspicions(record, &lines);
    let views = lines
        .iter()
        .map(|one| {
            let picture = pictures::alliance(opened.client, record, catalog, one)?;
            Ok(line(one, picture, record, catalog, today))
        })
        .collect::<Result<Vec<LineView>, AppError>>()?;
    let told = alliance(record, catalog);
    let wish = told
        .feedback
        .iter()
        .rev()
        .find_map(|feedback| Some((feedback.next_time.clone()?, day(feedback.on, today))));
    html(&RelationshipPage {
        frame: Frame::staff(&app, "The relationship", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Session).await,
        wish,
        suspicions: found.iter().map(|one| suspicion(one, today)).collect(),
        lines: views,
        wishes: WishesMoved {
            drifts: drift_lines(record, catalog),
        },
        episodes: episode_views(record, catalog, today),
        approaches: approaches(catalog),
        sessions: sessions(record, today),
        today,
        note_entry: form_id(),
        rating: rating(record, catalog, today),
    })
}

/// The latest first.
fn sessions(record: &Record, today: Date) -> Vec<SessionChoice> {
    let mut held: Vec<(Date, SessionId)> = record
        .sessions
        .iter()
        .map(|state| (state.meeting.on, state.meeting.id))
        .collect();
    held.sort();
    held.into_iter()
        .rev()
        .take(SESSIONS)
        .map(|(on, id)| SessionChoice {
            id,
            on: day(on, today),
            rated: rating_of(record, id).is_some(),
        })
        .collect()
}

fn rating(record: &Record, catalog: &Catalog, today: Date) -> Option<RatingForm> {
    let measure = rating_form(catalog)?;
    let OptionKind::Scale { from, to } = measure.items.first()?.options.kind else {
        return None;
    };
    let text = measure.text("en");
    let latest = record.session_ratings.last().and_then(|rated| {
        let on = record.session(rated.item.session)?.meeting.on;
        let answers: Vec<String> = rated
            .item
            .answers
            .iter()
            .map(|answer| match answer {
                Answer::Value(value) => value.to_string(),
                Answer::Skipped | Answer::NotApplicable | Answer::NotAsked => {
                    "no answer".to_owned()
                }
            })
            .collect();
        Some((day(on, today), answers.join(", ")))
    });
    Some(RatingForm {
        entry: form_id(),
        questions: measure
            .items
            .iter()
            .map(|item| Question {
                field: format!("answer-{}", item.id),
                words: text
                    .and_then(|text| text.item(&item.id))
                    .unwrap_or(&item.id)
                    .to_owned(),
            })
            .collect(),
        lowest: from,
        highest: to,
        latest,
    })
}
