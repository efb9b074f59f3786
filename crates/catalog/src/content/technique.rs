//! Techniques: what a session can consist of.

use serde::{Deserialize, Serialize};

use super::vocabulary::{Mechanism, Situation};
use super::{Modality, one_per_file, refers};
use crate::error::CatalogError;
use crate::files::{Files, Source};
use crate::words::{Domain, ProblemArea};

/// One technique of one modality.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Technique {
    /// Stable id; the name of its file.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Id of the modality it comes from.
    pub modality: String,
    /// Ids of other modalities in which it is at home as well.
    #[serde(default)]
    pub also_in: Vec<String>,
    /// Sides of life it acts on.
    pub domains: Vec<Domain>,
    /// Ids of the mechanisms it acts on.
    pub mechanisms: Vec<String>,
    /// Problem areas it is commonly used for.
    pub problem_areas: Vec<ProblemArea>,
    /// What it is, in a sentence or two.
    pub what: String,
    /// How it is thought to help. A hypothesis, not a finding.
    pub how_it_helps: Option<String>,
    /// What a session with it looks like.
    pub session: String,
    /// What the client does until the next session, if anything.
    pub between_sessions: Option<String>,
    /// Sheets to fill in, together or alone.
    #[serde(default, rename = "worksheet")]
    pub worksheets: Vec<Prompts>,
    /// When to think twice.
    #[serde(default, rename = "caution")]
    pub cautions: Vec<Caution>,
    /// Places of the guided look in a review at which it is worth a thought.
    #[serde(default)]
    pub looks: Vec<LookPlace>,
    /// Cautions of its modality, by their situation, that do not hold for this technique. A steadying skill of a
    /// trauma therapy may be used while the work on the memory has to wait.
    #[serde(default)]
    pub exempt_from: Vec<String>,
}

/// A place of the guided look when therapy does not go as hoped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LookPlace {
    /// Danger now.
    Risk,
    /// What is between client and therapist.
    Alliance,
    /// What the client wants, and wants enough.
    Goals,
    /// People around and what happened.
    Life,
    /// Whether the work is on the right thing.
    Formulation,
    /// How much and what else.
    Dose,
}

/// Questions to answer in writing. Filled in as a worksheet with room for every answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompts {
    /// What stands at the top.
    pub name: String,
    /// What it is for, in a sentence, for whoever fills it in.
    pub what: String,
    /// What is asked, in this order; each leaves room for an answer. At least two.
    pub prompts: Vec<String>,
    /// The same in German.
    pub de: Option<PromptWords>,
    /// The same in Spanish.
    pub es: Option<PromptWords>,
}

impl Prompts {
    /// The words in other languages, with their tags.
    pub(crate) fn translations(&self) -> impl Iterator<Item = (&'static str, &PromptWords)> {
        let all = [("de", &self.de), ("es", &self.es)];
        all.into_iter()
            .filter_map(|(tag, words)| Some((tag, words.as_ref()?)))
    }
}

/// A list of prompts in another language: as many as in English, in the same order.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromptWords {
    /// What stands at the top.
    pub name: String,
    /// What it is for.
    pub what: String,
    /// What is asked.
    pub prompts: Vec<String>,
}

/// A reason to think twice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// The situation.
    pub when: String,
    /// What to do about it.
    pub text: String,
    /// How much weight it has.
    pub severity: Severity,
}

/// How much weight a caution has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Adapt, or talk it over in supervision first.
    Careful,
    /// Do not begin while this holds.
    NotNow,
}

pub(super) fn load(
    files: &Files,
    modalities: &[Modality],
    mechanisms: &[Mechanism],
    situations: &[Situation],
) -> Result<Vec<Technique>, CatalogError> {
    let techniques = one_per_file(files, "techniques", |technique: &Technique| {
        technique.id.clone()
    })?;
    for technique in &techniques {
        let path = format!("techniques/{}.toml", technique.id);
        let source = files.source(&path)?;
        for name in technique.also_in.iter().chain([&technique.modality]) {
            let known = modalities.iter().any(|modality| &modality.id == name);
            refers(source, "modality", name, known)?;
        }
        for name in &technique.mechanisms {
            let known = mechanisms.iter().any(|mechanism| &mechanism.id == name);
            refers(source, "mechanism", name, known)?;
        }
        check_cautions(source, &technique.cautions, situations)?;
        for when in &technique.exempt_from {
            let inherited = modalities
                .iter()
                .filter(|modality| modality.id == technique.modality)
                .flat_map(|modality| &modality.cautions)
                .any(|caution| &caution.when == when);
            refers(source, "caution of its modality", when, inherited)?;
        }
        for sheet in &technique.worksheets {
            check_prompts(source, sheet)?;
        }
    }
    Ok(techniques)
}

fn check_prompts(source: Source<'_>, sheet: &Prompts) -> Result<(), CatalogError> {
    if sheet.prompts.len() < 2 {
        return Err(CatalogError::Rule {
            at: source.near(&sheet.name),
            message: "a worksheet asks at least two things".to_owned(),
        });
    }
    let asked = sheet.prompts.len();
    match sheet
        .translations()
        .find(|(_, words)| words.prompts.len() != asked)
    {
        None => Ok(()),
        Some((tag, words)) => Err(CatalogError::Rule {
            at: source.near(&words.name),
            message: format!(
                "[worksheet.{tag}] asks {} things, the worksheet in English {asked}",
                words.prompts.len()
            ),
        }),
    }
}

/// What stops a technique must be a situation somebody can look for, so its words come from the common list.
/// One answer then counts wherever the situation is named.
pub(crate) fn check_cautions(
    source: Source<'_>,
    cautions: &[Caution],
    situations: &[Situation],
) -> Result<(), CatalogError> {
    let stops = cautions
        .iter()
        .filter(|caution| caution.severity == Severity::NotNow);
    for caution in stops {
        let known = situations.iter().any(|known| known.when == caution.when);
        refers(source, "situation", &caution.when, known)?;
    }
    Ok(())
}
