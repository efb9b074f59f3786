//! Getting a practice back.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use attune_record::{AuditAction, CheckedBackup, Location, StoreError};
use attune_server::clock::SystemClock;
use clap::Args;

use crate::command::backup::print_manifest;
use crate::configuration::first_file;
use crate::data_folder::{DataFolder, write_private};
use crate::practice::{Which, line};
use crate::unlocking::UnlockWith;

/// Restore a data backup beside its keyring
///
/// Give the newest copy of the keyring there is, even with an old data backup: a client who was erased meanwhile stays
/// erased. The whole backup is checked before anything is written, and it is only restored into an empty database.
/// Everybody has to sign in again afterwards.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune restore --from /backup/attune/attune-2026-05-14T210000Z.sqlite \\
      --keyring /media/usb/keyring-2026-05-14T210000Z --data /srv/attune
      onto a new machine

  attune restore --from /backup/attune/attune-2026-05-14T210000Z.sqlite --data /srv/attune
      the keyring of /srv/attune is fine and only its database was lost; move what is left of that away first

  ATTUNE_DATABASE='postgres://...' attune restore ...
      into PostgreSQL; a backup of either kind of database can be restored into the other")]
pub(crate) struct Restore {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
    /// The data backup; its manifest lies beside it
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// A copy of the keyring, to be put into the folder; without it the folder has its keyring already
    #[arg(long, value_name = "FILE")]
    keyring: Option<PathBuf>,
    /// Restore although the check found damage, when there is no better backup
    #[arg(long)]
    accept_findings: bool,
}

impl Restore {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let folder = self.which.folder()?;
        let Some(keyring) = &self.keyring else {
            folder.check_private()?;
            return self.restore_to(&folder).await;
        };
        folder.prepare()?;
        put_keyring(keyring, &folder)?;
        let restored = self.restore_to(&folder).await;
        if !matches!(restored, Ok(ExitCode::SUCCESS)) {
            // The folder was not a practice before, and shall not look like one.
            let _ = fs::remove_file(folder.keyring());
            let _ = fs::remove_file(folder.keyring().with_extension("lock"));
        }
        restored
    }

    async fn restore_to(&self, folder: &DataFolder) -> anyhow::Result<ExitCode> {
        let configuration = self.which.configuration(folder)?;
        let location = folder.database(&configuration.storage.database);
        refuse_if_there(&location)?;
        let vault = Arc::new(self.with.unlock(folder, &configuration)?);

        let checked = CheckedBackup::open(&self.from, vault).await?;
        print_manifest(&self.from, checked.manifest());
        let findings = checked.report().findings.clone();
        if !findings.is_empty() {
            println!("The check found:");
            for finding in &findings {
                println!("  {finding}");
            }
            if !self.accept_findings {
                println!(
                    "Nothing was restored. Use another backup, or this one with --accept-findings."
                );
                return Ok(ExitCode::FAILURE);
            }
        }
        let erased = checked.erased_since().len();
        let audit = line(&SystemClock, AuditAction::Restore, "");
        let checked = if self.accept_findings {
            checked.accept_findings()
        } else {
            checked
        };
        let store = match checked.restore_into(&location, &audit).await {
            Err(StoreError::TargetNotEmpty) => {
                bail!("{location} is not empty, and was not touched; name an empty one")
            }
            store => store.with_context(|| format!("could not restore into {location}"))?,
        };
        store.close().await;
        if !folder.configuration().try_exists()? {
            write_private(&folder.configuration(), first_file(&[]).as_bytes())?;
        }
        let here = folder.path().display();
        if erased > 0 {
            println!("{erased} of these clients were erased after the backup, and stay erased.");
        }
        println!("Restored into {here}. Start it with:  attune serve --data {here}");
        Ok(ExitCode::SUCCESS)
    }
}

/// A file is never restored over another one.
fn refuse_if_there(location: &Location) -> anyhow::Result<()> {
    if let Location::Sqlite(path) = location
        && path.try_exists()?
    {
        let here = path.display();
        bail!(
            "{here} is there, and was not touched; move it (with its -wal and -shm) away first, to look at it later"
        );
    }
    Ok(())
}

fn put_keyring(copy: &Path, folder: &DataFolder) -> anyhow::Result<()> {
    let bytes =
        fs::read(copy).with_context(|| format!("could not read the keyring {}", copy.display()))?;
    write_private(&folder.keyring(), &bytes)
}
