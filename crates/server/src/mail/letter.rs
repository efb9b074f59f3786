//! What a mail can say.

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
}

impl Letter {
    /// The subject line.
    pub fn subject(&self) -> &'static str {
        match self {
            Self::Test => "Attune: a test",
            Self::Attention => "Attune: please look now",
            Self::PassedOn => "Attune: please look now, for a colleague",
        }
    }

    /// The text; `url` is where the practice's program is reached.
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
        for letter in [Letter::Test, Letter::Attention, Letter::PassedOn] {
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
