//! The unlocked keyring and everything that can be done with it.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

use attune_ids::ClientId;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::keyring::files::{self, KeyringFile, Readable};
use crate::keyring::header::{Header, PracticeKeys};
use crate::keyring::records::{ClientKeys, RECORD, Wrapping, random_key_id};
use crate::recovery_code::{self, RecoveryCode};
use crate::root::{MacLabel, RootKeys};
use crate::sealed::{self, Key, KeyInUse, Place, Sealed};
use crate::secret::Secret;
use crate::slot::{Argon2Cost, Slot, SlotKind, random_id};
use crate::state::{News, State, read_header};
use crate::{erasure::ErasureCertificate, key_file};

/// How soon a key that another process erased stops working here.
const LOOK_EVERY: Duration = Duration::from_secs(1);
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

/// An unlocked keyring. Share it as `Arc<Vault>`; every method takes `&self`.
///
/// Several processes may have the same keyring unlocked. What one adds the others find when they first
/// need it; what one erases stops working in the others within a second.
pub struct Vault {
    pub(crate) file: KeyringFile,
    pub(crate) root: RootKeys,
    install: Uuid,
    /// Held by whoever reads or writes the file, so that `state` is only ever locked for a moment and
    /// sealing does not wait for a disk.
    keeper: Mutex<()>,
    state: RwLock<State>,
    started: Instant,
    /// When to look at the file again, in milliseconds after `started`.
    next_look: AtomicU64,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault")
            .field("keyring", &self.file.path())
            .field("install", &self.install)
            .finish_non_exhaustive()
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
        let keys = PracticeKeys {
            wrapping: Secret::random()?,
            practice: Secret::random()?,
            practice_id: random_key_id()?,
        };
        let header = Header::new(install, 1, &root.wrapping, &keys, slots)?;
        let (bytes, _) = header.encode(&root.header_seal)?;
        file.replace(&lock, &bytes)?;
        let vault = Self::from_file(file, &lock, root, install)?;
        Ok((vault, RecoveryCode::from_secret(&code)))
    }

    /// Opens a keyring, and removes what an interrupted append may have left at its end.
    pub fn unlock(keyring: &Path, with: Unlock<'_>) -> Result<Self, VaultError> {
        let file = KeyringFile::at(keyring)?;
        if !file.exists()? {
            // Before the lock file would be made beside nothing.
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
        vault.state().tidy(&vault.file, &lock)?;
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

    /// The random id of this install. It is part of what every sealed value is bound to.
    pub fn install(&self) -> Uuid {
        self.install
    }

    /// The number of the practice's wrapping key: 1 at first, one more with every erasure.
    pub fn epoch(&self) -> u32 {
        self.state().header.epoch
    }

    /// How many clients the keyring holds keys for, as far as this process has read it.
    pub fn client_count(&self) -> usize {
        self.state().clients.len()
    }

    /// Makes an identity key and a record key for each client that has none yet, with one fsync for all.
    /// When this returns, they are on the disk.
    pub fn add_clients(&self, clients: &[ClientId]) -> Result<(), VaultError> {
        let keeper = self.keep();
        let lock = self.file.lock_exclusive()?;
        self.catch_up(&keeper, &lock)?;
        let (added, bytes, end) = {
            let state = self.state();
            state.tidy(&self.file, &lock)?;
            let mut added: Vec<(ClientId, ClientKeys)> = Vec::with_capacity(clients.len());
            let mut seen = std::collections::HashSet::with_capacity(clients.len());
            for client in clients {
                if !state.clients.contains_key(client) && seen.insert(*client) {
                    added.push((*client, ClientKeys::random()?));
                }
            }
            if added.is_empty() {
                return Ok(());
            }
            let new = added.iter().map(|(client, keys)| (*client, keys));
            let bytes = state.wrapping().encode(state.records, new)?;
            (added, bytes, state.end())
        };
        self.file.append(&lock, end, &bytes)?;
        self.state_mut(&keeper, |state| state.add(added));
        Ok(())
    }

    /// Seals a text under a key, bound to a place.
    pub fn seal(&self, key: Key, place: &Place<'_>, plain: &[u8]) -> Result<Sealed, VaultError> {
        let key = self.key(key, place)?;
        sealed::seal(&key, self.install, place, plain)
    }

    /// Opens what was sealed under this key for this place. The text is wiped when dropped.
    pub fn open(
        &self,
        key: Key,
        place: &Place<'_>,
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let key = self.key(key, place)?;
        sealed::open(&key, self.install, place, sealed)
    }

    /// A keyed hash under a key that only this keyring has, one per label.
    pub fn mac(&self, label: MacLabel, bytes: &[u8]) -> [u8; 32] {
        self.root.mac(label, bytes)
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

    /// Destroys a client's keys. A new wrapping key is made, all other keys are wrapped again under it,
    /// and the file is replaced in one step, so the client's old record opens with nothing in the new file.
    /// Copies of the keyring made earlier must be destroyed too: see [`ErasureCertificate`].
    pub fn erase_client(&self, client: ClientId) -> Result<ErasureCertificate, VaultError> {
        let keeper = self.keep();
        let lock = self.file.lock_exclusive()?;
        self.catch_up(&keeper, &lock)?;
        let (bytes, wipe, certificate) = {
            let state = self.state();
            if !state.clients.contains_key(&client) {
                return Err(VaultError::UnknownClient(client));
            }
            let epoch = state.header.epoch.saturating_add(1);
            let bytes = self.rewrap_without(&state, client, epoch)?;
            let certificate = ErasureCertificate {
                install: self.install,
                client,
                epoch,
                clients_kept: state.clients.len() - 1,
                old_file_wiped: false,
            };
            (bytes, state.end(), certificate)
        };
        let wipe = usize::try_from(wipe).unwrap_or(usize::MAX);
        let old_file_wiped = self.file.replace_and_wipe(&lock, &bytes, wipe)?;
        self.catch_up(&keeper, &lock)?;
        Ok(ErasureCertificate {
            old_file_wiped,
            ..certificate
        })
    }

    fn rewrap_without(
        &self,
        state: &State,
        erased: ClientId,
        epoch: u32,
    ) -> Result<Vec<u8>, VaultError> {
        let keys = PracticeKeys {
            wrapping: Secret::random()?,
            practice: state.practice.practice.clone(),
            practice_id: state.practice.practice_id,
        };
        let slots = state.header.slots.clone();
        let header = Header::new(self.install, epoch, &self.root.wrapping, &keys, slots)?;
        let (mut bytes, _) = header.encode(&self.root.header_seal)?;
        let kept: Vec<_> = state
            .clients
            .iter()
            .filter(|(client, _)| **client != erased)
            .map(|(client, keys)| (*client, keys))
            .collect();
        let wrapping = Wrapping {
            install: self.install,
            epoch,
            key: &keys.wrapping,
        };
        bytes.extend(wrapping.encode(0, kept.into_iter())?);
        Ok(bytes)
    }

    /// Writes a consistent copy for the keyring's own backup line, after every key in it was opened once.
    /// Refuses a file that is already there.
    pub fn copy_to(&self, path: &Path) -> Result<(), VaultError> {
        let keeper = self.keep();
        let lock = self.file.lock_shared()?;
        // From the disk and not from memory: a copy must not hide that the original is damaged.
        let on_disk = State::load(&self.file, &lock, &self.root)?;
        let bytes = self.file.open(&lock)?.read(0, on_disk.end())?;
        drop(keeper);
        files::write_new(path, &bytes)
    }

    /// Looks at the file now instead of within a second, and says if it cannot be read. Work with keys
    /// already in memory goes on without it, so a health check should call this.
    pub fn refresh(&self) -> Result<(), VaultError> {
        let keeper = self.keep();
        let lock = self.file.lock_shared()?;
        self.catch_up(&keeper, &lock)
    }

    fn key(&self, key: Key, place: &Place<'_>) -> Result<KeyInUse, VaultError> {
        if key.client().is_some() && key.client() != place.client {
            return Err(VaultError::PlaceOfAnotherClient);
        }
        self.look_now_and_then();
        if let Some(found) = self.state().key(key) {
            return Ok(found);
        }
        // Another process may have added the client since.
        self.refresh()?;
        self.state().key(key).ok_or_else(|| match key.client() {
            Some(client) => VaultError::UnknownClient(client),
            // The practice key is part of every state.
            None => VaultError::OtherKey,
        })
    }

    /// Looks at the file if nobody did within the last second, unless that would mean waiting. A file
    /// that cannot be read now is no reason to stop: the keys in memory are good, and perhaps the last.
    fn look_now_and_then(&self) {
        let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let now = milliseconds(self.started.elapsed());
        let due = self.next_look.load(Ordering::Relaxed);
        let next = now.saturating_add(milliseconds(LOOK_EVERY));
        if now < due
            || self
                .next_look
                .compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_err()
        {
            return;
        }
        let Ok(keeper) = self.keeper.try_lock() else {
            return;
        };
        if let Ok(Some(lock)) = self.file.try_lock_shared() {
            let _ = self.catch_up(&keeper, &lock);
        }
    }

    fn catch_up(
        &self,
        keeper: &MutexGuard<'_, ()>,
        lock: &impl Readable,
    ) -> Result<(), VaultError> {
        let news = self.state().look(&self.file, lock, &self.root)?;
        match news {
            News::Nothing => {}
            News::Appended(tail) => self.state_mut(keeper, |state| state.add(tail)),
            News::Replaced(new) => self.state_mut(keeper, |state| *state = *new),
        }
        Ok(())
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
            let mut header = state.header.clone();
            edit(&mut header.slots)?;
            let (mut bytes, _) = header.encode(&self.root.header_seal)?;
            // Records do not depend on the slots and are copied as they are.
            let records = u64::from(state.records) * RECORD as u64;
            bytes.extend(
                self.file
                    .open(&lock)?
                    .read(state.end() - records, records)?,
            );
            bytes
        };
        self.file.replace(&lock, &bytes)?;
        self.catch_up(&keeper, &lock)
    }

    fn keep(&self) -> MutexGuard<'_, ()> {
        // The mutex protects no data, so a panic elsewhere left nothing half done.
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        // Changes are made whole or not at all, so the state is good even after a panic.
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_mut(&self, _keeper: &MutexGuard<'_, ()>, change: impl FnOnce(&mut State)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
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
