//! Everything but measures: therapies, techniques, evidence, expected courses, preferences, crisis help.

mod course;
mod crisis;
mod domain_note;
mod evidence;
mod learned;
mod modality;
mod repair;
mod technique;
mod vocabulary;

pub use course::{
    AlarmCheck, AlarmRule, BandCheck, ExpectedCourse, ModelCard, OWN_COURSE, TimeUnit, Transform,
};
pub use crisis::{CrisisLine, CrisisRegion};
pub use domain_note::{DomainNote, ScaleFound};
pub use evidence::{
    Comparator, Contrast, EvidenceRow, Finding, IntervalKind, Measured, Origin, Scale,
    StudiedOutcome,
};
pub use learned::{Learned, ModelCheck, Outlook, TherapyDifference};
pub use modality::Modality;
pub use repair::{RepairApproach, RepairWhen};
pub(crate) use technique::check_cautions;
pub use technique::{Caution, LookPlace, PromptWords, Prompts, Severity, Technique};
pub use vocabulary::{
    DimensionEnd, Mechanism, PreferenceDimension, PreferenceScale, Problem, Situation,
};

use serde::de::DeserializeOwned;

use crate::error::CatalogError;
use crate::files::{Files, Source};
use crate::measure::Measure;
use crate::worksheet::{self, Worksheet, Workspace};

/// All content that is not a measure.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) problems: Vec<Problem>,
    pub(crate) mechanisms: Vec<Mechanism>,
    pub(crate) situations: Vec<Situation>,
    pub(crate) preference_dimensions: Vec<PreferenceDimension>,
    pub(crate) preference_scales: Vec<PreferenceScale>,
    pub(crate) repairs: Vec<RepairApproach>,
    pub(crate) modalities: Vec<Modality>,
    pub(crate) techniques: Vec<Technique>,
    pub(crate) workspaces: Vec<Workspace>,
    pub(crate) worksheets: Vec<Worksheet>,
    pub(crate) evidence: Vec<EvidenceRow>,
    pub(crate) courses: Vec<ExpectedCourse>,
    pub(crate) crisis_regions: Vec<CrisisRegion>,
    pub(crate) domain_notes: Vec<DomainNote>,
}

/// Reads and checks all of it; `measures` are what courses and preferences refer to.
pub(crate) fn load(files: &Files, measures: &[Measure]) -> Result<Content, CatalogError> {
    check_folders(files)?;
    let problems = vocabulary::problems(files)?;
    let mechanisms = vocabulary::mechanisms(files)?;
    let situations = vocabulary::situations(files)?;
    let (preference_dimensions, preference_scales) = vocabulary::preferences(files, measures)?;
    let modalities = modality::load(files, &preference_dimensions, &situations)?;
    let techniques = technique::load(files, &modalities, &mechanisms, &situations)?;
    let (workspaces, worksheets) = worksheet::load(files, &modalities, &techniques, &situations)?;
    Ok(Content {
        techniques,
        workspaces,
        worksheets,
        evidence: evidence::load(files, &modalities, &problems)?,
        courses: course::load(files, measures)?,
        crisis_regions: crisis::load(files)?,
        domain_notes: domain_note::load(files, measures)?,
        problems,
        mechanisms,
        situations,
        preference_dimensions,
        preference_scales,
        repairs: repair::load(files)?,
        modalities,
    })
}

/// Refuses files that nobody would read: most likely a misspelt folder.
fn check_folders(files: &Files) -> Result<(), CatalogError> {
    let folders = [
        "modalities",
        "techniques",
        "evidence",
        "references",
        "crisis",
        "vocabulary",
        "workspaces",
        "worksheets",
    ];
    for path in files.paths().filter(|path| !path.starts_with("measures/")) {
        let known = path.split_once('/').is_some_and(|(folder, name)| {
            folders.contains(&folder)
                && !name.contains('/')
                && crate::files::has_extension(name, "toml")
        });
        if !known {
            return Err(CatalogError::Stray {
                at: crate::error::Place::file(path),
            });
        }
    }
    Ok(())
}

/// One value per file of a folder; the file's name is the value's id.
pub(crate) fn one_per_file<T: DeserializeOwned>(
    files: &Files,
    folder: &str,
    id: impl Fn(&T) -> String,
) -> Result<Vec<T>, CatalogError> {
    let read = |source: Source<'_>| {
        let value: T = source.toml()?;
        let id = id(&value);
        if id == source.stem() {
            Ok(value)
        } else {
            Err(CatalogError::Identity {
                at: source.near(&id),
                message: format!("the file name says \"{}\", the id \"{id}\"", source.stem()),
            })
        }
    };
    files.folder(folder).into_iter().map(read).collect()
}

/// Refuses a reference to something that does not exist.
pub(crate) fn refers(
    source: Source<'_>,
    kind: &'static str,
    name: &str,
    exists: bool,
) -> Result<(), CatalogError> {
    if exists {
        Ok(())
    } else {
        Err(CatalogError::Unknown {
            at: source.near(name),
            kind,
            name: name.to_owned(),
        })
    }
}
