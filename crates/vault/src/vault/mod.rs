//! The unlocked keyring: sealing, opening, and following the file.

mod clients;
mod unlocking;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

use uuid::Uuid;
use zeroize::Zeroizing;

pub use self::clients::ErasureCertificate;
pub use self::unlocking::Unlock;
use crate::error::VaultError;
use crate::keyring::files::{self, Exclusive, KeyringFile, Readable};
use crate::root::{MacLabel, RootKeys};
use crate::sealed::{self, Key, KeyInUse, Place, Sealed};
use crate::secret::Secret;
use crate::state::{News, State};

/// How soon a key that another process erased stops working here.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// An unlocked keyring. Share it as `Arc<Vault>`; every method takes `&self`.
///
/// Several processes may have the same keyring unlocked. What one adds the others find when they first
/// need it; what one erases stops working in the others when they are next used, at most a second late.
pub struct Vault {
    file: KeyringFile,
    root: RootKeys,
    install: Uuid,
    /// Held by whoever reads or writes the file, so that `state` is only ever locked for a moment and
    /// sealing does not wait for a disk.
    keeper: Mutex<()>,
    state: RwLock<State>,
    started: Instant,
    /// When to look at the file again, in milliseconds after `started`.
    next_look: AtomicU64,
}

/// Proof that no other thread of this process changes the state.
struct Keeper<'a>(#[expect(dead_code, reason = "dropping it unlocks")] MutexGuard<'a, ()>);

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault")
            .field("keyring", &self.file.path())
            .field("install", &self.install)
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// The random id of this install. It is part of what every sealed value is bound to.
    pub fn install(&self) -> Uuid {
        self.install
    }

    /// The number of the wrapping key: 1 at first, one more with every erasure. Whoever also keeps it
    /// elsewhere (an audit line) can tell at the next start that an older keyring was put in place.
    pub fn epoch(&self) -> u32 {
        self.state().header.epoch
    }

    /// How many clients the keyring holds keys for, as far as this process has read it.
    pub fn client_count(&self) -> usize {
        self.state().clients.len()
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

    /// A keyed hash (HMAC-SHA256) under a key that only this keyring has, one per label.
    pub fn mac(&self, label: MacLabel, bytes: &[u8]) -> [u8; 32] {
        self.root.mac(label, bytes)
    }

    /// The private half of the key for submissions. It follows from the practice key, which outlives every erasure.
    pub(crate) fn submission_secret(&self) -> Result<Secret, VaultError> {
        let practice = self.state().practice.practice.clone();
        practice.derive(self.install.as_bytes(), "attune practice: submissions")
    }

    /// Writes a consistent copy for the keyring's own backup line, after every key in it was opened once.
    /// Refuses a file that is already there.
    pub fn copy_to(&self, path: &Path) -> Result<(), VaultError> {
        let lock = self.file.lock_shared()?;
        // From the disk and not from memory: a copy must not hide that the original is damaged.
        let on_disk = State::load(&self.file, &lock, &self.root)?;
        let bytes = self.file.open(&lock)?.read(0, on_disk.end())?;
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
        if now < due {
            return;
        }
        let next = now.saturating_add(milliseconds(LOOK_EVERY));
        let mine = self
            .next_look
            .compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok();
        if !mine {
            return;
        }
        let Ok(guard) = self.keeper.try_lock() else {
            return;
        };
        if let Ok(Some(lock)) = self.file.try_lock_shared() {
            let _ = self.catch_up(&Keeper(guard), &lock);
        }
    }

    /// Takes over what other processes changed.
    fn catch_up(&self, keeper: &Keeper<'_>, lock: &impl Readable) -> Result<(), VaultError> {
        let news = self.state().look(&self.file, lock, &self.root)?;
        match news {
            News::Appended(tail) if tail.clients.is_empty() => {}
            News::Appended(tail) => self.change(keeper, |state| state.add(tail)),
            News::Replaced(new) => self.change(keeper, |state| *state = *new),
        }
        Ok(())
    }

    /// Catches up and removes what an interrupted append left, so that the file can be written.
    fn catch_up_and_tidy(&self, keeper: &Keeper<'_>, lock: &Exclusive) -> Result<(), VaultError> {
        self.catch_up(keeper, lock)?;
        let (gaps, end) = {
            let state = self.state();
            (state.gaps, state.end())
        };
        if !gaps {
            return self.file.cut(lock, end);
        }
        let bytes = {
            let state = self.state();
            state.rewritten(&self.root, state.header.slots.clone())?
        };
        self.file.replace(lock, &bytes)?;
        self.catch_up(keeper, lock)
    }

    fn keep(&self) -> Keeper<'_> {
        // The mutex protects no data, so a panic elsewhere left nothing half done.
        Keeper(self.keeper.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        // Changes are made whole or not at all, so the state is good even after a panic.
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, _keeper: &Keeper<'_>, change: impl FnOnce(&mut State)) {
        change(&mut self.state.write().unwrap_or_else(PoisonError::into_inner));
    }
}
