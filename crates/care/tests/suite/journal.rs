//! The client's journal, as far as it is shared, and what they say of tasks.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_care::journal::{
    SharedWith, Shown, for_session, receipts, set_sharing, share_page, take_back,
};
use attune_care::session::{
    MeetingKind, TaskDone, give_task, hold, review_task, take_back_report, tell_task,
};
use attune_care::{Author, Entry, NewEntry, Record, Refusal};
use attune_ids::{AccountId, EntryId, IdSource, JournalId, SeededIds, SessionId, TaskId};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};

/// A record that grows, an hour with each entry.
struct Growing {
    entries: Vec<Entry>,
    ids: SeededIds,
}

impl Growing {
    fn new() -> Self {
        Self {
            entries: Vec::new(),
            ids: SeededIds::new(7),
        }
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn entry(&mut self) -> EntryId {
        EntryId::new(&mut self.ids)
    }

    fn add(&mut self, by: Author, new: Vec<NewEntry>) -> usize {
        let written = new.len();
        for entry in new {
            let at = Timestamp::UNIX_EPOCH + i64::try_from(self.entries.len()).unwrap().hours();
            self.entries.push(entry.sign(by, at));
        }
        written
    }

    fn share(&mut self, with: SharedWith, words: &str) -> JournalId {
        let entry = self.entry();
        let journal = JournalId(entry.0);
        let new = share_page(&self.record(), journal, with, words, None, entry).unwrap();
        self.add(Author::Client, new);
        journal
    }

    fn read(&mut self, by: AccountId, shown: &[JournalId]) -> usize {
        let new = receipts(&self.record(), by, shown, &mut self.ids);
        self.add(Author::Staff(by), new)
    }

    fn session(&mut self) -> SessionId {
        let entry = self.entry();
        let id = SessionId(self.ids.next_id());
        let on = date(2026, 3, 2);
        let new = hold(id, on, MeetingKind::InPerson, on, entry).unwrap();
        self.add(Author::Import, new);
        id
    }
}

#[test]
fn a_page_that_was_taken_back_is_shown_to_nobody_and_stays_the_clients() {
    let mut growing = Growing::new();
    let page = growing.share(SharedWith::Us, "  what I could not say  ");
    let entry = growing.entry();
    let taken = take_back(&growing.record(), page, false, entry).unwrap();
    growing.add(Author::Client, taken);
    let record = growing.record();
    let state = record.journal_page(page).unwrap();
    assert_eq!(state.words_for_practice(), None);
    assert_eq!(state.words_for_client(), "what I could not say");
    assert!(matches!(
        state.shown,
        Shown::Nobody {
            kept_privately: false,
            ..
        }
    ));
    assert!(for_session(&record).is_empty());
    // Taking it back again changes nothing; sharing it again is as easy.
    assert_eq!(take_back(&record, page, false, entry), Ok(Vec::new()));
    let again = growing.entry();
    let shared = set_sharing(&growing.record(), page, SharedWith::NextSession, again).unwrap();
    growing.add(Author::Client, shared);
    let record = growing.record();
    assert_eq!(
        record.journal_page(page).unwrap().words_for_practice(),
        Some("what I could not say")
    );
}

#[test]
fn reading_leaves_one_receipt_for_each_person_and_none_for_what_nobody_is_shown() {
    let mut growing = Growing::new();
    let (ingrid, daniel) = (
        AccountId(growing.ids.next_id()),
        AccountId(growing.ids.next_id()),
    );
    let page = growing.share(SharedWith::Us, "one");
    let gone = growing.share(SharedWith::Us, "two");
    let entry = growing.entry();
    let taken = take_back(&growing.record(), gone, false, entry).unwrap();
    growing.add(Author::Client, taken);
    let elsewhere = JournalId(growing.ids.next_id());
    assert_eq!(growing.read(ingrid, &[page, gone, elsewhere]), 1);
    assert_eq!(growing.read(ingrid, &[page, gone]), 0);
    assert_eq!(growing.read(daniel, &[page]), 1);
    let record = growing.record();
    let readers: Vec<AccountId> = record
        .journal_page(page)
        .unwrap()
        .receipts
        .iter()
        .map(|receipt| receipt.by)
        .collect();
    assert_eq!(readers, [ingrid, daniel]);
    assert!(record.journal_page(gone).unwrap().receipts.is_empty());
}

#[test]
fn before_a_session_what_was_meant_for_it_comes_first() {
    let mut growing = Growing::new();
    let ingrid = AccountId(growing.ids.next_id());
    let old = growing.share(SharedWith::NextSession, "old and read");
    let unread = growing.share(SharedWith::Us, "old and unread");
    growing.read(ingrid, &[old]);
    growing.session();
    let asked = growing.share(SharedWith::NextSession, "ask me");
    let new = growing.share(SharedWith::Us, "new");
    let record = growing.record();
    let order: Vec<JournalId> = for_session(&record).iter().map(|state| state.id).collect();
    assert_eq!(order, [asked, new, unread]);
}

#[test]
fn an_empty_page_is_no_page_and_an_unknown_one_cannot_be_taken_back() {
    let mut growing = Growing::new();
    let entry = growing.entry();
    let page = JournalId(entry.0);
    let record = growing.record();
    let refused = share_page(&record, page, SharedWith::Us, "  \n ", None, entry);
    assert!(matches!(refused, Err(Refusal::Missing { .. })));
    let refused = take_back(&record, page, true, entry);
    assert!(matches!(refused, Err(Refusal::NotThere { .. })));
}

#[test]
fn a_client_says_how_a_task_went_until_it_was_looked_at() {
    let mut growing = Growing::new();
    let session = growing.session();
    let entry = growing.entry();
    let given = give_task(&growing.record(), session, "Walk", entry, &mut growing.ids).unwrap();
    growing.add(Author::Import, given);
    let task: TaskId = growing.record().tasks[0].task.id;
    for done in [TaskDone::NotDone, TaskDone::Partly] {
        let entry = growing.entry();
        let told = tell_task(&growing.record(), task, done, " once ", entry).unwrap();
        growing.add(Author::Client, told);
    }
    let record = growing.record();
    let told = &record.tasks[0].told.as_ref().unwrap().item;
    assert_eq!((told.done, told.words.as_str()), (TaskDone::Partly, "once"));
    assert_eq!(record.tasks[0].outcome, None, "it is still to be looked at");
    let entry = growing.entry();
    let back = take_back_report(&growing.record(), task, entry).unwrap();
    growing.add(Author::Client, back);
    assert_eq!(growing.record().tasks[0].told, None);
    let entry = growing.entry();
    let looked = review_task(&growing.record(), task, TaskDone::Done, "", entry).unwrap();
    growing.add(Author::Import, looked);
    let entry = growing.entry();
    let refused = tell_task(&growing.record(), task, TaskDone::Done, "", entry);
    assert!(matches!(refused, Err(Refusal::AlreadyDone { .. })));
}
