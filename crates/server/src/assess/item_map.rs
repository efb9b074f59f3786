//! One measure item by item over time: a grid of what was answered, each column
//! opening its form.

use askama::Template;
use attune_care::Record;
use attune_care::assess::{Cell, Column, ItemMap};
use attune_catalog::{Direction, Measure};
use attune_ids::ClientId;
use axum::extract::{Path, State};
use axum::response::Html;
use jiff::civil::Date;
use serde::Deserialize;

use super::measures::is_own;
use super::overview::outcome_words;
use super::wording::Wording;
use crate::format::number;
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Reader;
use crate::{App, AppError};

/// Columns that find room on a sheet of paper; earlier ones stay on the screen.
const ON_PAPER: usize = 10;

#[derive(Template)]
#[template(path = "assess/item_map.html")]
struct ItemMapPage {
    frame: Frame,
    banner: Banner,
    name: String,
    title: String,
    own: bool,
    columns: Vec<ColumnView>,
    rows: Vec<RowView>,
    totals: Vec<TotalView>,
    /// What a darker cell means.
    darker: &'static str,
    /// Columns that are not printed.
    not_printed: usize,
    on_paper: usize,
    credit: String,
}

struct ColumnView {
    /// "14 May", and the year where it changes.
    day: String,
    year: String,
    href: String,
    printed: bool,
}

struct RowView {
    question: String,
    /// Class, text and words of each cell.
    cells: Vec<CellView>,
}

struct CellView {
    class: String,
    text: String,
    /// The answer in the words that were read; empty where the text says all.
    words: String,
    printed: bool,
}

struct TotalView {
    text: String,
    words: String,
    printed: bool,
}

#[derive(Deserialize)]
pub(super) struct OneMeasure {
    measure: String,
}

/// The grid of one measure; nothing there for a measure that the catalogue does not know.
pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(OneMeasure { measure }): Path<OneMeasure>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let measure = app.catalog.measure(&measure).ok_or(AppError::NotFound)?;
    let map = ItemMap::of(&opened.record, &app.catalog, &measure.id);
    let not_printed = map.columns.len().saturating_sub(ON_PAPER);
    html(&ItemMapPage {
        frame: Frame::staff(&app, "Item by item", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Assess).await,
        name: measure.name.clone(),
        title: measure.title.clone(),
        own: is_own(measure),
        columns: columns(opened.client, &map.columns, not_printed),
        rows: rows(measure, &map, not_printed),
        totals: totals(&opened.record, measure, &map, not_printed),
        darker: match measure.direction {
            Direction::LowerIsBetter => "Darker is more trouble",
            Direction::HigherIsBetter => "Darker is less well",
        },
        not_printed,
        on_paper: ON_PAPER,
        credit: measure.licence.credit_line.clone(),
    })
}

fn columns(client: ClientId, columns: &[Column], not_printed: usize) -> Vec<ColumnView> {
    let mut year_before = None;
    columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            let year = column.on.year();
            let changed = year_before.replace(year) != Some(year);
            ColumnView {
                day: short(column.on),
                year: if changed {
                    year.to_string()
                } else {
                    String::new()
                },
                href: format!("/clients/{client}/assess/responses/{}", column.entry),
                printed: position >= not_printed,
            }
        })
        .collect()
}

fn short(on: Date) -> String {
    on.strftime("%-d %b").to_string()
}

fn rows(measure: &Measure, map: &ItemMap, not_printed: usize) -> Vec<RowView> {
    let wording = Wording::of(measure, "en");
    map.rows
        .iter()
        .map(|(id, cells)| {
            let item = measure.items.iter().find(|item| &item.id == id);
            let question = match item {
                Some(item) => wording.item(item).to_owned(),
                None => format!("{id} (only in an earlier version)"),
            };
            let view = |(position, cell): (usize, &Cell)| {
                let (class, text, words) = match *cell {
                    Cell::Value { value, shade } => {
                        let class = shade.map_or_else(
                            || "item-cell".to_owned(),
                            |shade| format!("item-cell item-shade-{shade}"),
                        );
                        let answer = attune_catalog::Answer::Value(value);
                        let words = item.and_then(|item| wording.given(item, answer));
                        (class, number(f64::from(value)), words.unwrap_or_default())
                    }
                    Cell::Skipped => missing("item-skipped", "left out"),
                    Cell::NotApplicable => missing("item-not-applicable", "does not apply"),
                    Cell::NotAsked => missing("item-not-asked", "not asked"),
                    Cell::NotInVersion => missing("item-not-asked", "not in that version"),
                };
                CellView {
                    class,
                    text,
                    words,
                    printed: position >= not_printed,
                }
            };
            RowView {
                question,
                cells: cells.iter().enumerate().map(view).collect(),
            }
        })
        .collect()
}

fn missing(class: &str, words: &str) -> (String, String, String) {
    (
        format!("item-cell {class}"),
        words.to_owned(),
        String::new(),
    )
}

/// The total of every form as it was scored then; a form without one says why.
fn totals(record: &Record, measure: &Measure, map: &ItemMap, not_printed: usize) -> Vec<TotalView> {
    let Some(total) = measure.total.as_deref() else {
        return Vec::new();
    };
    map.columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            let outcome = record
                .response(column.entry)
                .and_then(|given| given.item.scored.outcome(total));
            let text = outcome.and_then(attune_catalog::Outcome::value).map(number);
            TotalView {
                words: outcome.map_or_else(String::new, outcome_words),
                text: text.unwrap_or_else(|| "no total".to_owned()),
                printed: position >= not_printed,
            }
        })
        .collect()
}
