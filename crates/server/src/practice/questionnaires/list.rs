//! Every questionnaire there is: the practice's own, those to complete, and those that ship.

use askama::Template;
use attune_catalog::{AskedBy, Measure, PRACTICE_PACK};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use serde::Deserialize;

use super::preview::OneMeasure;
use super::{designed, skeleton};
use crate::content::Line;
use crate::format::{count, day};
use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "practice/questionnaires/list.html")]
struct ListPage {
    frame: Frame,
    here: &'static str,
    own: Vec<OwnRow>,
    broken: Vec<String>,
    skeletons: Vec<Row>,
    shipped: Vec<Row>,
    seen: u64,
    kept: bool,
}

struct OwnRow {
    id: String,
    title: String,
    what: String,
    saved: String,
    used: bool,
    designed: bool,
}

struct Row {
    id: String,
    name: String,
    title: String,
    what: String,
}

/// What to say at the top, after a redirect.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    kept: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct UseInput {
    seen: u64,
    used: String,
}

pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Query(said): Query<Said>,
) -> Result<Html<String>, AppError> {
    let read = app.content.now();
    let today = app.today().await;
    let mut own = Vec::new();
    for measure in newest_own(&app) {
        let versions: Vec<_> = read
            .own
            .iter()
            .filter(|version| version.files.id == measure.id)
            .collect();
        let saved = match versions.last() {
            Some(last) => format!(
                "{}, the last saved {} by {}",
                count(versions.len(), "version", "versions"),
                day(last.on, today),
                app.author_name(attune_care::Author::Staff(last.by)).await?
            ),
            None => String::new(),
        };
        own.push(OwnRow {
            id: measure.id.clone(),
            title: measure.title.clone(),
            what: what(measure),
            saved,
            used: !read.retired.contains(&measure.id),
            designed: designed(measure),
        });
    }
    let shipped = app.content.shipped();
    let row = |measure: &Measure| Row {
        id: measure.id.clone(),
        name: measure.name.clone(),
        title: measure.title.clone(),
        what: what(measure),
    };
    html(&ListPage {
        frame: Frame::staff(&app, "Questionnaires", &administrator.staff).await,
        here: "questionnaires",
        own,
        broken: read
            .own
            .iter()
            .filter_map(|version| {
                let reason = version.broken.as_ref()?;
                Some(format!(
                    "{} {}: {reason}",
                    version.files.id, version.files.version
                ))
            })
            .collect(),
        skeletons: shipped
            .measures
            .iter()
            .filter(|measure| skeleton(shipped, &measure.id).is_some())
            .map(row)
            .collect(),
        shipped: shipped
            .measures
            .iter()
            .filter(|measure| !measure.texts.is_empty())
            .map(row)
            .collect(),
        seen: read.counter,
        kept: said.kept == "yes",
    })
}

/// Takes a questionnaire out of use, or back into it. What was answered stays.
pub(super) async fn set_use(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneMeasure { measure }): Path<OneMeasure>,
    Form(input): Form<UseInput>,
) -> Result<Redirect, AppError> {
    let own = newest_own(&app).any(|own| own.id == measure);
    let retired = app.catalog.retired.contains(&measure);
    let line = match (own, input.used.as_str()) {
        (true, "no") if !retired => Line::Retired { measure },
        (true, "yes") if retired => Line::Returned { measure },
        // Sent twice, or about one that ships: nothing to do.
        _ => return Ok(Redirect::to("/practice/questionnaires")),
    };
    app.add_content(&line, input.seen, administrator.staff.id())
        .await?;
    Ok(Redirect::to("/practice/questionnaires?kept=yes"))
}

/// The newest version of each of the practice's own.
fn newest_own(app: &App) -> impl Iterator<Item = &Measure> {
    let catalog = &app.catalog;
    catalog.measures.iter().filter(|measure| {
        let newest = catalog.measure(&measure.id).map(|newest| &newest.version);
        measure.pack == PRACTICE_PACK && newest == Some(&measure.version)
    })
}

/// How many questions, who asks them, and how far the wording was checked.
fn what(measure: &Measure) -> String {
    let mut parts = vec![count(measure.items.len(), "question", "questions")];
    if measure.asked_by == AskedBy::Clinician {
        parts.push("a clinician asks, in person".to_owned());
    }
    parts.extend(
        measure
            .text("en")
            .map(|text| text.verification().label().to_owned()),
    );
    parts.join("; ")
}
