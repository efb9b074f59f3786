//! One sealed value: what the database stores instead of text.
//!
//! Bytes: version 1 | algorithm 1 | kind of key 1 | key id 4 | nonce 24 | ciphertext, a multiple of 256 | tag 16.
//! Inside: length 4 | text | zeros.

use attune_ids::ClientId;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::cipher::{self, NONCE, TAG};
use crate::error::VaultError;
use crate::secret::Secret;

const VERSION: u8 = 1;
const XCHACHA20_POLY1305: u8 = 1;
const HEADER: usize = 7;
const LENGTH: usize = 4;
/// Texts are padded to a multiple of this many bytes, their own 4-byte length included, so that the
/// size of a stored value tells little about what it says.
pub const PADDING_STEP: usize = 256;

/// Which key seals a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A client's name and contact.
    Identity(ClientId),
    /// Everything else about a client. Opens without the identity, which is what pseudonymised work needs.
    Record(ClientId),
    /// Staff, settings and the texts of audit lines.
    Practice,
}

impl Key {
    fn kind(self) -> u8 {
        match self {
            Self::Identity(_) => 1,
            Self::Record(_) => 2,
            Self::Practice => 3,
        }
    }

    /// The client whose key this is.
    pub fn client(self) -> Option<ClientId> {
        match self {
            Self::Identity(client) | Self::Record(client) => Some(client),
            Self::Practice => None,
        }
    }
}

/// Where a sealed value lives. It opens nowhere else: table, column, client, row and version are
/// authenticated together with the install, so a value that was moved or rolled back is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The database table.
    pub table: &'a str,
    /// The column in it.
    pub column: &'a str,
    /// Whose value it is. A client's key demands that client here.
    pub client: Option<ClientId>,
    /// The row.
    pub row: Uuid,
    /// The row's version or sequence number.
    pub version: u64,
}

/// A value only the vault can read. Made by [`Vault::seal`](crate::Vault::seal), or from bytes a
/// database gave back.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// Bytes that were read from a database column. They are checked when opened.
    pub fn from_stored(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes to store, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

/// A key in use: what it is for, its id in the keyring, and its bytes.
pub(crate) struct KeyInUse {
    pub(crate) key: Key,
    pub(crate) id: u32,
    pub(crate) secret: Secret,
}

impl KeyInUse {
    fn header(&self) -> [u8; HEADER] {
        let [a, b, c, d] = self.id.to_le_bytes();
        [VERSION, XCHACHA20_POLY1305, self.key.kind(), a, b, c, d]
    }
}

fn associated_data(header: [u8; HEADER], install: Uuid, place: &Place<'_>) -> Vec<u8> {
    // No client is an empty part, which no client id can be.
    let client = place.client.map(|client| client.0);
    cipher::associated_data(
        "attune sealed value",
        &[
            &header,
            install.as_bytes(),
            place.table.as_bytes(),
            place.column.as_bytes(),
            client.as_ref().map_or(&[], |id| id.as_bytes().as_slice()),
            place.row.as_bytes(),
            &place.version.to_le_bytes(),
        ],
    )
}

pub(crate) fn seal(
    key: &KeyInUse,
    install: Uuid,
    place: &Place<'_>,
    plain: &[u8],
) -> Result<Sealed, VaultError> {
    let too_long = || VaultError::TooLong {
        length: plain.len(),
    };
    let length = u32::try_from(plain.len()).map_err(|_| too_long())?;
    let padded = plain
        .len()
        .checked_add(LENGTH)
        .and_then(|framed| framed.checked_next_multiple_of(PADDING_STEP))
        .ok_or_else(too_long)?;

    let header = key.header();
    let nonce = cipher::nonce()?;
    let start = HEADER + NONCE;
    // The full size from the beginning: a buffer that grew would leave plain text in freed memory.
    let mut bytes = Vec::with_capacity(start + padded + TAG);
    bytes.extend_from_slice(&header);
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(plain);
    bytes.resize(start + padded, 0);
    let associated = associated_data(header, install, place);
    let tag = cipher::encrypt(&key.secret, nonce, &associated, &mut bytes[start..])?;
    bytes.extend_from_slice(&tag);
    Ok(Sealed(bytes))
}

pub(crate) fn open(
    key: &KeyInUse,
    install: Uuid,
    place: &Place<'_>,
    sealed: &Sealed,
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let refused = || VaultError::NotAuthentic;
    let (header, rest) = sealed.0.split_first_chunk::<HEADER>().ok_or_else(refused)?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or_else(refused)?;
    let (text, tag) = rest.split_last_chunk::<TAG>().ok_or_else(refused)?;
    let [version, algorithm, ..] = *header;
    for (what, found, known) in [
        ("sealed value", version, VERSION),
        ("sealed value's cipher", algorithm, XCHACHA20_POLY1305),
    ] {
        if found != known {
            let found = u32::from(found);
            return Err(VaultError::UnsupportedVersion { what, found });
        }
    }
    if *header != key.header() {
        return Err(VaultError::OtherKey);
    }
    let mut text = Zeroizing::new(text.to_vec());
    let associated = associated_data(*header, install, place);
    cipher::decrypt(&key.secret, *nonce, &associated, &mut text, *tag).map_err(|_| refused())?;

    let (length, body) = text.split_first_chunk::<LENGTH>().ok_or_else(refused)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| refused())?;
    if length > body.len() {
        return Err(refused());
    }
    // In place, so that no second copy of the text is left behind.
    text.copy_within(LENGTH..LENGTH + length, 0);
    text.truncate(length);
    Ok(text)
}
