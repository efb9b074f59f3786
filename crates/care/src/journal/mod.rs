//! The client's journal, as far as it is shared. Pages that are for the client alone are no part of the record: they
//! are sealed to the client and kept apart, so nothing in here knows of them.
//!
//! A shared page can be taken back at any time. From then on nobody of the practice is shown it; that it may have
//! been read, and that the record does not forget what was once written into it, is for the pages to say.

mod fold;
mod sharing;

pub use sharing::{for_session, receipts, set_sharing, share_page, take_back, unread};

use attune_ids::{AccountId, JournalId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// With whom a page is shared, and when to speak of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SharedWith {
    /// The people who work with the client may read it.
    Us,
    /// The same, and the client wants to speak of it next time.
    NextSession,
}

impl SharedWith {
    /// Both, in the order offered.
    pub const ALL: [Self; 2] = [Self::Us, Self::NextSession];

    /// The code in forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::NextSession => "next_session",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|with| with.code() == code)
    }
}

/// A page that the client shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalPage {
    /// Stays the same wherever the page is kept.
    pub id: JournalId,
    /// For whom.
    pub with: SharedWith,
    /// When it was first written, if it was for the client alone before.
    #[serde(default)]
    pub written: Option<Timestamp>,
    /// In the client's own words.
    pub words: String,
}

/// The client shares a page differently, or shares again what was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalSharing {
    /// Which page.
    pub journal: JournalId,
    /// For whom from now on.
    pub with: SharedWith,
}

/// The client takes a page back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalTakenBack {
    /// Which page.
    pub journal: JournalId,
    /// Whether the client keeps it privately from now on.
    pub kept_privately: bool,
}

/// Somebody of the practice was shown a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalReading {
    /// Which page.
    pub journal: JournalId,
}

/// Who was shown a page, and when for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
}

/// Where a page stands that is or was shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// It is shared.
    To(SharedWith),
    /// It was taken back, and nobody of the practice is shown it.
    Nobody {
        /// Since when.
        since: Timestamp,
        /// Whether the client has a private copy, which stands in for this one.
        kept_privately: bool,
    },
}

/// A shared page as it stands. Its words can be asked for in two ways only, so that no page of the practice can show
/// what was taken back by oversight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalState {
    /// Which page.
    pub id: JournalId,
    /// When it was first written.
    pub written: Timestamp,
    /// When it was shared.
    pub shared: Timestamp,
    /// With whom, if anybody.
    pub shown: Shown,
    /// Who of the practice has seen it, each once, the first first.
    pub receipts: Vec<Receipt>,
    /// How many sessions were in the record when it was shared.
    pub(crate) sessions_before: usize,
    words: String,
}

impl JournalState {
    /// A page that was shared just now.
    pub(crate) fn new(page: &JournalPage, at: Timestamp, sessions_before: usize) -> Self {
        Self {
            id: page.id,
            written: page.written.unwrap_or(at),
            shared: at,
            shown: Shown::To(page.with),
            receipts: Vec::new(),
            sessions_before,
            words: page.words.clone(),
        }
    }

    /// The words, for the client who wrote them.
    pub fn words_for_client(&self) -> &str {
        &self.words
    }

    /// The words, for somebody of the practice: none once they were taken back.
    pub fn words_for_practice(&self) -> Option<&str> {
        match self.shown {
            Shown::To(_) => Some(&self.words),
            Shown::Nobody { .. } => None,
        }
    }

    /// For whom it is, while it is shared.
    pub fn shared_with(&self) -> Option<SharedWith> {
        match self.shown {
            Shown::To(with) => Some(with),
            Shown::Nobody { .. } => None,
        }
    }
}
