//! Unlock slots: each holds the root key wrapped under a key made from something a person has or knows.
//! Slots can be added and replaced without touching anything else.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroize;

use crate::cipher;
use crate::error::VaultError;
use crate::hex::Hex;
use crate::secret::Secret;

/// Fewest characters of a new passphrase (OWASP ASVS 5.0, 6.2.1).
pub const MINIMUM_PASSPHRASE: usize = 8;

const SALT: usize = 16;
/// Costs above these are not ours: a changed header must not make the program ask for all memory.
const HIGHEST_MEMORY_KIB: u32 = 4 * 1024 * 1024;
const HIGHEST_PASSES: u32 = 64;

/// What one guess at a passphrase costs: memory and passes of Argon2id (RFC 9106), one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argon2Cost {
    memory_kib: u32,
    passes: u32,
}

impl Default for Argon2Cost {
    /// 64 MiB and 3 passes: RFC 9106's second recommendation, and above the OWASP floor.
    fn default() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
        }
    }
}

impl Argon2Cost {
    /// A cost at least as high as the default in both respects; lower values are raised to it.
    pub fn at_least_default(memory_kib: u32, passes: u32) -> Self {
        let floor = Self::default();
        Self {
            memory_kib: memory_kib.clamp(floor.memory_kib, HIGHEST_MEMORY_KIB),
            passes: passes.clamp(floor.passes, HIGHEST_PASSES),
        }
    }

    /// 64 KiB and one pass, so that tests are quick. Worthless for a real practice.
    pub fn lowered_for_tests() -> Self {
        Self {
            memory_kib: 64,
            passes: 1,
        }
    }

    /// Memory in KiB.
    pub fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over that memory.
    pub fn passes(self) -> u32 {
        self.passes
    }
}

/// How a slot's key is made. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Method {
    /// Argon2id over the passphrase's UTF-8 bytes.
    Passphrase {
        memory_kib: u32,
        passes: u32,
        salt: Hex,
    },
    /// HKDF over the code's 256 random bits: nothing to slow down, it cannot be guessed.
    RecoveryCode { salt: Hex },
    /// HKDF over the file's 256 random bits.
    KeyFile { salt: Hex },
}

/// The kinds of slot, to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SlotKind {
    Passphrase,
    RecoveryCode,
    KeyFile,
}

impl SlotKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::RecoveryCode => "recovery code",
            Self::KeyFile => "key file",
        }
    }
}

/// One slot in the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Slot {
    id: Uuid,
    #[serde(flatten)]
    method: Method,
    wrapped_root: Hex,
}

impl Slot {
    pub(crate) fn kind(&self) -> SlotKind {
        match self.method {
            Method::Passphrase { .. } => SlotKind::Passphrase,
            Method::RecoveryCode { .. } => SlotKind::RecoveryCode,
            Method::KeyFile { .. } => SlotKind::KeyFile,
        }
    }

    /// A slot for a new passphrase. Takes as long as one guess.
    pub(crate) fn for_passphrase(
        install: Uuid,
        root: &Secret,
        passphrase: &str,
        cost: Argon2Cost,
    ) -> Result<Self, VaultError> {
        if passphrase.chars().count() < MINIMUM_PASSPHRASE {
            return Err(VaultError::PassphraseTooShort {
                minimum: MINIMUM_PASSPHRASE,
            });
        }
        let method = Method::Passphrase {
            memory_kib: cost.memory_kib,
            passes: cost.passes,
            salt: salt()?,
        };
        Self::new(install, root, method, passphrase.as_bytes())
    }

    pub(crate) fn for_recovery_code(
        install: Uuid,
        root: &Secret,
        code: &Secret,
    ) -> Result<Self, VaultError> {
        let method = Method::RecoveryCode { salt: salt()? };
        Self::new(install, root, method, code.bytes())
    }

    pub(crate) fn for_key_file(
        install: Uuid,
        root: &Secret,
        key: &Secret,
    ) -> Result<Self, VaultError> {
        let method = Method::KeyFile { salt: salt()? };
        Self::new(install, root, method, key.bytes())
    }

    fn new(install: Uuid, root: &Secret, method: Method, input: &[u8]) -> Result<Self, VaultError> {
        let id = random_id()?;
        let associated = associated_data(install, id);
        let key = method.key(install, input)?;
        let wrapped_root = Hex(cipher::wrap(&key, &associated, root)?);
        Ok(Self {
            id,
            method,
            wrapped_root,
        })
    }

    /// The root key, if `input` is what this slot was made from.
    pub(crate) fn open(&self, install: Uuid, input: &[u8]) -> Result<Option<Secret>, VaultError> {
        let key = self.method.key(install, input)?;
        let associated = associated_data(install, self.id);
        Ok(cipher::unwrap(&key, &associated, &self.wrapped_root.0))
    }
}

impl Method {
    fn key(&self, install: Uuid, input: &[u8]) -> Result<Secret, VaultError> {
        match self {
            Self::Passphrase {
                memory_kib,
                passes,
                salt,
            } => argon2id(input, &salt.0, *memory_kib, *passes),
            Self::RecoveryCode { salt } => from_random(input, install, salt, "recovery code"),
            Self::KeyFile { salt } => from_random(input, install, salt, "key file"),
        }
    }
}

fn from_random(input: &[u8], install: Uuid, salt: &Hex, label: &str) -> Result<Secret, VaultError> {
    let salt = [install.as_bytes().as_slice(), &salt.0].concat();
    Secret::copy_from(input)
        .ok_or(VaultError::WrongSecret)?
        .derive(&salt, &format!("attune unlock slot: {label}"))
}

pub(crate) fn argon2id(
    passphrase: &[u8],
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
) -> Result<Secret, VaultError> {
    if memory_kib > HIGHEST_MEMORY_KIB || passes > HIGHEST_PASSES {
        return Err(VaultError::Derivation);
    }
    let params = Params::new(memory_kib, passes, 1, None).map_err(|_| VaultError::Derivation)?;
    // Our own memory and not the library's, so that too little of it is an answer rather than an
    // abort, and so that it is wiped.
    let mut memory = Vec::new();
    memory
        .try_reserve_exact(params.block_count())
        .map_err(|_| VaultError::Derivation)?;
    memory.resize(params.block_count(), Block::default());
    let mut key = Secret::blank();
    let derived = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(passphrase, salt, key.bytes_mut(), &mut memory);
    memory.iter_mut().for_each(Zeroize::zeroize);
    derived.map_err(|_| VaultError::Derivation)?;
    Ok(key)
}

fn associated_data(install: Uuid, slot: Uuid) -> Vec<u8> {
    cipher::associated_data(
        "attune keyring root key",
        &[install.as_bytes(), slot.as_bytes()],
    )
}

pub(crate) fn salt() -> Result<Hex, VaultError> {
    let mut salt = vec![0; SALT];
    getrandom::fill(&mut salt)?;
    Ok(Hex(salt))
}

/// A random id (UUID version 4), without a time in it.
pub(crate) fn random_id() -> Result<Uuid, VaultError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}
