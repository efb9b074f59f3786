//! What is written as data: measures, therapies and techniques, evidence, expected courses, crisis help.
//!
//! The files live in the folder `catalog/` of the repository and are part of the program. They are read and
//! checked as a whole by [`Catalog::shipped`]; a file that breaks a rule stops the program from starting, with
//! the file and line to mend. No content needs code, and no content is code.
//!
//! ```
//! use attune_catalog::{Answer, Catalog, score};
//!
//! let catalog = Catalog::shipped()?;
//! let measure = catalog.measure("gad-7").ok_or("no such measure")?;
//! let scored = score(measure, &[Answer::Value(1); 7])?;
//! assert_eq!(scored.outcome("total").and_then(|outcome| outcome.value()), Some(7.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod catalog;
mod content;
mod error;
pub mod fhir;
mod files;
mod flag;
mod form;
mod measure;
mod own;
mod report;
mod score;
mod version;
mod words;
pub mod worksheet;

pub use catalog::{Catalog, GOAL, GoesBy, PERSONAL};
pub use content::{
    AlarmCheck, AlarmRule, BandCheck, Caution, Comparator, Contrast, CrisisLine, CrisisRegion,
    DimensionEnd, DomainNote, EvidenceRow, ExpectedCourse, Finding, IntervalKind, Learned,
    LookPlace, Measured, Mechanism, Modality, ModelCard, ModelCheck, OWN_COURSE, Origin, Outlook,
    PreferenceDimension, PreferenceScale, Problem, PromptWords, Prompts, RepairApproach,
    RepairWhen, Scale, ScaleFound, Severity, Situation, StudiedOutcome, Technique,
    TherapyDifference, TimeUnit, Transform,
};
pub use error::{CatalogError, Place, ScoreError};
pub use files::Files;
pub use flag::{Comparison, FlagRule, FlagState, ItemTest, Level};
pub use form::{Form, context_keys};
pub use measure::{
    AskedBy, Band, Case, ChangeRule, Choice, Code, Combination, Criterion, CriterionKind, Ends,
    Grant, Item, Licence, LicenceClass, LicenceEvidence, LicensedUse, Lookup, Measure, Missing,
    Norm, NotApplicable, Operation, OptionKind, OptionSet, Policy, Purpose, ReferenceGroup,
    Reliability, ScoreRule, Standing, Subject, Test, Text, Verification,
};
pub use own::{
    AnswersOffered, Completion, CompletionProblem, Draft, DraftBand, DraftItem, DraftProblem,
    MeasureFiles, PRACTICE_PACK, Scoring, Subscale, TypedDraft, completion_version, next_version,
};
pub use report::{Report, Status, report, score_written};
pub use score::{
    Answer, CriterionResult, CriterionState, ENGINE_VERSION, Flag, Outcome, Score, Scored, score,
    score_by, score_from_total,
};
pub use words::{Direction, Domain, ProblemArea};
