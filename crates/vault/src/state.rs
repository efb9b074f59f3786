//! The unlocked keyring in memory, how it follows the file, and how it is written.

use std::collections::HashMap;

use attune_ids::ClientId;

use crate::error::{Damage, VaultError};
use crate::keyring::files::{KeyringFile, OpenKeyring, Readable};
use crate::keyring::header::{self, Checksum, Header, HeaderProblem, PracticeKeys, Unverified};
use crate::keyring::records::{ClientKeys, RECORD, Tail, Wrapping};
use crate::root::RootKeys;
use crate::sealed::{Key, KeyInUse};
use crate::slot::Slot;

/// The file as of some moment, unwrapped.
pub(crate) struct State {
    pub(crate) header: Header,
    checksum: Checksum,
    header_length: u64,
    /// The position after the last record.
    pub(crate) records: u32,
    /// Whether an interrupted append left holes between the records.
    pub(crate) gaps: bool,
    pub(crate) practice: PracticeKeys,
    pub(crate) clients: HashMap<ClientId, ClientKeys>,
}

/// What is new in the file.
pub(crate) enum News {
    /// Records after the ones known; perhaps none.
    Appended(Tail),
    /// Another file.
    Replaced(Box<State>),
}

impl State {
    /// Reads a whole keyring.
    pub(crate) fn load(
        file: &KeyringFile,
        lock: &impl Readable,
        root: &RootKeys,
    ) -> Result<Self, VaultError> {
        let mut open = file.open(lock)?;
        let header = read_header(file, &mut open)?;
        Self::load_after(file, &mut open, header, root)
    }

    fn load_after(
        file: &KeyringFile,
        open: &mut OpenKeyring,
        read: Unverified,
        root: &RootKeys,
    ) -> Result<Self, VaultError> {
        read.verify(&root.header_seal)
            .map_err(|problem| name_problem(file, problem))?;
        let practice = read
            .header
            .practice_keys(&root.wrapping)
            .ok_or_else(|| VaultError::damaged(file.path(), Damage::HeaderSeal))?;
        let mut state = Self {
            header: read.header,
            checksum: read.checksum,
            header_length: read.length as u64,
            records: 0,
            gaps: false,
            practice,
            clients: HashMap::new(),
        };
        let tail = state.read_tail(file, open)?;
        state.add(tail);
        Ok(state)
    }

    /// Compares with the file. Reads only its header and what is behind the records known.
    pub(crate) fn look(
        &self,
        file: &KeyringFile,
        lock: &impl Readable,
        root: &RootKeys,
    ) -> Result<News, VaultError> {
        let mut open = file.open(lock)?;
        let read = read_header(file, &mut open)?;
        if read.checksum == self.checksum {
            if open.length()? < self.end() {
                return Err(VaultError::damaged(file.path(), Damage::RolledBack));
            }
            return Ok(News::Appended(self.read_tail(file, &mut open)?));
        }
        let new = Self::load_after(file, &mut open, read, root)?;
        // Only an erasure takes clients away, and it begins a new epoch.
        let (known, found) = (self.header.epoch, new.header.epoch);
        if found < known || (found == known && new.clients.len() < self.clients.len()) {
            return Err(VaultError::damaged(file.path(), Damage::RolledBack));
        }
        Ok(News::Replaced(Box::new(new)))
    }

    fn read_tail(&self, file: &KeyringFile, open: &mut OpenKeyring) -> Result<Tail, VaultError> {
        let bytes = open.read(self.end(), u64::MAX)?;
        let tail = self
            .wrapping()
            .decode(self.records, self.header.records, &bytes)
            .map_err(|damage| VaultError::damaged(file.path(), damage))?;
        if !tail.clients.is_empty() {
            open.sync()?;
        }
        Ok(tail)
    }

    /// Takes in records that follow the ones known.
    pub(crate) fn add(&mut self, tail: Tail) {
        self.records = tail.end;
        self.gaps |= tail.gaps;
        self.clients.reserve(tail.clients.len());
        for (client, keys) in tail.clients {
            self.clients.entry(client).or_insert(keys);
        }
    }

    /// Where the next record goes, unless there are gaps.
    pub(crate) fn end(&self) -> u64 {
        self.header_length + u64::from(self.records) * RECORD as u64
    }

    pub(crate) fn wrapping(&self) -> Wrapping<'_> {
        Wrapping {
            install: self.header.install,
            epoch: self.header.epoch,
            key: &self.practice.wrapping,
        }
    }

    /// The key asked for, if the keyring has it.
    pub(crate) fn key(&self, key: Key) -> Option<KeyInUse> {
        let (id, secret) = match key {
            Key::Practice => (self.practice.practice_id, &self.practice.practice),
            Key::Identity(client) => {
                let keys = self.clients.get(&client)?;
                (keys.id, &keys.identity)
            }
            Key::Record(client) => {
                let keys = self.clients.get(&client)?;
                (keys.id, &keys.record)
            }
        };
        let secret = secret.clone();
        Some(KeyInUse { key, id, secret })
    }

    /// The bytes of a keyring that says the same with other unlock slots.
    pub(crate) fn rewritten(
        &self,
        root: &RootKeys,
        slots: Vec<Slot>,
    ) -> Result<Vec<u8>, VaultError> {
        let clients: Vec<_> = self.clients.iter().map(|(id, keys)| (*id, keys)).collect();
        compose(root, self.wrapping(), &self.practice, slots, &clients)
    }

    /// The bytes of a keyring of the next epoch without one client.
    pub(crate) fn rewritten_without(
        &self,
        root: &RootKeys,
        erased: ClientId,
    ) -> Result<Vec<u8>, VaultError> {
        let practice = self.practice.with_new_wrapping_key()?;
        let wrapping = Wrapping {
            install: self.header.install,
            epoch: self.header.epoch.saturating_add(1),
            key: &practice.wrapping,
        };
        let kept: Vec<_> = self
            .clients
            .iter()
            .filter(|(client, _)| **client != erased)
            .map(|(client, keys)| (*client, keys))
            .collect();
        compose(root, wrapping, &practice, self.header.slots.clone(), &kept)
    }
}

/// The bytes of a whole keyring file.
pub(crate) fn compose(
    root: &RootKeys,
    wrapping: Wrapping<'_>,
    practice: &PracticeKeys,
    slots: Vec<Slot>,
    clients: &[(ClientId, &ClientKeys)],
) -> Result<Vec<u8>, VaultError> {
    let records = u32::try_from(clients.len()).map_err(|_| VaultError::TooLong {
        length: clients.len(),
    })?;
    let (install, epoch) = (wrapping.install, wrapping.epoch);
    let header = Header::new(install, epoch, &root.wrapping, practice, records, slots)?;
    let mut bytes = header.encode(&root.header_seal)?;
    bytes.extend(wrapping.encode(0, clients.iter().copied())?);
    Ok(bytes)
}

/// Reads the header of an open keyring, its seal not yet checked.
pub(crate) fn read_header(
    file: &KeyringFile,
    open: &mut OpenKeyring,
) -> Result<Unverified, VaultError> {
    let bytes = open.read(0, header::LONGEST)?;
    Unverified::parse(&bytes).map_err(|problem| name_problem(file, problem))
}

fn name_problem(file: &KeyringFile, problem: HeaderProblem) -> VaultError {
    match problem {
        HeaderProblem::Damage(damage) => VaultError::damaged(file.path(), damage),
        HeaderProblem::Version(found) => VaultError::UnsupportedVersion {
            what: "keyring",
            found,
        },
    }
}
