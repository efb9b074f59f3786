//! How the client would like to work: what counts now, how it moved, and scores from elsewhere.

use attune_care::Record;
use attune_care::matching::{
    Drift, PreferencesBrought, ScaleScore, Wishes, bring_preferences, drifts,
};
use attune_catalog::{Catalog, Measure};
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use jiff::civil::Date;

use crate::format::day;
use crate::page::form_id;
use crate::policy::Writer;
use crate::{App, AppError, form};

/// What the name of a field with a score begins with.
const SCORE: &str = "score-";

pub(super) struct WishesView {
    /// Each inventory with the day it was last answered.
    pub(super) asked: Vec<(String, String)>,
    pub(super) lines: Vec<WishLine>,
    pub(super) unlike: Vec<String>,
    pub(super) old: Option<String>,
    pub(super) drifts: Vec<DriftLine>,
    pub(super) words: Option<String>,
}

pub(super) struct WishLine {
    pub(super) words: String,
    pub(super) strength: &'static str,
    /// "C-NIP, Tue 14 May".
    pub(super) origin: String,
}

/// How one wish moved, in words.
pub(crate) struct DriftLine {
    /// "than in March 2026, by the C-NIP".
    pub(crate) since: String,
    pub(crate) words: String,
    /// The change is more than its error.
    pub(crate) sure: bool,
}

/// An inventory whose scores can be typed in.
pub(super) struct Inventory {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) name: String,
    pub(super) scales: Vec<ScaleField>,
    pub(super) entry: EntryId,
}

pub(super) struct ScaleField {
    pub(super) field: String,
    pub(super) label: String,
    pub(super) lowest: i32,
    pub(super) highest: i32,
}

pub(super) fn view(record: &Record, catalog: &Catalog, today: Date) -> Option<WishesView> {
    let wishes = Wishes::of(record, catalog)?;
    Some(WishesView {
        old: wishes.old(record, today),
        asked: wishes
            .asked
            .iter()
            .map(|(name, on)| (name.clone(), day(*on, today)))
            .collect(),
        lines: wishes
            .wishes
            .iter()
            .map(|wish| WishLine {
                words: wish.words.clone(),
                strength: wish.strength,
                origin: format!("{}, {}", wish.inventory, day(wish.on, today)),
            })
            .collect(),
        unlike: wishes.unlike.clone(),
        drifts: drift_lines(record, catalog),
        words: wishes.words,
    })
}

/// What moved since the time before.
pub(crate) fn drift_lines(record: &Record, catalog: &Catalog) -> Vec<DriftLine> {
    drifts(record, catalog).iter().map(drift_line).collect()
}

fn drift_line(drift: &Drift) -> DriftLine {
    DriftLine {
        since: format!(
            "{}, against {}",
            drift.inventory,
            drift.from.strftime("%-d %B %Y")
        ),
        words: drift.words(),
        sure: drift.sure.is_some_and(|sure| sure.beyond_error),
    }
}

/// Inventories with scales of their own, in their newest version.
pub(super) fn inventories(catalog: &Catalog) -> Vec<Inventory> {
    let mut ids: Vec<&str> = catalog
        .preference_scales
        .iter()
        .map(|scale| scale.measure.as_str())
        .collect();
    ids.dedup();
    ids.into_iter()
        .filter_map(|id| catalog.measure(id))
        .map(|measure| Inventory {
            id: measure.id.clone(),
            version: measure.version.clone(),
            name: measure.name.clone(),
            scales: scales(measure),
            entry: form_id(),
        })
        .collect()
}

fn scales(measure: &Measure) -> Vec<ScaleField> {
    measure
        .scores
        .iter()
        .map(|rule| ScaleField {
            field: format!("{SCORE}{}", rule.id),
            label: rule.label.clone().unwrap_or_else(|| rule.id.clone()),
            lowest: rule.range.0,
            highest: rule.range.1,
        })
        .collect()
}

/// Scores from a form on paper or another program.
pub(super) async fn bring(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Redirect, AppError> {
    let one = |name: &str| {
        fields
            .iter()
            .find(|(found, _)| found == name)
            .map_or("", |(_, value)| value.as_str())
    };
    let entry: EntryId = one("entry").parse().map_err(|_| AppError::NotFound)?;
    let brought = PreferencesBrought {
        measure: one("measure").to_owned(),
        version: one("version").to_owned(),
        on: form::date(one("on"), "The day")?,
        scores: scores(&fields)?,
        source: one("source").to_owned(),
    };
    app.change(
        &writer,
        AuditAction::RecordWrite,
        entry,
        &[],
        |_, today, _| bring_preferences(&app.catalog, brought.clone(), today, entry),
    )
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/match#wishes",
        writer.reader.client
    )))
}

/// A field left empty is a scale without a score.
fn scores(fields: &[(String, String)]) -> Result<Vec<ScaleScore>, AppError> {
    fields
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix(SCORE)?, value.trim())))
        .filter(|(_, value)| !value.is_empty())
        .map(|(score, value)| {
            let value = value.replace('\u{2212}', "-").parse().map_err(|_| {
                AppError::Refused("The scores: whole numbers, such as 4 or -3.".to_owned())
            })?;
            Ok(ScaleScore {
                score: score.to_owned(),
                value,
            })
        })
        .collect()
}
