use std::path::Path;
use std::sync::Arc;

use attune_ids::ClientId;
use attune_vault::Vault;

use super::copy;
use super::manifest::{self, Manifest};
use crate::audit::{AuditAction, AuditLine, Told, chain};
use crate::db::{Pools, on_db, statements};
use crate::error::StoreError;
use crate::location::Location;
use crate::schema;
use crate::store::Store;
use crate::verify::{Finding, VerifyReport};

/// A backup that was read and checked to its last row. Nothing was changed by that.
#[derive(Debug)]
pub struct CheckedBackup {
    manifest: Manifest,
    report: VerifyReport,
    erased_since: Vec<ClientId>,
    store: Store,
    vault: Arc<Vault>,
    accepted: bool,
}

impl CheckedBackup {
    /// Checks a backup against its manifest and then like a live store, opening every sealed value.
    ///
    /// # Errors
    /// [`BadBackup`](StoreError::BadBackup) if it is incomplete, not the bytes that were written, or newer than the
    /// keyring; [`OtherInstall`](StoreError::OtherInstall) and [`NewerSchema`](StoreError::NewerSchema) if it is not
    /// for this keyring or this program.
    pub async fn open(from: &Path, vault: Arc<Vault>) -> Result<Self, StoreError> {
        let manifest = Manifest::read(from)?;
        fits(&manifest, &vault)?;
        let (bytes, sha256) = manifest::fingerprint(from.to_owned()).await?;
        if (bytes, &sha256) != (manifest.bytes, &manifest.sha256) {
            return Err(StoreError::BadBackup(
                "its bytes are not those that were written".to_owned(),
            ));
        }
        let store = Store::over(Pools::open_backup(from).await?, Arc::clone(&vault));
        let mut report = store.verify(&[manifest.head()?]).await?;
        let erased_since = take_erased(&mut report, &manifest, &vault);
        Ok(Self {
            manifest,
            report,
            erased_since,
            store,
            vault,
            accepted: false,
        })
    }

    /// What the backup says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What the check found in its rows. Clients whose keys were destroyed after the backup are no finding.
    pub fn report(&self) -> &VerifyReport {
        &self.report
    }

    /// Clients in the backup whose keys were destroyed after it was made. They stay erased.
    pub fn erased_since(&self) -> &[ClientId] {
        &self.erased_since
    }

    /// Restores even with findings in the report: for the day on which a damaged store is all there is.
    #[must_use]
    pub fn accept_findings(self) -> Self {
        Self {
            accepted: true,
            ..self
        }
    }

    /// Restores into a new file or an empty PostgreSQL database and connects to it. The audit goes on with `audit`, and with a
    /// line for each client that was erased after the backup.
    ///
    /// # Errors
    /// [`TargetNotEmpty`](StoreError::TargetNotEmpty), [`BadBackup`](StoreError::BadBackup) if the report has findings
    /// that were not accepted. The target then is as it was.
    pub async fn restore_into(
        self,
        into: &Location,
        audit: &AuditLine,
    ) -> Result<Store, StoreError> {
        if !self.accepted
            && let Some(first) = self.report.findings.first()
        {
            return Err(StoreError::BadBackup(format!(
                "its check has {} findings, the first: {first}",
                self.report.findings.len()
            )));
        }
        refuse_existing_file(into)?;
        let target = Pools::open(into).await?;
        let restored = self.copy_into(&target, audit).await;
        self.store.close().await;
        target.close().await;
        if restored.is_err() {
            remove_new_file(into);
        }
        restored?;
        let store = Store::connect(into, self.vault).await?;
        for client in &self.erased_since {
            // What of them is sealed under the practice's keys came along, and goes again.
            let line = AuditLine {
                action: AuditAction::Erase,
                client: Some(*client),
                detail: "taken out of the restored database".to_owned(),
                ..audit.clone()
            };
            store.erase(*client, &line).await?;
        }
        Ok(store)
    }

    async fn copy_into(&self, target: &Pools, audit: &AuditLine) -> Result<(), StoreError> {
        schema::refuse_foreign_tables(target).await?;
        schema::bring_up_to_date(target).await?;
        let mut source = self.store.pools().snapshot().await?;
        let mut tx = target.begin().await?;
        let used: bool = on_db!(tx.connection(), connection =>
            sqlx::query_scalar(HAS_ROWS).fetch_one(connection).await)?;
        if used {
            return Err(StoreError::TargetNotEmpty);
        }
        let rows = copy::everything(&mut source, &mut tx).await?;
        if rows != self.manifest.rows {
            return Err(StoreError::BadBackup(
                "it has other numbers of rows than its manifest says".to_owned(),
            ));
        }
        let erased: Vec<AuditLine> = self
            .erased_since
            .iter()
            .map(|client| AuditLine {
                action: AuditAction::Erase,
                client: Some(*client),
                detail: "erased after the backup that was restored".to_owned(),
                ..audit.clone()
            })
            .collect();
        let lines: Vec<Told<'_>> = std::iter::once(audit)
            .chain(&erased)
            .map(AuditLine::alone)
            .collect();
        chain::append(&mut tx, &self.vault, &lines).await?;
        tx.commit().await
    }
}

statements! {
    HAS_ROWS = "SELECT EXISTS (SELECT 1 FROM practice) OR EXISTS (SELECT 1 FROM account)
        OR EXISTS (SELECT 1 FROM client) OR EXISTS (SELECT 1 FROM audit)";
}

impl Store {
    /// Restores a backup into an empty database of either kind: [`CheckedBackup::open`] and
    /// [`CheckedBackup::restore_into`] in one.
    ///
    /// # Errors
    /// As those. Nothing is changed before the whole backup was checked.
    pub async fn restore(
        from: &Path,
        into: &Location,
        vault: Arc<Vault>,
        audit: &AuditLine,
    ) -> Result<Self, StoreError> {
        CheckedBackup::open(from, vault)
            .await?
            .restore_into(into, audit)
            .await
    }
}

/// A file is never opened to find out whether it is empty: opening changes it, and it might be the backup itself.
fn refuse_existing_file(into: &Location) -> Result<(), StoreError> {
    match into {
        Location::Sqlite(path) if path.metadata().is_ok_and(|file| file.len() > 0) => {
            Err(StoreError::TargetNotEmpty)
        }
        _ => Ok(()),
    }
}

/// Takes away what a restore that failed has begun. Only ever called for a file that was not there before.
fn remove_new_file(into: &Location) {
    if let Location::Sqlite(path) = into {
        // What cannot be removed is found not to be empty at the next try.
        let _ = std::fs::remove_file(path);
    }
}

/// Whether this program and this keyring are the ones for a backup.
fn fits(manifest: &Manifest, vault: &Vault) -> Result<(), StoreError> {
    if manifest.install != vault.install() {
        return Err(StoreError::OtherInstall);
    }
    if manifest.schema > schema::newest() {
        return Err(StoreError::NewerSchema);
    }
    if manifest.schema < schema::newest() {
        return Err(StoreError::BadBackup(format!(
            "it has the tables of an older release; restore it with release {} and let this one update them",
            manifest.program
        )));
    }
    if manifest.keyring_epoch > vault.epoch() {
        return Err(StoreError::BadBackup(
            "the unlocked keyring is older than it; restore the newest keyring first".to_owned(),
        ));
    }
    Ok(())
}

/// Takes the clients out of the report whose keys are missing because they were erased after the backup. The keyring
/// counts erasures: if more keys are missing than that, it is not the right one, and all of them stay findings.
fn take_erased(report: &mut VerifyReport, manifest: &Manifest, vault: &Vault) -> Vec<ClientId> {
    let erasures = vault.epoch().saturating_sub(manifest.keyring_epoch);
    let missing: Vec<ClientId> = report
        .findings
        .iter()
        .filter_map(|finding| match finding {
            Finding::KeysMissing { client } => Some(*client),
            _ => None,
        })
        .collect();
    if missing.len() as u64 > u64::from(erasures) {
        return Vec::new();
    }
    report
        .findings
        .retain(|finding| !matches!(finding, Finding::KeysMissing { .. }));
    report.counted.erased += missing.len() as u64;
    missing
}
