//! The key of one person, and what is sealed under it: process notes. The password opens the key at sign-in; from
//! then on it is in the browser's hands, sealed for that one session, and comes with each request. Nothing here can
//! open what somebody else wrote, whatever proof it is given.

use std::convert::Infallible;
use std::sync::Arc;

use attune_ids::{AccountId, ClientId, DraftId, SessionId};
use attune_record::{Account, StoredDraft, place};
use attune_vault::{
    Argon2Cost, LockedPersonalKey, MacLabel, PersonalKey, Sealed, SealedForOne, VaultError,
    from_hexadecimal, hexadecimal,
};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Draft, Kept};
use crate::policy::{Reader, Staff, Writer};
use crate::{App, AppError, cookie};

/// The key that came with this request; none if the browser did not send it.
#[derive(Debug, Clone)]
pub(crate) struct Own(Option<Arc<PersonalKey>>);

impl Own {
    /// The key, if it is here.
    pub(crate) fn key(&self) -> Option<&PersonalKey> {
        self.0.as_deref()
    }
}

impl<S> FromRequestParts<S> for Own
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let key = || {
            let staff = parts.extensions.get::<Staff>()?;
            let handed_out = cookie::read(&parts.headers, cookie::OWN)?;
            let sealed = Sealed::from_stored(from_hexadecimal(&handed_out)?);
            // Of another session, or changed: as good as none.
            App::from_ref(state)
                .vault
                .take_back(&sealed, staff.session)
                .ok()
        };
        Ok(Self(key().map(Arc::new)))
    }
}

/// What is kept of a process note, inside of the seal of the record: nothing that anybody else could read.
#[derive(PartialEq, Serialize, Deserialize)]
struct KeptForOne {
    process_note: SealedForOne,
}

impl App {
    /// The key of somebody whose password was just found to fit, made now if there is none yet, and their keys as
    /// they are to be stored. Only people who work with clients have one.
    pub(crate) async fn unlock_own(
        &self,
        account: &Account,
        password: &str,
    ) -> Result<(Option<PersonalKey>, Vec<LockedPersonalKey>), AppError> {
        let mut keys = account.personal_keys.clone();
        if !account.roles.clinician {
            return Ok((None, keys));
        }
        let install = self.vault.install();
        let password = password.to_owned();
        slowly(move || {
            for at in (0..keys.len()).rev() {
                if let Some(key) = keys[at].open(install, &password)? {
                    // Somebody who went back to a former password has what they wrote then.
                    let in_use = keys.remove(at);
                    keys.push(in_use);
                    return Ok((Some(key), keys));
                }
            }
            let key = PersonalKey::random()?;
            keys.push(key.lock(install, &password, Argon2Cost::default())?);
            Ok((Some(key), keys))
        })
        .await
    }

    /// The same with a new password: the key stays, and its lock is exchanged.
    pub(crate) async fn relock_own(
        &self,
        account: &Account,
        old: &str,
        new: &str,
    ) -> Result<(Option<PersonalKey>, Vec<LockedPersonalKey>), AppError> {
        let (key, mut keys) = self.unlock_own(account, old).await?;
        let Some(key) = key else {
            return Ok((None, keys));
        };
        let install = self.vault.install();
        let new = new.to_owned();
        slowly(move || {
            keys.pop();
            keys.push(key.lock(install, &new, Argon2Cost::default())?);
            Ok((Some(key), keys))
        })
        .await
    }

    /// The key as a cookie of this sign-in.
    pub(crate) fn hand_out(&self, key: &PersonalKey, session: Uuid) -> Result<String, AppError> {
        Ok(hexadecimal(self.vault.hand_out(key, session)?.as_bytes()))
    }

    /// One's own process note on a session.
    pub(crate) async fn process_note(
        &self,
        writer: &Writer,
        own: &PersonalKey,
        session: SessionId,
    ) -> Result<Option<Draft<String>>, AppError> {
        let id = self.process_note_id(writer.reader.staff.id(), own.id(), session);
        let Some(draft) = self.draft::<KeptForOne>(&writer.reader, id).await? else {
            return Ok(None);
        };
        self.open_for_one(own, writer.reader.client, id, &draft)
            .map(Some)
    }

    /// What was written on a session under earlier keys of this person that the one that is here opens.
    pub(crate) async fn earlier_process_notes(
        &self,
        writer: &Writer,
        own: &PersonalKey,
        session: SessionId,
    ) -> Result<Vec<String>, AppError> {
        let mut notes = Vec::new();
        for key in self.earlier_keys(&writer.reader.staff.account, own) {
            let note = self.process_note(writer, &key, session).await?;
            notes.extend(note.map(|note| note.value));
        }
        Ok(notes)
    }

    /// Whether there is one that an earlier key of this person sealed, which is not here.
    pub(crate) async fn has_earlier_process_note(
        &self,
        writer: &Writer,
        own: &PersonalKey,
        session: SessionId,
    ) -> Result<bool, AppError> {
        let account = &writer.reader.staff.account;
        let opened = self.earlier_keys(account, own);
        let here = |id| own.id() == id || opened.iter().any(|key| key.id() == id);
        for key in account.personal_keys.iter().filter(|key| !here(key.id())) {
            let id = self.process_note_id(account.id, key.id(), session);
            if self
                .draft::<KeptForOne>(&writer.reader, id)
                .await?
                .is_some()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Keeps one's own process note. `expected` is the version it was typed over, 0 for a new one.
    pub(crate) async fn keep_process_note(
        &self,
        writer: &Writer,
        own: &PersonalKey,
        session: SessionId,
        expected: u64,
        text: &str,
    ) -> Result<Kept<String>, AppError> {
        let client = writer.reader.client;
        let id = self.process_note_id(writer.reader.staff.id(), own.id(), session);
        let (_, place) = place::draft(client, id, expected.saturating_add(1));
        let value = KeptForOne {
            process_note: own.seal(self.vault.install(), &place, text.as_bytes())?,
        };
        match self.keep_draft(writer, id, expected, &value).await? {
            Kept::Saved(version) => Ok(Kept::Saved(version)),
            Kept::Conflict(there) => {
                let there = self.open_for_one(own, client, id, &there)?;
                // The same text again: the answer to the first attempt was lost on its way.
                if there.value == text {
                    return Ok(Kept::Saved(there.version));
                }
                Ok(Kept::Conflict(there))
            }
        }
    }

    /// Throws one's own process note away, with what was written on the session under earlier keys that are here.
    pub(crate) async fn discard_process_note(
        &self,
        writer: &Writer,
        own: &PersonalKey,
        session: SessionId,
    ) -> Result<(), AppError> {
        let account = &writer.reader.staff.account;
        let earlier = self.earlier_keys(account, own);
        for key in std::iter::once(own).chain(&earlier) {
            let id = self.process_note_id(account.id, key.id(), session);
            if self
                .draft::<KeptForOne>(&writer.reader, id)
                .await?
                .is_some()
            {
                self.discard_draft(writer, id).await?;
            }
        }
        Ok(())
    }

    /// One's own process notes on these sessions, out of a client's drafts, for one's own search.
    pub(crate) fn process_notes(
        &self,
        reader: &Reader,
        own: &PersonalKey,
        sessions: &[SessionId],
        drafts: &[StoredDraft],
    ) -> Result<Vec<(SessionId, String)>, AppError> {
        let mut notes = Vec::new();
        let account = &reader.staff.account;
        let earlier = self.earlier_keys(account, own);
        for session in sessions {
            for key in std::iter::once(own).chain(&earlier) {
                let id = self.process_note_id(account.id, key.id(), *session);
                if let Some(stored) = drafts.iter().find(|stored| stored.id == id) {
                    let draft = self.open_draft::<KeptForOne>(stored)?;
                    let opened = self.open_for_one(key, reader.client, id, &draft)?;
                    notes.push((*session, opened.value));
                }
            }
        }
        Ok(notes)
    }

    /// Differs from person to person and from key to key, and without the practice's keys nobody can tell which
    /// session or person it belongs to.
    fn process_note_id(&self, author: AccountId, key: Uuid, session: SessionId) -> DraftId {
        let parts = [author.0, key, session.0];
        let bytes: Vec<u8> = parts.iter().flat_map(|part| *part.as_bytes()).collect();
        let mac = self.vault.mac(MacLabel::PersonalText, &bytes);
        let mut first = [0; 16];
        first.copy_from_slice(&mac[..16]);
        DraftId(uuid::Builder::from_custom_bytes(first).into_uuid())
    }

    fn open_for_one(
        &self,
        own: &PersonalKey,
        client: ClientId,
        id: DraftId,
        draft: &Draft<KeptForOne>,
    ) -> Result<Draft<String>, AppError> {
        let (_, place) = place::draft(client, id, draft.version);
        let install = self.vault.install();
        let plain = own.open(install, &place, &draft.value.process_note)?;
        let value = String::from_utf8(plain.to_vec()).map_err(|_| VaultError::NotAuthentic)?;
        Ok(Draft {
            version: draft.version,
            value,
        })
    }
}

/// Deriving a key from a password takes a while on purpose: on a thread of its own.
pub(super) async fn slowly<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, AppError> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|error| AppError::Broken(error.to_string()))??)
}
