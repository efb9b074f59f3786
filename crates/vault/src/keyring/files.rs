//! The keyring on disk: locking between processes, appending, and replacing it in one step.
//!
//! A lock is a value, and what needs one takes it as an argument, so nothing is written unlocked.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::VaultError;

/// Where a keyring and its helpers are: `<keyring>`, `<keyring>.lock`, `<keyring>.new`.
#[derive(Debug, Clone)]
pub(crate) struct KeyringFile {
    path: PathBuf,
    lock: PathBuf,
    new: PathBuf,
}

/// Proof that this process may write the keyring: no other one reads or writes it.
pub(crate) struct Exclusive(#[expect(dead_code, reason = "dropping the file unlocks")] File);

/// Proof that this process may read the keyring: no other one writes it.
pub(crate) struct Shared(#[expect(dead_code, reason = "dropping the file unlocks")] File);

/// Any lock that allows reading.
pub(crate) trait Readable {}
impl Readable for Exclusive {}
impl Readable for Shared {}

impl KeyringFile {
    /// The keyring at a path. Links are followed now, so that replacing the file later replaces the
    /// file and not the link.
    pub(crate) fn at(path: &Path) -> Result<Self, VaultError> {
        let path = match fs::canonicalize(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => std::path::absolute(path),
            other => other,
        }
        .map_err(VaultError::io("find the keyring", path))?;
        Ok(Self {
            lock: with_ending(&path, ".lock"),
            new: with_ending(&path, ".new"),
            path,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn exists(&self) -> Result<bool, VaultError> {
        self.path
            .try_exists()
            .map_err(VaultError::io("find the keyring", &self.path))
    }

    fn open_lock(&self) -> Result<File, VaultError> {
        private(OpenOptions::new().write(true).create(true).truncate(false))
            .open(&self.lock)
            .map_err(VaultError::io("open the lock file", &self.lock))
    }

    pub(crate) fn lock_exclusive(&self) -> Result<Exclusive, VaultError> {
        let file = self.open_lock()?;
        file.lock().map_err(VaultError::io("lock", &self.lock))?;
        Ok(Exclusive(file))
    }

    pub(crate) fn lock_shared(&self) -> Result<Shared, VaultError> {
        let file = self.open_lock()?;
        file.lock_shared()
            .map_err(VaultError::io("lock", &self.lock))?;
        Ok(Shared(file))
    }

    /// `None` when another process is writing right now.
    pub(crate) fn try_lock_shared(&self) -> Result<Option<Shared>, VaultError> {
        let file = self.open_lock()?;
        match file.try_lock_shared() {
            Ok(()) => Ok(Some(Shared(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(VaultError::io("lock", &self.lock)(error)),
        }
    }

    /// Opens the file that is the keyring now.
    pub(crate) fn open(&self, _lock: &impl Readable) -> Result<OpenKeyring, VaultError> {
        match File::open(&self.path) {
            Ok(file) => Ok(OpenKeyring {
                file,
                path: self.path.clone(),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(VaultError::NotFound {
                path: self.path.clone(),
            }),
            Err(error) => Err(VaultError::io("open", &self.path)(error)),
        }
    }

    /// Cuts off what an interrupted append left behind `length`.
    pub(crate) fn cut(&self, _lock: &Exclusive, length: u64) -> Result<(), VaultError> {
        let failed = || VaultError::io("cut the unfinished end of", &self.path);
        let file = OpenOptions::new()
            .write(true)
            .open(&self.path)
            .map_err(failed())?;
        if file.metadata().map_err(failed())?.len() > length {
            file.set_len(length).map_err(failed())?;
            file.sync_all().map_err(failed())?;
        }
        Ok(())
    }

    /// Writes `bytes` at the end, which is `at`, and waits until the disk has them.
    pub(crate) fn append(
        &self,
        _lock: &Exclusive,
        at: u64,
        bytes: &[u8],
    ) -> Result<(), VaultError> {
        let failed = || VaultError::io("append to", &self.path);
        let mut file = OpenOptions::new()
            .write(true)
            .open(&self.path)
            .map_err(failed())?;
        let written = file
            .seek(SeekFrom::Start(at))
            .and_then(|_| file.write_all(bytes))
            .and_then(|()| file.sync_data());
        if written.is_err() {
            // A failed fsync may have dropped the pages and forgotten it, so they must not be taken
            // for saved by a later one (Rebello et al. 2020). The error is reported either way.
            let _ = file.set_len(at);
        }
        written.map_err(failed())
    }

    /// Replaces the whole keyring in one step that a crash cannot divide: the old one or the new one.
    /// Then overwrites the old file, which holds keys that are to be gone. Says whether that was done:
    /// not if the file has another name (a hard link kept as a backup).
    pub(crate) fn replace(&self, _lock: &Exclusive, bytes: &[u8]) -> Result<bool, VaultError> {
        let old = OpenOptions::new()
            .write(true)
            .open(&self.path)
            .map_err(VaultError::io("open", &self.path))?;
        write_and_rename(&self.new, &self.path, bytes)?;
        // The new keyring is safe now. Failing to wipe is part of the answer and not an error, because
        // the caller must not think that the replacement failed.
        Ok(wipe(old).unwrap_or(false))
    }

    /// Writes the first keyring, where there is none.
    pub(crate) fn write_first(&self, _lock: &Exclusive, bytes: &[u8]) -> Result<(), VaultError> {
        write_and_rename(&self.new, &self.path, bytes)
    }
}

/// The keyring file, opened for reading.
pub(crate) struct OpenKeyring {
    file: File,
    path: PathBuf,
}

impl OpenKeyring {
    /// At most `most` bytes from `start` on.
    pub(crate) fn read(&mut self, start: u64, most: u64) -> Result<Vec<u8>, VaultError> {
        let mut bytes = Vec::new();
        self.file
            .seek(SeekFrom::Start(start))
            .and_then(|_| (&self.file).take(most).read_to_end(&mut bytes))
            .map_err(VaultError::io("read", &self.path))?;
        Ok(bytes)
    }

    /// The file's length in bytes.
    pub(crate) fn length(&self) -> Result<u64, VaultError> {
        self.file
            .metadata()
            .map(|data| data.len())
            .map_err(VaultError::io("read", &self.path))
    }

    /// Waits until the disk has what was read. A process that was killed between writing and syncing
    /// leaves keys that can be read and then be lost; nothing may be sealed with those before this.
    pub(crate) fn sync(&self) -> Result<(), VaultError> {
        self.file
            .sync_data()
            .map_err(VaultError::io("sync", &self.path))
    }
}

/// A new file with mode 0600. Refuses one that is already there.
pub(crate) fn create_private(path: &Path) -> Result<File, VaultError> {
    private(OpenOptions::new().write(true).create_new(true))
        .open(path)
        .map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => VaultError::AlreadyExists {
                path: path.to_path_buf(),
            },
            _ => VaultError::io("create", path)(error),
        })
}

/// Writes a copy beside `path` and renames it, refusing a `path` that is already there.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    if path.try_exists().map_err(VaultError::io("find", path))? {
        return Err(VaultError::AlreadyExists {
            path: path.to_path_buf(),
        });
    }
    write_and_rename(&with_ending(path, ".new"), path, bytes)
}

fn write_and_rename(new: &Path, path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    // What an interrupted attempt left, whatever its mode. Nothing valid ever has this name.
    match fs::remove_file(new) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(VaultError::io("remove", new)(error));
        }
        _ => {}
    }
    let mut file = create_private(new)?;
    let renamed = file
        .write_all(bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(new, path));
    if let Err(error) = renamed {
        // A full disk does not get emptier from half a keyring.
        let _ = fs::remove_file(new);
        return Err(VaultError::io("write", path)(error));
    }
    sync_folder_of(path)
}

/// Makes a new or changed name in a folder durable.
pub(crate) fn sync_folder_of(path: &Path) -> Result<(), VaultError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(VaultError::io("sync the folder", folder))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

/// Overwrites a file that has no name any more.
fn wipe(mut file: File) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let data = file.metadata()?;
    if data.nlink() > 0 {
        return Ok(false);
    }
    std::io::copy(&mut std::io::repeat(0).take(data.len()), &mut file)?;
    file.sync_all()?;
    Ok(true)
}

/// Permission bits.
pub(crate) fn mode_of(file: &File) -> std::io::Result<u32> {
    use std::os::unix::fs::MetadataExt;
    Ok(file.metadata()?.mode() & 0o7777)
}
