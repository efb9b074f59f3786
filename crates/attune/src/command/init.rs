//! Making a practice.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use attune_record::{AuditAction, Location, Roles};
use attune_server::clock::{Clock, SystemClock};
use attune_vault::{Argon2Cost, RecoveryCode, Vault};
use clap::Args;
use zeroize::Zeroizing;

use crate::command::account::{Invited, invite, print_invitation};
use crate::configuration::{Configuration, first_file};
use crate::data_folder::{DataFolder, write_private};
use crate::practice::{Practice, Which, line};
use crate::terminal;
use crate::unlocking::UnlockWith;

/// Make a practice: keys, database, and the first person who may sign in
///
/// Asks for a passphrase and for the first person's name and e-mail, makes the folder (readable for you alone), and
/// prints two things that are shown only now: the recovery code, to be printed on paper and kept elsewhere, and the
/// link with which the first person sets a password. That person is clinician and administrator.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Init {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
    /// The first person's name, as colleagues and clients see it
    #[arg(long)]
    name: Option<String>,
    /// The first person's e-mail, to sign in with
    #[arg(long)]
    email: Option<String>,
    /// A PostgreSQL database instead of a file in the folder
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Also make a key file, with which the program starts without anybody typing the passphrase
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  attune init
      asks for everything; the practice is kept in the folder for your data

  attune init --data /srv/attune --key-file /etc/attune/key
      for a machine that starts by itself; keep the key file off the disk that holds /srv/attune

  attune init --data /srv/attune --passphrase-file /run/secrets/attune --name 'Maria Berg' --email maria@example.org
      for scripts; ATTUNE_PASSPHRASE works as well

  attune init --database 'postgres://attune:secret@db.example.org/attune?sslmode=verify-full'
      the data in PostgreSQL; the keys stay in the folder";

impl Init {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let folder = self.which.folder()?;
        folder.prepare()?;
        let configuration = self.configuration(&folder)?;
        let location = folder.database(&configuration.storage.database);
        refuse_database_without_keyring(&location)?;
        if let Some(key_file) = &self.key_file {
            refuse_if_there(key_file)?;
        }
        let (name, email) = self.first_person()?;
        let passphrase = self.passphrase()?;

        let (vault, recovery_code) =
            Vault::create(&folder.keyring(), &passphrase, Argon2Cost::default())?;
        let vault = Arc::new(vault);
        let made = self
            .fill(&folder, configuration, &vault, &name, &email)
            .await;
        match made {
            Ok(invited) => {
                print_outcome(&folder, &recovery_code, &invited);
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => {
                // Nothing was sealed that anybody needs: make way for the next try.
                withdraw(&folder, &location);
                Err(error)
            }
        }
    }

    /// The configuration as it will be once its file is written.
    fn configuration(&self, folder: &DataFolder) -> anyhow::Result<Configuration> {
        let mut configuration = self.which.configuration(folder)?;
        if let Some(database) = &self.database {
            configuration.storage.database.clone_from(database);
        }
        Ok(configuration)
    }

    fn first_person(&self) -> anyhow::Result<(String, String)> {
        let told = |given: &Option<String>, question, option: &str| match given {
            Some(text) => Ok(text.trim().to_owned()),
            None if terminal::is_attended() => terminal::ask(question),
            None => bail!("who signs in first? add {option}"),
        };
        let name = told(
            &self.name,
            "Name of the first person who signs in",
            "--name 'Maria Berg'",
        )?;
        let email = told(
            &self.email,
            "E-mail of this person",
            "--email maria@example.org",
        )?;
        Ok((name, email))
    }

    fn passphrase(&self) -> anyhow::Result<Zeroizing<String>> {
        if let Some(passphrase) = self.with.given()? {
            return Ok(passphrase);
        }
        if !terminal::is_attended() {
            bail!(
                "nobody is here to choose a passphrase; use --passphrase-file FILE or ATTUNE_PASSPHRASE"
            );
        }
        terminal::ask_new_passphrase()
    }

    async fn fill(
        &self,
        folder: &DataFolder,
        configuration: Configuration,
        vault: &Arc<Vault>,
        name: &str,
        email: &str,
    ) -> anyhow::Result<Invited> {
        let practice = Practice::connect(folder, configuration, Arc::clone(vault)).await?;
        if let Some(key_file) = &self.key_file {
            vault.add_key_file(key_file)?;
            let audit = line(&SystemClock, AuditAction::KeyChange, "a key file was made");
            practice.store.audit(&audit).await?;
        }
        let roles = Roles {
            clinician: true,
            supervisor: false,
            administrator: true,
        };
        let invited = invite(&practice, name, email, roles, SystemClock.now()).await;
        practice.store.close().await;
        let invited = invited?;
        // Last, so that a refusal leaves nothing behind.
        self.write_configuration(folder)?;
        Ok(invited)
    }

    /// Writes `attune.toml`, unless whoever runs the program has put one there before.
    fn write_configuration(&self, folder: &DataFolder) -> anyhow::Result<()> {
        let mut set = Vec::new();
        if let Some(database) = &self.database {
            set.push(("database", database.clone()));
        }
        if let Some(key_file) = &self.key_file {
            let path = std::path::absolute(key_file)?;
            set.push(("key_file", path.display().to_string()));
        }
        let file = folder.configuration();
        if !file.try_exists()? {
            return write_private(&file, first_file(&set).as_bytes());
        }
        for (key, value) in set {
            println!(
                "Your {} was left as it is. Please add to it: {key} = \"{value}\"",
                file.display()
            );
        }
        Ok(())
    }
}

fn refuse_if_there(path: &Path) -> anyhow::Result<()> {
    if path.try_exists()? {
        bail!(
            "{} is there already; name a file that is not",
            path.display()
        );
    }
    Ok(())
}

/// A database file without a keyring is a restored half, or a lost keyring: making new keys beside it would not help.
fn refuse_database_without_keyring(location: &Location) -> anyhow::Result<()> {
    if let Location::Sqlite(path) = location
        && path.try_exists().context("could not look for a database")?
    {
        bail!(
            "{} holds a database, but its keyring is missing; put the newest copy of the keyring beside it, or choose \
             another folder with --data DIR",
            path.display()
        );
    }
    Ok(())
}

/// Removes what an unfinished `init` made: both were not there before.
fn withdraw(folder: &DataFolder, location: &Location) {
    let keyring = folder.keyring();
    let mut made = vec![keyring.with_extension("lock"), keyring];
    if let Location::Sqlite(path) = location {
        for ending in ["", "-wal", "-shm"] {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            made.push(name.into());
        }
    }
    for file in made {
        // What was never made cannot be removed, and that is fine.
        let _ = std::fs::remove_file(file);
    }
}

fn print_outcome(folder: &DataFolder, recovery_code: &RecoveryCode, invited: &Invited) {
    let here = folder.path().display();
    println!(
        "\nThe practice is ready in {here}\n\n\
         RECOVERY CODE, shown only this once:\n\n  {}\n\n\
         Print it and keep it away from this machine, for example with other important papers. It opens the practice\n\
         when the passphrase is lost. Whoever has it and a copy of the folder can read everything.\n",
        recovery_code.as_str()
    );
    print_invitation(invited);
    println!(
        "\nStart the program with:  attune serve --data {here}\n\
         Then make backups of data and keys, apart from each other:  attune backup --help"
    );
}
