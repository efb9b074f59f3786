//! The keyring's header: three lines of text.
//!
//! ```text
//! attune-keyring 1
//! {"install": ..., "epoch": ..., "wrapping_key": ..., "practice_key": ..., "records": ..., "slots": [...]}
//! <SHA-256 of the two lines> <HMAC-SHA256 of the two lines under a key from the root key>
//! ```
//! The checksum tells damage from a wrong passphrase before anything is unlocked; the HMAC makes sure,
//! once unlocked, that nobody edited slots or keys. Spaces fill line two so that the header's length is
//! a multiple of 512 and no client record straddles a disk sector.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::cipher;
use crate::error::{Damage, VaultError};
use crate::hex::{self, Hex};
use crate::keyring::records::random_key_id;
use crate::secret::Secret;
use crate::slot::Slot;

const NAME: &str = "attune-keyring ";
const VERSION: u32 = 1;
const SECTOR: usize = 512;
/// Room for well over a hundred slots. A header is never longer, so nothing longer is read.
pub(crate) const LONGEST: u64 = 64 * 1024;
const DIGEST: usize = 32;
/// Two digests in hexadecimal, the space between, and the line's end.
const LAST_LINE: usize = DIGEST * 4 + 2;

/// What the header says. Every key in it is wrapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) install: Uuid,
    /// Counts the wrapping keys there have been; every erasure makes a new one.
    pub(crate) epoch: u32,
    /// The epoch's key, under the root key; wraps the practice key and all client keys.
    wrapping_key: Hex,
    /// Stays the same over epochs.
    practice_key: PracticeKey,
    /// How many client records were written together with this header; more may have been appended.
    /// These were on the disk before the file got its name, so none of them may be missing.
    pub(crate) records: u32,
    pub(crate) slots: Vec<Slot>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PracticeKey {
    id: u32,
    wrapped: Hex,
}

/// The header's checksum. Two headers with the same one are the same.
pub(crate) type Checksum = [u8; DIGEST];

/// A header as it was read, its seal not yet checked because that needs the root key.
#[derive(Debug)]
pub(crate) struct Unverified {
    /// What it says, to find a slot by.
    pub(crate) header: Header,
    pub(crate) checksum: Checksum,
    /// Bytes in the file, a multiple of 512.
    pub(crate) length: usize,
    text: String,
    seal: [u8; DIGEST],
}

/// The practice's own keys, unwrapped.
#[derive(Debug, Clone)]
pub(crate) struct PracticeKeys {
    pub(crate) wrapping: Secret,
    pub(crate) practice: Secret,
    pub(crate) practice_id: u32,
}

impl PracticeKeys {
    pub(crate) fn random() -> Result<Self, VaultError> {
        Ok(Self {
            wrapping: Secret::random()?,
            practice: Secret::random()?,
            practice_id: random_key_id()?,
        })
    }

    /// The same practice key, to be wrapped under a new wrapping key.
    pub(crate) fn with_new_wrapping_key(&self) -> Result<Self, VaultError> {
        Ok(Self {
            wrapping: Secret::random()?,
            ..self.clone()
        })
    }
}

impl Header {
    /// Wraps keys for an epoch.
    pub(crate) fn new(
        install: Uuid,
        epoch: u32,
        root_wrapping: &Secret,
        keys: &PracticeKeys,
        records: u32,
        slots: Vec<Slot>,
    ) -> Result<Self, VaultError> {
        let associated = wrapping_place(install, epoch);
        let wrapping_key = Hex(cipher::wrap(root_wrapping, &associated, &keys.wrapping)?);
        let associated = practice_place(install, epoch, keys.practice_id);
        let wrapped = Hex(cipher::wrap(&keys.wrapping, &associated, &keys.practice)?);
        Ok(Self {
            install,
            epoch,
            wrapping_key,
            practice_key: PracticeKey {
                id: keys.practice_id,
                wrapped,
            },
            records,
            slots,
        })
    }

    /// Unwraps the practice's keys. `None` when they do not open.
    pub(crate) fn practice_keys(&self, root_wrapping: &Secret) -> Option<PracticeKeys> {
        let associated = wrapping_place(self.install, self.epoch);
        let wrapping = cipher::unwrap(root_wrapping, &associated, &self.wrapping_key.0)?;
        let practice_id = self.practice_key.id;
        let associated = practice_place(self.install, self.epoch, practice_id);
        let practice = cipher::unwrap(&wrapping, &associated, &self.practice_key.wrapped.0)?;
        Some(PracticeKeys {
            wrapping,
            practice,
            practice_id,
        })
    }

    /// The header's bytes in the file.
    pub(crate) fn encode(&self, seal_key: &Secret) -> Result<Vec<u8>, VaultError> {
        // Serialising plain data to memory has no way to fail but want of memory.
        let json = serde_json::to_string(self).map_err(|_| VaultError::Derivation)?;
        let mut text = format!("{NAME}{VERSION}\n{json}");
        let unpadded = text.len() + 1 + LAST_LINE;
        let padding = unpadded.next_multiple_of(SECTOR) - unpadded;
        text.extend(std::iter::repeat_n(' ', padding));
        text.push('\n');
        let checksum: Checksum = Sha256::digest(&text).into();
        let seal = seal(seal_key, &text)?.finalize().into_bytes();
        let last_line = format!("{} {}\n", hex::encode(&checksum), hex::encode(&seal));
        Ok((text + &last_line).into_bytes())
    }
}

impl Unverified {
    /// Reads a header from the beginning of a keyring's bytes.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, HeaderProblem> {
        let version = first_line(bytes).ok_or(Damage::FirstLine)?;
        if version != VERSION {
            return Err(HeaderProblem::Version(version));
        }
        let (text, rest) = after_two_lines(bytes).ok_or(Damage::HeaderChecksum)?;
        let last_line = rest.get(..LAST_LINE).ok_or(Damage::HeaderChecksum)?;
        let (checksum, seal) = digests(last_line).ok_or(Damage::HeaderChecksum)?;
        if Sha256::digest(text) != checksum {
            return Err(Damage::HeaderChecksum.into());
        }
        let text = std::str::from_utf8(text).map_err(|_| Damage::HeaderSeal)?;
        let json = text.lines().nth(1).ok_or(Damage::HeaderSeal)?;
        let header: Header = serde_json::from_str(json).map_err(|_| Damage::HeaderSeal)?;
        Ok(Self {
            header,
            checksum,
            length: text.len() + LAST_LINE,
            text: text.to_owned(),
            seal,
        })
    }

    /// Checks the seal.
    pub(crate) fn verify(&self, seal_key: &Secret) -> Result<(), HeaderProblem> {
        seal(seal_key, &self.text)
            .ok()
            .and_then(|mac| mac.verify_slice(&self.seal).ok())
            .ok_or(HeaderProblem::Damage(Damage::HeaderSeal))
    }
}

/// Why a header could not be read; the file's name is added by who knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeaderProblem {
    Damage(Damage),
    Version(u32),
}

impl From<Damage> for HeaderProblem {
    fn from(damage: Damage) -> Self {
        Self::Damage(damage)
    }
}

fn first_line(bytes: &[u8]) -> Option<u32> {
    let line = bytes.strip_prefix(NAME.as_bytes())?;
    let digits = line.split(|byte| *byte == b'\n').next()?;
    std::str::from_utf8(digits.get(..digits.len().min(10))?)
        .ok()?
        .parse()
        .ok()
}

fn after_two_lines(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let second_end = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .nth(1)?
        .0;
    bytes.split_at_checked(second_end + 1)
}

fn digests(line: &[u8]) -> Option<(Checksum, [u8; DIGEST])> {
    let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (checksum_text, seal_text) = line.split_once(' ')?;
    let (mut checksum, mut seal) = ([0; DIGEST], [0; DIGEST]);
    hex::decode_into(checksum_text, &mut checksum)?;
    hex::decode_into(seal_text, &mut seal)?;
    Some((checksum, seal))
}

fn seal(key: &Secret, text: &str) -> Result<Hmac<Sha256>, VaultError> {
    Ok(Hmac::<Sha256>::new_from_slice(key.bytes())
        .map_err(|_| VaultError::Derivation)?
        .chain_update(text))
}

fn wrapping_place(install: Uuid, epoch: u32) -> Vec<u8> {
    cipher::associated_data(
        "attune keyring wrapping key",
        &[install.as_bytes(), &epoch.to_le_bytes()],
    )
}

fn practice_place(install: Uuid, epoch: u32, id: u32) -> Vec<u8> {
    cipher::associated_data(
        "attune keyring practice key",
        &[install.as_bytes(), &epoch.to_le_bytes(), &id.to_le_bytes()],
    )
}
