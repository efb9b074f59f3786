use attune_catalog::{Catalog, Domain};
use attune_ids::{EntryId, IdSource};

use crate::formulate::{Factor, FactorInput, Role, set_factor};
use crate::{NewEntry, Record, Refusal};

/// A way to begin a formulation: headings and questions, never content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// The five areas of cognitive therapy (Padesky & Mooney 1990).
    FiveAreas,
    /// Presenting, predisposing, precipitating, perpetuating, protective
    /// (Macneil, Hasty, Conus & Berk 2012, doi:10.1186/1741-7015-10-111).
    FivePs,
    /// From early experience to what keeps it going today (the longitudinal
    /// conceptualisation of cognitive therapy, J. S. Beck 2011, chapter 3).
    Longitudinal,
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
    pub const ALL: [Self; 4] = [
        Self::FiveAreas,
        Self::Longitudinal,
        Self::FivePs,
        Self::Blank,
    ];

    /// The stable code used in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FiveAreas => "five-areas",
            Self::FivePs => "five-ps",
            Self::Longitudinal => "longitudinal",
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
            Self::Longitudinal => "Longitudinal",
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
            Self::Longitudinal => {
                "The line through a life: what was learned early, which beliefs and rules came of it, and how they meet the present."
            }
            Self::Blank => "Just name what matters, in any order.",
        }
    }

    /// Looks at a drawing through the template: every factor under the heading it
    /// belongs to by its side of life and its part in the story, in the order named;
    /// headings without any are left out. The last heading takes what fits no other.
    pub fn lens(self, factors: &[Factor]) -> Vec<(&'static str, Vec<&Factor>)> {
        let headings: &[&'static str] = match self {
            Self::FiveAreas => &["Situation", "Thoughts", "Feelings", "Actions"],
            Self::FivePs => &[
                "Predisposing",
                "Precipitating",
                "Perpetuating",
                "Protective",
                "Presenting, or part not said",
            ],
            Self::Longitudinal => &[
                "Early experience",
                "Beliefs and rules",
                "What set it off",
                "Keeping it going",
                "Strengths",
                "Part not said",
            ],
            Self::Blank => &["All factors"],
        };
        let place = |factor: &Factor| match self {
            Self::FiveAreas => match factor.domain {
                Domain::Environment | Domain::Economic | Domain::Relationships => 0,
                Domain::Thoughts => 1,
                Domain::Emotions => 2,
                Domain::Behaviours => 3,
            },
            Self::FivePs => Role::ALL
                .iter()
                .position(|role| factor.role == Some(*role))
                .unwrap_or(Role::ALL.len()),
            Self::Longitudinal => match factor.role {
                Some(Role::Predisposing) if factor.domain == Domain::Thoughts => 1,
                Some(Role::Predisposing) => 0,
                Some(Role::Precipitating) => 2,
                Some(Role::Perpetuating) => 3,
                Some(Role::Protective) => 4,
                None => 5,
            },
            Self::Blank => 0,
        };
        headings
            .iter()
            .enumerate()
            .map(|(index, heading)| {
                let here = factors.iter().filter(|factor| place(factor) == index);
                (*heading, here.collect::<Vec<&Factor>>())
            })
            .filter(|(_, here)| !here.is_empty())
            .collect()
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
        const LONGITUDINAL: [Prompt; 6] = [
            prompt(
                "Early experience",
                "What was life like early on?",
                None,
                Some(Role::Predisposing),
            ),
            prompt(
                "Beliefs",
                "What was learned from it about oneself, others and the world?",
                Some(Domain::Thoughts),
                Some(Role::Predisposing),
            ),
            prompt(
                "Rules for living",
                "Which “if ..., then ...” or “I must ...” made it bearable?",
                Some(Domain::Thoughts),
                Some(Role::Predisposing),
            ),
            prompt(
                "What set it off",
                "What happened that the rules could not carry?",
                None,
                Some(Role::Precipitating),
            ),
            prompt(
                "Keeping it going",
                "What is done today that keeps it going?",
                Some(Domain::Behaviours),
                Some(Role::Perpetuating),
            ),
            prompt(
                "Strengths",
                "What has carried all along?",
                None,
                Some(Role::Protective),
            ),
        ];
        const BLANK: [Prompt; 3] = [prompt("A factor", "What plays a part?", None, None); 3];
        match self {
            Self::FiveAreas => &FIVE_AREAS,
            Self::FivePs => &FIVE_PS,
            Self::Longitudinal => &LONGITUDINAL,
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
