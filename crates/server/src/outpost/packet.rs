//! What goes to the portal, and what comes back.

use attune_care::assess::Filling;
use attune_catalog::MeasureFiles;
use attune_ids::AssignmentId;
use attune_vault::SubmissionKey;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::AppError;

/// Everything the portal needs to ask one questionnaire. It lies there sealed with a key that follows from the secret
/// in the link's address, so the portal can read it only while somebody who holds the link asks for a page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Packet {
    /// The link, by which the practice knows whose answers these are.
    pub(super) link: Uuid,
    /// The request that is answered.
    pub(super) assignment: AssignmentId,
    /// What is asked, and in which version.
    pub(super) measure: String,
    /// See `measure`.
    pub(super) version: String,
    /// The whole of it, if the practice wrote it.
    pub(super) own: Option<MeasureFiles>,
    /// What a personal measure is about.
    pub(super) own_words: Option<String>,
    /// Who asks.
    pub(super) asker: String,
    /// Tag of the client's language, if one is known.
    pub(super) language: Option<String>,
    /// The last day, where the practice is.
    pub(super) until: Date,
    /// The moment from which it opens nothing.
    pub(super) expires: Timestamp,
}

/// What somebody answered, on its way to the practice.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Submission {
    /// From the packet.
    pub(super) link: Uuid,
    /// From the packet.
    pub(super) assignment: AssignmentId,
    /// The answers.
    pub(super) filling: Filling,
    /// Tag of the language they were read in.
    pub(super) language: String,
    /// Whether the form was sent. If not, one of its answers asks for help now.
    pub(super) sent: bool,
}

impl Submission {
    /// Sealed so that nobody but the practice opens it, the portal neither.
    pub(super) fn seal(&self, key: SubmissionKey, name: &str) -> Result<Vec<u8>, AppError> {
        let plain = zeroize::Zeroizing::new(serde_json::to_vec(self)?);
        Ok(key.seal(name, &plain)?)
    }
}

/// The names of what waits at the portal.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Held {
    /// Lookups of the packets.
    pub(super) packets: Vec<String>,
    /// Names of submissions, in no order.
    pub(super) waiting: Vec<String>,
}
