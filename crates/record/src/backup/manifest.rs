use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::audit::Head;
use crate::error::{StoreError, What};

/// The format of manifest and backup.
pub(super) const FORMAT: u32 = 1;

/// What a backup says of itself, in a small file beside it. Keep a copy elsewhere: its audit head proves later that
/// nothing before it was rewritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of manifest and backup, 1.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The number of the newest migration in it.
    pub schema: i64,
    /// When it was made.
    pub made_at: Timestamp,
    /// The install it belongs to.
    pub install: Uuid,
    /// The keyring's epoch then: it grows by one with each erasure.
    pub keyring_epoch: u32,
    /// The size of the backup in bytes.
    pub bytes: u64,
    /// The SHA-256 of the backup, in hexadecimal.
    pub sha256: String,
    /// Rows per table.
    pub rows: BTreeMap<String, u64>,
    /// Number of audit lines.
    pub audit_seq: u64,
    /// The checksum of the last of them, in hexadecimal.
    pub audit_mac: String,
}

impl Manifest {
    /// Where the manifest of a backup is: the backup's path with `.manifest.json` after it.
    pub fn path_for(backup: &Path) -> PathBuf {
        let mut path = backup.as_os_str().to_owned();
        path.push(".manifest.json");
        path.into()
    }

    /// Reads the manifest of a backup.
    ///
    /// # Errors
    /// [`BadBackup`](StoreError::BadBackup) if there is none or it is not complete: then the backup is not either,
    /// since the manifest is written last.
    pub fn read(backup: &Path) -> Result<Self, StoreError> {
        let path = Self::path_for(backup);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::BadBackup(
                    "it has no manifest, so it was not finished".to_owned(),
                ));
            }
            Err(error) => return Err(StoreError::file("read", &path)(error)),
        };
        let manifest: Self = serde_json::from_slice(&text)
            .map_err(|_| StoreError::BadBackup("its manifest is damaged".to_owned()))?;
        if manifest.format != FORMAT {
            return Err(StoreError::BadBackup(format!(
                "it has format {}, which release {} of the program writes",
                manifest.format, manifest.program
            )));
        }
        Ok(manifest)
    }

    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, StoreError> {
        serde_json::to_vec_pretty(self).map_err(|source| StoreError::Unwritable {
            what: What::Backup,
            source,
        })
    }

    /// The end of the audit chain in the backup.
    ///
    /// # Errors
    /// [`BadBackup`](StoreError::BadBackup) if it is not written as it should be.
    pub fn head(&self) -> Result<Head, StoreError> {
        Ok(Head {
            seq: self.audit_seq,
            mac: from_hex(&self.audit_mac)
                .ok_or_else(|| StoreError::BadBackup("its manifest is damaged".to_owned()))?,
        })
    }
}

/// The size and SHA-256 of a file, after its bytes are on the disk and not merely on their way. In a thread of its own:
/// a backup is large, and requests are not to wait for it.
pub(super) async fn fingerprint(path: PathBuf) -> Result<(u64, String), StoreError> {
    tokio::task::spawn_blocking(move || {
        read_through(&path).map_err(StoreError::file("read", &path))
    })
    .await
    .unwrap_or(Err(StoreError::Unavailable(sqlx::Error::WorkerCrashed)))
}

fn read_through(path: &Path) -> std::io::Result<(u64, String)> {
    let mut file = std::fs::File::open(path)?;
    file.sync_all()?;
    let (mut hasher, mut size) = (Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = file.read(&mut buffer)?;
        if length == 0 {
            return Ok((size, to_hex(&hasher.finalize())));
        }
        hasher.update(&buffer[..length]);
        size += length as u64;
    }
}

pub(super) fn to_hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let bytes: Option<Vec<u8>> = digits?
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect();
    bytes?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_there_and_back() {
        let bytes: [u8; 32] = std::array::from_fn(|index| u8::try_from(index * 8).unwrap_or(0));
        let text = to_hex(&bytes);
        assert!(text.starts_with("00081018"), "{text}");
        assert_eq!(from_hex(&text), Some(bytes));
        for wrong in [&text[1..], &text[2..], "", "zz"] {
            assert_eq!(from_hex(wrong), None, "{wrong}");
        }
    }
}
