//! A key of one person: what is sealed under it opens with that person's password and with nothing else the
//! practice has. The keyring does not open it, so neither does whoever holds the keyring, its passphrase or its
//! recovery code.
//!
//! The key is random. It is stored locked with the password (Argon2id, a salt of its own). Between sign-in and
//! sign-out it travels with the browser, sealed under the practice key and bound to that one session: the browser
//! alone cannot read it, and the program alone does not have it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::cipher::{self, NONCE, TAG};
use crate::error::VaultError;
use crate::hex::Hex;
use crate::sealed::{Key, Place, Sealed};
use crate::secret::{KEY, Secret};
use crate::slot::{Argon2Cost, argon2id, random_id, salt};
use crate::vault::Vault;

const ID: usize = 16;

/// A key of one person, ready for use.
pub struct PersonalKey {
    id: Uuid,
    secret: Secret,
}

/// A personal key as it is stored: locked with the person's password. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedPersonalKey {
    id: Uuid,
    memory_kib: u32,
    passes: u32,
    salt: Hex,
    wrapped: Hex,
}

/// A text sealed under a personal key, with the id of that key. It says nothing to anybody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedForOne {
    key: Uuid,
    bytes: Hex,
}

/// A personal key kept under another one of the same person: what an earlier password sealed opens with the later one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPersonalKey {
    id: Uuid,
    under: Uuid,
    wrapped: Hex,
}

impl std::fmt::Debug for PersonalKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PersonalKey({})", self.id)
    }
}

impl PersonalKey {
    /// A fresh key from the operating system.
    ///
    /// # Errors
    /// The system gave no randomness.
    pub fn random() -> Result<Self, VaultError> {
        Ok(Self {
            id: random_id()?,
            secret: Secret::random()?,
        })
    }

    /// Its id, which is no secret.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The key locked with a password, for this install. Takes as long as one guess at the password.
    ///
    /// # Errors
    /// There is not enough memory, or no randomness.
    pub fn lock(
        &self,
        install: Uuid,
        password: &str,
        cost: Argon2Cost,
    ) -> Result<LockedPersonalKey, VaultError> {
        let salt = salt()?;
        let (memory_kib, passes) = (cost.memory_kib(), cost.passes());
        let key = argon2id(password.as_bytes(), &salt.0, memory_kib, passes)?;
        let associated = locked_data(install, self.id);
        Ok(LockedPersonalKey {
            id: self.id,
            memory_kib,
            passes,
            salt,
            wrapped: Hex(cipher::wrap(&key, &associated, &self.secret)?),
        })
    }

    /// Seals a text for this person, bound to its place. It is not padded: it is kept inside of a value that is.
    ///
    /// # Errors
    /// The system gave no randomness.
    pub fn seal(
        &self,
        install: Uuid,
        place: &Place<'_>,
        plain: &[u8],
    ) -> Result<SealedForOne, VaultError> {
        let nonce = cipher::nonce()?;
        let mut bytes = Vec::with_capacity(NONCE + plain.len() + TAG);
        bytes.extend_from_slice(&nonce);
        bytes.extend_from_slice(plain);
        let associated = text_data(install, self.id, place);
        let tag = cipher::encrypt(&self.secret, nonce, &associated, &mut bytes[NONCE..])?;
        bytes.extend_from_slice(&tag);
        Ok(SealedForOne {
            key: self.id,
            bytes: Hex(bytes),
        })
    }

    /// Opens what was sealed for this person at this place.
    ///
    /// # Errors
    /// [`OtherKey`](VaultError::OtherKey) for what another key sealed, [`NotAuthentic`](VaultError::NotAuthentic) for
    /// what was changed or moved.
    pub fn open(
        &self,
        install: Uuid,
        place: &Place<'_>,
        sealed: &SealedForOne,
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        if sealed.key != self.id {
            return Err(VaultError::OtherKey);
        }
        let refused = || VaultError::NotAuthentic;
        let bytes = sealed.bytes.0.as_slice();
        let (nonce, rest) = bytes.split_first_chunk::<NONCE>().ok_or_else(refused)?;
        let (text, tag) = rest.split_last_chunk::<TAG>().ok_or_else(refused)?;
        let mut text = Zeroizing::new(text.to_vec());
        let associated = text_data(install, self.id, place);
        cipher::decrypt(&self.secret, *nonce, &associated, &mut text, *tag)
            .map_err(|_| refused())?;
        Ok(text)
    }
}

impl PersonalKey {
    /// An earlier key of the same person, kept under this one.
    ///
    /// # Errors
    /// The system gave no randomness.
    pub fn keep(&self, install: Uuid, earlier: &Self) -> Result<KeptPersonalKey, VaultError> {
        let associated = kept_data(install, self.id, earlier.id);
        Ok(KeptPersonalKey {
            id: earlier.id,
            under: self.id,
            wrapped: Hex(cipher::wrap(&self.secret, &associated, &earlier.secret)?),
        })
    }

    /// The key that was kept under this one. None for what was kept under another, or changed.
    pub fn take_out(&self, install: Uuid, kept: &KeptPersonalKey) -> Option<Self> {
        if kept.under != self.id {
            return None;
        }
        let associated = kept_data(install, self.id, kept.id);
        let secret = cipher::unwrap(&self.secret, &associated, &kept.wrapped.0)?;
        Some(Self {
            id: kept.id,
            secret,
        })
    }
}

impl KeptPersonalKey {
    /// The id of the key inside.
    pub fn id(&self) -> Uuid {
        self.id
    }
}

impl LockedPersonalKey {
    /// The id of the key inside.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The key, if the password is the one it was locked with.
    ///
    /// # Errors
    /// There is not enough memory.
    pub fn open(&self, install: Uuid, password: &str) -> Result<Option<PersonalKey>, VaultError> {
        let key = argon2id(
            password.as_bytes(),
            &self.salt.0,
            self.memory_kib,
            self.passes,
        )?;
        let associated = locked_data(install, self.id);
        let secret = cipher::unwrap(&key, &associated, &self.wrapped.0);
        Ok(secret.map(|secret| PersonalKey {
            id: self.id,
            secret,
        }))
    }
}

impl SealedForOne {
    /// The id of the key that opens it.
    pub fn key(&self) -> Uuid {
        self.key
    }
}

impl Vault {
    /// The key as the browser of one session keeps it: sealed under the practice key.
    ///
    /// # Errors
    /// The system gave no randomness.
    pub fn hand_out(&self, key: &PersonalKey, session: Uuid) -> Result<Sealed, VaultError> {
        let mut plain = Zeroizing::new(Vec::with_capacity(ID + KEY));
        plain.extend_from_slice(key.id.as_bytes());
        plain.extend_from_slice(key.secret.bytes());
        self.seal(Key::Practice, &handed_out(session), &plain)
    }

    /// The key out of what the signed-in browser sent.
    ///
    /// # Errors
    /// It was handed out for another session, or changed.
    pub fn take_back(&self, sealed: &Sealed, session: Uuid) -> Result<PersonalKey, VaultError> {
        let plain = self.open(Key::Practice, &handed_out(session), sealed)?;
        let (id, secret) = plain
            .split_first_chunk::<ID>()
            .ok_or(VaultError::NotAuthentic)?;
        Ok(PersonalKey {
            id: Uuid::from_bytes(*id),
            secret: Secret::copy_from(secret).ok_or(VaultError::NotAuthentic)?,
        })
    }
}

fn handed_out(session: Uuid) -> Place<'static> {
    Place {
        table: "browser",
        column: "personal key",
        client: None,
        row: session,
        version: 1,
    }
}

fn locked_data(install: Uuid, id: Uuid) -> Vec<u8> {
    cipher::associated_data("attune personal key", &[install.as_bytes(), id.as_bytes()])
}

fn kept_data(install: Uuid, under: Uuid, id: Uuid) -> Vec<u8> {
    cipher::associated_data(
        "attune kept personal key",
        &[install.as_bytes(), under.as_bytes(), id.as_bytes()],
    )
}

fn text_data(install: Uuid, key: Uuid, place: &Place<'_>) -> Vec<u8> {
    let client = place.client.map(|client| client.0);
    cipher::associated_data(
        "attune personal text",
        &[
            install.as_bytes(),
            key.as_bytes(),
            place.table.as_bytes(),
            place.column.as_bytes(),
            client.as_ref().map_or(&[], |id| id.as_bytes().as_slice()),
            place.row.as_bytes(),
            &place.version.to_le_bytes(),
        ],
    )
}
