//! Who a client is: sealed under a key of its own, apart from the record.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::language::Language;

/// Name and contact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Identity {
    /// The name used in the practice.
    pub name: String,
    /// Date of birth, to tell people of the same name apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Date>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub telephone: String,
    /// The practice's own reference, or the code in an imported file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// Tag of the language chosen for or by them; empty: what their browser asks for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Agreed to be reminded by mail of what waits for an answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminders: bool,
}

impl Identity {
    /// The language to speak with them, where one was chosen and is among ours.
    pub fn spoken(&self) -> Option<Language> {
        Language::from_tag(&self.language)
    }
}
