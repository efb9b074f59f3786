//! The portal as a process of its own: setting it up, and running it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use attune_catalog::Catalog;
use attune_record::{AuditAction, TokenHash};
use attune_server::Outpost;
use attune_server::clock::{Clock, SystemClock};
use clap::{Args, Subcommand};
use uuid::Uuid;

use crate::configuration;
use crate::data_folder::{DataFolder, write_private};
use crate::practice::{Practice, Which, in_words, line};
use crate::unlocking::UnlockWith;
use crate::{serving, start_up};

/// A portal that runs alone and takes in answers while the practice is locked or down
#[derive(Debug, Subcommand)]
pub(crate) enum Portal {
    Init(Init),
}

/// Write what a portal needs, and the key to call it with
///
/// Run it at the practice. It writes portal.toml into a new folder, which goes to the portal's machine and holds
/// nothing secret, and portal.key into the practice's folder. Then it says what to add to attune.toml.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune portal init --address https://answers.example.org --to /tmp/answers
  attune serve --portal --data /srv/answers      on the portal's machine, with that folder")]
pub(crate) struct Init {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
    /// The address clients will open
    #[arg(long, value_name = "URL")]
    address: String,
    /// The new folder for the portal
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

impl Portal {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Init(init) = self;
        start_up::check_public_url(&init.address)?;
        let folder = init.which.folder()?;
        let practice = Practice::open(&init.which, &init.with).await?;
        let key = practice.vault.submission_key()?;
        // Together 244 bits from the operating system.
        let access = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let portal = DataFolder::at(&init.to)?;
        portal.prepare()?;
        let hash = TokenHash::of(access.as_bytes());
        let file = configuration::Outpost::written(key, hash, &init.address);
        write_private(
            &portal.path().join(configuration::Outpost::FILE),
            file.as_bytes(),
        )?;
        let key_file = folder.path().join("portal.key");
        // A new portal has a new key; the old one is of no use any more.
        match std::fs::remove_file(&key_file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        write_private(&key_file, format!("{access}\n").as_bytes())?;
        let detail = "a portal was set up";
        practice
            .store
            .audit(&line(&SystemClock, AuditAction::SettingsChange, detail))
            .await?;
        practice.store.close().await;
        println!(
            "1. Add to attune.toml, under [portal], and start the practice again:\n   \
             portal_address = \"{}\"\n   portal_key_file = \"{}\"\n\
             2. Bring {} to the portal's machine and start it there:\n   attune serve --portal --data DIR",
            init.address,
            key_file.display(),
            portal.path().display()
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// Serves the portal in this folder until somebody says stop.
pub(crate) async fn serve(
    folder: &Path,
    port: Option<u16>,
    listen: Option<std::net::IpAddr>,
) -> anyhow::Result<ExitCode> {
    let mut configuration = configuration::Outpost::load(folder)?;
    configuration.web.port = port.unwrap_or(configuration.web.port);
    configuration.web.listen = listen.unwrap_or(configuration.web.listen);
    start_up::check_clock(SystemClock.now())?;
    start_up::check_address(&configuration.web)?;
    let config = configuration.checked()?;
    let listener = serving::bind(&configuration.web).await?;
    let port = listener.local_addr()?.port();
    let catalog = Catalog::shipped().context("the catalogue cannot be read")?;
    let outpost = Outpost::open(folder, &config, catalog, Arc::new(SystemClock));
    let outpost = outpost.map_err(in_words)?;
    let ready = format!("The portal is ready at http://localhost:{port}/ (stop with Ctrl-C)");
    serving::serve_portal(listener, outpost, &ready).await?;
    Ok(ExitCode::SUCCESS)
}
