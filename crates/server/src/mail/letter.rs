//! What a mail can say.

use attune_ids::AssignmentId;
use serde::{Deserialize, Serialize};

/// Every mail this program sends. Mails lie about on phones and in other people's systems, so none of them holds a
/// name, a clinical word or the name of the practice (which may be one). To add one: a variant with what it needs
/// (never somebody's words), its two arms below, and the test finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// The administrator wants to see whether mails arrive.
    Test,
    /// To a colleague: something needs them now.
    Attention,
    /// To a colleague: somebody else has not acted, and now it is theirs.
    PassedOn,
    /// To a client who agreed: something that was asked still waits.
    Reminder {
        /// What waits; the address in the mail leads to it.
        assignment: AssignmentId,
        /// The first or the second one.
        number: u8,
    },
}

impl Letter {
    /// The subject line.
    pub fn subject(&self) -> &'static str {
        match self {
            Self::Test => "Attune: a test",
            Self::Attention => "Attune: please look now",
            Self::PassedOn => "Attune: please look now, for a colleague",
            Self::Reminder { .. } => "A short reminder",
        }
    }

    /// The text; `url` is where the practice's program is reached, and for a reminder the address it is about.
    pub fn text(&self, url: &str) -> String {
        let says = match self {
            Self::Test => "This is a test. Mails from Attune arrive.".to_owned(),
            Self::Attention => format!(
                "Something in Attune needs you now. Please sign in and look at what stands first:\n\n{url}/attention"
            ),
            Self::PassedOn => format!(
                "Something in Attune has waited for a colleague longer than agreed, and is now yours. Please sign in \
                 and look at what stands first:\n\n{url}/attention"
            ),
            Self::Reminder { .. } => format!(
                "The page we spoke about is still open for you:\n\n{url}\n\nIt is only for you; please do not pass it on. \
                 If you do not want such mails any more, say so when we meet."
            ),
        };
        format!(
            "{says}\n\nOn purpose this mail says nothing more. It was sent by a program; nobody reads answers to it.\n"
        )
    }

    /// For the audit and the administrator's page.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Attention => "please look",
            Self::PassedOn => "passed on",
            Self::Reminder { .. } => "reminder",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_says_anything_about_anybody() {
        const TOO_MUCH: [&str; 10] = [
            "risk",
            "client",
            "patient",
            "therap",
            "questionnaire",
            "answer of",
            "suicid",
            "safety",
            "alert",
            "session",
        ];
        let reminder = Letter::Reminder {
            assignment: AssignmentId(uuid::Uuid::nil()),
            number: 1,
        };
        for letter in [Letter::Test, Letter::Attention, Letter::PassedOn, reminder] {
            let all = format!(
                "{} {}",
                letter.subject(),
                letter.text("https://attune.example.org")
            );
            let all = all.to_lowercase();
            for word in TOO_MUCH {
                assert!(!all.contains(word), "{letter:?} says {word}");
            }
        }
    }
}
