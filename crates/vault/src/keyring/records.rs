//! The keyring's client records: 128 bytes each, only ever appended.
//!
//! Bytes: client 16 | key id 4 | first record of the same append 4 | nonce 24 | both keys, encrypted 64 | tag 16.
//!
//! A record's position is authenticated too, so records cannot be exchanged or left out in the middle.
//! 128 divides a disk sector, so after a power cut a record is there, or missing, or all zeros, never half.

use attune_ids::ClientId;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::cipher::{self, NONCE, TAG};
use crate::error::{Damage, VaultError};
use crate::secret::{KEY, Secret};

/// Bytes in a record.
pub(crate) const RECORD: usize = 128;
const PLAIN: usize = 24;

/// One client's keys.
#[derive(Debug, Clone)]
pub(crate) struct ClientKeys {
    /// Random; stored with every sealed value, to tell a wrong keyring from a damaged value.
    pub(crate) id: u32,
    pub(crate) identity: Secret,
    pub(crate) record: Secret,
}

impl ClientKeys {
    pub(crate) fn random() -> Result<Self, VaultError> {
        Ok(Self {
            id: random_key_id()?,
            identity: Secret::random()?,
            record: Secret::random()?,
        })
    }
}

pub(crate) fn random_key_id() -> Result<u32, VaultError> {
    Ok(getrandom::u32()?)
}

/// Under what records are wrapped.
#[derive(Clone, Copy)]
pub(crate) struct Wrapping<'a> {
    pub(crate) install: Uuid,
    pub(crate) epoch: u32,
    pub(crate) key: &'a Secret,
}

impl Wrapping<'_> {
    fn associated_data(&self, position: u32, plain: &[u8]) -> Vec<u8> {
        cipher::associated_data(
            "attune keyring client keys",
            &[
                self.install.as_bytes(),
                &self.epoch.to_le_bytes(),
                &position.to_le_bytes(),
                plain,
            ],
        )
    }

    /// The records of one append, which begins at position `first`.
    pub(crate) fn encode<'k>(
        &self,
        first: u32,
        clients: impl ExactSizeIterator<Item = (ClientId, &'k ClientKeys)>,
    ) -> Result<Vec<u8>, VaultError> {
        let mut bytes = Vec::with_capacity(clients.len() * RECORD);
        for (position, (client, keys)) in (first..).zip(clients) {
            self.encode_one(position, first, client, keys, &mut bytes)?;
        }
        Ok(bytes)
    }

    fn encode_one(
        &self,
        position: u32,
        first: u32,
        client: ClientId,
        keys: &ClientKeys,
        bytes: &mut Vec<u8>,
    ) -> Result<(), VaultError> {
        let start = bytes.len();
        bytes.extend_from_slice(client.0.as_bytes());
        bytes.extend_from_slice(&keys.id.to_le_bytes());
        bytes.extend_from_slice(&first.to_le_bytes());
        let associated = self.associated_data(position, &bytes[start..]);
        let nonce = cipher::nonce()?;
        let mut both = Zeroizing::new([0; KEY * 2]);
        both[..KEY].copy_from_slice(keys.identity.bytes());
        both[KEY..].copy_from_slice(keys.record.bytes());
        let tag = cipher::encrypt(self.key, nonce, &associated, both.as_mut_slice())?;
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(both.as_slice());
        bytes.extend_from_slice(&tag);
        Ok(())
    }

    fn decode_one(&self, position: u32, record: &[u8]) -> Option<Decoded> {
        let (plain, rest) = record.split_first_chunk::<PLAIN>()?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE>()?;
        let (text, tag) = rest.split_first_chunk::<{ KEY * 2 }>()?;
        let tag: [u8; TAG] = tag.try_into().ok()?;
        let mut both = Zeroizing::new(*text);
        let associated = self.associated_data(position, plain);
        cipher::decrypt(self.key, *nonce, &associated, both.as_mut_slice(), tag).ok()?;

        let (client, numbers) = plain.split_first_chunk::<16>()?;
        let (id, first) = numbers.split_first_chunk::<4>()?;
        Some(Decoded {
            client: ClientId(Uuid::from_bytes(*client)),
            first_of_append: u32::from_le_bytes(first.try_into().ok()?),
            keys: ClientKeys {
                id: u32::from_le_bytes(*id),
                identity: Secret::copy_from(&both[..KEY])?,
                record: Secret::copy_from(&both[KEY..])?,
            },
        })
    }

    /// Reads the records from position `first` on, of which those before `certain` must all be there.
    /// What an interrupted append left is skipped; anything else that does not open is damage.
    pub(crate) fn decode(&self, first: u32, certain: u32, bytes: &[u8]) -> Result<Tail, Damage> {
        let mut tail = Tail {
            clients: Vec::with_capacity(bytes.len() / RECORD),
            end: first,
            gaps: false,
        };
        let mut hole: Option<u32> = None;
        for (position, record) in (first..).zip(bytes.chunks_exact(RECORD)) {
            if record.iter().all(|byte| *byte == 0) {
                hole = hole.or(Some(position));
                continue;
            }
            let damage = Damage::ClientKeys { record: position };
            let decoded = self.decode_one(position, record).ok_or(damage)?;
            if let Some(hole) = hole {
                // Sectors may reach the disk in any order, so an interrupted append can have holes. An
                // append that began after a hole proves that the hole's own append was finished once.
                if decoded.first_of_append > hole {
                    return Err(Damage::ClientKeys { record: hole });
                }
                tail.gaps = true;
            }
            tail.clients.push((decoded.client, decoded.keys));
            tail.end = position + 1;
        }
        match hole {
            Some(hole) if hole < certain => Err(Damage::ClientKeys { record: hole }),
            _ if tail.end < certain => Err(Damage::Shorter),
            _ => Ok(tail),
        }
    }
}

/// Records read from some position on.
pub(crate) struct Tail {
    /// In the order of the file.
    pub(crate) clients: Vec<(ClientId, ClientKeys)>,
    /// The position after the last of them.
    pub(crate) end: u32,
    /// Whether an interrupted append left holes between them.
    pub(crate) gaps: bool,
}

struct Decoded {
    client: ClientId,
    first_of_append: u32,
    keys: ClientKeys,
}
