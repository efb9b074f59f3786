use attune_catalog::{Answer, Catalog, Modality, PreferenceDimension, Purpose};
use attune_ids::EntryId;
use jiff::civil::Date;

use crate::Record;

/// How the client would like to work, from their latest answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// The response they come from.
    pub response: EntryId,
    /// When it was answered.
    pub on: Date,
    /// Dimensions with a wish either way, in the catalogue's order.
    pub wishes: Vec<Wish>,
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
    /// The latest answer to the preference measure; none if it was never answered.
    pub fn of(record: &Record, catalog: &Catalog) -> Option<Self> {
        let (response, measure) = record.responses.iter().rev().find_map(|response| {
            let asked = &response.item.measure;
            let measure = catalog.measure_version(&asked.id, &asked.version)?;
            (measure.purpose == Purpose::Preferences).then_some((response, measure))
        })?;
        let answer = |dimension: &PreferenceDimension| {
            let item = measure
                .items
                .iter()
                .position(|item| item.id == dimension.id)?;
            match response.item.answers.get(item)? {
                Answer::Value(value) if *value != 0 => Some(*value),
                Answer::Value(_) | Answer::Skipped | Answer::NotApplicable | Answer::NotAsked => {
                    None
                }
            }
        };
        let wishes = catalog
            .preference_dimensions
            .iter()
            .filter_map(|dimension| {
                let value = answer(dimension)?;
                Some(Wish {
                    dimension: dimension.id.clone(),
                    label: dimension.label.clone(),
                    value,
                    words: end(dimension, value).to_owned(),
                    strength: match value.abs() {
                        1 => "a little",
                        2 => "clearly",
                        _ => "strongly",
                    },
                })
            })
            .collect();
        Some(Self {
            response: response.entry,
            on: response.item.on,
            wishes,
            words: response.item.words.clone(),
        })
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

/// The dimension's words on the side of the value.
fn end(dimension: &PreferenceDimension, value: i32) -> &str {
    if value < 0 {
        &dimension.low
    } else {
        &dimension.high
    }
}
