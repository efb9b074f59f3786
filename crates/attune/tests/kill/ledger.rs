//! Everything the program ever acknowledged, and the look whether it is still there.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use attune_care::{Body, Entry};
use attune_ids::{ClientId, DraftId, EntryId, SessionId};
use attune_record::{Location, Store, StoreError, place};
use attune_vault::{Unlock, Vault};

/// One acknowledged save.
#[derive(Debug)]
pub enum Saved {
    Client(ClientId),
    Entry {
        client: ClientId,
        entry: EntryId,
        /// What the entry has to say, if it says something.
        words: Option<String>,
    },
    Draft {
        client: ClientId,
        session: SessionId,
        version: u64,
        text: String,
    },
    Locked {
        client: ClientId,
        session: SessionId,
        entry: EntryId,
        text: String,
    },
}

pub struct Ledger {
    keyring: PathBuf,
    key_file: PathBuf,
    database: PathBuf,
    acknowledged: usize,
    entries: HashMap<ClientId, HashSet<EntryId>>,
    /// The latest draft of each session that is still being written.
    drafts: HashMap<SessionId, (ClientId, u64, String)>,
    /// Entries not read yet, with what they have to say.
    unread: HashMap<ClientId, Vec<(EntryId, String)>>,
    runtime: tokio::runtime::Runtime,
}

impl Ledger {
    pub fn new(data: &Path, key_file: &Path) -> Self {
        Self {
            keyring: data.join("keyring"),
            key_file: key_file.to_owned(),
            database: data.join("record.sqlite"),
            acknowledged: 0,
            entries: HashMap::new(),
            drafts: HashMap::new(),
            unread: HashMap::new(),
            runtime: tokio::runtime::Runtime::new().unwrap(),
        }
    }

    pub fn acknowledged(&self) -> usize {
        self.acknowledged
    }

    pub fn add(&mut self, saved: Vec<Saved>) {
        self.acknowledged += saved.len();
        for saved in saved {
            match saved {
                Saved::Client(client) => {
                    self.entries.entry(client).or_default();
                }
                Saved::Entry {
                    client,
                    entry,
                    words,
                } => self.expect(client, entry, words),
                Saved::Draft {
                    client,
                    session,
                    version,
                    text,
                } => {
                    self.drafts.insert(session, (client, version, text));
                }
                Saved::Locked {
                    client,
                    session,
                    entry,
                    text,
                } => {
                    self.drafts.remove(&session);
                    self.expect(client, entry, Some(text));
                }
            }
        }
    }

    fn expect(&mut self, client: ClientId, entry: EntryId, words: Option<String>) {
        let fresh = self.entries.entry(client).or_default().insert(entry);
        assert!(fresh, "one id was acknowledged for two saves");
        if let Some(words) = words {
            self.unread.entry(client).or_default().push((entry, words));
        }
    }

    /// Looks for everything, in the store itself.
    pub fn check(&mut self) {
        let vault =
            Arc::new(Vault::unlock(&self.keyring, Unlock::KeyFile(&self.key_file)).unwrap());
        let location = Location::Sqlite(self.database.clone());
        let unread = std::mem::take(&mut self.unread);
        self.runtime.block_on(async {
            let store = Store::connect(&location, Arc::clone(&vault)).await.unwrap();
            for (client, expected) in &self.entries {
                let stored = store.entries(*client).await.unwrap();
                assert!(!stored.is_empty(), "a client was lost");
                let there: HashSet<EntryId> = stored.iter().map(|entry| entry.id).collect();
                assert_eq!(there.len(), stored.len(), "an entry is there twice");
                let lost: Vec<_> = expected.difference(&there).collect();
                assert!(lost.is_empty(), "lost: {lost:?}");
                for (entry, words) in unread.get(client).into_iter().flatten() {
                    let stored = stored.iter().find(|stored| stored.id == *entry).unwrap();
                    let (key, place) = place::entry(*client, stored.id, stored.seq);
                    let plain = vault.open(key, &place, &stored.sealed).unwrap();
                    assert_eq!(words_of(&Entry::from_bytes(&plain).unwrap()), words);
                }
            }
            for (session, (client, version, text)) in &self.drafts {
                check_draft(&store, &vault, *session, *client, *version, text).await;
            }
            store.close().await;
        });
    }
}

/// A later save that was never answered may have been kept as well; one that was answered is never missing.
async fn check_draft(
    store: &Store,
    vault: &Vault,
    session: SessionId,
    client: ClientId,
    version: u64,
    text: &str,
) {
    match store.draft(DraftId(session.0)).await {
        Ok(draft) => {
            assert!(
                draft.version >= version,
                "a draft went back from {version} to {}",
                draft.version
            );
            let (key, place) = place::draft(client, draft.id, draft.version);
            let plain = vault.open(key, &place, &draft.sealed).unwrap();
            let plain = String::from_utf8_lossy(&plain);
            assert!(
                draft.version > version || plain.contains(text),
                "a draft was changed"
            );
        }
        // Locked by a request that was never answered.
        Err(StoreError::NotFound(_)) => {
            let entries = store.entries(client).await.unwrap();
            let locked = entries.iter().any(|stored| {
                let (key, place) = place::entry(client, stored.id, stored.seq);
                let plain = vault.open(key, &place, &stored.sealed).unwrap();
                matches!(Entry::from_bytes(&plain).unwrap().body, Body::NoteLocked(note) if note.session == session)
            });
            assert!(locked, "a draft was lost");
        }
        Err(error) => panic!("{error}"),
    }
}

fn words_of(entry: &Entry) -> &str {
    match &entry.body {
        Body::FactorSet(factor) => &factor.text,
        Body::NoteLocked(note) => &note.text,
        other => panic!("an entry of another kind: {other:?}"),
    }
}
