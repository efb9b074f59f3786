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
    /// To a client who asked for it a moment ago: the way into their space, once and for minutes.
    WayIn {
        /// The secret of the link. The outbox keeps it sealed, and it is of no use soon after.
        secret: String,
    },
}

impl Letter {
    /// The subject line.
    pub fn subject(&self) -> &'static str {
        match self {
            Self::Test => "Attune: a test",
            Self::Attention => "Attune: please look now",
            Self::PassedOn => "Attune: please look now, for a colleague",
            Self::WayIn { .. } => "The link you asked for",
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
            Self::WayIn { secret } => format!(
                "Here is the link you asked for. It opens once, within fifteen minutes:\n\n{url}/s/{secret}\n\n\
                 If you did not ask for it, you need do nothing: without this mail nobody comes in."
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
            Self::WayIn { .. } => "a way in",
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
        let way_in = Letter::WayIn {
            secret: "0".to_owned(),
        };
        for letter in [Letter::Test, Letter::Attention, Letter::PassedOn, way_in] {
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
