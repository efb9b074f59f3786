//! An opened practice: where it is, its configuration, its keys and its store.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use attune_catalog::Catalog;
use attune_record::{Actor, AuditAction, AuditLine, Store};
use attune_server::clock::Clock;
use attune_server::{App, AppError, PortalConfig, ServerConfig};
use attune_vault::Vault;
use zeroize::Zeroizing;

use crate::configuration::Configuration;
use crate::data_folder::DataFolder;
use crate::evidence::catalog_of;
use crate::start_up::check_public_url;
use crate::unlocking::UnlockWith;

/// Which practice.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Which {
    /// The folder of the practice [default: attune in the folder for your data, mostly ~/.local/share]
    #[arg(long, value_name = "DIR", env = "ATTUNE_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// The configuration file [default: attune.toml in the folder of the practice]
    #[arg(long, value_name = "FILE", env = "ATTUNE_CONFIG")]
    pub(crate) config: Option<PathBuf>,
}

impl Which {
    pub(crate) fn folder(&self) -> anyhow::Result<DataFolder> {
        match &self.data {
            Some(path) => DataFolder::at(path),
            None => DataFolder::usual(),
        }
    }

    pub(crate) fn configuration(&self, folder: &DataFolder) -> anyhow::Result<Configuration> {
        Configuration::load(self.config.as_deref(), folder)
    }
}

/// A practice, unlocked and connected.
pub(crate) struct Practice {
    pub(crate) configuration: Configuration,
    pub(crate) vault: Arc<Vault>,
    pub(crate) store: Store,
    /// What is shipped, with the practice's own evidence.
    catalog: Catalog,
}

impl Practice {
    /// Unlocks and connects. Refuses a folder that others can look into.
    pub(crate) async fn open(which: &Which, with: &UnlockWith) -> anyhow::Result<Self> {
        let folder = which.folder()?;
        folder.check_private()?;
        let configuration = which.configuration(&folder)?;
        let vault = with.unlock(&folder, &configuration)?;
        Self::connect(&folder, configuration, Arc::new(vault)).await
    }

    /// Connects, with a keyring that is unlocked already.
    pub(crate) async fn connect(
        folder: &DataFolder,
        configuration: Configuration,
        vault: Arc<Vault>,
    ) -> anyhow::Result<Self> {
        let location = folder.database(&configuration.storage.database);
        let store = Store::connect(&location, Arc::clone(&vault))
            .await
            .with_context(|| format!("could not open {location}"))?;
        Ok(Self {
            configuration,
            vault,
            store,
            catalog: catalog_of(folder.path())?,
        })
    }

    /// The program's state, for everything that goes through the gate.
    pub(crate) async fn app(
        &self,
        public_url: String,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<App> {
        let catalog = self.catalog.clone();
        let config = ServerConfig {
            public_url,
            idle_minutes: self.configuration.sign_in.idle_minutes.into(),
            absolute_hours: self.configuration.sign_in.absolute_hours.into(),
            link_days: self.configuration.portal.link_days.into(),
            mail: self.configuration.mail.server()?,
            portal: portal(&self.configuration.portal)?,
        };
        App::new(
            self.store.clone(),
            Arc::clone(&self.vault),
            catalog,
            config,
            clock,
        )
        .await
        .map_err(in_words)
    }

    /// The address that links begin with, without a slash at its end.
    pub(crate) fn public_url(&self) -> String {
        public_url(&self.configuration, self.configuration.web.port)
    }
}

/// How to call the portal that runs alone, if there is one.
fn portal(configured: &crate::configuration::Portal) -> anyhow::Result<Option<PortalConfig>> {
    let (address, file) = match (&configured.portal_address, &configured.portal_key_file) {
        (Some(address), Some(file)) => (address, file),
        (None, None) => return Ok(None),
        (Some(_), None) => bail!("portal_address is set, but not portal_key_file"),
        (None, Some(_)) => bail!("portal_key_file is set, but not portal_address"),
    };
    check_public_url(address)?;
    let key = std::fs::read_to_string(file)
        .with_context(|| format!("could not read {}", file.display()))?;
    Ok(Some(PortalConfig {
        address: address.clone(),
        access_key: Zeroizing::new(key.trim().to_owned()),
    }))
}

/// The configured address, or this machine's with the port that is really used.
pub(crate) fn public_url(configuration: &Configuration, port: u16) -> String {
    match &configuration.web.public_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => format!("http://localhost:{port}"),
    }
}

/// An audit line of something done at the command line.
pub(crate) fn line(clock: &dyn Clock, action: AuditAction, detail: &str) -> AuditLine {
    AuditLine {
        at: clock.now(),
        actor: Actor::Program,
        action,
        client: None,
        detail: detail.to_owned(),
    }
}

/// The web's errors, said at the command line.
pub(crate) fn in_words(error: AppError) -> anyhow::Error {
    match error {
        AppError::Refused(why) | AppError::Broken(why) => anyhow!(why),
        AppError::NotFound => anyhow!("it is not there (any more)"),
        AppError::Busy => {
            anyhow!("somebody else saved at the same time; nothing was lost, repeat the command")
        }
        AppError::SignIn | AppError::Throttled(_) => {
            anyhow!("the command line needs nobody signed in; this is a mistake in the program")
        }
    }
}
