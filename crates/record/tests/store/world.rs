//! A small practice to test with.

use attune_ids::{AccountId, ClientId, EntryId};
use attune_record::{
    Account, Actor, Append, AuditAction, AuditLine, NewClient, NewEntry, Relation, Roles, Store,
    place,
};
use attune_testkit::TestDatabase;
use attune_vault::{Key, Place, Sealed, Vault};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

pub(crate) const DAY: Date = date(2026, 11, 22);

/// A moment, counted in seconds from an arbitrary one.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

/// An audit line about nothing in particular.
pub(crate) fn line(action: AuditAction, client: Option<ClientId>) -> AuditLine {
    AuditLine {
        at: at(0),
        actor: Actor::Program,
        action,
        client,
        detail: String::new(),
    }
}

pub(crate) fn new_entry(vault: &Vault, client: ClientId, seq: u64, text: &str) -> NewEntry {
    let id = EntryId(Uuid::now_v7());
    NewEntry {
        id,
        day: DAY,
        sealed: sealed(vault, place::entry(client, id, seq), text),
    }
}

pub(crate) fn sealed(vault: &Vault, (key, place): (Key, Place<'_>), text: &str) -> Sealed {
    vault.seal(key, &place, text.as_bytes()).unwrap()
}

pub(crate) fn opened(vault: &Vault, (key, place): (Key, Place<'_>), sealed: &Sealed) -> String {
    let bytes = vault.open(key, &place, sealed).unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A database with its store and one account.
pub(crate) struct World {
    pub(crate) database: TestDatabase,
    pub(crate) store: Store,
    pub(crate) account: AccountId,
}

impl World {
    pub(crate) async fn new(database: TestDatabase) -> Self {
        let store = database.store().await;
        let account = account("ada@example.org");
        let audit = line(AuditAction::AccountCreate, None);
        store.create_account(&account, &audit).await.unwrap();
        Self {
            database,
            store,
            account: account.id,
        }
    }

    pub(crate) fn vault(&self) -> &Vault {
        self.database.vault()
    }

    /// A record to begin, its entries saying "entry 1", "entry 2", ...
    pub(crate) fn new_client(&self, entries: u64) -> NewClient {
        let id = ClientId(Uuid::now_v7());
        self.vault().add_clients(&[id]).unwrap();
        NewClient {
            id,
            opened_day: DAY,
            identity: sealed(self.vault(), place::identity(id, 1), "name 1"),
            entries: (1..=entries)
                .map(|seq| new_entry(self.vault(), id, seq, &format!("entry {seq}")))
                .collect(),
            headline: sealed(self.vault(), place::headline(id, entries), "headline"),
            access: vec![(self.account, Relation::Clinician)],
        }
    }

    /// A client whose record is begun.
    pub(crate) async fn client(&self, entries: u64) -> ClientId {
        let client = self.new_client(entries);
        let audit = line(AuditAction::ClientCreate, Some(client.id));
        self.store
            .create_clients(std::slice::from_ref(&client), &audit)
            .await
            .unwrap();
        client.id
    }

    /// One more entry after the `expected` the caller has seen.
    pub(crate) fn save(&self, client: ClientId, expected: u64, text: &str) -> Append {
        save(self.vault(), client, expected, text)
    }

    /// What a client's entries say, each opened at its own place.
    pub(crate) async fn texts(&self, client: ClientId) -> Vec<String> {
        let entries = self.store.entries(client).await.unwrap();
        entries
            .iter()
            .map(|entry| {
                let place = place::entry(client, entry.id, entry.seq);
                opened(self.vault(), place, &entry.sealed)
            })
            .collect()
    }
}

/// One more entry after the `expected` the caller has seen.
pub(crate) fn save(vault: &Vault, client: ClientId, expected: u64, text: &str) -> Append {
    let seq = expected + 1;
    Append {
        client,
        expected,
        entries: vec![new_entry(vault, client, seq, text)],
        headline: sealed(vault, place::headline(client, seq), "headline"),
        identity: None,
        drafts_done: Vec::new(),
        mails: Vec::new(),
        audit: line(AuditAction::RecordWrite, Some(client)),
    }
}

/// An enabled clinician.
pub(crate) fn account(email: &str) -> Account {
    Account {
        id: AccountId(Uuid::now_v7()),
        name: "Ada Lovelace".to_owned(),
        email: email.to_owned(),
        password_hash: Some("$argon2id$not-a-real-one".to_owned()),
        totp_secret: Some(vec![7; 20]),
        last_totp_step: None,
        roles: Roles {
            clinician: true,
            ..Roles::default()
        },
        enabled: true,
        setup: None,
        personal_keys: Vec::new(),
        personal_codes: Vec::new(),
        kept_keys: Vec::new(),
        kept_texts: Vec::new(),
        calendar: None,
    }
}
