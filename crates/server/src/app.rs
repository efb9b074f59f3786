//! What every handler can reach.

use std::ops::Deref;
use std::sync::Arc;

use attune_catalog::Catalog;
use attune_record::Store;
use attune_vault::Vault;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::sync::{Notify, RwLock};

use crate::caseload::Index;
use crate::clock::Clock;
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
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            public_url: "http://localhost:7878".to_owned(),
            idle_minutes: 30,
            absolute_hours: 12,
            link_days: 14,
            mail: None,
        }
    }
}

/// The program's state; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// See [`App`].
pub struct Parts {
    /// The encrypted store.
    pub store: Store,
    /// The unlocked keyring. Only the gate opens and seals with it.
    pub(crate) vault: Arc<Vault>,
    /// Measures, techniques, evidence.
    pub catalog: Catalog,
    /// See [`ServerConfig`].
    pub config: ServerConfig,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The practice's own settings.
    pub settings: RwLock<Settings>,
    /// Headlines of all clients, opened once and kept up to date.
    pub(crate) index: Index,
    /// For accounts that do not exist, so that they take as long as the others.
    pub(crate) password_of_nobody: String,
    /// Sends mails, if the practice has a mail server.
    pub(crate) mailer: Option<Mailer>,
    /// Rung when a mail waits.
    pub(crate) bell: Notify,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
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
        let mailer = config.mail.as_ref().map(Mailer::new).transpose()?;
        let app = Self(Arc::new(Parts {
            store,
            vault,
            catalog,
            config,
            clock,
            settings: RwLock::new(settings),
            index: Index::default(),
            password_of_nobody,
            mailer,
            bell: Notify::new(),
        }));
        app.refresh_index().await?;
        Ok(app)
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
