//! Copies for the day on which the machine is gone.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use attune_record::{AuditAction, CheckedBackup, Manifest};
use attune_server::clock::{Clock, SystemClock};
use clap::Args;
use jiff::Timestamp;

use crate::practice::{Practice, Which, line};
use crate::unlocking::UnlockWith;

/// Write a backup of the data, and of the keys on their own way
///
/// The data backup holds everything, sealed: without the keyring nobody can read a word of it, and it can be kept for
/// years. The keyring copy is a second line on purpose. Erasing a client destroys that client's keys; the data in old
/// backups is erased with them only if old copies of the keyring are gone as well. So keep few copies of the keyring,
/// keep them apart from the data, and throw old ones away; keep as many data backups as you like.
///
/// The backup is read back and checked to its last row. The program may be running meanwhile.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune backup --to /backup/attune --keyring-to /media/usb/attune-keys
  attune backup --to /backup/attune          every night; the keyring only when a client was added or erased

Put the folder of the data backups into whatever backup you have for the rest. Try `attune restore` once, before you
need it.")]
pub(crate) struct Backup {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
    /// The folder for the data backup
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The folder for the copy of the keyring: another place than that of the data
    #[arg(long, value_name = "DIR")]
    keyring_to: Option<PathBuf>,
}

impl Backup {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let practice = Practice::open(&self.which, &self.with).await?;
        let now = SystemClock.now();
        private_folder(&self.to)?;
        if let Some(keyring_to) = &self.keyring_to {
            private_folder(keyring_to)?;
            warn_if_together(&self.to, keyring_to);
        }

        let file = self.to.join(format!("attune-{}.sqlite", stamp(now)));
        let audit = line(&SystemClock, AuditAction::Backup, "");
        let manifest = practice.store.backup(&file, &audit).await?;
        let checked = CheckedBackup::open(&file, Arc::clone(&practice.vault))
            .await
            .context("the backup was written but does not read back")?;
        print_manifest(&file, &manifest);
        let findings = &checked.report().findings;
        for finding in findings {
            println!("  found: {finding}");
        }
        self.copy_keyring(&practice, now)?;
        practice.store.close().await;
        if findings.is_empty() {
            println!("Read back and checked: every row opens, the audit is whole.");
            return Ok(ExitCode::SUCCESS);
        }
        println!(
            "The backup is a true copy of data that is damaged. Keep older backups, and see `attune verify`."
        );
        Ok(ExitCode::FAILURE)
    }

    fn copy_keyring(&self, practice: &Practice, now: Timestamp) -> anyhow::Result<()> {
        let Some(folder) = &self.keyring_to else {
            println!(
                "Its keys are not in it. Copy the keyring to another place, and again when clients were added or \
                 erased: --keyring-to DIR"
            );
            return Ok(());
        };
        let copy = folder.join(format!("keyring-{}", stamp(now)));
        practice.vault.copy_to(&copy)?;
        println!("Keyring: {}", copy.display());
        println!(
            "It opens with the passphrase or the recovery code of now. Throw older copies away."
        );
        Ok(())
    }
}

/// A name that sorts by time and that every file system takes.
fn stamp(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H%M%SZ").to_string()
}

fn private_folder(path: &Path) -> anyhow::Result<()> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("could not make the folder {}", path.display()))
}

fn warn_if_together(data: &Path, keyring: &Path) {
    let same = match (fs::canonicalize(data), fs::canonicalize(keyring)) {
        (Ok(data), Ok(keyring)) => data == keyring,
        _ => false,
    };
    if same {
        eprintln!(
            "warning: data and keyring go to the same folder. Whoever finds it needs only the passphrase, and clients \
             who are erased later stay readable there. Keep them apart."
        );
    }
}

/// What a backup says of itself.
pub(crate) fn print_manifest(file: &Path, manifest: &Manifest) {
    let rows = |table: &str| manifest.rows.get(table).copied().unwrap_or_default();
    println!(
        "Data: {}\n  of {:.0}: {} clients, {} entries, {} audit lines, {} bytes",
        file.display(),
        manifest.made_at,
        rows("client"),
        rows("entry"),
        rows("audit"),
        manifest.bytes
    );
}
