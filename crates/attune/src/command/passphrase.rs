//! A new passphrase, also when the old one is lost.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use attune_vault::{Argon2Cost, Unlock, Vault};
use clap::Args;
use zeroize::Zeroizing;

use crate::practice::Which;
use crate::terminal;
use crate::unlocking::{UnlockWith, read_passphrase};

/// The environment variable with the recovery code, for scripts.
const CODE: &str = "ATTUNE_RECOVERY_CODE";

/// Set a new passphrase, also when the old one is lost
///
/// With --recovery-code the printed code opens the keyring instead of the passphrase. It has then been seen and typed,
/// so a new one is made and shown once. Nothing has to be encrypted anew; older backups of the keyring still open with
/// the passphrase and the code they were made with.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune passphrase                      the old one is known
  attune passphrase --recovery-code      it is lost, and the printed code is at hand")]
pub(crate) struct Passphrase {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
    /// Open the keyring with the printed recovery code, which is asked for (or read from `ATTUNE_RECOVERY_CODE`)
    #[arg(long)]
    recovery_code: bool,
    /// Read the new passphrase from this file, which only its owner may read, instead of asking
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

impl Passphrase {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let folder = self.which.folder()?;
        folder.check_private()?;
        let vault = if self.recovery_code {
            Vault::unlock(&folder.keyring(), Unlock::RecoveryCode(&typed_code()?))?
        } else {
            let configuration = self.which.configuration(&folder)?;
            self.with.unlock(&folder, &configuration)?
        };
        let new = match &self.new_passphrase_file {
            Some(file) => read_passphrase(file)?,
            None => terminal::ask_new_passphrase()?,
        };
        vault.change_passphrase(&new, Argon2Cost::default())?;
        println!(
            "The new passphrase opens this practice from now on. Make a new backup of the keyring."
        );
        if self.recovery_code {
            let code = vault.renew_recovery_code()?;
            println!(
                "\nNEW RECOVERY CODE, shown only this once; the old one opens nothing any more:\n"
            );
            println!(
                "  {}\n\nPrint it and keep it away from this machine.",
                code.as_str()
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn typed_code() -> anyhow::Result<Zeroizing<String>> {
    if let Some(code) = std::env::var(CODE).ok().filter(|code| !code.is_empty()) {
        return Ok(Zeroizing::new(code));
    }
    if !terminal::is_attended() {
        bail!("nobody is here to type the recovery code; set {CODE}");
    }
    terminal::ask_secretly("Recovery code")
}
