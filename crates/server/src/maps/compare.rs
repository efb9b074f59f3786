//! Any two versions of any map, in words and picture.

use askama::Template;
use attune_care::formulate::{MapVersion, VersionKind, map_versions};
use attune_ids::FactorId;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;

use super::beside::{Beside, Version, beside};
use crate::authors::Authors;
use crate::format::{count, moment};
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Reader;
use crate::{App, AppError};

/// A version to choose.
pub(super) struct VersionRow {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) what: String,
}

/// The newest first.
pub(super) fn version_rows(
    versions: &[MapVersion],
    authors: &Authors,
    when: &dyn Fn(jiff::Timestamp) -> String,
) -> Vec<VersionRow> {
    let rows = versions.iter().rev().map(|version| VersionRow {
        code: version.kind.code(),
        name: name(version, when),
        what: format!(
            "{}, {}; by {}",
            count(version.drawing.factors.len(), "factor", "factors"),
            count(version.drawing.influences.len(), "influence", "influences"),
            authors.name(version.by)
        ),
    });
    rows.collect()
}

fn name(version: &MapVersion, when: &dyn Fn(jiff::Timestamp) -> String) -> String {
    let whose = match version.kind {
        VersionKind::Own(_) => "the client’s map",
        VersionKind::Drawn(_) => "the clinician’s map",
        VersionKind::Joint(_) => "the joint map",
    };
    format!("{whose} of {}", when(version.at))
}

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    left: String,
    #[serde(default)]
    right: String,
}

#[derive(Template)]
#[template(path = "maps/compare.html")]
struct ComparePage {
    frame: Frame,
    banner: Banner,
    beside: Option<Beside>,
    left: String,
    right: String,
    versions: Vec<VersionRow>,
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let (zone, today) = (app.zone().await, app.today().await);
    let when = |at| moment(at, &zone, today);
    let versions = map_versions(&opened.record, &opened.entries);
    let found = |code: &str| versions.iter().find(|version| version.kind.code() == code);
    let both = found(&asked.left).zip(found(&asked.right));
    let compared = match both {
        Some((left, right)) => {
            let same = same_things(&opened.record, left, right);
            let (one, two) = (name(left, &when), name(right, &when));
            Some(beside(side(&one, left), side(&two, right), &same)?)
        }
        None => None,
    };
    html(&ComparePage {
        frame: Frame::staff(&app, "Two versions", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Formulate).await,
        beside: compared,
        versions: version_rows(&versions, &app.authors().await?, &when),
        left: asked.left,
        right: asked.right,
    })
}

fn side<'a>(name: &'a str, version: &'a MapVersion) -> Version<'a> {
    Version {
        heading: crate::format::capital(name),
        name,
        drawing: &version.drawing,
    }
}

/// What the clinician said is the same thing was said of the client's map beside the drawing; it is turned round where
/// the client's stands on the right.
fn same_things(
    record: &attune_care::Record,
    left: &MapVersion,
    right: &MapVersion,
) -> Vec<(FactorId, FactorId)> {
    if matches!(right.kind, VersionKind::Own(_)) && !matches!(left.kind, VersionKind::Own(_)) {
        let pairs = record.same_things(&right.drawing, &left.drawing);
        return pairs.into_iter().map(|(own, other)| (other, own)).collect();
    }
    record.same_things(&left.drawing, &right.drawing)
}
