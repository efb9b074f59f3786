//! The client's map and the clinician's side by side: what they say differently, and the joint version.

use std::collections::BTreeMap;

use askama::Template;
use attune_care::Record;
use attune_care::formulate::{
    ArrowChoice, Comparison, Factor, Influence, Place, Placed, Side, Take, compare, joint_choices,
    map_versions, strength_words, taking_over_changes,
};
use attune_care::record::Formulation;
use attune_ids::{EntryId, FactorId};
use axum::extract::State;
use axum::response::Html;

use super::compare::{VersionRow, version_rows};
use crate::authors::Authors;
use crate::format::{count, moment};
use crate::language::Language;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::pictures::{self, MapPicture};
use crate::policy::Reader;
use crate::{App, AppError};

/// One of two maps, with its heading.
pub(super) struct SideView {
    pub(super) heading: String,
    pub(super) picture: MapPicture,
}

/// Both maps and what they say differently.
pub(super) struct Beside {
    pub(super) left: SideView,
    pub(super) right: SideView,
    pub(super) found: Comparison,
}

/// A thing of the client's map that may have another name in the drawing.
struct SameRow {
    own: FactorId,
    text: String,
    entry: EntryId,
    /// Id, words, and whether it is this one.
    choices: Vec<(FactorId, String, bool)>,
}

/// An arrow of the joint version.
struct ArrowRow {
    sentence: String,
    /// Value and words, the likeliest first.
    takes: Vec<(String, String)>,
}

/// What a joint version can be made of.
struct Choices {
    own: EntryId,
    entry: EntryId,
    factors: Vec<(FactorId, String)>,
    arrows: Vec<ArrowRow>,
}

/// A joint version with who agreed when.
struct JointRow {
    proposed: String,
    agreed: Option<String>,
    words: Vec<String>,
    picture: MapPicture,
    /// What taking it over would do; none before the client agrees.
    take_over: Option<TakeOver>,
}

/// The way of a joint version into the drawing.
struct TakeOver {
    proposal: EntryId,
    entry: EntryId,
    /// Empty when the drawing is that already.
    changes: Vec<String>,
}

#[derive(Template)]
#[template(path = "maps/beside.html")]
struct BesidePage {
    frame: Frame,
    banner: Banner,
    /// When the client showed theirs.
    shown: Option<String>,
    /// They are drawing one, or changing it.
    drawing: bool,
    beside: Option<Beside>,
    same: Vec<SameRow>,
    choices: Option<Choices>,
    joint: Option<JointRow>,
    versions: Vec<VersionRow>,
}

pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let (zone, today) = (app.zone().await, app.today().await);
    let authors = app.authors().await?;
    let record = &opened.record;
    let when = |at| moment(at, &zone, today);
    let shown = record.maps.shown();
    let drawing = record.maps.own.as_ref().is_some_and(|own| !own.item.told);
    html(&BesidePage {
        frame: Frame::staff(&app, "Two maps", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Formulate).await,
        shown: shown.map(|shown| when(shown.at)),
        drawing,
        beside: both(record)?,
        same: same_rows(record),
        choices: choices(record),
        joint: joint(record, &authors, &when)?,
        versions: version_rows(&map_versions(record, &opened.entries), &authors, &when),
    })
}

fn both(record: &Record) -> Result<Option<Beside>, AppError> {
    let Some(shown) = record.maps.shown() else {
        return Ok(None);
    };
    let own = shown.item.formulation();
    let same = record.same_things(&own, &record.formulation);
    let left = Version {
        heading: "The client’s map".to_owned(),
        name: "the client",
        drawing: &own,
    };
    let right = Version {
        heading: "The clinician’s map".to_owned(),
        name: "the clinician",
        drawing: &record.formulation,
    };
    beside(left, right, &same).map(Some)
}

/// One side of a comparison.
pub(super) struct Version<'a> {
    pub(super) heading: String,
    pub(super) name: &'a str,
    pub(super) drawing: &'a Formulation,
}

/// Both pictures and the sentences. What is the same thing lies at the same place in both.
pub(super) fn beside(
    left: Version<'_>,
    right: Version<'_>,
    same: &[(FactorId, FactorId)],
) -> Result<Beside, AppError> {
    let of = |id: &str, side: &Version<'_>| -> Result<attune_figures::Frame, AppError> {
        let mut frame = map_frame(id, &side.heading, side.drawing)?;
        frame.words.one_thinks = "on this map only".into();
        Ok(frame)
    };
    let over: BTreeMap<FactorId, FactorId> = same.iter().copied().collect();
    let back: BTreeMap<FactorId, FactorId> = same.iter().map(|(one, two)| (*two, *one)).collect();
    let in_both = |other: &Formulation, ids: &BTreeMap<FactorId, FactorId>, arrow: &Influence| {
        let (from, to) = (ids.get(&arrow.from), ids.get(&arrow.to));
        other.influences.iter().any(|known| {
            Some(&known.from) == from && Some(&known.to) == to && known.sign == arrow.sign
        })
    };
    let mut placed = left.drawing.clone();
    placed.places = pictures::places(right.drawing)
        .into_iter()
        .filter_map(|place| {
            let factor = *back.get(&place.factor)?;
            let place = Place { factor, ..place };
            Some(Placed { place, since: 0 })
        })
        .collect();
    let found = compare(
        Side {
            name: left.name,
            drawing: left.drawing,
        },
        Side {
            name: right.name,
            drawing: right.drawing,
        },
        same,
    );
    Ok(Beside {
        found,
        left: SideView {
            picture: pictures::map(of("map-left", &left)?, &placed, &|arrow| {
                in_both(right.drawing, &over, arrow)
            })?,
            heading: left.heading,
        },
        right: SideView {
            picture: pictures::map(of("map-right", &right)?, right.drawing, &|arrow| {
                in_both(left.drawing, &back, arrow)
            })?,
            heading: right.heading,
        },
    })
}

fn map_frame(
    id: &str,
    heading: &str,
    drawing: &Formulation,
) -> Result<attune_figures::Frame, AppError> {
    let summary = format!(
        "{heading}: {}, {}.",
        count(drawing.factors.len(), "factor", "factors"),
        count(drawing.influences.len(), "influence", "influences")
    );
    pictures::frame(Language::English, id, heading, summary)
}

fn same_rows(record: &Record) -> Vec<SameRow> {
    let Some(shown) = record.maps.shown() else {
        return Vec::new();
    };
    let own = shown.item.formulation();
    let same = record.same_things(&own, &record.formulation);
    let rows = own.factors.into_iter().map(|thing| {
        let known = same.iter().find(|pair| pair.0 == thing.id);
        let known = known.map(|pair| pair.1);
        let factors = record.formulation.factors.iter();
        SameRow {
            own: thing.id,
            text: thing.text,
            entry: form_id(),
            choices: factors
                .map(|factor| (factor.id, factor.text.clone(), known == Some(factor.id)))
                .collect(),
        }
    });
    rows.collect()
}

fn choices(record: &Record) -> Option<Choices> {
    let own = record.maps.shown()?.entry;
    let (factors, arrows) = joint_choices(record)?;
    let rows = arrows.iter().map(|arrow| arrow_row(&factors, arrow));
    Some(Choices {
        own,
        entry: form_id(),
        arrows: rows.collect(),
        factors: factors
            .into_iter()
            .map(|factor| (factor.id, factor.text))
            .collect(),
    })
}

fn arrow_row(factors: &[Factor], arrow: &ArrowChoice) -> ArrowRow {
    let text = |id: FactorId| {
        let found = factors.iter().find(|factor| factor.id == id);
        found.map_or("", |factor| factor.text.as_str())
    };
    let view =
        |drawn: &Influence| format!("{}, {}", drawn.sign.label(), strength_words(drawn.strength));
    let words = |take: Take| match (take, &arrow.own, &arrow.drawn) {
        (Take::Own, Some(own), _) => format!("as the client: {}", view(own)),
        (Take::Drawn, _, Some(drawn)) => format!("as the clinician: {}", view(drawn)),
        (Take::Between, ..) => "between both".to_owned(),
        _ => "leave it out".to_owned(),
    };
    let takes = arrow.takes().into_iter();
    ArrowRow {
        sentence: format!("“{}” on “{}”", text(arrow.from), text(arrow.to)),
        takes: takes
            .map(|take| {
                let value = format!("{}:{}:{}", arrow.from, arrow.to, take.code());
                (value, words(take))
            })
            .collect(),
    }
}

fn joint(
    record: &Record,
    authors: &Authors,
    when: &dyn Fn(jiff::Timestamp) -> String,
) -> Result<Option<JointRow>, AppError> {
    let Some(state) = record.maps.newest_joint() else {
        return Ok(None);
    };
    let map = state.proposed.item.formulation();
    let frame = map_frame("map-joint", "The joint map", &map)?;
    Ok(Some(JointRow {
        proposed: format!(
            "Proposed by {}, {}.",
            authors.name(state.proposed.by),
            when(state.proposed.at)
        ),
        agreed: state
            .agreed()
            .map(|answer| format!("The client agreed, {}", when(answer.at))),
        words: state
            .answers
            .iter()
            .filter_map(|answer| answer.item.words.clone())
            .collect(),
        picture: pictures::map(frame, &map, &|_| true)?,
        take_over: state.agreed().map(|_| TakeOver {
            proposal: state.proposed.entry,
            entry: form_id(),
            changes: taking_over_changes(&record.formulation, &state.proposed.item),
        }),
    }))
}
