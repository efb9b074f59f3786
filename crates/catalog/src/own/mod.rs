//! Measures a practice wrote or completed for itself.
//!
//! They are the same files as a shipped measure, pass the same loader, and are kept by whoever stores them (this
//! crate stores nothing). Two things differ. Their folder is the pack [`PRACTICE_PACK`], which no shipped
//! catalogue may hold. And wording that may not ship is allowed in it, if `licence.toml` says in a `[grant]` who
//! holds the licence and what permits the use.

mod bands;
mod build;
mod complete;
mod draft;
mod retyped;
mod typed;
pub(crate) mod written;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use complete::{Completion, CompletionProblem};
pub use draft::{AnswersOffered, Draft, DraftBand, DraftItem, Scoring, Subscale};
pub use typed::{Problem as DraftProblem, TypedDraft};

use crate::catalog::Catalog;
use crate::error::{CatalogError, Place};
use crate::files::Files;
use crate::measure::{self, Measure};
use crate::version::version_key;

/// The pack of everything a practice keeps for itself.
pub const PRACTICE_PACK: &str = "practice";

/// A measure as the files of its folder: what a practice keeps, and what can be handed to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureFiles {
    /// Id of the measure.
    pub id: String,
    /// Version of the measure.
    pub version: String,
    /// File name, such as `measure.toml`, to content.
    pub files: BTreeMap<String, String>,
}

impl MeasureFiles {
    /// The files of one measure out of a catalogue, whatever its pack.
    pub fn of(files: &Files, id: &str, version: &str) -> Option<Self> {
        let end = format!("/{id}/{version}");
        let found: BTreeMap<String, String> = files
            .paths()
            .filter(|path| path.starts_with("measures/"))
            .filter_map(|path| {
                let (folder, name) = path.rsplit_once('/')?;
                let text = folder.ends_with(&end).then(|| files.get(path))??;
                Some((name.to_owned(), text.to_owned()))
            })
            .collect();
        (!found.is_empty()).then(|| Self {
            id: id.to_owned(),
            version: version.to_owned(),
            files: found,
        })
    }

    /// The checked measure, as one of the practice's own.
    ///
    /// # Errors
    ///
    /// What the loader found wrong, with file and line.
    pub fn load(&self) -> Result<Measure, CatalogError> {
        let mut files = Files::default();
        for (name, text) in &self.files {
            let path = format!(
                "measures/{PRACTICE_PACK}/{}/{}/{name}",
                self.id, self.version
            );
            files.insert(&path, text.clone());
        }
        let mut measures = measure::load_all(&files)?;
        measures.pop().ok_or_else(|| CatalogError::Missing {
            at: Place {
                file: format!("{}/measure.toml", self.id),
                line: None,
                column: None,
            },
        })
    }
}

impl Catalog {
    /// This catalogue with the practice's own measures after the shipped ones of the same id, so that the newest
    /// version of a completed skeleton is the completed one. Those `retired` are not asked any more; what was
    /// answered to them stays readable. An own measure whose id and version ship with the program is left out.
    #[must_use]
    pub fn with_own(&self, own: Vec<Measure>, retired: BTreeSet<String>) -> Self {
        let mut together = self.clone();
        for measure in own {
            if together
                .measure_version(&measure.id, &measure.version)
                .is_none()
            {
                together.measures.push(measure);
            }
        }
        together.measures.sort_by_key(|measure| {
            let practice = measure.pack == PRACTICE_PACK;
            (measure.id.clone(), practice, version_key(&measure.version))
        });
        together.retired = retired;
        together
    }
}

/// The version a completed skeleton gets: that of the skeleton and the number of the completion, from 1.
pub fn completion_version(skeleton: &str, completion: u32) -> String {
    format!("{skeleton}+{completion}")
}

/// The version that follows: a major one where what is scored changes, so that no line is drawn through scores
/// that mean different things; else a minor one.
pub fn next_version(version: &str, scores_change: bool) -> String {
    let [major, minor, ..] = version_key(version).unwrap_or([1, 0, 0, 0]);
    if scores_change {
        format!("{}.0.0", major.saturating_add(1))
    } else {
        format!("{major}.{}.0", minor.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_wording_is_a_minor_version_and_a_new_score_a_major_one() {
        assert_eq!(next_version("1.0.0", false), "1.1.0");
        assert_eq!(next_version("1.4.0", true), "2.0.0");
        assert_eq!(completion_version("1.0.0", 3), "1.0.0+3");
        assert!(version_key("1.0.0+10") > version_key("1.0.0+9"));
        assert!(version_key("1.0.0+1") > version_key("1.0.0"));
        assert!(version_key("1.0.1") > version_key("1.0.0+1"));
    }
}
