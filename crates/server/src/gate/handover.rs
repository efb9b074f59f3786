//! What a browser keeps while it is in a client's hands: who gave it, until when, and for what. Sealed, so that
//! nothing can be read or changed in it, and kept nowhere else: a restart or another server finds the device handed
//! over as it was.

use attune_ids::{AccountId, AssignmentId, ClientId};
use attune_vault::{Key, Place, Sealed, from_hexadecimal, hexadecimal};
use axum::http::HeaderMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{App, AppError, cookie};

/// A device in a client's hands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct HandedOver {
    /// Who handed it over, and has to come back with their password.
    pub(crate) account: AccountId,
    /// Until when the password alone is enough: the end of the sign-in it was handed over from.
    pub(crate) until: Timestamp,
    /// Whose questionnaires are on it.
    pub(crate) client: ClientId,
    /// The visit that may be made on it, and no other.
    pub(crate) link: Uuid,
    /// What is to be answered, in this order.
    pub(crate) chosen: Vec<AssignmentId>,
}

impl App {
    /// As the value of a cookie.
    pub(crate) fn seal_handover(&self, handed: &HandedOver) -> Result<String, AppError> {
        let plain = serde_json::to_vec(handed)?;
        let sealed = self.vault.seal(Key::Practice, &self.place(), &plain)?;
        Ok(hexadecimal(sealed.as_bytes()))
    }

    /// Whether this browser is in a client's hands. A cookie that does not open counts as none: without a sign-in
    /// it leads nowhere either.
    pub(crate) fn handed_over(&self, headers: &HeaderMap) -> Option<HandedOver> {
        let value = cookie::read(headers, cookie::HANDED_OVER)?;
        let sealed = Sealed::from_stored(from_hexadecimal(&value)?);
        let plain = self
            .vault
            .open(Key::Practice, &self.place(), &sealed)
            .ok()?;
        serde_json::from_slice(&plain).ok()
    }

    fn place(&self) -> Place<'static> {
        Place {
            table: "browser",
            column: "handed over",
            client: None,
            row: self.vault.install(),
            version: 1,
        }
    }
}
