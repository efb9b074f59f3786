use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::copy;
use super::manifest::{self, FORMAT, Manifest};
use crate::audit::{AuditLine, Head};
use crate::db::Pools;
use crate::error::{StoreError, What};
use crate::schema;
use crate::store::Store;

impl Store {
    /// Writes a backup of this moment to a new file, while others go on writing, and its manifest beside it. The
    /// audit line is written first, so that the backup tells of itself; its time is the backup's.
    ///
    /// The backup is whole when its manifest is there: that is written last. A file without one is refused when
    /// restoring.
    ///
    /// # Errors
    /// [`AlreadyThere`](StoreError::AlreadyThere) if any file of that name is there, since it could be anything;
    /// [`Full`](StoreError::Full) and [`File`](StoreError::File) if the backup cannot be written.
    pub async fn backup(&self, to: &Path, audit: &AuditLine) -> Result<Manifest, StoreError> {
        let manifest_path = Manifest::path_for(to);
        if to.exists() || manifest_path.exists() {
            return Err(StoreError::AlreadyThere(What::Backup));
        }
        self.audit(audit).await?;

        let partial = with_suffix(to, ".partial");
        remove_if_there(&partial)?;
        let made = self.make(&partial, audit.at).await;
        if made.is_err() {
            remove_if_there(&partial)?;
        }
        let manifest = made?;
        rename(&partial, to)?;

        let partial = with_suffix(&manifest_path, ".partial");
        std::fs::write(&partial, manifest.to_bytes()?)
            .map_err(StoreError::file("write", &partial))?;
        sync(&partial)?;
        rename(&partial, &manifest_path)?;
        Ok(manifest)
    }

    async fn make(&self, path: &Path, made_at: Timestamp) -> Result<Manifest, StoreError> {
        let (rows, head) = self.copy_to_file(path).await?;
        let (bytes, sha256) = manifest::fingerprint(path.to_owned()).await?;
        Ok(Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema: schema::newest(),
            made_at,
            install: self.vault().install(),
            keyring_epoch: self.vault().epoch(),
            bytes,
            sha256,
            rows,
            audit_seq: head.seq,
            audit_mac: manifest::to_hex(&head.mac),
        })
    }

    async fn copy_to_file(&self, path: &Path) -> Result<(BTreeMap<String, u64>, Head), StoreError> {
        let file = Pools::create_backup(path).await?;
        schema::bring_up_to_date(&file).await?;
        let mut source = self.pools().snapshot().await?;
        let mut target = file.begin().await?;
        let rows = copy::everything(&mut source, &mut target).await?;
        let head = crate::audit::query::head(source.connection()).await?;
        target.commit().await?;
        file.close().await;
        Ok((rows, head))
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::file("replace", path)(error))
        }
        _ => Ok(()),
    }
}

/// Makes sure that the bytes are on the disk, and not merely on their way.
fn sync(path: &Path) -> Result<(), StoreError> {
    std::fs::File::open(path)
        .and_then(|file| file.sync_all())
        .map_err(StoreError::file("write", path))
}

/// Renames, and makes sure that the folder knows the new name after a power cut.
fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    std::fs::rename(from, to).map_err(StoreError::file("write", to))?;
    match to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => sync(folder),
        None => sync(Path::new(".")),
    }
}
