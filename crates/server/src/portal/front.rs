//! What a practice shows at its door: nothing about anybody.

use serde::{Deserialize, Serialize};

use crate::App;
use crate::language::Language;
use crate::risk::HelpLine;
use crate::settings::Settings;

/// What every page for clients needs to know about the practice, wherever that page is made. All of it is public: it
/// stands on the page that anybody sees who types the address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Front {
    /// The practice's name.
    pub(crate) practice: String,
    /// Everything is invented.
    pub(crate) fictional: bool,
    /// Where "leave quickly" leads.
    pub(crate) leave_to: String,
    /// Whose numbers to call.
    pub(crate) crisis_region: String,
    /// The practice's own line above them.
    pub(crate) crisis_words: String,
    /// The practice's own list; empty for the region's lines.
    pub(crate) crisis_help: Vec<HelpLine>,
    /// Tag of the language for whoever asks for none of ours.
    pub(crate) language: String,
}

impl Front {
    /// That of this practice.
    pub(crate) async fn of(app: &App) -> Self {
        Self::from(&*app.settings.read().await)
    }

    /// The language to fall back to.
    pub(crate) fn spoken(&self) -> Language {
        Language::from_tag(&self.language).unwrap_or_default()
    }
}

impl From<&Settings> for Front {
    fn from(settings: &Settings) -> Self {
        Self {
            practice: settings.practice_name.clone(),
            fictional: settings.fictional,
            leave_to: settings.leave_to.clone(),
            crisis_region: settings.crisis_region.clone(),
            crisis_words: settings.crisis_words.clone(),
            crisis_help: settings.crisis_help.clone(),
            language: settings.language.clone(),
        }
    }
}
