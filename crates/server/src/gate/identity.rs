//! Changing a name or contact. It is sealed under a key of its own and has a
//! version of its own: two windows never overwrite each other.

use attune_ids::ClientId;
use attune_record::{Actor, Append, AuditAction, place};
use attune_vault::VaultError;

use super::{Opened, seal};
use crate::identity::Identity;
use crate::language::Language;
use crate::policy::Writer;
use crate::{App, AppError};

/// What came of changing a name or contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentityKept {
    /// It is kept.
    Saved,
    /// Somebody else changed it meanwhile; nothing was written.
    Conflict {
        /// The version to name when saving over it.
        version: u64,
        /// As it stands.
        there: Identity,
    },
}

impl App {
    /// The e-mail address of a client, for a mail that is about to be sent; none if there is none, or if the keys
    /// were destroyed.
    pub(crate) async fn address_of(&self, client: ClientId) -> Result<Option<String>, AppError> {
        let row = self.store.client_row(client).await?;
        let (key, place) = place::identity(client, row.identity_version);
        match self.vault.open(key, &place, &row.identity) {
            Err(VaultError::UnknownClient(_)) => return Ok(None),
            other => drop(other?),
        }
        let person = seal::open_identity(self, client, row.identity_version, &row.identity)?;
        self.store
            .audit(&self.line(Actor::Program, AuditAction::IdentityRead, Some(client)))
            .await?;
        Ok(Some(person.email))
    }

    /// The language chosen for or by a client, if any. From memory: every page of theirs asks.
    pub(crate) async fn language_of(&self, client: ClientId) -> Option<Language> {
        let known = self.indexed(&[client]).await;
        known.first().and_then(|(_, known)| known.person.spoken())
    }

    /// The language to speak with this person: theirs, else the practice's.
    pub(crate) async fn language_with(&self, person: &Identity) -> Language {
        match person.spoken() {
            Some(language) => language,
            None => self.settings.read().await.language(),
        }
    }

    /// Keeps the language a client wants to be spoken to in. The last choice counts.
    pub(crate) async fn prefer_language(
        &self,
        client: ClientId,
        actor: Actor,
        language: Language,
    ) -> Result<(), AppError> {
        const TRIES: usize = 5;
        for _ in 0..TRIES {
            let opened = self.open_sealed(client).await?;
            if opened.person.language == language.tag() {
                return Ok(());
            }
            let person = Identity {
                language: language.tag().to_owned(),
                ..opened.person.clone()
            };
            match self.write_identity(&opened, actor, &person).await {
                Ok(()) => return Ok(()),
                // The record or the identity moved on: look again.
                Err(AppError::Busy) => {}
                Err(other) => return Err(other),
            }
        }
        Err(AppError::Busy)
    }

    /// Changes the name and contact of a client. `expected` is the version they
    /// were typed over; the same words again count as saved.
    pub async fn change_identity(
        &self,
        writer: &Writer,
        expected: u64,
        person: &Identity,
    ) -> Result<IdentityKept, AppError> {
        const TRIES: usize = 5;
        let client = writer.reader.client;
        let actor = Actor::Account(writer.reader.staff.id());
        for _ in 0..TRIES {
            let opened = self.open_sealed(client).await?;
            if opened.person == *person {
                return Ok(IdentityKept::Saved);
            }
            if opened.identity_version != expected {
                return Ok(IdentityKept::Conflict {
                    version: opened.identity_version,
                    there: opened.person,
                });
            }
            match self.write_identity(&opened, actor, person).await {
                Ok(()) => return Ok(IdentityKept::Saved),
                // The record or the identity moved on: look again.
                Err(AppError::Busy) => {}
                Err(other) => return Err(other),
            }
        }
        Err(AppError::Busy)
    }

    /// Writes this identity over the one that was opened; busy if record or identity moved on since.
    async fn write_identity(
        &self,
        opened: &Opened,
        actor: Actor,
        person: &Identity,
    ) -> Result<(), AppError> {
        let (client, expected) = (opened.client, opened.identity_version);
        let append = Append {
            client,
            expected: opened.entries.len() as u64,
            entries: Vec::new(),
            headline: seal::headline(self, client, &opened.record)?,
            identity: Some((
                expected,
                seal::identity(self, client, expected + 1, person)?,
            )),
            drafts_done: Vec::new(),
            mails: Vec::new(),
            audit: self.line(actor, AuditAction::IdentityWrite, Some(client)),
        };
        self.store.append(&append).await?;
        self.refresh_index().await
    }
}
