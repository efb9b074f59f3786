//! The files of a measure as this program writes them. What they say is read, and checked, by `measure::raw`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::measure::{AskedBy, Code, LicenceEvidence, LicensedUse, Purpose, Standing};
use crate::words::{Direction, Domain};

/// `measure.toml`.
#[derive(Debug, Serialize)]
pub(crate) struct MeasureToml {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) purpose: Purpose,
    pub(crate) standing: Standing,
    pub(crate) domains: Vec<Domain>,
    pub(crate) direction: Direction,
    pub(crate) asked_by: AskedBy,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) total: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) open_questions: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) codes: Vec<Code>,
    pub(crate) options: BTreeMap<String, OptionsToml>,
    #[serde(rename = "item")]
    pub(crate) items: Vec<ItemToml>,
    #[serde(rename = "score")]
    pub(crate) scores: Vec<ScoreToml>,
}

/// `[options.<id>]`.
#[derive(Debug, Default, Serialize)]
pub(crate) struct OptionsToml {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) scale: Option<(i32, i32)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) choices: Option<Vec<ChoiceToml>>,
}

/// One of the `choices`.
#[derive(Debug, Serialize)]
pub(crate) struct ChoiceToml {
    pub(crate) id: String,
    pub(crate) value: i32,
}

/// `[[item]]`.
#[derive(Debug, Default, Serialize)]
pub(crate) struct ItemToml {
    pub(crate) id: String,
    pub(crate) options: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) optional: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) reverse: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) loinc: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) asked_if: Vec<String>,
}

/// `[[score]]`.
#[derive(Debug, Serialize)]
pub(crate) struct ScoreToml {
    pub(crate) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<String>,
    pub(crate) op: &'static str,
    pub(crate) of: Vec<String>,
    pub(crate) range: (i32, i32),
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bands_source: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) bands: Vec<BandToml>,
}

/// One of the `bands`.
#[derive(Debug, Serialize)]
pub(crate) struct BandToml {
    pub(crate) from: i32,
    pub(crate) to: i32,
    pub(crate) code: String,
    pub(crate) label: String,
}

/// `licence.toml`.
#[derive(Debug, Serialize)]
pub(crate) struct LicenceToml {
    pub(crate) class: &'static str,
    pub(crate) holder: String,
    pub(crate) statement: String,
    pub(crate) credit_line: String,
    pub(crate) allows: Vec<LicensedUse>,
    pub(crate) evidence: Vec<LicenceEvidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) grant: Option<crate::measure::Grant>,
}

/// `text.<language>.toml` without its hash.
#[derive(Debug, Default, Serialize)]
pub(crate) struct TextToml {
    pub(crate) language: String,
    pub(crate) verified_against: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) verification: Option<&'static str>,
    pub(crate) stem: String,
    pub(crate) items: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) options: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) ends: BTreeMap<String, EndsToml>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) open: BTreeMap<String, String>,
}

/// One of the `ends`.
#[derive(Debug, Serialize)]
pub(crate) struct EndsToml {
    pub(crate) low: String,
    pub(crate) high: String,
}

/// A file of this shape. What is written here always has a TOML form; if it had none, the loader would refuse the
/// empty file and name it.
pub(crate) fn toml_file(content: &impl Serialize) -> String {
    toml::to_string(content).unwrap_or_default()
}

/// A text file with the hash of its own wording on the first line, where no table has begun yet.
pub(crate) fn text_file(text: &TextToml) -> String {
    let body = toml_file(text);
    let hash = crate::measure::wording_hash(&body);
    format!("sha256 = \"{hash}\"\n{body}")
}
