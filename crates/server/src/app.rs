//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;

use attune_catalog::Catalog;
use attune_record::Store;
use attune_vault::Vault;
use axum::extract::FromRef;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::sync::{Notify, RwLock};

use crate::caseload::Index;
use crate::clock::Clock;
use crate::content::Content;
use crate::mail::{MailConfig, Mailer};
use crate::settings::Settings;

/// What is fixed while the program runs, apart from the practice's own settings.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// The address people type, for links: `https://attune.example.org`.
    pub public_url: String,
    /// A session ends after so many minutes without a request.
    pub idle_minutes: i64,
    /// A session ends after so many hours in any case.
    pub absolute_hours: i64,
    /// A client's link can be opened for so many days.
    pub link_days: i64,
    /// The mail server, if the practice has one.
    pub mail: Option<MailConfig>,
    /// The portal that runs alone, if there is one: links lead to it.
    pub portal: Option<crate::PortalConfig>,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            public_url: "http://localhost:7878".to_owned(),
            idle_minutes: 30,
            absolute_hours: 12,
            link_days: 14,
            mail: None,
            portal: None,
        }
    }
}

/// The program's state as one request sees it; cheap to clone.
///
/// The catalogue is part of the request's view and not of the state behind it: while a request runs, nobody's new
/// questionnaire changes the one it is about. What runs longer than a request asks for [`App::current`] now and then.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
    /// Measures, techniques, evidence: the shipped ones with the practice's own.
    pub catalog: Arc<Catalog>,
}

/// What the router holds: every request gets its own [`App`] from it, with the catalogue of that moment.
#[derive(Clone)]
pub(crate) struct Live(pub(crate) App);

impl FromRef<Live> for App {
    fn from_ref(live: &Live) -> Self {
        live.0.current()
    }
}

/// See [`App`].
pub struct Parts {
    /// The encrypted store.
    pub store: Store,
    /// The unlocked keyring. Only the gate opens and seals with it.
    pub(crate) vault: Arc<Vault>,
    /// What the practice wrote for itself, beside the shipped catalogue.
    pub(crate) content: Content,
    /// See [`ServerConfig`].
    pub config: ServerConfig,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The practice's own settings.
    pub settings: RwLock<Settings>,
    /// Headlines of all clients, opened once and kept up to date.
    pub(crate) index: Index,
    /// Records that were opened a moment ago.
    pub(crate) recent: crate::gate::Recent,
    /// For accounts that do not exist, so that they take as long as the others.
    pub(crate) password_of_nobody: String,
    /// Sends mails, if the practice has a mail server.
    pub(crate) mailer: Option<Mailer>,
    /// Rung when a mail waits.
    pub(crate) bell: Notify,
    /// Passkeys that are being added or used at this moment.
    pub(crate) ceremonies: crate::space::Ceremonies,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl App {
    /// Brings everything together and reads the practice's settings.
    ///
    /// # Errors
    /// The store cannot be read, or its content does not open with this keyring.
    pub async fn new(
        store: Store,
        vault: Arc<Vault>,
        catalog: Catalog,
        config: ServerConfig,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, crate::AppError> {
        let settings = Settings::load(&store).await?;
        let password_of_nobody = crate::sign_in::hash_password("nobody signs in with this")?;
        let content = Content::load(&store, catalog, clock.now()).await?;
        let catalog = content.catalog();
        let mailer = config.mail.as_ref().map(Mailer::new).transpose()?;
        let parts = Parts {
            store,
            vault,
            content,
            config,
            clock,
            settings: RwLock::new(settings),
            index: Index::default(),
            recent: crate::gate::Recent::default(),
            password_of_nobody,
            mailer,
            bell: Notify::new(),
            ceremonies: crate::space::Ceremonies::default(),
        };
        let app = Self {
            parts: Arc::new(parts),
            catalog,
        };
        app.finish_erasures().await?;
        app.refresh_index().await?;
        Ok(app)
    }

    /// The same with the catalogue of this moment.
    #[must_use]
    pub fn current(&self) -> Self {
        Self {
            parts: Arc::clone(&self.parts),
            catalog: self.content.catalog(),
        }
    }

    /// Takes in what another server of the same practice decided meanwhile.
    pub(crate) async fn reload_settings(&self) -> Result<(), crate::AppError> {
        if let Some(settings) = self.store.settings::<Settings>().await?.value {
            *self.settings.write().await = settings;
        }
        Ok(())
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Today's date where the practice is.
    pub async fn today(&self) -> Date {
        let zone = self.settings.read().await.time_zone();
        self.now().to_zoned(zone).date()
    }

    /// The practice's time zone.
    pub async fn zone(&self) -> TimeZone {
        self.settings.read().await.time_zone()
    }
}
