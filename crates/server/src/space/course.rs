//! My course, in plain words.

use askama::Template;
use attune_care::space::{Course, Moved, Topic, courses, show_scores};
use attune_catalog::Direction;
use attune_figures::Figure;
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, Redirect};
use serde::Deserialize;

use super::{Nav, Place};
use crate::gate::Opened;
use crate::language::{Here, key};
use crate::page::{form_id, html};
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::{App, AppError, pictures};

/// One course as the client reads it.
struct CourseView {
    topic: String,
    /// Key of what is to be said about it.
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
    let language = Here::now().language;
    let mut views = Vec::new();
    for (course, number) in courses(&opened.record, &app.catalog).iter().zip(1..) {
        let points = &course.progress.series.points;
        let last = points.last().map_or(today, |point| point.on);
        views.push(CourseView {
            topic: language.say(topic_words(course.topic)).to_string(),
            sentence: moved_words(course.moved),
            answered: language
                .say("answered-times")
                .with("times", points.len())
                .with("last", language.day(last, today))
                .to_string(),
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
        Direction::LowerIsBetter => key("dots-lower"),
        Direction::HigherIsBetter => key("dots-higher"),
    };
    let language = Here::now().language;
    let topic = language.say(topic_words(course.topic)).to_string();
    let name = format!("course-{number}");
    let summary = language.say(summary).to_string();
    let frame = pictures::frame(language, &name, topic, summary)?;
    let picture = pictures::plain_course(language, frame, measure, &course.progress)?;
    Ok(picture.map(|picture| picture.html()))
}

/// What it is about, as the key of a text.
pub(super) fn topic_words(topic: Topic) -> &'static str {
    match topic {
        Topic::Mood => key("topic-mood"),
        Topic::Worry => key("topic-worry"),
        Topic::Memories => key("topic-memories"),
        Topic::Closeness => key("topic-closeness"),
        Topic::Life => key("topic-life"),
    }
}

/// Where it has moved, and how sure that is, as the key of a text.
pub(super) fn moved_words(moved: Moved) -> &'static str {
    match moved {
        Moved::First => key("moved-first"),
        Moved::Easier => key("moved-easier"),
        Moved::Harder => key("moved-harder"),
        Moved::Same => key("moved-same"),
        Moved::Unsure => key("moved-unsure"),
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
