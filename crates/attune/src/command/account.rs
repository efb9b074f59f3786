//! Who may sign in.

use std::process::ExitCode;

use anyhow::{Context, bail};
use attune_ids::{AccountId, IdSource, RandomIds};
use attune_record::{Account as StoredAccount, AuditAction, Roles, StoreError, Versioned, What};
use attune_server::clock::{Clock, SystemClock};
use attune_server::sign_in::{SETUP_HOURS, prepare_setup};
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::practice::{Practice, Which, in_words, line};
use crate::unlocking::UnlockWith;

/// Add, list, disable or reset the people who sign in
///
/// All of these work while the program is running.
#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    Add(Add),
    List(List),
    Disable(Disable),
    Reset(Reset),
}

impl Account {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Add(add) => add.run().await,
            Self::List(list) => list.run().await,
            Self::Disable(disable) => disable.run().await,
            Self::Reset(reset) => reset.run().await,
        }
    }
}

/// Add somebody, and print the link with which they set their password
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune account add --name 'Tomas Lund' --email tomas@example.org --roles clinician
  attune account add --name 'Ada Obi' --email ada@example.org --roles clinician,supervisor

A clinician works with clients. A supervisor reads the records that clinicians share with them. An administrator
manages people and settings, and opens no record by being one.")]
pub(crate) struct Add {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
    /// The name colleagues see
    #[arg(long)]
    name: String,
    /// The e-mail to sign in with
    #[arg(long)]
    email: String,
    /// What the person may do
    #[arg(long, value_delimiter = ',', required = true)]
    roles: Vec<Role>,
}

/// A role as it is written at the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Role {
    Clinician,
    Supervisor,
    Administrator,
}

/// List everybody with their roles
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
}

/// Keep somebody from signing in, and sign them out everywhere at once
#[derive(Debug, Args)]
pub(crate) struct Disable {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
    /// The e-mail of the account
    #[arg(long)]
    email: String,
}

/// Print a new set-up link, for a lost password or a lost phone
///
/// Password and authenticator app of the account stop working at once. A disabled account is enabled again.
#[derive(Debug, Args)]
pub(crate) struct Reset {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    with: UnlockWith,
    /// The e-mail of the account
    #[arg(long)]
    email: String,
}

/// Somebody who has a set-up link now.
pub(crate) struct Invited {
    name: String,
    link: String,
}

/// Makes an account with a set-up link.
pub(crate) async fn invite(
    practice: &Practice,
    name: &str,
    email: &str,
    roles: Roles,
    now: Timestamp,
) -> anyhow::Result<Invited> {
    let (name, email) = (name.trim(), email.trim());
    if name.is_empty() {
        bail!("the name is empty");
    }
    check_email(email)?;
    let mut account = StoredAccount {
        id: AccountId::new(&mut RandomIds as &mut dyn IdSource),
        name: name.to_owned(),
        email: email.to_owned(),
        password_hash: None,
        totp_secret: None,
        last_totp_step: None,
        roles,
        enabled: true,
        setup: None,
        personal_keys: Vec::new(),
        personal_codes: Vec::new(),
        kept_keys: Vec::new(),
        kept_texts: Vec::new(),
        calendar: None,
    };
    let link = prepare_setup(&mut account, now).map_err(in_words)?;
    let audit = line(&SystemClock, AuditAction::AccountCreate, "");
    let made = practice.store.create_account(&account, &audit).await;
    match made {
        Err(StoreError::AlreadyThere(What::Account)) => {
            bail!(
                "somebody signs in with {email} already; `attune account reset` makes them a new link"
            )
        }
        made => made?,
    }
    Ok(invited(practice, &account, &link))
}

/// Only what is surely wrong is refused: nothing is ever sent there by the program.
fn check_email(email: &str) -> anyhow::Result<()> {
    let good = email
        .split_once('@')
        .is_some_and(|(person, host)| !person.is_empty() && !host.is_empty());
    if !good || email.contains(char::is_whitespace) {
        bail!("\"{email}\" is not an e-mail address; it should look like maria@example.org");
    }
    Ok(())
}

fn invited(practice: &Practice, account: &StoredAccount, link: &str) -> Invited {
    let link = format!("{}/welcome/{link}", practice.public_url());
    Invited {
        name: account.name.clone(),
        link,
    }
}

/// Prints a set-up link and what it is.
pub(crate) fn print_invitation(invited: &Invited) {
    println!(
        "{} sets a password with this link, within {SETUP_HOURS} hours and once; until then the link is as good as a\n\
         password:\n\n  {}",
        invited.name, invited.link
    );
}

impl Add {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let roles = Roles {
            clinician: self.roles.contains(&Role::Clinician),
            supervisor: self.roles.contains(&Role::Supervisor),
            administrator: self.roles.contains(&Role::Administrator),
        };
        let practice = Practice::open(&self.which, &self.with).await?;
        let invited = invite(&practice, &self.name, &self.email, roles, SystemClock.now()).await?;
        practice.store.close().await;
        print_invitation(&invited);
        Ok(ExitCode::SUCCESS)
    }
}

impl List {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let practice = Practice::open(&self.which, &self.with).await?;
        let now = SystemClock.now();
        for found in practice.store.accounts().await? {
            let account = found.value;
            println!(
                "{}  <{}>  {}  {}",
                account.name,
                account.email,
                roles_in_words(account.roles),
                state_in_words(&account, now)
            );
        }
        practice.store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

impl Disable {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let practice = Practice::open(&self.which, &self.with).await?;
        let found = find(&practice, &self.email).await?;
        let others_administer = practice.store.accounts().await?.iter().any(|other| {
            other.value.id != found.value.id
                && other.value.enabled
                && other.value.roles.administrator
        });
        if found.value.roles.administrator && !others_administer {
            bail!(
                "{} is the only administrator; give the role to somebody else first",
                self.email
            );
        }
        let account = StoredAccount {
            enabled: false,
            setup: None,
            ..found.value
        };
        let audit = line(&SystemClock, AuditAction::AccountChange, "disabled");
        practice
            .store
            .update_account(&account, found.version, &audit)
            .await?;
        practice
            .store
            .close_all_of(
                account.id,
                &line(&SystemClock, AuditAction::SignOut, "disabled"),
            )
            .await?;
        practice.store.close().await;
        println!(
            "{} cannot sign in any more and was signed out everywhere.",
            account.name
        );
        Ok(ExitCode::SUCCESS)
    }
}

impl Reset {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let practice = Practice::open(&self.which, &self.with).await?;
        let found = find(&practice, &self.email).await?;
        let mut account = StoredAccount {
            enabled: true,
            ..found.value
        };
        let link = prepare_setup(&mut account, SystemClock.now()).map_err(in_words)?;
        let audit = line(&SystemClock, AuditAction::AccountChange, "new set-up link");
        practice
            .store
            .update_account(&account, found.version, &audit)
            .await?;
        practice
            .store
            .close_all_of(
                account.id,
                &line(&SystemClock, AuditAction::SignOut, "new set-up link"),
            )
            .await?;
        print_invitation(&invited(&practice, &account, &link));
        practice.store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

async fn find(practice: &Practice, email: &str) -> anyhow::Result<Versioned<StoredAccount>> {
    let found = practice.store.account_by_email(email).await?;
    found.with_context(|| {
        format!("nobody signs in with {email}; `attune account list` shows everybody")
    })
}

fn roles_in_words(roles: Roles) -> String {
    let all = [
        (roles.clinician, "clinician"),
        (roles.supervisor, "supervisor"),
        (roles.administrator, "administrator"),
    ];
    let held: Vec<&str> = all
        .iter()
        .filter(|(held, _)| *held)
        .map(|(_, name)| *name)
        .collect();
    if held.is_empty() {
        "no role".to_owned()
    } else {
        held.join(", ")
    }
}

fn state_in_words(account: &StoredAccount, now: Timestamp) -> &'static str {
    match account.setup {
        _ if !account.enabled => "disabled",
        Some(setup) if setup.expires <= now => "set-up link expired",
        Some(_) => "has not set a password yet",
        None => "active",
    }
}
