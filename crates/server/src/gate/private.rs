//! What a client keeps for themselves alone: sealed under a key that only their private phrase or their recovery code
//! opens, and then under their record's key, as every draft is. The key comes with each request of one visit, in a
//! cookie sealed for that visit; nothing in here, and nobody of the practice, has it in between.
//!
//! The rows are drafts among drafts: by themselves they do not tell that somebody keeps a private journal.

use std::convert::Infallible;
use std::sync::Arc;

use attune_ids::{ClientId, DraftId, JournalId, SheetId};
use attune_record::{Actor, AuditAction, StoreError, StoredDraft, place};
use attune_vault::{
    Argon2Cost, LockedPersonalKey, MacLabel, PersonalCode, PersonalKey, Sealed, SealedForOne,
    from_hexadecimal, hexadecimal,
};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::own::slowly;
use super::{Draft, Kept};
use crate::policy::SpaceHolder;
use crate::{App, AppError, cookie};

/// The client's private key, if it came with this request.
#[derive(Debug, Clone)]
pub(crate) struct Private(Option<Arc<PersonalKey>>);

impl Private {
    /// The key, if it is here.
    pub(crate) fn key(&self) -> Option<&PersonalKey> {
        self.0.as_deref()
    }

    /// The same, to be handed to another thread.
    pub(crate) fn shared(&self) -> Option<Arc<PersonalKey>> {
        self.0.clone()
    }
}

impl<S> FromRequestParts<S> for Private
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let key = || {
            let holder = parts.extensions.get::<SpaceHolder>()?;
            let handed_out = cookie::read(&parts.headers, cookie::PRIVATE)?;
            let sealed = Sealed::from_stored(from_hexadecimal(&handed_out)?);
            // Of another visit, or changed: as good as none.
            App::from_ref(state)
                .vault
                .take_back(&sealed, holder.visit)
                .ok()
        };
        Ok(Self(key().map(Arc::new)))
    }
}

/// A page that is for the client alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PrivatePage {
    /// When it was first written.
    pub(crate) written: Timestamp,
    /// In the client's own words.
    pub(crate) words: String,
}

/// Why a phrase did not open anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// There is nothing to open yet.
    NothingThere,
    /// It is another phrase or code.
    Wrong,
}

/// The two locks of the key, as they are kept inside of the seal of the record.
#[derive(PartialEq, Serialize, Deserialize)]
struct KeptLocks {
    private_locks: Locks,
}

#[derive(PartialEq, Serialize, Deserialize)]
struct Locks {
    phrase: LockedPersonalKey,
    code: LockedPersonalKey,
}

/// A private page as it is kept inside of the seal of the record: nothing that anybody else could read.
#[derive(PartialEq, Serialize, Deserialize)]
struct KeptPage {
    private_page: SealedForOne,
}

/// What the client is just writing, in the same way.
#[derive(PartialEq, Serialize, Deserialize)]
struct KeptUnfinished {
    private_unfinished: SealedForOne,
}

impl App {
    /// Whether the client has chosen a private phrase.
    pub(crate) async fn has_private(&self, holder: &SpaceHolder) -> Result<bool, AppError> {
        Ok(self.locks(holder).await?.is_some())
    }

    /// Makes a key that this phrase opens, and a code for when it is forgotten. What an earlier key sealed is lost:
    /// whoever calls this has asked.
    pub(crate) async fn begin_private(
        &self,
        holder: &SpaceHolder,
        phrase: &str,
    ) -> Result<(PersonalKey, PersonalCode), AppError> {
        let before = self.locks(holder).await?;
        for id in self.private_rows(holder, None).await? {
            self.discard_of(holder, id).await?;
        }
        let install = self.vault.install();
        let phrase = phrase.to_owned();
        let (key, code, private_locks) = slowly(move || {
            let (key, code) = (PersonalKey::random()?, PersonalCode::random()?);
            let cost = Argon2Cost::default();
            let locks = Locks {
                phrase: key.lock(install, &phrase, cost)?,
                code: key.lock(install, code.as_str(), cost)?,
            };
            Ok((key, code, locks))
        })
        .await?;
        let version = before.map_or(0, |draft| draft.version);
        self.keep_locks(holder, version, private_locks).await?;
        Ok((key, code))
    }

    /// The key, opened with the phrase.
    pub(crate) async fn open_private(
        &self,
        holder: &SpaceHolder,
        phrase: &str,
    ) -> Result<Result<PersonalKey, Opening>, AppError> {
        let Some(locks) = self.locks(holder).await? else {
            return Ok(Err(Opening::NothingThere));
        };
        let install = self.vault.install();
        let phrase = phrase.to_owned();
        let key = slowly(move || locks.value.private_locks.phrase.open(install, &phrase)).await?;
        Ok(key.ok_or(Opening::Wrong))
    }

    /// The key, opened with the code, and from now on with a new phrase. The code stays good.
    pub(crate) async fn open_private_with_code(
        &self,
        holder: &SpaceHolder,
        code: &PersonalCode,
        phrase: &str,
    ) -> Result<Result<PersonalKey, Opening>, AppError> {
        let Some(found) = self.locks(holder).await? else {
            return Ok(Err(Opening::NothingThere));
        };
        let install = self.vault.install();
        let (code, phrase) = (code.as_str().to_owned(), phrase.to_owned());
        let locks = found.value.private_locks;
        let opened = slowly(move || {
            let Some(key) = locks.code.open(install, &code)? else {
                return Ok(None);
            };
            let phrase = key.lock(install, &phrase, Argon2Cost::default())?;
            Ok(Some((key, Locks { phrase, ..locks })))
        })
        .await?;
        let Some((key, locks)) = opened else {
            return Ok(Err(Opening::Wrong));
        };
        self.keep_locks(holder, found.version, locks).await?;
        Ok(Ok(key))
    }

    /// A fresh code, for who has the key here; the one before opens nothing any more.
    pub(crate) async fn renew_private_code(
        &self,
        holder: &SpaceHolder,
        key: Arc<PersonalKey>,
    ) -> Result<PersonalCode, AppError> {
        let found = self.locks(holder).await?.ok_or(AppError::NotFound)?;
        let phrase = found.value.private_locks.phrase;
        // A key of before somebody began anew must not take the place of the present one.
        if phrase.id() != key.id() {
            return Err(AppError::NotFound);
        }
        let install = self.vault.install();
        let (code, locked) = slowly(move || {
            let code = PersonalCode::random()?;
            let locked = key.lock(install, code.as_str(), Argon2Cost::default())?;
            Ok((code, locked))
        })
        .await?;
        let locks = Locks {
            phrase,
            code: locked,
        };
        self.keep_locks(holder, found.version, locks).await?;
        Ok(code)
    }

    /// The key as a cookie of this visit.
    pub(crate) fn hand_out_private(
        &self,
        holder: &SpaceHolder,
        key: &PersonalKey,
    ) -> Result<String, AppError> {
        let sealed = self.vault.hand_out(key, holder.visit)?;
        Ok(hexadecimal(sealed.as_bytes()))
    }

    /// Every private page, the latest first.
    pub(crate) async fn private_pages(
        &self,
        holder: &SpaceHolder,
        key: &PersonalKey,
    ) -> Result<Vec<(JournalId, PrivatePage)>, AppError> {
        let mut pages = Vec::new();
        for stored in self.store.drafts_of(holder.client).await? {
            if let Some(page) = self.private_page_in(holder, key, &stored)? {
                pages.push((JournalId(stored.id.0), page));
            }
        }
        pages.sort_by_key(|(id, page)| std::cmp::Reverse((page.written, *id)));
        Ok(pages)
    }

    /// One private page with its version, for changing it.
    pub(crate) async fn private_page(
        &self,
        holder: &SpaceHolder,
        key: &PersonalKey,
        id: JournalId,
    ) -> Result<Draft<PrivatePage>, AppError> {
        let stored = self.store.draft(DraftId(id.0)).await?;
        if stored.client != holder.client {
            return Err(AppError::NotFound);
        }
        let page = self.private_page_in(holder, key, &stored)?;
        Ok(Draft {
            version: stored.version,
            value: page.ok_or(AppError::NotFound)?,
        })
    }

    /// Keeps a page for the client alone. `expected` is the version it was typed over, 0 for a new one; keeping the
    /// same once more is harmless.
    pub(crate) async fn keep_private_page(
        &self,
        holder: &SpaceHolder,
        key: &PersonalKey,
        id: JournalId,
        expected: u64,
        page: &PrivatePage,
    ) -> Result<Kept<PrivatePage>, AppError> {
        let id = DraftId(id.0);
        let (_, place) = place::draft(holder.client, id, expected.saturating_add(1));
        let value = KeptPage {
            private_page: key.seal(self.vault.install(), &place, &serde_json::to_vec(page)?)?,
        };
        let actor = Actor::ClientLink(holder.client);
        match self
            .keep_draft_as(actor, holder.client, id, expected, &value)
            .await?
        {
            Kept::Saved(version) => Ok(Kept::Saved(version)),
            Kept::Conflict(there) => {
                let (_, place) = place::draft(holder.client, id, there.version);
                let install = self.vault.install();
                let plain = key.open(install, &place, &there.value.private_page)?;
                let value: PrivatePage = serde_json::from_slice(&plain)?;
                // The same words again: the answer to the first attempt was lost on its way.
                if value.words == page.words {
                    return Ok(Kept::Saved(there.version));
                }
                Ok(Kept::Conflict(Draft {
                    version: there.version,
                    value,
                }))
            }
        }
    }

    /// Throws a private page away. Nothing of it stays.
    pub(crate) async fn discard_private_page(
        &self,
        holder: &SpaceHolder,
        key: &PersonalKey,
        id: JournalId,
    ) -> Result<(), AppError> {
        let rows = self.private_rows(holder, Some(key)).await?;
        if rows.contains(&DraftId(id.0)) {
            self.discard_of(holder, DraftId(id.0)).await?;
        }
        Ok(())
    }

    /// What the client was writing when they last stopped, if they have the key here.
    pub(crate) async fn private_unfinished(
        &self,
        holder: &SpaceHolder,
        key: &PersonalKey,
    ) -> Result<Option<Draft<String>>, AppError> {
        let id = self.unfinished_id(holder.client, key);
        let Some(draft) = self.draft_in::<KeptUnfinished>(holder.client, id).await? else {
            return Ok(None);
        };
        self.open_unfinished(holder, key, id, &draft).map(Some)
    }

    /// Keeps what the client is writing. `expected` is the version it was typed over.
    pub(crate) async fn keep_private_unfinished(
        &self,
        holder: &SpaceHolder,
        key: &PersonalKey,
        expected: u64,
        words: &str,
    ) -> Result<Kept<String>, AppError> {
        let id = self.unfinished_id(holder.client, key);
        let (_, place) = place::draft(holder.client, id, expected.saturating_add(1));
        let value = KeptUnfinished {
            private_unfinished: key.seal(self.vault.install(), &place, words.as_bytes())?,
        };
        let actor = Actor::ClientLink(holder.client);
        match self
            .keep_draft_as(actor, holder.client, id, expected, &value)
            .await?
        {
            Kept::Saved(version) => Ok(Kept::Saved(version)),
            Kept::Conflict(there) => {
                let there = self.open_unfinished(holder, key, id, &there)?;
                if there.value == words {
                    return Ok(Kept::Saved(there.version));
                }
                Ok(Kept::Conflict(there))
            }
        }
    }

    /// What was unfinished has its place now, or is not wanted any more.
    pub(crate) async fn discard_private_unfinished(
        &self,
        holder: &SpaceHolder,
        key: &PersonalKey,
    ) -> Result<(), AppError> {
        let id = self.unfinished_id(holder.client, key);
        self.discard_of(holder, id).await
    }

    fn open_unfinished(
        &self,
        holder: &SpaceHolder,
        key: &PersonalKey,
        id: DraftId,
        draft: &Draft<KeptUnfinished>,
    ) -> Result<Draft<String>, AppError> {
        let (_, place) = place::draft(holder.client, id, draft.version);
        let plain = key.open(
            self.vault.install(),
            &place,
            &draft.value.private_unfinished,
        )?;
        Ok(Draft {
            version: draft.version,
            value: String::from_utf8_lossy(&plain).into_owned(),
        })
    }

    async fn locks(&self, holder: &SpaceHolder) -> Result<Option<Draft<KeptLocks>>, AppError> {
        self.draft_in(holder.client, self.locks_id(holder.client))
            .await
    }

    async fn keep_locks(
        &self,
        holder: &SpaceHolder,
        version: u64,
        private_locks: Locks,
    ) -> Result<(), AppError> {
        let id = self.locks_id(holder.client);
        let actor = Actor::ClientLink(holder.client);
        let value = KeptLocks { private_locks };
        match self
            .keep_draft_as(actor, holder.client, id, version, &value)
            .await?
        {
            Kept::Saved(_) => Ok(()),
            // Two windows at once: the other one's phrase counts.
            Kept::Conflict(_) => Err(AppError::Busy),
        }
    }

    /// The rows of private pages: of this key, or of any.
    async fn private_rows(
        &self,
        holder: &SpaceHolder,
        key: Option<&PersonalKey>,
    ) -> Result<Vec<DraftId>, AppError> {
        let mut rows = Vec::new();
        for stored in self.store.drafts_of(holder.client).await? {
            let of_key = |sealed: &SealedForOne| key.is_none_or(|key| key.id() == sealed.key());
            let page = self.any_of_private(&stored)?;
            if page.is_some_and(|sealed| of_key(&sealed)) {
                rows.push(stored.id);
            }
        }
        Ok(rows)
    }

    /// The page in a draft, if it is one of this key.
    fn private_page_in(
        &self,
        holder: &SpaceHolder,
        key: &PersonalKey,
        stored: &StoredDraft,
    ) -> Result<Option<PrivatePage>, AppError> {
        let sealed = self.any_of_private(stored)?;
        let Some(sealed) = sealed.filter(|sealed| sealed.key() == key.id()) else {
            return Ok(None);
        };
        let (_, place) = place::draft(holder.client, stored.id, stored.version);
        let plain = key.open(self.vault.install(), &place, &sealed)?;
        Ok(Some(serde_json::from_slice(&plain)?))
    }

    /// The sealed page in a draft, if a private page is what it holds.
    fn any_of_private(&self, stored: &StoredDraft) -> Result<Option<SealedForOne>, AppError> {
        let value = self.open_draft::<serde_json::Value>(stored)?.value;
        let page = serde_json::from_value::<KeptPage>(value).ok();
        Ok(page.map(|page| page.private_page))
    }

    async fn discard_of(&self, holder: &SpaceHolder, id: DraftId) -> Result<(), AppError> {
        let actor = Actor::ClientLink(holder.client);
        let line = self.line(actor, AuditAction::DraftDiscard, Some(holder.client));
        match self.store.discard_draft(holder.client, id, &line).await {
            Ok(()) | Err(StoreError::NotFound(_)) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }

    /// Where a text is kept while it is written by a client who has chosen no private phrase.
    pub(crate) fn journal_draft(&self, holder: &SpaceHolder) -> DraftId {
        self.private_id(&[b"journal", holder.client.0.as_bytes()])
    }

    /// Where a worksheet is kept while the client fills it in: apart from what a clinician types on the same sheet. `what`
    /// is the giving or the sheet.
    pub(crate) fn own_sheet_draft(&self, holder: &SpaceHolder, what: uuid::Uuid) -> DraftId {
        self.private_id(&[b"sheet", holder.client.0.as_bytes(), what.as_bytes()])
    }

    /// Where a worksheet is kept while a clinician fills it in. Bound to the client, so that the id of another client's
    /// sheet leads nowhere.
    pub(crate) fn sheet_draft(&self, client: ClientId, sheet: SheetId) -> DraftId {
        self.private_id(&[b"staff sheet", client.0.as_bytes(), sheet.0.as_bytes()])
    }

    fn locks_id(&self, client: ClientId) -> DraftId {
        self.private_id(&[b"locks", client.0.as_bytes()])
    }

    fn unfinished_id(&self, client: ClientId, key: &PersonalKey) -> DraftId {
        self.private_id(&[b"unfinished", client.0.as_bytes(), key.id().as_bytes()])
    }

    /// Without the practice's keys nobody can tell whose row it is, or what for.
    fn private_id(&self, parts: &[&[u8]]) -> DraftId {
        let mac = self.vault.mac(MacLabel::PersonalText, &parts.concat());
        let mut first = [0; 16];
        first.copy_from_slice(&mac[..16]);
        DraftId(uuid::Builder::from_custom_bytes(first).into_uuid())
    }
}
