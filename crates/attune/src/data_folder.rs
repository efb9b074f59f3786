//! The folder with everything a practice has: keyring, database, configuration.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use attune_record::Location;

/// The data folder. Only its owner may look into it.
#[derive(Debug, Clone)]
pub(crate) struct DataFolder(PathBuf);

impl DataFolder {
    /// The folder at a path, made absolute.
    pub(crate) fn at(path: &Path) -> anyhow::Result<Self> {
        let path = std::path::absolute(path)
            .with_context(|| format!("{} is not a path", path.display()))?;
        Ok(Self(path))
    }

    /// Where a practice is kept when nobody says otherwise: the place for a person's data (XDG Base Directory
    /// Specification 0.8).
    pub(crate) fn usual() -> anyhow::Result<Self> {
        let absolute = |name| {
            let value = std::env::var_os(name).map(PathBuf::from);
            value.filter(|path| path.is_absolute())
        };
        let base = absolute("XDG_DATA_HOME")
            .or_else(|| Some(absolute("HOME")?.join(".local").join("share")))
            .context("there is no home folder; say where the practice is with --data DIR")?;
        Ok(Self(base.join("attune")))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn keyring(&self) -> PathBuf {
        self.0.join("keyring")
    }

    pub(crate) fn configuration(&self) -> PathBuf {
        self.0.join("attune.toml")
    }

    /// Where a configured database is.
    pub(crate) fn database(&self, configured: &str) -> Location {
        if configured.contains("://") {
            Location::Postgres(configured.to_owned())
        } else {
            Location::Sqlite(self.0.join(configured))
        }
    }

    /// Makes the folder, or checks the one that is there, for a new practice.
    pub(crate) fn prepare(&self) -> anyhow::Result<()> {
        let here = self.0.display();
        if self.keyring().try_exists()? {
            bail!(
                "{here} already holds a practice, and nothing was changed; choose another folder with --data DIR"
            );
        }
        if self.0.try_exists()? {
            return self.check_private();
        }
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.0)
            .with_context(|| format!("could not make the folder {here}"))
    }

    /// Refuses a folder that is not there or that others on this machine can look into.
    pub(crate) fn check_private(&self) -> anyhow::Result<()> {
        let here = self.0.display();
        let data = match fs::metadata(&self.0) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                bail!(
                    "there is no practice at {here}; make one with `attune init`, or name its folder with --data DIR"
                )
            }
            data => data.with_context(|| format!("could not look at {here}"))?,
        };
        if !data.is_dir() {
            bail!("{here} is not a folder; name the practice's folder with --data DIR");
        }
        let mode = data.mode() & 0o7777;
        if mode & 0o077 != 0 {
            bail!(
                "{here} is open to others on this machine (mode {mode:04o}); close it: chmod 700 {here}"
            );
        }
        Ok(())
    }
}

/// Writes a new file that only its owner can read. Refuses one that is there.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()
        })
        .with_context(|| format!("could not write {}", path.display()))
}
