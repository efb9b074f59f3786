//! Sharing a page, sharing it differently, taking it back, and the receipt for reading it.

use attune_ids::{AccountId, EntryId, IdSource, JournalId};
use jiff::Timestamp;

use super::{
    JournalPage, JournalReading, JournalSharing, JournalState, JournalTakenBack, SharedWith, Shown,
};
use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

const PAGE: Refusal = Refusal::NotThere {
    what: "journal page",
};

/// Shares a page. `written` is when it was first written, if it was for the client alone before. The page's id is its
/// own: sharing the same one again shares it again, with the words it had.
///
/// # Errors
/// Nothing was written.
pub fn share_page(
    record: &Record,
    journal: JournalId,
    with: SharedWith,
    words: &str,
    written: Option<Timestamp>,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    if record.journal_page(journal).is_some() {
        return set_sharing(record, journal, with, entry);
    }
    let page = JournalPage {
        id: journal,
        with,
        written,
        words: required(words, "what you want to say")?,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::JournalShared(page),
    }])
}

/// Shares a page differently, or again. Nothing is written if that is so already.
///
/// # Errors
/// The page is not in the record.
pub fn set_sharing(
    record: &Record,
    journal: JournalId,
    with: SharedWith,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record.journal_page(journal).ok_or(PAGE)?;
    if state.shown == Shown::To(with) {
        return Ok(Vec::new());
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::JournalSharingSet(JournalSharing { journal, with }),
    }])
}

/// Takes a page back: nobody of the practice is shown it from now on.
///
/// # Errors
/// The page is not in the record.
pub fn take_back(
    record: &Record,
    journal: JournalId,
    kept_privately: bool,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record.journal_page(journal).ok_or(PAGE)?;
    let as_it_is =
        matches!(state.shown, Shown::Nobody { kept_privately: kept, .. } if kept == kept_privately);
    if as_it_is {
        return Ok(Vec::new());
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::JournalTakenBack(JournalTakenBack {
            journal,
            kept_privately,
        }),
    }])
}

/// The receipts for being shown these pages: one for each that this person had not seen before.
pub fn receipts(
    record: &Record,
    reader: AccountId,
    shown: &[JournalId],
    ids: &mut dyn IdSource,
) -> Vec<NewEntry> {
    let new = shown.iter().filter(|journal| {
        record.journal_page(**journal).is_some_and(|state| {
            state.shared_with().is_some() && state.receipts.iter().all(|read| read.by != reader)
        })
    });
    new.map(|journal| {
        let reading = JournalReading { journal: *journal };
        NewEntry::new(Body::JournalRead(reading), ids)
    })
    .collect()
}

/// The pages to know before a session: what came since the last one or was read by nobody yet, those for the next
/// session first, the latest first.
pub fn for_session(record: &Record) -> Vec<&JournalState> {
    let since_last = |state: &&JournalState| {
        state.shared_with().is_some()
            && (state.sessions_before == record.sessions.len() || state.receipts.is_empty())
    };
    let mut pages: Vec<&JournalState> = record.journal.iter().rev().filter(since_last).collect();
    pages.sort_by_key(|state| state.shared_with() != Some(SharedWith::NextSession));
    pages
}

/// How many pages are shared that this person has not been shown yet.
pub fn unread(record: &Record, reader: AccountId) -> usize {
    let pages = record.journal.iter();
    pages
        .filter(|state| {
            state.shared_with().is_some() && state.receipts.iter().all(|read| read.by != reader)
        })
        .count()
}

impl Record {
    /// The shared page with this id, taken back or not.
    pub fn journal_page(&self, id: JournalId) -> Option<&JournalState> {
        self.journal.iter().find(|state| state.id == id)
    }

    pub(crate) fn journal_page_mut(&mut self, id: JournalId) -> Option<&mut JournalState> {
        self.journal.iter_mut().find(|state| state.id == id)
    }
}
