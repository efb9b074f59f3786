//! The unlocked keyring in memory, and how it follows the file.

use std::collections::HashMap;

use attune_ids::ClientId;

use crate::error::VaultError;
use crate::keyring::files::{Exclusive, KeyringFile, OpenKeyring, Readable};
use crate::keyring::header::{self, Checksum, Header, HeaderProblem, PracticeKeys, Unverified};
use crate::keyring::records::{ClientKeys, RECORD, Wrapping};
use crate::root::RootKeys;
use crate::sealed::{Key, KeyInUse};

/// The file as of some moment, unwrapped.
pub(crate) struct State {
    pub(crate) header: Header,
    checksum: Checksum,
    header_length: u64,
    /// Records read so far.
    pub(crate) records: u32,
    pub(crate) practice: PracticeKeys,
    pub(crate) clients: HashMap<ClientId, ClientKeys>,
}

/// What is new in the file.
pub(crate) enum News {
    Nothing,
    /// Records after the ones known.
    Appended(Vec<(ClientId, ClientKeys)>),
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
            .ok_or_else(|| VaultError::damaged(file.path(), crate::error::Damage::HeaderSeal))?;
        let mut state = Self {
            header: read.header,
            checksum: read.checksum,
            header_length: read.length as u64,
            records: 0,
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
        if read.checksum != self.checksum {
            let state = Self::load_after(file, &mut open, read, root)?;
            return Ok(News::Replaced(Box::new(state)));
        }
        let tail = self.read_tail(file, &mut open)?;
        Ok(if tail.is_empty() {
            News::Nothing
        } else {
            News::Appended(tail)
        })
    }

    fn read_tail(
        &self,
        file: &KeyringFile,
        open: &mut OpenKeyring,
    ) -> Result<Vec<(ClientId, ClientKeys)>, VaultError> {
        let bytes = open.read(self.end(), u64::MAX)?;
        let tail = self
            .wrapping()
            .decode(self.records, &bytes)
            .map_err(|damage| VaultError::damaged(file.path(), damage))?;
        if !tail.is_empty() {
            open.sync()?;
        }
        Ok(tail)
    }

    /// Takes in records that follow the ones known.
    pub(crate) fn add(&mut self, tail: Vec<(ClientId, ClientKeys)>) {
        self.clients.reserve(tail.len());
        for (client, keys) in tail {
            self.records += 1;
            self.clients.entry(client).or_insert(keys);
        }
    }

    /// Where the next record goes.
    pub(crate) fn end(&self) -> u64 {
        self.header_length + u64::from(self.records) * RECORD as u64
    }

    /// Cuts off what an interrupted append left.
    pub(crate) fn tidy(&self, file: &KeyringFile, lock: &Exclusive) -> Result<(), VaultError> {
        file.cut(lock, self.end())
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
