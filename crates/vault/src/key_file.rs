//! The key file for unattended start: 256 random bits in a file only its owner can read.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::hex;
use crate::keyring::files;
use crate::secret::{KEY, Secret};

const FIRST_LINE: &str = "attune-key-file 1";
/// More than a key file has; what is longer is something else.
const LONGEST: usize = 256;

/// Writes a new key file with mode 0600. Refuses a file that is already there.
pub(crate) fn create(path: &Path, key: &Secret) -> Result<(), VaultError> {
    let digits = Zeroizing::new(hex::encode(key.bytes()));
    let text = Zeroizing::new(format!("{FIRST_LINE}\n{}\n", *digits));
    let mut file = files::create_private(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(VaultError::io("write the key file", path))
        .and_then(|()| files::sync_folder_of(path));
    if written.is_err() {
        // Half a key file would only be in the way of the next try.
        let _ = fs::remove_file(path);
    }
    written
}

/// Reads a key file, unless others could read it too.
pub(crate) fn read(path: &Path) -> Result<Secret, VaultError> {
    let failed = || VaultError::io("read the key file", path);
    let file = File::open(path).map_err(failed())?;
    // The open file is asked and not the path, which could be exchanged in between.
    let mode = files::mode_of(&file).map_err(failed())?;
    if mode & 0o077 != 0 {
        return Err(VaultError::KeyFileExposed {
            path: path.to_path_buf(),
            mode,
        });
    }
    let mut text = Zeroizing::new(String::with_capacity(LONGEST));
    let damaged = || VaultError::DamagedKeyFile {
        path: path.to_path_buf(),
    };
    file.take(LONGEST as u64)
        .read_to_string(&mut text)
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidData => damaged(),
            _ => failed()(error),
        })?;
    let mut lines = text.lines();
    if lines.next() != Some(FIRST_LINE) {
        return Err(damaged());
    }
    let digits = lines.next().ok_or_else(damaged)?.trim_end();
    let mut key = Zeroizing::new([0; KEY]);
    hex::decode_into(digits, key.as_mut_slice()).ok_or_else(damaged)?;
    Secret::copy_from(key.as_slice()).ok_or_else(damaged)
}
