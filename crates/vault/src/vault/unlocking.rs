//! Making a keyring, unlocking it, and changing what unlocks it.

use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, RwLock};
use std::time::Instant;

use uuid::Uuid;

use super::Vault;
use crate::error::VaultError;
use crate::key_file;
use crate::keyring::files::{KeyringFile, Readable};
use crate::keyring::header::{Header, PracticeKeys};
use crate::keyring::records::Wrapping;
use crate::recovery_code::{self, RecoveryCode};
use crate::root::RootKeys;
use crate::secret::Secret;
use crate::slot::{Argon2Cost, Slot, SlotKind, random_id};
use crate::state::{State, compose, read_header};

/// Keeps the header small. A practice has a handful of machines.
const MOST_SLOTS: usize = 64;

/// What unlocks a keyring.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// The practice's passphrase.
    Passphrase(&'a str),
    /// The printed recovery code, as typed: case, spaces and hyphens do not matter.
    RecoveryCode(&'a str),
    /// A key file that only its owner can read.
    KeyFile(&'a Path),
}

impl std::fmt::Debug for Unlock<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unlock({})", self.kind().name())
    }
}

impl Unlock<'_> {
    fn kind(&self) -> SlotKind {
        match self {
            Self::Passphrase(_) => SlotKind::Passphrase,
            Self::RecoveryCode(_) => SlotKind::RecoveryCode,
            Self::KeyFile(_) => SlotKind::KeyFile,
        }
    }
}

impl Vault {
    /// Makes a new keyring with a passphrase and a recovery code, which is shown once and must be printed.
    /// Refuses a file that is already there.
    pub fn create(
        keyring: &Path,
        passphrase: &str,
        cost: Argon2Cost,
    ) -> Result<(Self, RecoveryCode), VaultError> {
        let file = KeyringFile::at(keyring)?;
        let lock = file.lock_exclusive()?;
        if file.exists()? {
            return Err(VaultError::AlreadyExists {
                path: file.path().to_path_buf(),
            });
        }
        let install = random_id()?;
        let root = RootKeys::derive(Secret::random()?, install)?;
        let code = Secret::random()?;
        let slots = vec![
            Slot::for_passphrase(install, root.root(), passphrase, cost)?,
            Slot::for_recovery_code(install, root.root(), &code)?,
        ];
        let practice = PracticeKeys::random()?;
        let wrapping = Wrapping {
            install,
            epoch: 1,
            key: &practice.wrapping,
        };
        let bytes = compose(&root, wrapping, &practice, slots, &[])?;
        file.write_first(&lock, &bytes)?;
        let vault = Self::from_file(file, &lock, root, install)?;
        Ok((vault, RecoveryCode::from_secret(&code)))
    }

    /// Opens a keyring, and removes what an interrupted append may have left in it.
    pub fn unlock(keyring: &Path, with: Unlock<'_>) -> Result<Self, VaultError> {
        let file = KeyringFile::at(keyring)?;
        if !file.exists()? {
            // Before a lock file is made beside nothing.
            return Err(VaultError::NotFound {
                path: file.path().to_path_buf(),
            });
        }
        // Not locked while the passphrase is tried, which takes a while.
        let header = {
            let lock = file.lock_shared()?;
            read_header(&file, &mut file.open(&lock)?)?.header
        };
        let root = RootKeys::derive(find_root(&header, with)?, header.install)?;
        let lock = file.lock_exclusive()?;
        let vault = Self::from_file(file, &lock, root, header.install)?;
        vault.catch_up_and_tidy(&vault.keep(), &lock)?;
        Ok(vault)
    }

    fn from_file(
        file: KeyringFile,
        lock: &impl Readable,
        root: RootKeys,
        install: Uuid,
    ) -> Result<Self, VaultError> {
        let state = State::load(&file, lock, &root)?;
        Ok(Self {
            file,
            root,
            install,
            keeper: Mutex::new(()),
            state: RwLock::new(state),
            started: Instant::now(),
            next_look: AtomicU64::new(0),
        })
    }

    /// Replaces the passphrase. Copies of the keyring made earlier still open with the old one.
    pub fn change_passphrase(&self, new: &str, cost: Argon2Cost) -> Result<(), VaultError> {
        let slot = Slot::for_passphrase(self.install, self.root.root(), new, cost)?;
        self.replace_slots(SlotKind::Passphrase, vec![slot])
    }

    /// Replaces the recovery code; the old printout no longer opens this keyring.
    pub fn renew_recovery_code(&self) -> Result<RecoveryCode, VaultError> {
        let code = Secret::random()?;
        let slot = Slot::for_recovery_code(self.install, self.root.root(), &code)?;
        self.replace_slots(SlotKind::RecoveryCode, vec![slot])?;
        Ok(RecoveryCode::from_secret(&code))
    }

    /// Writes a key file (mode 0600) that unlocks without a person. Whoever has it and the keyring has
    /// everything, so it belongs on another disk or in the machine's credential store.
    pub fn add_key_file(&self, path: &Path) -> Result<(), VaultError> {
        let key = Secret::random()?;
        let slot = Slot::for_key_file(self.install, self.root.root(), &key)?;
        key_file::create(path, &key)?;
        let added = self.edit_slots(|slots| {
            if slots.len() >= MOST_SLOTS {
                return Err(VaultError::TooManyKeyFiles);
            }
            slots.push(slot);
            Ok(())
        });
        if added.is_err() {
            // It opens nothing; it would only be taken for one that does.
            let _ = std::fs::remove_file(path);
        }
        added
    }

    /// Makes every key file useless for this keyring.
    pub fn revoke_key_files(&self) -> Result<(), VaultError> {
        self.replace_slots(SlotKind::KeyFile, Vec::new())
    }

    fn replace_slots(&self, kind: SlotKind, new: Vec<Slot>) -> Result<(), VaultError> {
        self.edit_slots(|slots| {
            slots.retain(|slot| slot.kind() != kind);
            slots.extend(new);
            Ok(())
        })
    }

    fn edit_slots(
        &self,
        edit: impl FnOnce(&mut Vec<Slot>) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let keeper = self.keep();
        let lock = self.file.lock_exclusive()?;
        self.catch_up(&keeper, &lock)?;
        let bytes = {
            let state = self.state();
            let mut slots = state.header.slots.clone();
            edit(&mut slots)?;
            state.rewritten(&self.root, slots)?
        };
        self.file.replace(&lock, &bytes)?;
        self.catch_up(&keeper, &lock)
    }
}

fn find_root(header: &Header, with: Unlock<'_>) -> Result<Secret, VaultError> {
    let kind = with.kind();
    let mut slots = header
        .slots
        .iter()
        .filter(|slot| slot.kind() == kind)
        .peekable();
    if slots.peek().is_none() {
        return Err(VaultError::NoSuchSlot { kind: kind.name() });
    }
    let secret;
    let input = match with {
        Unlock::Passphrase(passphrase) => passphrase.as_bytes(),
        Unlock::RecoveryCode(typed) => {
            secret = recovery_code::parse(typed)?;
            secret.bytes().as_slice()
        }
        Unlock::KeyFile(path) => {
            secret = key_file::read(path)?;
            secret.bytes().as_slice()
        }
    };
    for slot in slots {
        if let Some(root) = slot.open(header.install, input)? {
            return Ok(root);
        }
    }
    Err(VaultError::WrongSecret)
}
