//! What can be wrong with a catalogue, said so that its author can mend it.

use std::fmt;

/// Where in the data files something is: a path below `catalog/` and, where it is known, a line and a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Path below the catalogue folder, with `/` between its parts.
    pub file: String,
    /// Line counted from 1.
    pub line: Option<usize>,
    /// Column in that line, counted from 1 in characters, as editors count.
    pub column: Option<usize>,
}

impl Place {
    /// A whole file.
    pub(crate) fn file(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            column: None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        for number in self.line.into_iter().chain(self.column) {
            write!(f, ":{number}")?;
        }
        Ok(())
    }
}

/// Why a catalogue was refused. Nothing of a refused catalogue is used: mend the named file and load again.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// A file that must be there is not.
    #[error("{at}: this file is missing")]
    Missing {
        /// The file that was looked for.
        at: Place,
    },
    /// A file lies where no kind of data belongs.
    #[error("{at}: no kind of catalogue data lives here")]
    Stray {
        /// The file nobody reads.
        at: Place,
    },
    /// Not valid UTF-8, TOML or JSON, an unknown key, a missing key, or a value of the wrong kind.
    #[error("{at}: {message}")]
    Syntax {
        /// Where reading stopped.
        at: Place,
        /// What the reader said.
        message: String,
    },
    /// An id or version that disagrees with the folder, is taken already, or is badly formed.
    #[error("{at}: {message}")]
    Identity {
        /// The id in question.
        at: Place,
        /// What is wrong with it.
        message: String,
    },
    /// A name that should point at something that exists, and does not.
    #[error("{at}: there is no {kind} called \"{name}\"")]
    Unknown {
        /// Where the name stands.
        at: Place,
        /// What it should be the name of.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// Wording lies in a folder whose licence does not let us distribute it.
    #[error("{at}: licence class {class} does not allow wording to ship; remove the text file")]
    TextNotAllowed {
        /// The text file.
        at: Place,
        /// The licence class found.
        class: &'static str,
    },
    /// The wording is not the wording that was checked.
    #[error("{at}: the wording's sha256 is {found}, the file says {expected}")]
    TextHash {
        /// The text file.
        at: Place,
        /// What the file states.
        expected: String,
        /// What its content gives.
        found: String,
    },
    /// Bands leave a gap, overlap, or do not cover the range of their score.
    #[error("{at}: {message}")]
    Bands {
        /// The band at fault.
        at: Place,
        /// What is wrong with it.
        message: String,
    },
    /// The answers offered can give a score outside its stated range.
    #[error("{at}: answers can give {low} to {high}, outside the stated range")]
    Range {
        /// The stated range.
        at: Place,
        /// The lowest score the answers can give.
        low: f64,
        /// The highest.
        high: f64,
    },
    /// A value that contradicts the rest of its file, or a statement without the origin it needs.
    #[error("{at}: {message}")]
    Rule {
        /// The value.
        at: Place,
        /// What is wrong with it.
        message: String,
    },
    /// A stored example no longer comes out as written.
    #[error("{at}: vector \"{name}\": {message}")]
    Vector {
        /// The vector file.
        at: Place,
        /// The name of the example.
        name: String,
        /// Expected and found.
        message: String,
    },
}

impl CatalogError {
    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        match self {
            Self::Missing { at }
            | Self::Stray { at }
            | Self::Syntax { at, .. }
            | Self::Identity { at, .. }
            | Self::Unknown { at, .. }
            | Self::TextNotAllowed { at, .. }
            | Self::TextHash { at, .. }
            | Self::Bands { at, .. }
            | Self::Range { at, .. }
            | Self::Rule { at, .. }
            | Self::Vector { at, .. } => at,
        }
    }

    /// What is wrong, without where: for an author who sees one text and no files.
    #[must_use]
    pub fn what(&self) -> String {
        let told = self.to_string();
        let place = format!("{}: ", self.place());
        told.strip_prefix(&place)
            .map_or(told.clone(), str::to_owned)
    }
}

/// Why answers or a total could not be scored. The texts name the measure and the item, never the answer:
/// an answer is clinical and must not end up in a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// Give one answer per item; only optional items at the end may be left off.
    #[error("{measure} takes {expected} answers, {got} were given")]
    WrongCount {
        /// Measure id.
        measure: String,
        /// Number of items.
        expected: usize,
        /// Number of answers.
        got: usize,
    },
    /// Ask again: the answer is not one of those the item offers.
    #[error("{measure}: the answer to item {item} is not one of its options")]
    NotAnOption {
        /// Measure id.
        measure: String,
        /// Item id.
        item: String,
    },
    /// Only totals can be kept for this measure; use [`crate::score_from_total`].
    #[error("{measure} holds no items here: only its total can be entered")]
    TotalOnly {
        /// Measure id.
        measure: String,
    },
    /// This measure has no single total; give its answers instead.
    #[error("{measure} has no total")]
    NoTotal {
        /// Measure id.
        measure: String,
    },
    /// Check the number: the measure cannot give it.
    #[error("{measure}: a total must lie between {low} and {high}")]
    OutsideRange {
        /// Measure id.
        measure: String,
        /// Lowest possible total, in points.
        low: i32,
        /// Highest possible total, in points.
        high: i32,
    },
    /// Check the number: the measure gives whole points only.
    #[error("{measure}: a total is a whole number of points")]
    NotWhole {
        /// Measure id.
        measure: String,
    },
    /// Name a policy that the measure has, or none.
    #[error("{measure} has no policy \"{policy}\" for missing answers")]
    UnknownPolicy {
        /// Measure id.
        measure: String,
        /// The name asked for.
        policy: String,
    },
    /// Leave the key out, or use one that the measure has.
    #[error("{measure} knows nothing called \"{key}\" beside its answers; it knows: {known}")]
    UnknownContext {
        /// Measure id.
        measure: String,
        /// The key given.
        key: String,
        /// The keys the measure has.
        known: String,
    },
    /// Give the answer in one place only.
    #[error("{measure}: item {item} was answered both in the list and beside it")]
    GivenTwice {
        /// Measure id.
        measure: String,
        /// Item id.
        item: String,
    },
}
