//! Who owns a measure, what that allows, and how we know.

use serde::{Deserialize, Serialize};

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
    /// What permits a practice to use wording that may not ship. Only a measure of the practice's own has one.
    #[serde(default)]
    pub grant: Option<Grant>,
}

/// The permission a practice states it has, in its own words. It stays with the wording wherever that goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Who holds the licence to use the wording.
    pub holder: String,
    /// What permits the use: a licence number, a letter, the terms of a website.
    pub basis: String,
    /// The day this was stated, `YYYY-MM-DD`.
    pub stated: String,
}

impl Grant {
    /// The permission in one line, for wherever the wording is shown or handed on.
    pub fn line(&self) -> String {
        format!(
            "Used by {} under: {} (stated {}).",
            self.holder, self.basis, self.stated
        )
    }
}

/// One place where a permission, or its absence, was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
