//! What a practice learnt from its own finished therapies: models of one measure with their cards. None ships with
//! the program; each is fitted in the practice, and lies among what the practice wrote for itself.

use serde::{Deserialize, Serialize};

use super::course::{self, ExpectedCourse, ModelCard};
use crate::error::{CatalogError, Place};
use crate::files::Files;
use crate::measure::Measure;

/// One look at the finished therapies of one measure. Sums and coefficients, nothing of a single person.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Learned {
    /// Id of the measure.
    pub measure: String,
    /// Id of the score.
    pub score: String,
    /// 1, 2, 3 ... for this measure.
    pub number: u32,
    /// Finished therapies with a first and a last score.
    pub people: u32,
    /// What was checked of the expected course.
    pub course_checks: Vec<ModelCheck>,
    /// The expected course; absent where it could not be fitted at all.
    pub course: Option<ExpectedCourse>,
    /// Where people ended who began like this; absent where it could not be fitted at all.
    pub outlook: Option<Outlook>,
}

/// Something that has to be true of a model before it may be spoken of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ModelCheck {
    /// What is asked of it.
    pub asked: String,
    /// What was found, with its interval.
    pub found: String,
    /// Whether that is enough.
    pub passed: bool,
}

/// Where people ended who began like this: last score = intercept + first * first score + e.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Outlook {
    /// In points.
    pub intercept: f64,
    /// Points at the end per point at the beginning.
    pub first: f64,
    /// Spread of people around it, in points.
    pub residual_sd: f64,
    /// Mean of the first scores.
    pub mean_first: f64,
    /// Spread of the first scores.
    pub sd_first: f64,
    /// On whom and how it was made.
    pub card: ModelCard,
    /// What was checked of it.
    pub checks: Vec<ModelCheck>,
    /// What was checked of the differences between therapies.
    pub therapy_checks: Vec<ModelCheck>,
    /// Differences between therapies, each with enough people with and without it.
    #[serde(default, rename = "therapy")]
    pub therapies: Vec<TherapyDifference>,
}

/// How those whose first plan held a therapy ended against those whose did not, at the same first score.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TherapyDifference {
    /// Catalogue id of the therapy.
    pub modality: String,
    /// How many had it.
    pub people: u32,
    /// In points, with the sign of the scale.
    pub difference: f64,
    /// 95 % interval, lower end first.
    pub interval: [f64; 2],
}

/// Whether everything that was asked for is true; nothing checked is nothing passed.
fn all(checks: &[ModelCheck]) -> bool {
    !checks.is_empty() && checks.iter().all(|check| check.passed)
}

impl Learned {
    /// The expected course, if it passed every check.
    pub fn usable_course(&self) -> Option<&ExpectedCourse> {
        self.course.as_ref().filter(|_| all(&self.course_checks))
    }

    /// Where people ended, if that passed every check.
    pub fn usable_outlook(&self) -> Option<&Outlook> {
        let outlook = self.outlook.as_ref();
        outlook.filter(|outlook| all(&outlook.checks))
    }

    /// The file's text, to be kept.
    ///
    /// # Errors
    ///
    /// A number that is no number.
    pub fn to_toml(&self) -> Result<String, CatalogError> {
        toml::to_string(self).map_err(|error| CatalogError::Syntax {
            at: Place::file(&self.path()),
            message: error.to_string(),
        })
    }

    /// Reads and checks what was kept, by the rules of the courses that ship.
    ///
    /// # Errors
    ///
    /// What the loader found wrong; a measure or score that is not there any more.
    pub fn from_toml(text: &str, measures: &[Measure]) -> Result<Self, CatalogError> {
        let mut files = Files::default();
        files.insert("learned.toml", text.to_owned());
        let read: Self = files.source("learned.toml")?.toml()?;
        if let Some(course) = &read.course {
            let mut alone = Files::default();
            let file = toml::to_string(course).map_err(|error| CatalogError::Syntax {
                at: Place::file(&read.path()),
                message: error.to_string(),
            })?;
            alone.insert(&format!("references/{}.toml", course.id), file);
            course::load(&alone, measures)?;
        }
        Ok(read)
    }

    fn path(&self) -> String {
        format!("learned/{}-{}.toml", self.measure, self.number)
    }
}

impl Outlook {
    /// The differences between therapies, if they passed every check.
    pub fn usable_therapies(&self) -> &[TherapyDifference] {
        if all(&self.therapy_checks) {
            &self.therapies
        } else {
            &[]
        }
    }

    /// First scores it speaks about: two spreads around their mean. Beyond, hardly anybody was seen.
    pub fn covers(&self, first: f64) -> bool {
        (first - self.mean_first).abs() <= 2.0 * self.sd_first
    }
}
