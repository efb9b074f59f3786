use attune_catalog::{Catalog, Modality, PreferenceDimension};
use attune_ids::EntryId;
use jiff::civil::Date;

use super::stated::{Stated, stated};
use crate::Record;

/// After so many days wishes are called old: a quarter of a year, or about the time between two reviews.
pub const WISHES_OLD_AFTER: i32 = 90;

/// How the client would like to work, from the latest answers to every inventory that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// The latest entry they come from.
    pub response: EntryId,
    /// When that was answered.
    pub on: Date,
    /// Dimensions with a wish either way, in the catalogue's order.
    pub wishes: Vec<Wish>,
    /// Where two inventories say the opposite, in a sentence each.
    pub unlike: Vec<String>,
    /// Each inventory with the day it was last answered, latest first.
    pub asked: Vec<(String, Date)>,
    /// What they wrote beside it.
    pub words: Option<String>,
}

/// One wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Id of the dimension.
    pub dimension: String,
    /// "How planned".
    pub label: String,
    /// -3 to 3, never 0.
    pub value: i32,
    /// "a clear plan for each session".
    pub words: String,
    /// "strongly", "clearly", "a little".
    pub strength: &'static str,
    /// Name of the inventory it comes from.
    pub inventory: String,
    /// When that was answered.
    pub on: Date,
}

/// How a therapy meets the wishes. Never a sum: eight talk starters make no scale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PreferenceFit {
    /// Wishes the therapy goes along with: "a clear plan for each session (strongly)".
    pub agreements: Vec<String>,
    /// Wishes it goes against, each as a sentence.
    pub clashes: Vec<String>,
}

impl PreferenceFit {
    /// All agreements in one sentence; none if there is none.
    pub fn agreement(&self) -> Option<String> {
        (!self.agreements.is_empty()).then(|| {
            format!(
                "Goes along with the wish for: {}.",
                self.agreements.join("; ")
            )
        })
    }
}

impl Wishes {
    /// What was answered last about each dimension, whichever inventory asked; none if none was ever answered. The mean
    /// answer of a scale counts as one answer of ours would, rounded to the same steps.
    pub fn of(record: &Record, catalog: &Catalog) -> Option<Self> {
        let all = stated(record, catalog);
        let latest = all.last()?;
        let standing: Vec<&Stated> = all
            .iter()
            .rev()
            .enumerate()
            .filter(|(place, one)| {
                let mut later = all.iter().rev().take(*place);
                later.all(|other| other.measure != one.measure)
            })
            .map(|(_, one)| one)
            .collect();
        let (mut wishes, mut unlike) = (Vec::new(), Vec::new());
        for dimension in &catalog.preference_dimensions {
            let mut said = standing
                .iter()
                .filter_map(|one| Some((*one, one.said.get(&dimension.id)?.value())));
            let Some((from, value)) = said.next() else {
                continue;
            };
            unlike.extend(
                said.filter(|(_, other)| other * value < 0.0)
                    .map(|(other, _)| {
                        format!(
                            "{}: {} ({}) and {} ({}) say the opposite. The later one is used; ask which holds.",
                            dimension.label, from.name, from.on, other.name, other.on
                        )
                    }),
            );
            wishes.extend(wish(dimension, from, value));
        }
        Some(Self {
            response: latest.entry,
            on: latest.on,
            wishes,
            unlike,
            asked: standing
                .iter()
                .map(|one| (one.name.clone(), one.on))
                .collect(),
            words: latest.words.clone(),
        })
    }

    /// Why the wishes may not hold any more; none if they are recent.
    pub fn old(&self, record: &Record, today: Date) -> Option<String> {
        let days = (today - self.on).get_days();
        if days > WISHES_OLD_AFTER {
            return Some(format!(
                "Last asked {days} days ago: wishes change. Ask again."
            ));
        }
        let reviewed = record.reviews.iter().any(|review| review.item.on > self.on);
        reviewed.then(|| "A review was held since, and they were not answered again.".to_owned())
    }

    /// Holds a therapy's profile against the wishes. A profile of 0 neither agrees
    /// nor clashes.
    pub(super) fn fit(&self, modality: &Modality, catalog: &Catalog) -> PreferenceFit {
        let mut fit = PreferenceFit::default();
        for wish in &self.wishes {
            let stands = modality
                .profile
                .get(&wish.dimension)
                .map_or(0, |value| i32::from(*value));
            let dimension = catalog
                .preference_dimensions
                .iter()
                .find(|dimension| dimension.id == wish.dimension);
            let Some(dimension) = dimension else { continue };
            if stands * wish.value > 0 {
                fit.agreements
                    .push(format!("{} ({})", wish.words, wish.strength));
            } else if stands * wish.value < 0 {
                fit.clashes.push(format!(
                    "Against a wish: {} ({}); this therapy is nearer to: {}.",
                    wish.words,
                    wish.strength,
                    end(dimension, stands)
                ));
            }
        }
        fit
    }
}

/// The step of our own questions that this value is nearest to; none in the middle.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a value between -3 and 3, rounded"
)]
fn wish(dimension: &PreferenceDimension, from: &Stated, value: f64) -> Option<Wish> {
    let value = value.round() as i32;
    (value != 0).then(|| Wish {
        dimension: dimension.id.clone(),
        label: dimension.label.clone(),
        value,
        words: end(dimension, value).to_owned(),
        strength: match value.abs() {
            1 => "a little",
            2 => "clearly",
            _ => "strongly",
        },
        inventory: from.name.clone(),
        on: from.on,
    })
}

/// The dimension's words on the side of the value.
pub(super) fn end(dimension: &PreferenceDimension, value: i32) -> &str {
    if value < 0 {
        &dimension.low
    } else {
        &dimension.high
    }
}
