//! What can go wrong, in words that say what to do.

use std::path::{Path, PathBuf};

use attune_ids::ClientId;

/// Why the vault refused. No variant carries a secret or anything clinical.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// A file is where a new one was to be made; nothing was overwritten.
    #[error("{} already exists; choose another place or move it away first", path.display())]
    AlreadyExists {
        /// The file in the way.
        path: PathBuf,
    },
    /// There is no keyring here.
    #[error("no keyring at {}; create one, or restore it from the keyring's own backup", path.display())]
    NotFound {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The passphrase, recovery code or key file does not open this keyring.
    #[error("this does not open the keyring; check that it belongs to this install and try again")]
    WrongSecret,
    /// The keyring has no unlock slot of the kind that was tried.
    #[error("this keyring has no {kind} to unlock with; use another way and add one")]
    NoSuchSlot {
        /// "passphrase", "recovery code" or "key file".
        kind: &'static str,
    },
    /// A new passphrase is shorter than [`MINIMUM_PASSPHRASE`](crate::MINIMUM_PASSPHRASE).
    #[error("the passphrase needs at least {minimum} characters; several plain words are best")]
    PassphraseTooShort {
        /// Characters needed.
        minimum: usize,
    },
    /// A recovery code that cannot be right, found before trying it on the keyring.
    #[error("the recovery code was not typed as printed: {reason}")]
    MistypedRecoveryCode {
        /// What is wrong with it, without repeating any of it.
        reason: &'static str,
    },
    /// A key file that others on this machine can read.
    #[error("{} is open to others (mode {mode:04o}); treat it as leaked: revoke it, add a new one, keep it at mode 0600", path.display())]
    KeyFileExposed {
        /// The key file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A key file whose text is not one this program wrote.
    #[error("{} is not a complete key file; unlock another way and add a new one", path.display())]
    DamagedKeyFile {
        /// The key file.
        path: PathBuf,
    },
    /// The keyring has as many key files as it takes.
    #[error("this keyring has too many key files; revoke them and add the ones in use")]
    TooManyKeyFiles,
    /// The keyring's bytes are not what was written.
    #[error("keyring {} is damaged: {damage}; restore the newest copy from the keyring's own backup", path.display())]
    Damaged {
        /// The keyring.
        path: PathBuf,
        /// Which part.
        damage: Damage,
    },
    /// Written by a newer release.
    #[error(
        "{what} has format version {found}, which this release cannot read; use a newer release"
    )]
    UnsupportedVersion {
        /// "keyring", "sealed value" or "sealed value's cipher".
        what: &'static str,
        /// The version found.
        found: u32,
    },
    /// The keyring holds no keys for this client: never added, erased, or the keyring is older than the data.
    #[error(
        "the keyring holds no keys for client {0}: erased, never added, or the keyring is older than the data"
    )]
    UnknownClient(ClientId),
    /// A client's key was to be used for a place that belongs to someone else or to nobody.
    #[error("a client's key may only be used in a place of the same client")]
    PlaceOfAnotherClient,
    /// The text is longer than one sealed value can hold (4 GiB).
    #[error("{length} bytes are too many for one sealed value; split them")]
    TooLong {
        /// Bytes offered.
        length: usize,
    },
    /// A sealed value made under a key that is not the one held now.
    #[error(
        "sealed under another key than the keyring holds; restore the keyring that belongs to this data"
    )]
    OtherKey,
    /// A sealed value that was changed, cut, moved from its place, or rolled back.
    #[error(
        "this sealed value does not belong here or was changed; restore this row from a backup"
    )]
    NotAuthentic,
    /// The operating system gave no randomness. Nothing was written.
    #[error("the operating system gave no randomness")]
    NoRandomness(#[from] getrandom::Error),
    /// A key could not be derived, mostly for want of memory.
    #[error("a key could not be derived; is there enough free memory?")]
    Derivation,
    /// Reading or writing failed. Whatever was to be saved is not saved.
    #[error("could not {doing} {}", path.display())]
    Io {
        /// What was tried, as a verb.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
}

/// Which part of a keyring is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// Does not begin like a keyring.
    #[error("it does not begin like a keyring")]
    FirstLine,
    /// The header is cut short or is not what its checksum says.
    #[error("the header does not match its checksum")]
    HeaderChecksum,
    /// The header has a right checksum and a wrong content or seal: edited by something else than this program.
    #[error("the header was changed by something other than this program")]
    HeaderSeal,
    /// Records that were once on the disk are missing.
    #[error("client keys are missing at its end")]
    Shorter,
    /// An older copy was put in place of the keyring in use. Keys made since exist only in the memory of
    /// this process: do not restart it before the right file is back.
    #[error("an older copy was put in its place while it was in use")]
    RolledBack,
    /// One record of client keys. Counted from 0.
    #[error("the client keys in record {record} do not open")]
    ClientKeys {
        /// Position in the file, from 0.
        record: u32,
    },
}

impl VaultError {
    /// For `map_err`: names what was tried and on which file.
    pub(crate) fn io<'a>(
        doing: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(std::io::Error) -> Self + use<'a> {
        move |source| Self::Io {
            doing,
            path: path.to_path_buf(),
            source,
        }
    }

    pub(crate) fn damaged(path: &Path, damage: Damage) -> Self {
        Self::Damaged {
            path: path.to_path_buf(),
            damage,
        }
    }
}
