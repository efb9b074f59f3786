//! A whole practice in a temporary folder, spoken to through its router the way a browser speaks to it.
//!
//! ```ignore
//! mod support;
//! use support::Practice;
//!
//! let practice = Practice::new().await;
//! let mut clinician = practice.clinician("Jonas Weil").await;
//! let client = practice.client(&clinician, "Mira Okafor").await;
//! let page = clinician.get(&format!("/clients/{client}")).await;
//! assert_eq!(page.status, 200);
//! ```
#![allow(
    dead_code,
    unused_imports,
    reason = "every test file uses a part of this"
)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod browser;
pub(crate) mod full;
pub(crate) mod locales;
pub(crate) mod places;
pub(crate) mod queries;
pub(crate) mod story;
pub(crate) mod world;

use std::sync::{Arc, OnceLock};

use attune_care::assess::Opening;
use attune_care::{Author, Body, Headline, NewEntry, Record};
use attune_catalog::Catalog;
use attune_ids::{AccountId, ClientId, IdSource, RandomIds};
use attune_record::{Account, Actor, AuditAction, AuditLine, Roles, StaffSession, TokenHash};
use attune_server::clock::{Clock, HandClock};
use attune_server::gate::Beginning;
use attune_server::identity::Identity;
use attune_server::{App, ServerConfig, service};
use attune_testkit::TestDatabase;
use jiff::SignedDuration;
use jiff::civil::Date;

pub(crate) use browser::{Browser, Page};

/// The practice's clock starts here: a Thursday, nine in the morning.
pub(crate) const START: &str = "2026-05-14T09:00:00Z";

/// The shipped catalogue; reading it takes longer than most tests.
fn shipped() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::shipped().unwrap())
}

/// A practice with nobody in it yet.
pub(crate) struct Practice {
    pub(crate) app: App,
    pub(crate) clock: Arc<HandClock>,
    database: TestDatabase,
}

impl Practice {
    /// On `SQLite`, in the time zone UTC, at [`START`].
    pub(crate) async fn new() -> Self {
        Self::with_config(ServerConfig::default()).await
    }

    /// The same, configured like this.
    pub(crate) async fn with_config(config: ServerConfig) -> Self {
        let database = TestDatabase::sqlite();
        let clock = Arc::new(HandClock::at(START.parse().unwrap()));
        let store = database.store().await;
        let vault = Arc::clone(database.vault());
        let catalog = shipped().clone();
        let told: Arc<dyn Clock> = Arc::<HandClock>::clone(&clock);
        let app = App::new(store, vault, catalog, config, told).await;
        let app = app.unwrap_or_else(|error| panic!("no practice for a test: {error:?}"));
        {
            let mut settings = app.settings.write().await;
            "Lindenhof Practice".clone_into(&mut settings.practice_name);
            "UTC".clone_into(&mut settings.time_zone);
            "GB".clone_into(&mut settings.crisis_region);
        }
        Self {
            app,
            clock,
            database,
        }
    }

    /// One more server on the same database, as large practices have.
    pub(crate) async fn another_server(&self) -> App {
        let store = self.database.store().await;
        let vault = Arc::clone(self.database.vault());
        let told: Arc<dyn Clock> = Arc::<HandClock>::clone(&self.clock);
        let config = self.app.config.clone();
        let app = App::new(store, vault, shipped().clone(), config, told).await;
        let app = app.unwrap_or_else(|error| panic!("no second server: {error:?}"));
        self.app
            .settings
            .read()
            .await
            .clone_into(&mut *app.settings.write().await);
        app
    }

    /// Today, as the practice's clock has it.
    pub(crate) async fn today(&self) -> Date {
        self.app.today().await
    }

    /// The keys of the practice, for looking at what somebody with all of them could open.
    pub(crate) fn vault(&self) -> &attune_vault::Vault {
        self.database.vault()
    }

    /// Lets time pass.
    pub(crate) fn wait(&self, how_long: SignedDuration) {
        self.clock.advance(how_long);
    }

    /// Somebody new with these roles, signed in in a browser of their own.
    pub(crate) async fn staff(&self, name: &str, roles: Roles) -> Browser {
        let account = Account {
            id: AccountId::new(&mut RandomIds),
            name: name.to_owned(),
            email: format!("{}@example.org", name.to_lowercase().replace(' ', ".")),
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
        let line = self.line(AuditAction::AccountCreate);
        self.app
            .store
            .create_account(&account, &line)
            .await
            .unwrap();
        self.signed_in(account.id).await
    }

    /// A clinician, signed in.
    pub(crate) async fn clinician(&self, name: &str) -> Browser {
        self.staff(
            name,
            Roles {
                clinician: true,
                ..Roles::default()
            },
        )
        .await
    }

    /// One more browser in which this account is signed in.
    pub(crate) async fn signed_in(&self, account: AccountId) -> Browser {
        let now = self.app.now();
        let secret = RandomIds.next_id().simple().to_string();
        let session = StaffSession {
            id: RandomIds.next_id(),
            account,
            created: now,
            last_seen: now,
            expires: now + SignedDuration::from_hours(12),
            confirmed: None,
        };
        let line = self.line(AuditAction::SignIn);
        self.app
            .store
            .open_session(&session, TokenHash::of(secret.as_bytes()), &line)
            .await
            .unwrap();
        Browser::new(service(self.app.clone()), Some(account)).with_cookie("__Host-attune", &secret)
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn stranger(&self) -> Browser {
        Browser::new(service(self.app.clone()), None)
    }

    /// A fresh record of somebody with this name, in the hands of this clinician.
    pub(crate) async fn client(&self, clinician: &Browser, name: &str) -> ClientId {
        self.client_with(clinician, name, Vec::new()).await
    }

    /// A record that begins with these entries after its opening.
    pub(crate) async fn client_with(
        &self,
        clinician: &Browser,
        name: &str,
        bodies: Vec<Body>,
    ) -> ClientId {
        let client = ClientId::new(&mut RandomIds);
        let opening = Body::RecordOpened(Opening {
            on: self.today().await,
            source: None,
        });
        let entries = std::iter::once(opening)
            .chain(bodies)
            .map(|body| {
                let author = Author::Staff(clinician.account());
                NewEntry::new(body, &mut RandomIds).sign(author, self.app.now())
            })
            .collect();
        let person = Identity {
            name: name.to_owned(),
            ..Identity::default()
        };
        let beginning = Beginning {
            client,
            person,
            entries,
        };
        let begun = self.app.begin_many(&[beginning], clinician.account()).await;
        begun.unwrap_or_else(|error| panic!("no record for a test: {error:?}"));
        client
    }

    /// The record as it stands, past every policy: for looking at what a request left behind.
    pub(crate) async fn record(&self, client: ClientId) -> Record {
        match self.app.open_for_import(client).await {
            Ok(Some(opened)) => opened.record.as_ref().clone(),
            other => panic!("no such record: {other:?}"),
        }
    }

    /// The headline as the caseload has it.
    pub(crate) async fn headline(&self, client: ClientId) -> Headline {
        Headline::of(&self.record(client).await, &self.app.catalog)
    }

    /// An audit line of now, for what a test does past the pages.
    pub(crate) fn line(&self, action: AuditAction) -> AuditLine {
        AuditLine {
            at: self.app.now(),
            actor: Actor::Program,
            action,
            client: None,
            detail: String::new(),
        }
    }
}

/// A form's own id, for a test that makes the form itself.
pub(crate) fn fresh() -> String {
    RandomIds.next_id().to_string()
}
