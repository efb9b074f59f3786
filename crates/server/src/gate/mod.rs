//! The one gate: every look into a record and every change of one passes here.
//! It takes a proof from the policy, opens what is sealed, and writes the audit
//! line, in one call.

mod begin;
mod draft;
mod erase;
mod handover;
mod identity;
mod own;
mod own_code;
mod portal;
mod private;
mod program;
mod receipt;
mod recent;
mod schedules;
mod seal;
mod space;

pub use begin::{Addition, Beginning};
pub(crate) use draft::{Draft, Kept, note_draft, plan_draft};
pub(crate) use handover::HandedOver;
pub use identity::IdentityKept;
pub(crate) use own::Own;
pub(crate) use private::{Private, PrivatePage};
pub(crate) use recent::Recent;
pub(crate) use seal::{open_headline, open_identity};

use std::collections::HashSet;
use std::sync::Arc;

use attune_care::{Author, Body, Entry, NewEntry, Record, Refusal};
use attune_ids::{ClientId, EntryId, IdSource, RandomIds};
use attune_record::{
    Actor, Append, Appended, AuditAction, AuditLine, ClientRow, DraftDone, StoreError, What,
};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::identity::Identity;
use crate::policy::{Clinical, LinkHolder, Reader, Writer};
use crate::{App, AppError};
use recent::Book;

/// An opened record.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Whose.
    pub client: ClientId,
    /// Name and contact, from under a key of their own.
    pub person: Identity,
    /// Version of the identity, for changing it.
    pub identity_version: u64,
    /// The entries, oldest first.
    pub entries: Arc<Vec<Entry>>,
    /// Their fold.
    pub record: Arc<Record>,
}

impl Opened {
    fn book(&self) -> Book {
        Book {
            entries: Arc::clone(&self.entries),
            record: Arc::clone(&self.record),
        }
    }

    /// Takes in what was written just now.
    fn put(&mut self, app: &App, book: Book) {
        app.recent.keep(self.client, &book, app.now());
        self.entries = book.entries;
        self.record = book.record;
    }
}

/// Who writes, for the entry and for the audit line.
#[derive(Debug, Clone, Copy)]
struct Hand {
    author: Author,
    actor: Actor,
}

impl App {
    /// Opens a record for reading.
    pub async fn open(&self, reader: &Reader) -> Result<Opened, AppError> {
        let opened = self.open_sealed(reader.client).await?;
        let actor = Actor::Account(reader.staff.id());
        self.store
            .audit(&self.line(actor, AuditAction::RecordRead, Some(reader.client)))
            .await?;
        Ok(opened)
    }

    /// Opens a record to look for words in it. The line of the audit comes with [`App::searched`], for those records
    /// of which something is shown. A search goes through everybody, so none of them is kept open for it.
    pub(crate) async fn open_for_search(&self, reader: &Reader) -> Result<Opened, AppError> {
        self.look(reader.client).await
    }

    /// Says in the audit that somebody looked for words everywhere, and of which records they were shown something.
    pub(crate) async fn searched(
        &self,
        clinical: &Clinical,
        shown: &HashSet<ClientId>,
    ) -> Result<(), AppError> {
        let actor = Actor::Account(clinical.staff.id());
        let read = shown.iter().map(|client| AuditLine {
            detail: "found by a search".to_owned(),
            ..self.line(actor, AuditAction::RecordRead, Some(*client))
        });
        let lines: Vec<AuditLine> = std::iter::once(self.line(actor, AuditAction::ListRead, None))
            .chain(read)
            .collect();
        Ok(self.store.audit_all(&lines).await?)
    }

    /// Opens a record for the cases in it that were shared, for somebody who may not see
    /// the record itself. The caller shows nothing but such a case, and writes the line of
    /// the audit when it does.
    pub(crate) async fn open_shared(&self, client: ClientId) -> Result<Arc<Record>, AppError> {
        Ok(self.open_sealed(client).await?.record)
    }

    /// Opens the record a link belongs to. Handlers of the portal show only the
    /// questionnaire of the link from it.
    pub async fn open_for_link(&self, holder: &LinkHolder) -> Result<Opened, AppError> {
        let opened = self.open_sealed(holder.client).await?;
        let actor = Actor::ClientLink(holder.client);
        self.store
            .audit(&self.line(actor, AuditAction::RecordRead, Some(holder.client)))
            .await?;
        Ok(opened)
    }

    /// Changes a record by a rule of `care`. The rule sees the record as it is
    /// now; if somebody else saves in between, it is asked again. `first` is the
    /// id the browser gave the submission: sending the same form twice changes
    /// nothing the second time.
    pub async fn change<Rule>(
        &self,
        writer: &Writer,
        action: AuditAction,
        first: EntryId,
        drafts_done: &[DraftDone],
        rule: Rule,
    ) -> Result<Changed, AppError>
    where
        Rule: Fn(&Record, Date, &mut dyn IdSource) -> Result<Vec<NewEntry>, Refusal>,
    {
        let changed = self
            .change_or_refusal(writer, action, first, drafts_done, rule)
            .await?;
        Ok(changed?)
    }

    /// The same, but a refusal is an answer of its own, for forms that are shown
    /// again with what was typed.
    pub async fn change_or_refusal<Rule>(
        &self,
        writer: &Writer,
        action: AuditAction,
        first: EntryId,
        drafts_done: &[DraftDone],
        rule: Rule,
    ) -> Result<Result<Changed, Refusal>, AppError>
    where
        Rule: Fn(&Record, Date, &mut dyn IdSource) -> Result<Vec<NewEntry>, Refusal>,
    {
        let account = writer.reader.staff.id();
        let hand = Hand {
            author: Author::Staff(account),
            actor: Actor::Account(account),
        };
        self.change_as(hand, writer.reader.client, action, first, drafts_done, rule)
            .await
    }

    /// The same, by the client behind a link.
    pub async fn change_for_link<Rule>(
        &self,
        holder: &LinkHolder,
        action: AuditAction,
        first: EntryId,
        drafts_done: &[DraftDone],
        rule: Rule,
    ) -> Result<Changed, AppError>
    where
        Rule: Fn(&Record, Date, &mut dyn IdSource) -> Result<Vec<NewEntry>, Refusal>,
    {
        let hand = Hand {
            author: Author::Client,
            actor: Actor::ClientLink(holder.client),
        };
        let changed = self
            .change_as(hand, holder.client, action, first, drafts_done, rule)
            .await?;
        Ok(changed?)
    }

    async fn change_as<Rule>(
        &self,
        hand: Hand,
        client: ClientId,
        action: AuditAction,
        first: EntryId,
        drafts_done: &[DraftDone],
        rule: Rule,
    ) -> Result<Result<Changed, Refusal>, AppError>
    where
        Rule: Fn(&Record, Date, &mut dyn IdSource) -> Result<Vec<NewEntry>, Refusal>,
    {
        const TRIES: usize = 5;
        let today = self.today().await;
        for _ in 0..TRIES {
            let mut opened = self.open_sealed(client).await?;
            if opened.entries.iter().any(|entry| entry.id == first) {
                return Ok(Ok(Changed {
                    opened,
                    again: true,
                }));
            }
            let now = self.now();
            let new = match rule(&opened.record, today, &mut RandomIds) {
                Ok(new) => new,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if new.is_empty() {
                return Ok(Ok(Changed {
                    opened,
                    again: false,
                }));
            }
            let entries: Vec<Entry> = new
                .into_iter()
                .map(|entry| author_of(entry, hand, now))
                .collect();
            let mut mails = crate::risk::posts_for(self, client, &entries).await?;
            mails.extend(crate::assess::reminder_posts(self, client, &entries)?);
            let told = !mails.is_empty();
            let afterwards = opened.book().and(entries.clone());
            let append = Append {
                client,
                expected: opened.entries.len() as u64,
                entries: seal::entries(self, client, opened.entries.len() as u64, &entries, today)?,
                headline: seal::headline(self, client, &afterwards.record)?,
                identity: None,
                drafts_done: drafts_done.to_vec(),
                mails,
                audit: self.line(hand.actor, action, Some(client)),
            };
            match self.store.append(&append).await {
                Ok(Appended::Written { .. }) => {
                    opened.put(self, afterwards);
                    if told {
                        self.ring();
                    }
                    self.refresh_index().await?;
                    return Ok(Ok(Changed {
                        opened,
                        again: false,
                    }));
                }
                Ok(Appended::AlreadyThere { .. }) => {
                    let opened = self.open_sealed(client).await?;
                    return Ok(Ok(Changed {
                        opened,
                        again: true,
                    }));
                }
                // Somebody was faster; if it was this same submission, sent twice at
                // once, the next look finds it saved.
                Err(
                    StoreError::Conflict {
                        what: What::Client, ..
                    }
                    | StoreError::IdTaken,
                ) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Err(AppError::Busy)
    }

    /// Opens a record and keeps it open for a while.
    async fn open_sealed(&self, client: ClientId) -> Result<Opened, AppError> {
        let opened = self.look(client).await?;
        self.recent.keep(client, &opened.book(), self.now());
        Ok(opened)
    }

    /// Opens a record, or what was written since it was opened.
    async fn look(&self, client: ClientId) -> Result<Opened, AppError> {
        let (row, person) = match self.row_and_person(client).await {
            Ok(there) => there,
            // Erased, or damaged: what was opened before is not shown any more either.
            Err(error) => {
                self.recent.forget(client);
                return Err(error);
            }
        };
        let zone = self.zone().await;
        let before = self.recent.book(client, row.seq, self.now());
        let before = before.filter(|book| book.is_by(&zone));
        let known = before.as_ref().map_or(0, |book| book.entries.len() as u64);
        let stored = self.store.entries_after(client, known).await?;
        let since = stored
            .iter()
            .map(|entry| seal::open_entry(self, client, entry))
            .collect::<Result<Vec<_>, _>>()?;
        let book = match before {
            Some(book) => book.and(since),
            None => Book::of(since, zone),
        };
        Ok(Opened {
            client,
            person,
            identity_version: row.identity_version,
            entries: book.entries,
            record: book.record,
        })
    }

    async fn row_and_person(&self, client: ClientId) -> Result<(ClientRow, Identity), AppError> {
        let row = self.store.client_row(client).await?;
        let person = seal::open_identity(self, client, row.identity_version, &row.identity)?;
        Ok((row, person))
    }

    /// An audit line of now.
    pub(crate) fn line(
        &self,
        actor: Actor,
        action: AuditAction,
        client: Option<ClientId>,
    ) -> AuditLine {
        AuditLine {
            at: self.now(),
            actor,
            action,
            client,
            detail: String::new(),
        }
    }
}

/// What a change led to.
#[derive(Debug)]
pub struct Changed {
    /// The record afterwards.
    pub opened: Opened,
    /// The submission had been saved before; nothing was written this time.
    pub again: bool,
}

fn author_of(entry: NewEntry, hand: Hand, now: Timestamp) -> Entry {
    // An alert is raised by a rule of the program, whoever gave the answer.
    let author = match entry.body {
        Body::AlertRaised(_) | Body::AlertRepeated(_) | Body::AlertEscalated(_) => Author::Program,
        _ => hand.author,
    };
    entry.sign(author, now)
}
