//! What a practice decides about itself.

use attune_care::outcomes::Smallest;
use attune_record::Store;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::AppError;
use crate::language::Language;
use crate::letters::OwnTemplate;
use crate::risk::{HelpLine, RiskSettings};
use crate::space::SpaceSettings;

/// Sealed in the store; changed on the practice page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// As it appears at the top of every page.
    pub practice_name: String,
    /// Every client and person is invented; said on every page. Set when the
    /// practice is made and never changed.
    #[serde(default)]
    pub fictional: bool,
    /// Catalogue id of the crisis help shown to clients.
    pub crisis_region: String,
    /// A line of the practice's own above the crisis numbers, for example its telephone.
    #[serde(default)]
    pub crisis_words: String,
    /// The practice's own list of local help; empty for the region's lines.
    #[serde(default)]
    pub crisis_help: Vec<HelpLine>,
    /// IANA name, for example `Europe/Berlin`; empty for the machine's own.
    #[serde(default)]
    pub time_zone: String,
    /// Where "leave quickly" leads.
    pub leave_to: String,
    /// Whether sheets that are printed for a client carry the name; else there is a
    /// line to write it on.
    #[serde(default)]
    pub names_on_paper: bool,
    /// Tag of the language of pages for clients whose browser asks for none of ours.
    #[serde(default)]
    pub language: String,
    /// Who acts on risk answers, and when somebody else does.
    #[serde(default)]
    pub risk: RiskSettings,
    /// What clients find in spaces of their own.
    #[serde(default)]
    pub space: SpaceSettings,
    /// How many pairs of scores a group needs to be shown among the practice's outcomes.
    #[serde(default)]
    pub smallest_group: Smallest,
    /// Templates of letters that the practice wrote itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<OwnTemplate>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            practice_name: "Our practice".to_owned(),
            fictional: false,
            crisis_region: "international".to_owned(),
            crisis_words: String::new(),
            crisis_help: Vec::new(),
            time_zone: String::new(),
            leave_to: "https://www.wikipedia.org/".to_owned(),
            names_on_paper: false,
            language: String::new(),
            risk: RiskSettings::default(),
            space: SpaceSettings::default(),
            smallest_group: Smallest::default(),
            letters: Vec::new(),
        }
    }
}

impl Settings {
    /// The stored settings, or the defaults of a new practice.
    pub async fn load(store: &Store) -> Result<Self, AppError> {
        Ok(store.settings::<Self>().await?.value.unwrap_or_default())
    }

    /// The practice's language for clients; English when none is set or it is unknown.
    pub fn language(&self) -> Language {
        Language::from_tag(&self.language).unwrap_or_default()
    }

    /// The practice's time zone; the machine's when none is set or it is unknown.
    pub fn time_zone(&self) -> TimeZone {
        if self.time_zone.is_empty() {
            return TimeZone::system();
        }
        TimeZone::get(&self.time_zone).unwrap_or_else(|_| TimeZone::system())
    }
}
