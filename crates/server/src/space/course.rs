//! My course, in plain words.

use askama::Template;
use attune_care::space::{Course, Moved, Topic, courses, show_scores};
use attune_catalog::Direction;
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, Redirect};
use serde::Deserialize;

use super::{Nav, Place};
use crate::format::{count, day};
use crate::gate::Opened;
use crate::page::{form_id, html};
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::{App, AppError, pictures};

/// One course as the client reads it.
struct CourseView {
    topic: &'static str,
    sentence: &'static str,
    /// "Answered 4 times, the last time on Tue 14 May".
    answered: String,
    picture: Option<String>,
}

#[derive(Template)]
#[template(path = "space/course.html")]
struct CoursePage {
    frame: Frame,
    nav: Nav,
    shown: bool,
    courses: Vec<CourseView>,
    entry: EntryId,
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
) -> Result<Html<String>, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let shown = opened.record.space.shows_scores();
    let courses = if shown {
        views(&app, &opened).await?
    } else {
        Vec::new()
    };
    Ok(html(&CoursePage {
        frame: Frame::of(&app).await,
        nav: Nav::at(Place::More),
        shown,
        courses,
        entry: form_id(),
    })?)
}

async fn views(app: &App, opened: &Opened) -> Result<Vec<CourseView>, AppError> {
    let today = app.today().await;
    let mut views = Vec::new();
    for (course, number) in courses(&opened.record, &app.catalog).iter().zip(1..) {
        let points = &course.progress.series.points;
        let last = points.last().map_or(today, |point| point.on);
        views.push(CourseView {
            topic: topic_words(course.topic),
            sentence: moved_words(course.moved),
            answered: format!(
                "Answered {}, the last time on {}",
                count(points.len(), "time", "times"),
                day(last, today)
            ),
            picture: picture(app, course, number)?,
        });
    }
    Ok(views)
}

/// A picture from the second time on: one point is no course.
fn picture(app: &App, course: &Course, number: usize) -> Result<Option<String>, AppError> {
    let measure = app.catalog.measure(&course.progress.measure);
    let Some(measure) = measure.filter(|_| course.moved != Moved::First) else {
        return Ok(None);
    };
    let summary = match measure.direction {
        Direction::LowerIsBetter => "Each dot is one time you answered. Lower is lighter.",
        Direction::HigherIsBetter => "Each dot is one time you answered. Higher is lighter.",
    };
    let topic = topic_words(course.topic);
    pictures::plain_course(
        &format!("course-{number}"),
        topic,
        summary,
        measure,
        &course.progress,
    )
}

/// What it is about.
pub(super) fn topic_words(topic: Topic) -> &'static str {
    match topic {
        Topic::Mood => "Mood and energy",
        Topic::Worry => "Worry and fear",
        Topic::Memories => "What happened, and how it comes back",
        Topic::Closeness => "Being with others",
        Topic::Life => "Life as a whole",
    }
}

/// Where it has moved, and how sure that is.
pub(super) fn moved_words(moved: Moved) -> &'static str {
    match moved {
        Moved::First => "You have answered this once. A course begins with the second time.",
        Moved::Easier => {
            "Your answers are lighter than at the start, by more than such answers vary by chance."
        }
        Moved::Harder => {
            "Your answers are heavier than at the start, by more than such answers vary by chance. That is worth talking about."
        }
        Moved::Same => {
            "Your answers are about where they were at the start. The difference is no larger than chance makes it."
        }
        Moved::Unsure => {
            "Your answers are below, one dot for each time. Nobody knows yet how much such answers vary by chance, so nothing is claimed here."
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Input {
    entry: EntryId,
    shown: bool,
}

/// Shows scores here, or shows them no more: as the client wishes.
pub(super) async fn switch(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(input): Form<Input>,
) -> Result<Redirect, Trouble> {
    let action = AuditAction::RecordWrite;
    // A refusal says that it is so already, which is what was wished.
    let _already = app
        .change_for_client(&holder, action, input.entry, &[], |record, _, _| {
            show_scores(record, input.shown, input.entry)
        })
        .await?;
    Ok(Redirect::to("/portal/course"))
}
