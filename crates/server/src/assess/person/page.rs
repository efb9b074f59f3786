//! The page of the person as a whole.

use askama::Template;
use attune_care::assess::{
    self, Aspect, AspectSort, SaidBy, days_to_compare, taken_out, whole_person_against,
};
use attune_catalog::Domain;
use attune_ids::{AspectId, EntryId};
use axum::extract::{Query, State};
use axum::response::Html;
use jiff::civil::Date;
use serde::Deserialize;

use super::aspects::Tried;
use super::sides::{Ground, SideView, sides};
use crate::format::day;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::pictures;
use crate::policy::Reader;
use crate::{App, AppError};

/// What to hold the present against: an earlier day, else the first answers.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Against {
    #[serde(default)]
    against: String,
}

impl Against {
    /// An address that was typed by hand shows the comparison with the first answers.
    pub(super) fn read(&self) -> assess::Against {
        match self.against.parse::<Date>() {
            Ok(day) => assess::Against::Day(day),
            Err(_) => assess::Against::Intake,
        }
    }

    /// The same as the end of an address; empty for the first answers.
    pub(super) fn query(&self) -> String {
        match self.read() {
            assess::Against::Day(day) => format!("?against={day}"),
            assess::Against::Intake => String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "assess/person/page.html")]
struct PersonPage {
    frame: Frame,
    banner: Banner,
    picture: Option<String>,
    sides: Vec<SideView>,
    domains: [Domain; 6],
    sorts: [AspectSort; 4],
    views: [SaidBy; 4],
    /// Days that can be held against, with their words and whether it is this one.
    days: Vec<(String, String, bool)>,
    /// What the present is held against, for the address of the sheet.
    query: String,
    compared: String,
    taken_out: Vec<OutView>,
    problem: String,
}

/// A need or a strength that was taken out.
struct OutView {
    id: AspectId,
    words: String,
    sort: &'static str,
    because: String,
    on: String,
    entry: EntryId,
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(against): Query<Against>,
) -> Result<Html<String>, AppError> {
    page(&app, &reader, against, Tried::default()).await
}

/// The page, with what was typed and not accepted.
pub(super) async fn page(
    app: &App,
    reader: &Reader,
    against: Against,
    tried: Tried,
) -> Result<Html<String>, AppError> {
    let opened = app.open(reader).await?;
    let today = app.today().await;
    let chosen = against.read();
    let whole = whole_person_against(&opened.record, &app.catalog, chosen);
    let ground = Ground {
        app,
        opened: &opened,
        whole: &whole,
        against: chosen,
        zone: app.zone().await,
        today,
    };
    let days = days_to_compare(&opened.record, &app.catalog)
        .into_iter()
        .map(|on| {
            let here = chosen == assess::Against::Day(on);
            (on.to_string(), day(on, today), here)
        })
        .collect();
    let taken_out = taken_out::<Aspect>(&opened.entries)
        .into_iter()
        .map(|taken| OutView {
            id: taken.item.id,
            words: taken.item.words.clone(),
            sort: taken.item.sort.label(),
            because: taken.because.clone(),
            on: day(taken.at.to_zoned(ground.zone.clone()).date(), today),
            entry: form_id(),
        })
        .collect();
    html(&PersonPage {
        frame: Frame::staff(app, "The whole person", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Assess).await,
        picture: pictures::whole_person(&whole, today)?,
        sides: sides(&ground, &tried),
        domains: Domain::ALL,
        sorts: AspectSort::ALL,
        views: SaidBy::ALL,
        days,
        query: against.query(),
        compared: compared(chosen, today),
        taken_out,
        problem: tried.problem,
    })
}

/// "the first answers", or the day.
pub(super) fn compared(against: assess::Against, today: Date) -> String {
    match against {
        assess::Against::Intake => "the first answers".to_owned(),
        assess::Against::Day(on) => format!("the answers of {} or before", day(on, today)),
    }
}
