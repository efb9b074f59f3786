//! Measures as FHIR R4 `Questionnaire`, there and back.
//!
//! What FHIR has a word for is said in it: items, answers, what they count (written both as `ordinalValue` and as its
//! successor `itemWeight`, and read in either), conditions, the words at the ends of a scale. What it has none for
//! (reversed items, bands, tables, published rules, norms) travels as the files of the measure in an extension of
//! our own, so that a measure that comes home scores as it did. A file of somebody else has no such extension: then
//! its total is a sum of weights or there is none, and the import says so.

mod items;
mod node;
mod read;
mod translate;
mod weights;
mod write;

pub use read::{Imported, Importing, import};
pub use write::export;

/// Why a file was not read or a measure not written: where in the JSON, and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {problem}")]
pub struct FhirError {
    /// The place, as `item[2].answerOption[0]`, or the line and column of a file that is no JSON.
    pub at: String,
    /// What is wrong there and what would be right.
    pub problem: String,
}

/// The files of a measure beside its wording.
const FILES: &str = "urn:attune:measure-files";
/// What an answer counts, up to R4.
const ORDINAL_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
/// The same under its name of today.
const ITEM_WEIGHT: &str = "http://hl7.org/fhir/StructureDefinition/itemWeight";
/// Properties of codes in an expansion, brought back from R5.
const EXPANSION_PROPERTY: &str =
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion.contains.property";
const MIN_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/minValue";
const MAX_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/maxValue";
/// What a displayed text is for: `lower` and `upper` stand at the ends of a scale.
const ITEM_CONTROL: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
const ITEM_CONTROL_CODES: &str = "http://hl7.org/fhir/questionnaire-item-control";
/// How a total is made, as an expression.
const CALCULATED: &str =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
/// The same in the older way.
const CQF_EXPRESSION: &str = "http://hl7.org/fhir/StructureDefinition/cqf-expression";
