use attune_catalog::ScoreError;

/// Why a rule did not accept an input. Nothing was changed; the text says what
/// to do and never repeats clinical words.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// A field that must be filled is empty.
    #[error("Please fill in: {field}.")]
    Missing {
        /// The field as the page names it.
        field: &'static str,
    },
    /// A field holds something that cannot be used.
    #[error("{field}: {expected}.")]
    Invalid {
        /// The field as the page names it.
        field: &'static str,
        /// What would be accepted.
        expected: &'static str,
    },
    /// The thing referred to is not in this record (any more).
    #[error("This {what} is not in the record any more. Reload the page to see the present state.")]
    NotThere {
        /// Kind of thing: "problem", "factor", ...
        what: &'static str,
    },
    /// The step was already taken and cannot be taken twice.
    #[error("{what} Nothing was changed.")]
    AlreadyDone {
        /// A full sentence.
        what: &'static str,
    },
    /// Somebody else moved first; the page shows both versions.
    #[error("Plan version {found} was agreed meanwhile; yours was built on version {expected}.")]
    Outdated {
        /// Version the input was built on.
        expected: u32,
        /// Version in the record.
        found: u32,
    },
    /// The measure is not in the catalogue.
    #[error("The measure {id} is not in the catalogue.")]
    UnknownMeasure {
        /// Catalogue id.
        id: String,
    },
    /// The answers do not fit the measure.
    #[error(transparent)]
    Score(#[from] ScoreError),
}

/// Trimmed text that must not be empty.
pub(crate) fn required(text: &str, field: &'static str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::Missing { field });
    }
    Ok(text.to_owned())
}
