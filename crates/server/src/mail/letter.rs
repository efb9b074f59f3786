//! What a mail can say.

use attune_ids::{AppointmentId, AssignmentId};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::language::{Language, key};

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
    /// From a portal that runs alone, to the practice: something waits there. It has no address to lead to.
    Urgent,
    /// To a client who asked for it a moment ago: the way into their space, once and for minutes.
    WayIn {
        /// The secret of the link. The outbox keeps it sealed, and it is of no use soon after.
        secret: String,
    },
    /// To a client who agreed: something that was asked still waits.
    Reminder {
        /// What waits; the address in the mail leads to it.
        assignment: AssignmentId,
        /// The first or the second one.
        number: u8,
    },
    /// To a client who agreed: when the two meet. Nothing of what for, nor with whom.
    Appointment {
        /// Which; looked up once more when the mail is sent.
        appointment: AppointmentId,
        /// The time on the wall of the practice.
        at: DateTime,
    },
}

impl Letter {
    /// The subject line.
    pub fn subject(&self, language: Language) -> String {
        let key = match self {
            Self::Test => key("mail-test-subject"),
            Self::Attention => key("mail-attention-subject"),
            Self::PassedOn => key("mail-passed-on-subject"),
            Self::Urgent => key("mail-urgent-subject"),
            Self::WayIn { .. } => key("mail-way-in-subject"),
            Self::Reminder { .. } => key("mail-reminder-subject"),
            Self::Appointment { .. } => key("mail-appointment-subject"),
        };
        language.say(key).to_string()
    }

    /// The text; `url` is where the practice's program is reached, and for a reminder the address it is about.
    pub fn text(&self, language: Language, url: &str) -> String {
        let (says, leads_to, then) = match self {
            Self::Test => (key("mail-test"), None, None),
            Self::Attention => (key("mail-attention"), Some("/attention".to_owned()), None),
            Self::PassedOn => (key("mail-passed-on"), Some("/attention".to_owned()), None),
            Self::Urgent => (key("mail-urgent"), None, None),
            Self::WayIn { secret } => (
                key("mail-way-in"),
                Some(format!("/s/{secret}")),
                Some(key("mail-way-in-unasked")),
            ),
            Self::Reminder { .. } => (
                key("mail-reminder"),
                Some(String::new()),
                Some(key("mail-reminder-stop")),
            ),
            Self::Appointment { .. } => (
                key("mail-appointment"),
                None,
                Some(key("mail-appointment-stop")),
            ),
        };
        let says = match self {
            Self::Appointment { at, .. } => {
                let day = language.day(at.date(), at.date());
                let time = at.strftime("%H:%M").to_string();
                language.say(says).with("day", day).with("time", time)
            }
            _ => language.say(says),
        };
        let address = leads_to.map_or_else(String::new, |path| format!("\n\n{url}{path}"));
        let then = then.map_or_else(String::new, |then| format!("\n\n{}", language.say(then)));
        let nothing_more = language.say("mail-nothing-more");
        format!("{says}{address}{then}\n\n{nothing_more}\n")
    }

    /// For the audit and the administrator's page.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Attention => "please look",
            Self::PassedOn => "passed on",
            Self::Urgent => "something waits",
            Self::WayIn { .. } => "a way in",
            Self::Reminder { .. } | Self::Appointment { .. } => "reminder",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_says_anything_about_anybody() {
        const TOO_MUCH: [&str; 21] = [
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
            "risiko",
            "klient",
            "fragebogen",
            "suizid",
            "sitzung",
            "riesgo",
            "paciente",
            "cuestionario",
            "terap",
            "sesión",
            "seguridad",
        ];
        let way_in = Letter::WayIn {
            secret: "0".to_owned(),
        };
        let reminder = Letter::Reminder {
            assignment: AssignmentId(uuid::Uuid::nil()),
            number: 1,
        };
        let appointment = Letter::Appointment {
            appointment: AppointmentId(uuid::Uuid::nil()),
            at: DateTime::constant(2026, 5, 15, 15, 0, 0, 0),
        };
        let letters = [
            Letter::Test,
            Letter::Attention,
            Letter::PassedOn,
            Letter::Urgent,
            way_in,
            reminder,
            appointment,
        ];
        let all = letters.iter().flat_map(|letter| {
            let in_language = move |language| (letter, language);
            Language::ALL.into_iter().map(in_language)
        });
        for (letter, language) in all {
            let all = format!(
                "{} {}",
                letter.subject(language),
                letter.text(language, "https://attune.example.org")
            );
            let all = all.to_lowercase();
            for word in TOO_MUCH {
                assert!(!all.contains(word), "{letter:?} says {word}");
            }
        }
    }
}
