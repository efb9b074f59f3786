use attune_catalog::{Catalog, Purpose};
use attune_ids::EntryId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::refusal::required;
use crate::{Body, NewEntry, Refusal};

/// Scores of a preference inventory that was filled in elsewhere, without its single answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreferencesBrought {
    /// Catalogue id of the inventory.
    pub measure: String,
    /// Its version.
    pub version: String,
    /// The day it was filled in.
    pub on: Date,
    /// One per scale that is known.
    pub scores: Vec<ScaleScore>,
    /// Where they come from: a form on paper, another program.
    pub source: String,
}

/// The score of one scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScaleScore {
    /// Id of the score within the inventory.
    pub score: String,
    /// Points.
    pub value: i32,
}

/// Brings scores of a preference inventory in. A scale that was not scored is left out, never 0.
///
/// # Errors
/// - [`Refusal::UnknownMeasure`]: no preference inventory with scales of this id and version.
/// - [`Refusal::Missing`]: no score at all, or nothing said about where they come from.
/// - [`Refusal::Invalid`]: a day to come; a score the inventory does not have, has twice or cannot reach.
pub fn bring_preferences(
    catalog: &Catalog,
    brought: PreferencesBrought,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let measure = catalog
        .measure_version(&brought.measure, &brought.version)
        .filter(|measure| measure.purpose == Purpose::Preferences)
        .ok_or_else(|| Refusal::UnknownMeasure {
            id: brought.measure.clone(),
        })?;
    if brought.on > today {
        return Err(Refusal::Invalid {
            field: "The day",
            expected: "today or earlier",
        });
    }
    let source = required(&brought.source, "where the scores come from")?;
    if brought.scores.is_empty() {
        return Err(Refusal::Missing {
            field: "at least one score",
        });
    }
    for (place, given) in brought.scores.iter().enumerate() {
        let rule = measure.scores.iter().find(|rule| rule.id == given.score);
        let reached = rule.is_some_and(|rule| (rule.range.0..=rule.range.1).contains(&given.value));
        let twice = brought
            .scores
            .iter()
            .take(place)
            .any(|other| other.score == given.score);
        if !reached || twice {
            return Err(Refusal::Invalid {
                field: "The scores",
                expected: "whole numbers within the range of each scale",
            });
        }
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::PreferencesBrought(PreferencesBrought { source, ..brought }),
    }])
}
