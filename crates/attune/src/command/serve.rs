//! Starting the program.

use std::net::IpAddr;
use std::process::ExitCode;
use std::sync::Arc;

use attune_record::AuditAction;
use attune_server::clock::{Clock, SystemClock};
use clap::Args;

use crate::practice::{Practice, Which, line, public_url};
use crate::unlocking::UnlockWith;
use crate::{serving, start_up};

/// Unlock a practice and serve it to the browser
///
/// Runs until Ctrl-C or SIGTERM and then lets running requests end. The secret that opens the keyring comes from
/// --passphrase-file, or ATTUNE_PASSPHRASE, or the key file named in attune.toml, or a question.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune serve
  attune serve --data /srv/attune --port 9000
  attune serve --listen 0.0.0.0      for others on the network; needs an https public_url, see `attune config`")]
pub(crate) struct Serve {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
    /// The port to listen on; 0 takes any free one [default: 7878]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// The network address to listen on [default: 127.0.0.1]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<IpAddr>,
    /// Serve the portal in --data, alone: it takes in answers for a practice that is elsewhere, see `attune portal`
    #[arg(long)]
    portal: bool,
}

impl Serve {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let folder = self.which.folder()?;
        folder.check_private()?;
        if self.portal {
            return super::portal::serve(folder.path(), self.port, self.listen).await;
        }
        let mut configuration = self.which.configuration(&folder)?;
        configuration.web.port = self.port.unwrap_or(configuration.web.port);
        configuration.web.listen = self.listen.unwrap_or(configuration.web.listen);
        start_up::check_clock(SystemClock.now())?;
        start_up::check_address(&configuration.web)?;
        let listener = serving::bind(&configuration.web).await?;
        let port = listener.local_addr()?.port();

        let vault = Arc::new(self.with.unlock(&folder, &configuration)?);
        let url = public_url(&configuration, port);
        let practice = Practice::connect(&folder, configuration, vault).await?;
        let app = practice.app(url.clone(), Arc::new(SystemClock)).await?;
        let epoch = format!("keyring epoch {}", practice.vault.epoch());
        practice
            .store
            .audit(&line(&SystemClock, AuditAction::Start, &epoch))
            .await?;
        drop(practice);
        serving::serve(
            listener,
            app,
            &format!("Attune is ready at {url}/ (stop with Ctrl-C)"),
        )
        .await?;
        Ok(ExitCode::SUCCESS)
    }
}
