use attune_catalog::{Catalog, Domain};
use attune_ids::{EntryId, IdSource};

use crate::formulate::{FactorInput, Role, set_factor};
use crate::{NewEntry, Record, Refusal};

/// A way to begin a formulation: headings and questions, never content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// The five areas of cognitive therapy (Padesky & Mooney 1990).
    FiveAreas,
    /// Presenting, predisposing, precipitating, perpetuating, protective
    /// (Macneil, Hasty, Conus & Berk 2012, doi:10.1186/1741-7015-10-111).
    FivePs,
    /// Three lines without headings.
    Blank,
}

/// One line of a template, to be filled in or left empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prompt {
    /// Heading.
    pub heading: &'static str,
    /// A question to ask together.
    pub question: &'static str,
    /// The side of life chosen beforehand, where the heading says it.
    pub domain: Option<Domain>,
    /// The role offered first.
    pub role: Option<Role>,
}

impl Template {
    /// Every template, in the order offered.
    pub const ALL: [Self; 3] = [Self::FiveAreas, Self::FivePs, Self::Blank];

    /// The stable code used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FiveAreas => "five-areas",
            Self::FivePs => "five-ps",
            Self::Blank => "blank",
        }
    }

    /// The template with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|template| template.code() == code)
    }

    /// The name to show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::FiveAreas => "Five areas",
            Self::FivePs => "Five Ps",
            Self::Blank => "Blank",
        }
    }

    /// What it is good for, in a sentence.
    pub const fn about(self) -> &'static str {
        match self {
            Self::FiveAreas => {
                "One difficult moment: what was going on, and what it did to thoughts, feelings, body and actions."
            }
            Self::FivePs => {
                "The whole story: what made it likely, set it off, keeps it going, and holds against it."
            }
            Self::Blank => "Just name what matters, in any order.",
        }
    }

    /// The lines to fill in.
    pub const fn prompts(self) -> &'static [Prompt] {
        const fn prompt(
            heading: &'static str,
            question: &'static str,
            domain: Option<Domain>,
            role: Option<Role>,
        ) -> Prompt {
            Prompt {
                heading,
                question,
                domain,
                role,
            }
        }
        const FIVE_AREAS: [Prompt; 5] = [
            prompt(
                "Situation",
                "What was going on around you?",
                Some(Domain::Environment),
                None,
            ),
            prompt(
                "Thoughts",
                "What went through your mind?",
                Some(Domain::Thoughts),
                None,
            ),
            prompt(
                "Feelings",
                "What did you feel?",
                Some(Domain::Emotions),
                None,
            ),
            prompt("Body", "What did your body do?", None, None),
            prompt(
                "Actions",
                "What did you do, or stop doing?",
                Some(Domain::Behaviours),
                None,
            ),
        ];
        const FIVE_PS: [Prompt; 5] = [
            prompt(
                "Presenting",
                "What is the trouble, in a few words?",
                None,
                None,
            ),
            prompt(
                "Predisposing",
                "What made it likely, long before?",
                None,
                Some(Role::Predisposing),
            ),
            prompt(
                "Precipitating",
                "What set it off?",
                None,
                Some(Role::Precipitating),
            ),
            prompt(
                "Perpetuating",
                "What keeps it going?",
                None,
                Some(Role::Perpetuating),
            ),
            prompt(
                "Protective",
                "What holds against it?",
                None,
                Some(Role::Protective),
            ),
        ];
        const BLANK: [Prompt; 3] = [prompt("A factor", "What plays a part?", None, None); 3];
        match self {
            Self::FiveAreas => &FIVE_AREAS,
            Self::FivePs => &FIVE_PS,
            Self::Blank => &BLANK,
        }
    }
}

/// Begins a formulation: every filled line becomes a factor, empty ones are left
/// out. All or none are saved.
///
/// # Errors
/// Those of [`set_factor`]; [`Refusal::Missing`] if every line is empty;
/// [`Refusal::AlreadyDone`] if two lines say the same.
pub fn begin(
    record: &Record,
    catalog: &Catalog,
    lines: Vec<FactorInput>,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let filled: Vec<FactorInput> = lines
        .into_iter()
        .filter(|line| !line.text.trim().is_empty())
        .collect();
    let words: std::collections::BTreeSet<String> = filled
        .iter()
        .map(|line| line.text.trim().to_lowercase())
        .collect();
    if words.len() < filled.len() {
        return Err(Refusal::AlreadyDone {
            what: "Two lines say the same thing.",
        });
    }
    let mut entries = Vec::new();
    for line in filled {
        // The first entry carries the form's id, so that sending twice saves once.
        let id = if entries.is_empty() {
            entry
        } else {
            EntryId::new(ids)
        };
        entries.extend(set_factor(record, catalog, line, id, ids)?);
    }
    if entries.is_empty() {
        return Err(Refusal::Missing {
            field: "at least one line",
        });
    }
    Ok(entries)
}
