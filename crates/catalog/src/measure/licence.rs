//! Who owns a measure, what that allows, and how we know.

use serde::Deserialize;

/// How free a measure is. Decides whether its wording may be part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum LicenceClass {
    /// Public domain, government work, or blanket written permission to reproduce and distribute.
    A,
    /// Free with conditions: non-commercial, no derivatives, not for sale.
    B,
    /// Free to use, but no right to redistribute was found.
    C,
    /// Sold, registered, or refused.
    D,
    /// Written for this program.
    #[serde(rename = "own")]
    Own,
}

impl LicenceClass {
    /// Whether the wording may ship with the program.
    pub const fn wording_may_ship(self) -> bool {
        matches!(self, Self::A | Self::Own)
    }

    /// The name used in files and messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::Own => "own",
        }
    }
}

/// The content of `licence.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// How free the measure is.
    pub class: LicenceClass,
    /// Who holds the rights.
    pub holder: String,
    /// What the holder says, in short.
    pub statement: String,
    /// Where that was read. Never empty.
    pub evidence: Vec<LicenceEvidence>,
    /// What may be done with it.
    pub allows: Vec<LicensedUse>,
    /// The line to print wherever the measure is shown.
    pub credit_line: String,
}

/// One place where a permission, or its absence, was read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LicenceEvidence {
    /// Where the words stand.
    pub source: String,
    /// The words.
    pub quote: String,
    /// The day they were read, `YYYY-MM-DD`.
    pub seen: String,
}

/// Something a licence may allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LicensedUse {
    /// Use in paid work.
    Commercial,
    /// Change the wording.
    Modify,
    /// Translate.
    Translate,
    /// Pass copies on.
    Redistribute,
}
