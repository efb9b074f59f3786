//! Beginning records: one client at a time in the browser, many at once in an import.

use attune_care::{Author, Entry, Headline, NewEntry, Record};
use attune_ids::{AccountId, ClientId, SessionId};
use attune_record::{
    Actor, Append, AuditAction, DraftSaved, NewClient, Relation, SaveDraft, StoreError, What, place,
};
use attune_vault::{MacLabel, VaultError};
use uuid::Uuid;

use super::{note_draft, seal};
use crate::identity::Identity;
use crate::policy::Clinical;
use crate::{App, AppError};

/// A record to begin.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// Its id.
    pub client: ClientId,
    /// Name and contact.
    pub person: Identity,
    /// The first entries, in order.
    pub entries: Vec<Entry>,
}

/// Entries to add to a record that is there already.
#[derive(Debug, Clone)]
pub struct Addition {
    /// Whose record.
    pub client: ClientId,
    /// The entries to add, in order.
    pub entries: Vec<Entry>,
}

impl App {
    /// Begins the record of a client the signed-in clinician will work with.
    pub async fn begin(
        &self,
        clinical: &Clinical,
        client: ClientId,
        person: Identity,
        new: Vec<NewEntry>,
    ) -> Result<(), AppError> {
        let account = clinical.staff.id();
        if !clinical.staff.account.roles.clinician {
            return Err(AppError::NotFound);
        }
        let now = self.now();
        let entries = new
            .into_iter()
            .map(|entry| entry.sign(Author::Staff(account), now))
            .collect();
        let beginning = Beginning {
            client,
            person,
            entries,
        };
        let actor = Actor::Account(account);
        let action = AuditAction::ClientCreate;
        let begun = self.begin_all(&[beginning], account, actor, action).await?;
        // Sent twice, or the first answer was lost on its way: there is one client, and it is this person's.
        if begun || self.works_with(account, client).await? {
            Ok(())
        } else {
            Err(AppError::NotFound)
        }
    }

    async fn works_with(&self, account: AccountId, client: ClientId) -> Result<bool, AppError> {
        let related = self.store.relations_to(client).await?;
        Ok(related.contains(&(account, Relation::Clinician)))
    }

    /// Begins many records for one clinician in one transaction: all or none.
    /// For imports and the fictional practice; there is no route to it.
    pub async fn begin_many(
        &self,
        beginnings: &[Beginning],
        clinician: AccountId,
    ) -> Result<(), AppError> {
        let action = AuditAction::ClientImport;
        let begun = self.begin_all(beginnings, clinician, Actor::Program, action);
        if begun.await? {
            Ok(())
        } else {
            Err(AppError::Broken(
                "one of these clients was brought in at the same time".to_owned(),
            ))
        }
    }

    /// False, and nothing written, if one of the clients is there already.
    async fn begin_all(
        &self,
        beginnings: &[Beginning],
        clinician: AccountId,
        actor: Actor,
        action: AuditAction,
    ) -> Result<bool, AppError> {
        let today = self.today().await;
        let zone = self.zone().await;
        let ids: Vec<ClientId> = beginnings
            .iter()
            .map(|beginning| beginning.client)
            .collect();
        // Keys first: a key without a record is harmless, the reverse is not.
        self.vault.add_clients(&ids)?;
        let clients = beginnings
            .iter()
            .map(|beginning| {
                let client = beginning.client;
                Ok(NewClient {
                    id: client,
                    opened_day: today,
                    identity: seal::identity(self, client, 1, &beginning.person)?,
                    entries: seal::entries(self, client, 0, &beginning.entries, today)?,
                    headline: seal::headline(
                        self,
                        client,
                        &Record::from_entries(&beginning.entries).in_zone(zone.clone()),
                    )?,
                    access: vec![(clinician, Relation::Clinician)],
                })
            })
            .collect::<Result<Vec<_>, AppError>>()?;
        let line = self.line(
            actor,
            action,
            ids.first().copied().filter(|_| ids.len() == 1),
        );
        match self.store.create_clients(&clients, &line).await {
            Err(StoreError::AlreadyThere(What::Client)) => return Ok(false),
            created => created?,
        }
        self.refresh_index().await?;
        Ok(true)
    }

    /// Opens a record for the program itself, at the command line: for imports
    /// that add to what is there. There is no route to it.
    pub async fn open_for_import(
        &self,
        client: ClientId,
    ) -> Result<Option<super::Opened>, AppError> {
        match self.open_sealed(client).await {
            Ok(opened) => Ok(Some(opened)),
            Err(AppError::NotFound) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Begins the note of a session, for the fictional practice; there is no route to it.
    pub async fn begin_note(
        &self,
        client: ClientId,
        session: SessionId,
        text: &str,
    ) -> Result<(), AppError> {
        let id = note_draft(session);
        let (key, place) = place::draft(client, id, 1);
        let plain = serde_json::to_vec(&serde_json::json!({ "text": text }))?;
        let save = SaveDraft {
            id,
            client,
            expected: 0,
            sealed: self.vault.seal(key, &place, &plain)?,
            audit: Some(self.line(Actor::Program, AuditAction::DraftWrite, Some(client))),
        };
        match self.store.save_draft(&save).await? {
            DraftSaved::Saved { .. } => Ok(()),
            DraftSaved::Conflict(_) => Err(AppError::Busy),
        }
    }

    /// An id that stays the same for the same thing from the same place, for imports: done twice, they find what is
    /// there. Nobody without this practice's keys can work it out from what it is made of.
    pub fn import_id(&self, parts: &[&str]) -> Uuid {
        let mut bytes = Vec::new();
        for part in parts {
            // Each with its length, so that "a", "bc" and "ab", "c" differ.
            bytes.extend((part.len() as u64).to_le_bytes());
            bytes.extend(part.as_bytes());
        }
        let mac = self.vault.mac(MacLabel::ImportIdentity, &bytes);
        let mut first = [0; 16];
        first.copy_from_slice(&mac[..16]);
        uuid::Builder::from_custom_bytes(first).into_uuid()
    }

    /// Whether the stored headline of a client is the one that the entries give; nothing if the client was erased. For
    /// a verification at the command line; there is no route to it.
    pub async fn headline_agrees(&self, client: ClientId) -> Result<Option<bool>, AppError> {
        const TRIES: usize = 5;
        for _ in 0..TRIES {
            let row = self.store.client_row(client).await?;
            let (key, place) = place::headline(client, row.seq);
            match self.vault.open(key, &place, &row.headline) {
                Err(VaultError::UnknownClient(_)) => return Ok(None),
                other => drop(other?),
            }
            let opened = self.look(client).await?;
            // Somebody may have saved between the two looks.
            if opened.record.version == row.seq {
                let stored = seal::open_headline(self, client, row.seq, &row.headline)?;
                let now = Headline::of(&opened.record, &self.catalog);
                // The reference may be another than on the day it was written.
                return Ok(Some(stored.judged_anew(&self.catalog) == now));
            }
        }
        Err(AppError::Busy)
    }

    /// Adds entries to many records in one transaction: all or none.
    pub async fn add_many(&self, additions: &[Addition]) -> Result<(), AppError> {
        let today = self.today().await;
        let mut appends = Vec::with_capacity(additions.len());
        for addition in additions {
            let client = addition.client;
            let before = self.open_sealed(client).await?.book();
            let expected = before.entries.len() as u64;
            let entries = seal::entries(self, client, expected, &addition.entries, today)?;
            let afterwards = before.and(addition.entries.clone());
            appends.push(Append {
                client,
                expected,
                entries,
                headline: seal::headline(self, client, &afterwards.record)?,
                identity: None,
                drafts_done: Vec::new(),
                mails: Vec::new(),
                audit: self.line(Actor::Program, AuditAction::ClientImport, Some(client)),
            });
        }
        self.store.append_many(&appends).await?;
        self.refresh_index().await
    }
}
