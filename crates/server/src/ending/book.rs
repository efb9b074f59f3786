//! The book of the therapy: one file that loads nothing, for the client to keep. It holds
//! what stands in the client's space and nothing else, whoever of the two saves it.

use askama::Template;
use attune_care::plan::goal_course;
use attune_care::review::RelapsePart;
use attune_care::space::{Kind, Sharing, as_shared};
use attune_care::{Body, Dated};
use attune_record::{Actor, AuditAction};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;

use super::own::title;
use crate::gate::Opened;
use crate::language::{Here, Language};
use crate::page::html;
use crate::pictures::{self, MapPicture};
use crate::policy::{SpaceHolder, Writer};
use crate::portal::Trouble;
use crate::space::plan_view;
use crate::{App, AppError};

/// The sheet of style that goes along inside of the file.
const STYLE: &str = concat!("<style>", include_str!("book.css"), "</style>");

#[derive(Template)]
#[template(path = "ending/book.html")]
struct Book {
    language: Language,
    style: &'static str,
    practice: String,
    made: String,
    met: Option<Met>,
    then: Option<Map>,
    now: Option<Map>,
    goals: Vec<Goal>,
    ways: Vec<(String, String)>,
    parts: Vec<(&'static str, Vec<String>)>,
}

/// How often the two met, and between which days.
struct Met {
    times: u32,
    first: String,
    last: String,
}

struct Map {
    since: String,
    picture: MapPicture,
}

struct Goal {
    words: String,
    /// The first and the last rating with their days.
    rated: Option<(u32, String, u32, String)>,
}

/// The clinician saves it, to give it away.
pub(super) async fn give(State(app): State<App>, writer: Writer) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    let language = Language::from_tag(&opened.person.language).unwrap_or_default();
    let actor = Actor::Account(writer.reader.staff.id());
    file(&app, &opened, actor, language).await
}

/// The client takes it along.
pub(super) async fn take(State(app): State<App>, holder: SpaceHolder) -> Result<Response, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let actor = Actor::ClientLink(holder.client);
    Ok(file(&app, &opened, actor, Here::now().language).await?)
}

async fn file(
    app: &App,
    opened: &Opened,
    actor: Actor,
    language: Language,
) -> Result<Response, AppError> {
    let line = app.line(actor, AuditAction::Export, Some(opened.client));
    app.store.audit(&line).await?;
    let page = html(&book(app, opened, language).await?)?.0;
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"book-of-the-therapy.html\"",
        ),
    ];
    Ok((headers, page).into_response())
}

async fn book(app: &App, opened: &Opened, language: Language) -> Result<Book, AppError> {
    let record = &opened.record;
    let today = app.today().await;
    let zone = app.zone().await;
    let map = |id: &'static str, shared: &Dated<Sharing>| -> Result<Map, AppError> {
        let then = as_shared(&opened.record, &opened.entries, shared).formulation;
        Ok(Map {
            since: language.day(shared.at.to_zoned(zone.clone()).date(), today),
            picture: pictures::as_drawn(pictures::map_frame(language, id, &then)?, &then)?,
        })
    };
    let now = record.space.map.as_ref();
    // The first map stands beside the last one, if there is another one.
    let first = now.and_then(|now| first_map(opened).filter(|first| first.entry != now.entry));
    let view = plan_view(app, opened).await;
    let (goals, ways) = view.map_or_else(Default::default, |view| (view.goals, view.ways));
    Ok(Book {
        style: STYLE,
        practice: app.settings.read().await.practice_name.clone(),
        made: language.day(today, today),
        met: met(opened, language, today),
        then: first.map(|first| map("map-then", &first)).transpose()?,
        now: now.map(|now| map("map-now", now)).transpose()?,
        goals: goals
            .into_iter()
            .map(|goal| Goal {
                rated: goal_course(record, goal.id)
                    .filter(|course| course.number > 1)
                    .map(|course| {
                        (
                            u32::from(course.first.1),
                            language.day(course.first.0, today),
                            u32::from(course.last.1),
                            language.day(course.last.0, today),
                        )
                    }),
                words: goal.words,
            })
            .collect(),
        ways: ways.into_iter().map(|way| (way.name, way.what)).collect(),
        parts: record.relapse_plan().map_or_else(Vec::new, |plan| {
            RelapsePart::ALL
                .into_iter()
                .map(|part| (title(part), plan.lines(part).to_vec()))
                .filter(|(_, lines)| !lines.is_empty())
                .collect()
        }),
        language,
    })
}

fn met(opened: &Opened, language: Language, today: Date) -> Option<Met> {
    let days = opened.record.sessions.iter().map(|held| held.meeting.on);
    Some(Met {
        times: u32::try_from(opened.record.sessions.len()).ok()?,
        first: language.day(days.clone().min()?, today),
        last: language.day(days.max()?, today),
    })
}

/// The first map that was ever shared. What was taken out of the space since then was
/// shown all the same; a map that was unshared for good leaves the book with its last one.
fn first_map(opened: &Opened) -> Option<Dated<Sharing>> {
    opened.entries.iter().find_map(|entry| match &entry.body {
        Body::Shared(sharing) if sharing.shared.kind() == Kind::Map => Some(Dated {
            entry: entry.id,
            at: entry.at,
            by: entry.by,
            item: *sharing,
        }),
        _ => None,
    })
}
