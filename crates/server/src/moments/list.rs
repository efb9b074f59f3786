//! All moments of a client, and through which lenses each was looked at.

use askama::Template;
use attune_care::Author;
use attune_care::assess::taken_out;
use attune_care::worksheets::Moment;
use attune_catalog::Domain;
use attune_ids::{EntryId, MomentId, SheetId};
use axum::extract::State;
use axum::response::Html;

use super::change::Typed;
use super::lenses::lenses;
use crate::format::day;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "moments/list.html")]
pub(super) struct ListPage {
    frame: Frame,
    banner: Banner,
    moments: Vec<Row>,
    form: Form,
    out: Vec<Out>,
}

/// One moment at a glance.
struct Row {
    id: MomentId,
    words: String,
    on: String,
    by_client: bool,
    /// Lenses it was looked at through, with the latest sheet.
    used: Vec<(String, SheetId)>,
    /// The others.
    not_yet: Vec<String>,
}

/// The form of a moment, new or told better.
pub(super) struct Form {
    pub(super) entry: EntryId,
    pub(super) problem: String,
    pub(super) words: String,
    pub(super) on: String,
    pub(super) today: String,
    /// Code, words, ticked.
    pub(super) domains: Vec<(&'static str, &'static str, bool)>,
    pub(super) factors: Vec<(String, String, bool)>,
}

struct Out {
    id: MomentId,
    words: String,
    because: String,
    entry: EntryId,
}

impl Form {
    /// The form with what was typed, or empty.
    pub(super) fn of(
        record: &attune_care::Record,
        typed: &Typed,
        problem: String,
        today: jiff::civil::Date,
    ) -> Self {
        let factors = record.formulation.factors.iter();
        Self {
            entry: form_id(),
            problem,
            words: typed.words.clone(),
            on: if typed.on.is_empty() {
                today.to_string()
            } else {
                typed.on.clone()
            },
            today: today.to_string(),
            domains: Domain::ALL
                .into_iter()
                .map(|it| (it.code(), it.label(), typed.domains.contains(&it)))
                .collect(),
            factors: factors
                .map(|it| {
                    (
                        it.id.to_string(),
                        it.text.clone(),
                        typed.factors.contains(&it.id),
                    )
                })
                .collect(),
        }
    }
}

pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    html(&page(&app, &reader, &Typed::default(), String::new()).await?)
}

/// The page with what was typed and why it was not kept.
pub(super) async fn page(
    app: &App,
    reader: &Reader,
    typed: &Typed,
    problem: String,
) -> Result<ListPage, AppError> {
    let opened = app.open(reader).await?;
    let today = app.today().await;
    let record = &opened.record;
    let mut kept: Vec<_> = record.moments.iter().collect();
    kept.sort_by_key(|kept| std::cmp::Reverse(kept.item.on));
    let rows = kept.into_iter().map(|kept| {
        let all = lenses(&app.catalog, record, kept.item.id);
        let used = all
            .iter()
            .filter_map(|lens| Some((lens.worksheet.name.clone(), *lens.sheets.last()?)));
        let not_yet = all.iter().filter(|lens| lens.sheets.is_empty());
        Row {
            id: kept.item.id,
            words: kept.item.words.clone(),
            on: day(kept.item.on, today),
            by_client: kept.by == Author::Client,
            used: used.collect(),
            not_yet: not_yet.map(|lens| lens.worksheet.name.clone()).collect(),
        }
    });
    let out = taken_out::<Moment>(&opened.entries);
    Ok(ListPage {
        moments: rows.collect(),
        form: Form::of(record, typed, problem, today),
        out: out
            .into_iter()
            .map(|taken| Out {
                id: taken.item.id,
                words: taken.item.words,
                because: taken.because,
                entry: form_id(),
            })
            .collect(),
        frame: Frame::staff(app, "One moment, many lenses", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Session).await,
    })
}
