//! The fictional practice.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use attune_ids::{AccountId, IdSource, RandomIds};
use attune_record::{Account, Actor, AuditAction, AuditLine, Relation, Roles, StoreError};
use attune_server::App;
use attune_server::clock::{Clock, SystemClock};
use attune_server::gate::Beginning;
use attune_server::settings::Settings;
use attune_server::sign_in::{DEMO_PASSWORD, hash_password, new_secret};
use attune_vault::{Argon2Cost, Unlock, Vault, VaultError};
use clap::Args;

use crate::configuration::Configuration;
use crate::data_folder::DataFolder;
use crate::demo::{Colleague, FileClock, Life, Texts, lives};
use crate::practice::{Practice, in_words, line};
use crate::{browser, serving, start_up};

/// Look around in a practice of invented people
///
/// Makes about forty fictional clients, with two clinicians, a supervisor and an administrator, and serves them on
/// this machine alone. Without --data the practice is gone when the program stops. Every page says that nobody in it
/// exists. Never type anything real into it: its password is printed in the manual.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  attune demo
  attune demo --data ~/attune-demo       keep it, and find it there next time
  attune demo --port 0                   any free port")]
pub(crate) struct Demo {
    /// The port to listen on; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 7878)]
    port: u16,
    /// Keep the practice in this folder instead of a temporary one
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A PostgreSQL database instead of a file
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Do not open a browser
    #[arg(long)]
    no_open: bool,
    /// Take the time from this file, and begin without clients: for the worked examples of the guide
    #[arg(long, value_name = "FILE", hide = true)]
    clock: Option<PathBuf>,
}

impl Demo {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let mut configuration = Configuration::default();
        configuration.web.port = self.port;
        if let Some(database) = &self.database {
            configuration.storage.database.clone_from(database);
        }
        start_up::check_clock(SystemClock.now())?;
        let listener = serving::bind(&configuration.web).await?;
        let url = format!("http://localhost:{}", listener.local_addr()?.port());

        // Held to the end: dropping it removes the folder.
        let temporary = match self.data {
            Some(_) => None,
            None => Some(private_folder()?),
        };
        let folder = match (&self.data, &temporary) {
            (Some(path), _) => DataFolder::at(path)?,
            (None, Some(temporary)) => DataFolder::at(temporary.path())?,
            (None, None) => bail!("there is no folder for the practice"),
        };
        let (practice, fresh) = open_or_make(&folder, configuration).await?;
        let with_clients = self.clock.is_none();
        let clock: Arc<dyn Clock> = match self.clock {
            Some(file) => Arc::new(FileClock::on(file)?),
            None => Arc::new(SystemClock),
        };
        let app = practice.app(url.clone(), clock).await?;
        let texts = Texts::load()?;
        if fresh {
            fill(&practice, &app, &texts, with_clients).await?;
        }
        print_people(&texts);
        drop(practice);
        if !self.no_open {
            // Connections wait for the listener, which is there already.
            browser::open(&url);
        }
        serving::serve(
            listener,
            app,
            &format!("Attune is ready at {url}/ (stop with Ctrl-C)"),
        )
        .await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Opens a fictional practice that is there, or makes one. A practice that may be real is not touched.
async fn open_or_make(
    folder: &DataFolder,
    configuration: Configuration,
) -> anyhow::Result<(Practice, bool)> {
    let here = folder.path().display();
    let keyring = folder.keyring();
    let fresh = !keyring.try_exists()?;
    let vault = if fresh {
        folder.prepare()?;
        Vault::create(&keyring, DEMO_PASSWORD, Argon2Cost::default())?.0
    } else {
        match Vault::unlock(&keyring, Unlock::Passphrase(DEMO_PASSWORD)) {
            Err(VaultError::WrongSecret | VaultError::NoSuchSlot { .. }) => {
                bail!(
                    "{here} holds a real practice, which was not touched; start it with `attune serve --data {here}`"
                )
            }
            vault => vault?,
        }
    };
    let practice = match Practice::connect(folder, configuration, Arc::new(vault)).await {
        Err(error) if matches!(error.downcast_ref(), Some(StoreError::OtherInstall)) => {
            return Err(error.context(
                "this database was made with another keyring; name an empty one, or the folder it belongs to with \
                 --data DIR",
            ));
        }
        practice => practice?,
    };
    let settings = practice.store.settings::<Settings>().await?.value;
    // A practice without settings is one that was not finished: it is filled now.
    let finished = settings.is_some();
    if settings.is_some_and(|settings| !settings.fictional) {
        bail!("{here} holds a real practice, which was not touched");
    }
    if !finished && !practice.store.headlines_since(0).await?.clients.is_empty() {
        bail!(
            "{here} holds a fictional practice that was not finished; remove the folder and start again"
        );
    }
    Ok((practice, !finished))
}

/// Colleagues, clients, and last of all the settings, which say that the practice is complete.
async fn fill(
    practice: &Practice,
    app: &App,
    texts: &Texts,
    with_clients: bool,
) -> anyhow::Result<()> {
    let password = hash_password(DEMO_PASSWORD).map_err(in_words)?;
    let mut accounts = Vec::new();
    for colleague in &texts.colleagues {
        let account = account(colleague, &password)?;
        let audit = line(&*app.clock, AuditAction::AccountCreate, "fictional");
        practice.store.create_account(&account, &audit).await?;
        accounts.push(account);
    }
    if with_clients {
        fill_clients(practice, app, texts, &accounts).await?;
    }
    let settings = Settings {
        practice_name: "Harbour Street Practice".to_owned(),
        fictional: true,
        crisis_region: "GB".to_owned(),
        ..Settings::default()
    };
    let audit = line(&*app.clock, AuditAction::SettingsChange, "fictional");
    practice.store.save_settings(&settings, 0, &audit).await?;
    *app.settings.write().await = settings;
    Ok(())
}

/// Everybody's records, with what is drafted and shared.
async fn fill_clients(
    practice: &Practice,
    app: &App,
    texts: &Texts,
    accounts: &[Account],
) -> anyhow::Result<()> {
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    let zone = jiff::tz::TimeZone::system();
    let all = lives(texts, &app.catalog, &ids, &app.clock.now().to_zoned(zone))?;
    for (number, account) in accounts.iter().enumerate() {
        let beginnings: Vec<Beginning> = all
            .iter()
            .filter(|life| life.clinician == number)
            .map(beginning)
            .collect();
        if !beginnings.is_empty() {
            app.begin_many(&beginnings, account.id)
                .await
                .map_err(in_words)?;
        }
    }
    for life in &all {
        if let Some((session, text)) = &life.draft {
            app.begin_note(life.client, *session, text)
                .await
                .map_err(in_words)?;
        }
    }
    share(practice, accounts, &all).await
}

fn beginning(life: &Life) -> Beginning {
    Beginning {
        client: life.client,
        person: life.identity.clone(),
        entries: life.entries.clone(),
    }
}

/// The supervisor reads what clinicians share.
async fn share(practice: &Practice, accounts: &[Account], all: &[Life]) -> anyhow::Result<()> {
    let supervisor = accounts.iter().find(|account| account.roles.supervisor);
    let supervisor = supervisor.context("the texts name no supervisor")?;
    for life in all.iter().filter(|life| life.shared) {
        let clinician = accounts
            .get(life.clinician)
            .context("there is no such clinician")?;
        let audit = AuditLine {
            actor: Actor::Account(clinician.id),
            client: Some(life.client),
            ..line(&SystemClock, AuditAction::AccessGrant, "fictional")
        };
        practice
            .store
            .grant(life.client, supervisor.id, Relation::Supervisor, &audit)
            .await?;
    }
    Ok(())
}

fn account(colleague: &Colleague, password: &str) -> anyhow::Result<Account> {
    let has = |role: &str| colleague.roles.iter().any(|held| held == role);
    let known = ["clinician", "supervisor", "administrator"];
    ensure!(
        colleague
            .roles
            .iter()
            .all(|role| known.contains(&role.as_str())),
        "a colleague has an unknown role"
    );
    Ok(Account {
        id: AccountId::new(&mut RandomIds as &mut dyn IdSource),
        name: colleague.name.clone(),
        email: colleague.email.clone(),
        password_hash: Some(password.to_owned()),
        totp_secret: Some(new_secret().map_err(in_words)?),
        last_totp_step: None,
        roles: Roles {
            clinician: has("clinician"),
            supervisor: has("supervisor"),
            administrator: has("administrator"),
        },
        enabled: true,
        setup: None,
        personal_keys: Vec::new(),
        personal_codes: Vec::new(),
        kept_keys: Vec::new(),
        kept_texts: Vec::new(),
        calendar: None,
    })
}

fn print_people(texts: &Texts) {
    println!(
        "A fictional practice. Everybody in it is invented; never type anything real into it.\n"
    );
    for colleague in &texts.colleagues {
        println!(
            "  {:<24} {:<22} {}",
            colleague.name,
            colleague.email,
            colleague.roles.join(", ")
        );
    }
    println!(
        "\nEvery password is: {DEMO_PASSWORD}\nThe six-digit codes are shown on the sign-in page, because nobody here is real.\n"
    );
}

/// A temporary folder that nobody else on this machine can look into, like any practice's.
fn private_folder() -> std::io::Result<tempfile::TempDir> {
    tempfile::Builder::new()
        .prefix("attune-demo-")
        .permissions(std::fs::Permissions::from_mode(0o700))
        .tempdir()
}
