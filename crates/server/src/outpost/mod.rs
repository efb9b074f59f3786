//! The portal as a process of its own, and the practice's way of talking to it.
//!
//! It takes in answers while the practice is locked or down. It holds the practice's *public* key and nothing that opens
//! what lies in its folder: packets and drafts are sealed with keys that follow from the secrets in the clients' links,
//! which come with each request and are kept nowhere; answers are sealed for the practice. Who could read what, and why
//! it is built so: `docs/decisions/0021-portal-alone.md`.
//!
//! The practice calls the portal ([`exchange_with_portal`]), never the other way round, so its own network needs no door.

mod caller;
mod door;
mod exchange;
mod packet;
mod pages;
mod shelf;
mod take_in;
mod urgent;
mod visitor;

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use attune_catalog::Catalog;
use attune_record::TokenHash;
use attune_vault::SubmissionKey;
use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, Notify};

pub use caller::PortalConfig;
pub use door::{Entrance, PortalRoute, portal_routes};
pub(crate) use take_in::{exchange_with_portal, pack};

use crate::AppError;
use crate::clock::Clock;
use crate::mail::{MailConfig, Mailer};
use crate::portal::Front;
use shelf::{Kind, Name, Shelf};

/// What a portal that runs alone is started with.
#[derive(Debug, Clone)]
pub struct OutpostConfig {
    /// The practice's public key for submissions.
    pub key: SubmissionKey,
    /// The hash of the access key with which the practice calls. The key itself is not here.
    pub access: TokenHash,
    /// The mail server and whom to tell that something waits.
    pub urgent: Option<(MailConfig, String)>,
}

/// The state of a portal that runs alone; cheap to clone.
#[derive(Clone)]
pub struct Outpost(Arc<Parts>);

/// See [`Outpost`].
pub struct Parts {
    shelf: Shelf,
    catalog: Catalog,
    key: SubmissionKey,
    access: TokenHash,
    urgent: Option<(Mailer, String)>,
    clock: Arc<dyn Clock>,
    /// Held while answers change, so that two windows do not undo each other.
    writing: Mutex<()>,
    /// Rung when somebody is to be told.
    bell: Notify,
    strangers: door::Strangers,
}

impl Deref for Outpost {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Outpost {
    /// Opens the folder, and makes what is missing in it.
    ///
    /// # Errors
    /// The folder cannot be written, or the mail server's address makes no sense.
    pub fn open(
        folder: &Path,
        config: &OutpostConfig,
        catalog: Catalog,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, AppError> {
        let urgent = match &config.urgent {
            Some((mail, to)) => Some((Mailer::new(mail)?, to.clone())),
            None => None,
        };
        Ok(Self(Arc::new(Parts {
            shelf: Shelf::at(folder)?,
            catalog,
            key: config.key,
            access: config.access,
            urgent,
            clock,
            writing: Mutex::new(()),
            bell: Notify::new(),
            strangers: door::Strangers::default(),
        })))
    }

    /// What the practice last said about itself; until then, help that is true everywhere.
    fn front(&self) -> Result<Front, AppError> {
        let name = Name::of("", "front");
        Ok(match self.shelf.get(Kind::Front, &name)? {
            Some(bytes) => serde_json::from_slice(&bytes)?,
            None => Front::from(&crate::settings::Settings::default()),
        })
    }

    /// The whole web side, ready to serve.
    pub fn service(&self) -> Router {
        crate::router::guarded(door::router(self))
    }
}

/// Answers requests and sends urgent mails until `stop` is done, and then lets running requests end.
///
/// # Errors
/// The listener fails.
pub async fn serve_outpost(
    listener: TcpListener,
    outpost: Outpost,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let telling = tokio::spawn(urgent::keep_going(outpost.clone()));
    let served = axum::serve(listener, outpost.service())
        .with_graceful_shutdown(stop)
        .await;
    telling.abort();
    served
}
