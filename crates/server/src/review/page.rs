use askama::Template;
use attune_care::Record;
use attune_care::review::{
    Decision, Since, again, courses, guided_look, look_is_due, shown, since_last_review,
};
use attune_care::session::alliance;
use attune_catalog::Catalog;
use attune_ids::EntryId;
use axum::extract::State;
use axum::response::Html;
use jiff::civil::Date;

use super::again::{self, AgainView};
use super::course::{self, CourseView};
use super::draft::{ReviewDraft, review_draft};
use super::ending::{EndingView, endings};
use super::feedback::{self, FeedbackView};
use super::guide::cause_words;
use super::place::{self, PlaceView, Says, task_words, technique_name};
use crate::assess::{InWordsView, in_words_view};
use crate::format::{count, day};
use crate::gate::{Draft, Opened};
use crate::matching::{DriftLine, drift_lines};
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "review/page.html")]
pub(super) struct ReviewPage {
    frame: Frame,
    banner: Banner,
    courses: Vec<CourseView>,
    /// What the client told, where the therapy is followed in words.
    in_words: Option<InWordsView>,
    feedback: Option<FeedbackView>,
    wishes: WishesMoved,
    since: SinceView,
    plan: Option<PlanView>,
    look_due: bool,
    places: Vec<PlaceView>,
    shown: String,
    typed: ReviewDraft,
    version: u64,
    entry: EntryId,
    /// The reason for "no change" is missing.
    undecided: bool,
    earlier: Vec<Earlier>,
    again: Option<AgainView>,
    /// The page of the guided look that was open last.
    resumable: bool,
    endings: Vec<EndingView>,
    /// What was agreed for "it is enough when".
    enough_words: Option<String>,
}

/// Wishes that moved since they were asked before.
struct WishesMoved {
    drifts: Vec<DriftLine>,
}

struct PlanView {
    number: u32,
    review_on: String,
    overdue: bool,
}

struct SinceView {
    sessions: String,
    strands: Vec<(String, String)>,
    elsewhere: Vec<String>,
    tasks: Option<String>,
}

struct Earlier {
    on: Date,
    day: String,
    by: String,
    decision: String,
    shown: String,
    words: String,
    new_plan: bool,
    opened_by: Vec<&'static str>,
}

/// What the record says, the short look, and the way to a decision.
pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let draft = app
        .draft::<ReviewDraft>(&reader, review_draft(reader.client))
        .await?
        .unwrap_or(Draft {
            version: 0,
            value: ReviewDraft::default(),
        });
    html(&page(&app, &reader, &opened, draft, false).await?)
}

/// The page with what was typed; `undecided` if a decision was refused.
pub(super) async fn page(
    app: &App,
    reader: &Reader,
    opened: &Opened,
    draft: Draft<ReviewDraft>,
    undecided: bool,
) -> Result<ReviewPage, AppError> {
    let record = &opened.record;
    let catalog = &app.catalog;
    let today = app.today().await;
    let found = courses(record, catalog);
    let alliance = alliance(record, catalog);
    let views = found
        .iter()
        .filter_map(|progress| {
            course::view(opened.client, record, catalog, progress, today).transpose()
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(ReviewPage {
        frame: Frame::staff(app, "Review", &reader.staff).await,
        banner: Banner::of(app, reader, opened, Step::Review).await,
        courses: views,
        in_words: in_words_view(record, catalog, today),
        feedback: feedback::view(catalog, &alliance, today),
        wishes: WishesMoved {
            drifts: drift_lines(record, catalog),
        },
        since: since_view(&since_last_review(record), catalog, today),
        plan: record.plan().map(|plan| PlanView {
            number: plan.number,
            review_on: day(plan.review_on, today),
            overdue: plan.review_on <= today,
        }),
        look_due: look_is_due(&found, &alliance),
        places: guided_look(record, catalog, today)
            .into_iter()
            .map(|looked| place::view(looked, &draft.value, catalog, today))
            .collect(),
        shown: shown(record, catalog),
        again: again(record, catalog).map(|again| again::view(&again, catalog, today)),
        resumable: !draft.value.at.is_empty(),
        endings: endings(record, catalog, today),
        enough_words: record
            .plan()
            .map(|plan| plan.terms.enough.clone())
            .filter(|words| !words.is_empty()),
        typed: draft.value,
        version: draft.version,
        entry: form_id(),
        undecided,
        earlier: earlier(app, record, today).await?,
    })
}

fn since_view(since: &Since, catalog: &Catalog, today: Date) -> SinceView {
    SinceView {
        sessions: sessions_since(since, today),
        strands: since
            .strands
            .iter()
            .map(|line| {
                let times = match (line.times, line.last) {
                    (0, _) | (_, None) => "not worked on".to_owned(),
                    (times, Some(last)) => format!(
                        "{}, the last on {}",
                        count(times, "time", "times"),
                        day(last, today)
                    ),
                };
                (technique_name(catalog, &line.technique), times)
            })
            .collect(),
        elsewhere: since
            .elsewhere
            .iter()
            .map(|(technique, times)| {
                format!(
                    "{}, {}",
                    technique_name(catalog, technique),
                    count(*times, "time", "times")
                )
            })
            .collect(),
        tasks: (since.tasks != attune_care::review::TaskCount::default())
            .then(|| task_words(since.tasks)),
    }
}

fn sessions_since(since: &Since, today: Date) -> String {
    let beginning = since.review.map_or_else(
        || "since the beginning".to_owned(),
        |on| format!("since the review of {}", day(on, today)),
    );
    match (since.sessions, since.review) {
        (0, None) => "No session yet".to_owned(),
        (0, Some(_)) => format!("No session {beginning}"),
        (number, _) => format!("{} {beginning}", count(number, "session", "sessions")),
    }
}

/// Earlier reviews, the latest first, with what was shown then.
async fn earlier(app: &App, record: &Record, today: Date) -> Result<Vec<Earlier>, AppError> {
    let authors = app.authors().await?;
    let mut earlier = Vec::with_capacity(record.reviews.len());
    for held in record.reviews.iter().rev() {
        let review = &held.item;
        let (decision, new_plan) = match &review.decision {
            Decision::NewPlan { version } => (format!("Plan version {version}"), true),
            Decision::NoChange { because } => (format!("No change, because {because}"), false),
        };
        earlier.push(Earlier {
            on: review.on,
            day: day(review.on, today),
            by: authors.name(held.by),
            decision,
            shown: review.shown.clone(),
            words: review.words.clone(),
            new_plan,
            opened_by: review.causes.iter().copied().map(cause_words).collect(),
        });
    }
    Ok(earlier)
}
