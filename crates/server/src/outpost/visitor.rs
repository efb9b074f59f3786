//! Who asks at the portal, and what they have answered so far.

use std::sync::Arc;

use attune_care::assess::Filling;
use attune_catalog::Measure;
use attune_vault::LinkSecret;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Outpost;
use super::packet::Packet;
use super::shelf::{Kind, Name};
use crate::AppError;
use crate::portal::{Front, Sheet};

const PACKET: &str = "packet";
const DRAFT: &str = "draft";

/// Somebody who holds a link that is good. The proof that a page of answering asks for; made by the door alone.
#[derive(Clone)]
pub(super) struct Visitor {
    secret: Arc<LinkSecret>,
    pub(super) packet: Arc<Packet>,
    measure: Arc<Measure>,
}

/// What was answered so far. Once sent, the answers are gone from here.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Draft {
    pub(super) filling: Filling,
    /// When the form was sent.
    pub(super) sent: Option<Timestamp>,
    /// Whether an answer of what was sent asked for help.
    #[serde(default)]
    pub(super) raised: bool,
}

impl Visitor {
    /// Whoever has this secret; nothing if it opens nothing (any more).
    pub(super) fn of(outpost: &Outpost, secret: &str) -> Result<Option<Self>, AppError> {
        let Some(secret) = LinkSecret::of(secret) else {
            return Ok(None);
        };
        let Some(name) = Name::parse(secret.lookup()) else {
            return Ok(None);
        };
        let Some(sealed) = outpost.shelf.get(Kind::Packet, &name)? else {
            return Ok(None);
        };
        let packet: Packet = serde_json::from_slice(&secret.open(PACKET, &sealed)?)?;
        if outpost.clock.now() >= packet.expires {
            return Ok(None);
        }
        let measure = match &packet.own {
            Some(files) => files
                .load()
                .map_err(|_| AppError::Broken("a measure of the practice's own does not load".to_owned()))?,
            None => outpost
                .catalog
                .measure_version(&packet.measure, &packet.version)
                .cloned()
                .ok_or_else(|| AppError::Broken("a measure is not in this release's catalogue; run the same release here as in the practice".to_owned()))?,
        };
        Ok(Some(Self {
            secret: Arc::new(secret),
            packet: Arc::new(packet),
            measure: Arc::new(measure),
        }))
    }

    pub(super) fn measure(&self) -> &Measure {
        &self.measure
    }

    pub(super) fn lookup(&self) -> &str {
        self.secret.lookup()
    }

    fn name(&self) -> Result<Name, AppError> {
        Name::parse(self.lookup()).ok_or(AppError::NotFound)
    }

    /// What was answered so far.
    pub(super) fn draft(&self, outpost: &Outpost) -> Result<Draft, AppError> {
        match outpost.shelf.get(Kind::Draft, &self.name()?)? {
            Some(sealed) => Ok(serde_json::from_slice(&self.secret.open(DRAFT, &sealed)?)?),
            None => Ok(Draft::default()),
        }
    }

    /// Keeps it. When this returns the disk has it.
    pub(super) fn keep(&self, outpost: &Outpost, draft: &Draft) -> Result<(), AppError> {
        let plain = zeroize::Zeroizing::new(serde_json::to_vec(draft)?);
        let sealed = self.secret.seal(DRAFT, &plain)?;
        Ok(outpost.shelf.put(Kind::Draft, &self.name()?, &sealed)?)
    }

    /// The pages' view of it.
    pub(super) fn sheet<'a>(
        &'a self,
        outpost: &'a Outpost,
        front: &'a Front,
        draft: &'a Draft,
    ) -> Sheet<'a> {
        Sheet {
            front,
            catalog: &outpost.catalog,
            measure: &self.measure,
            filling: &draft.filling,
            asker: &self.packet.asker,
            own_words: self.packet.own_words.as_deref(),
        }
    }
}

/// Seals a packet the way [`Visitor::of`] opens it.
pub(super) fn seal_packet(secret: &LinkSecret, packet: &Packet) -> Result<Vec<u8>, AppError> {
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(packet)?);
    Ok(secret.seal(PACKET, &plain)?)
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
        let visitor = parts.extensions.get::<Self>().cloned();
        visitor.ok_or_else(|| AppError::Broken("the door does not let visitors in here".to_owned()))
    }
}
