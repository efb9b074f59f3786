//! Where the secret that opens a keyring comes from.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use attune_vault::{Unlock, Vault};
use zeroize::Zeroizing;

use crate::configuration::Configuration;
use crate::data_folder::DataFolder;
use crate::terminal;

/// The environment variable for scripts.
const VARIABLE: &str = "ATTUNE_PASSPHRASE";

/// How to open the keyring; what is not said is looked for in the environment, in the configured key file, and at the
/// keyboard.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct UnlockWith {
    /// Read the passphrase from this file, which only its owner may read
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

impl UnlockWith {
    /// The passphrase, if it was given without asking.
    pub(crate) fn given(&self) -> anyhow::Result<Option<Zeroizing<String>>> {
        if let Some(file) = &self.passphrase_file {
            return read_passphrase(file).map(Some);
        }
        let variable = std::env::var(VARIABLE).ok();
        Ok(variable.filter(|text| !text.is_empty()).map(Zeroizing::new))
    }

    /// Opens a keyring with the first of: the passphrase file, the environment, the configured key file, a question.
    pub(crate) fn unlock(
        &self,
        folder: &DataFolder,
        configuration: &Configuration,
    ) -> anyhow::Result<Vault> {
        let keyring = folder.keyring();
        if let Some(passphrase) = self.given()? {
            return Ok(Vault::unlock(&keyring, Unlock::Passphrase(&passphrase))?);
        }
        if let Some(key_file) = &configuration.unlock.key_file {
            let key_file = folder.path().join(key_file);
            return Ok(Vault::unlock(&keyring, Unlock::KeyFile(&key_file))?);
        }
        if !terminal::is_attended() {
            bail!(
                "nobody is here to type the passphrase; use --passphrase-file FILE, {VARIABLE}, or a key file \
                 (`attune init --help` tells of it)"
            );
        }
        let passphrase = terminal::ask_secretly("Passphrase of this practice")?;
        Ok(Vault::unlock(&keyring, Unlock::Passphrase(&passphrase))?)
    }
}

/// The first line of a file. A pipe is taken as it is; a file that others can read is refused.
pub(crate) fn read_passphrase(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let here = path.display();
    let failed = || format!("could not read the passphrase from {here}");
    let data = fs::metadata(path).with_context(failed)?;
    let mode = data.mode() & 0o7777;
    if data.is_file() && mode & 0o077 != 0 {
        bail!(
            "{here} is open to others on this machine (mode {mode:04o}); close it: chmod 600 {here}"
        );
    }
    let text = Zeroizing::new(fs::read_to_string(path).with_context(failed)?);
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(Zeroizing::new(line.to_owned())),
        _ => bail!("{here} is empty; its first line is to be the passphrase"),
    }
}
