//! Records that were opened a moment ago, so that the next page of the same record opens only what was written since.
//!
//! Nothing is shown from here unasked: every look into a record still asks the database whether the record is there
//! and how long it is, and still writes its line of the audit. What is kept is never changed, only replaced.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use attune_care::{Entry, Record};
use attune_ids::ClientId;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Without a look for so long, a record is forgotten.
const KEPT_FOR: SignedDuration = SignedDuration::from_mins(5);
/// Entries kept at most, of all records together: some tens of megabytes.
const MOST_ENTRIES: usize = 30_000;
/// Records kept at most.
const MOST_RECORDS: usize = 200;

/// What a record's entries are, and their fold.
#[derive(Debug, Clone)]
pub(super) struct Book {
    pub(super) entries: Arc<Vec<Entry>>,
    pub(super) record: Arc<Record>,
}

impl Book {
    /// A record by the clock of the practice.
    pub(super) fn of(entries: Vec<Entry>, zone: TimeZone) -> Self {
        Self {
            record: Arc::new(Record::from_entries(&entries).in_zone(zone)),
            entries: Arc::new(entries),
        }
    }

    /// Whether this was opened by another clock than that of the practice now.
    pub(super) fn is_by(&self, zone: &TimeZone) -> bool {
        self.record.zone.as_ref() == Some(zone)
    }

    /// The same with what was written since.
    pub(super) fn and(&self, since: Vec<Entry>) -> Self {
        if since.is_empty() {
            return self.clone();
        }
        let mut entries = Vec::with_capacity(self.entries.len() + since.len());
        entries.extend_from_slice(&self.entries);
        entries.extend(since);
        Self {
            record: Arc::new(self.record.after(&entries)),
            entries: Arc::new(entries),
        }
    }
}

struct Lying {
    book: Book,
    looked: Timestamp,
}

/// See the module.
#[derive(Default)]
pub(crate) struct Recent {
    lying: Mutex<HashMap<ClientId, Lying>>,
}

impl Recent {
    /// The record as it was opened last; not if that is too long ago, nor if it has more entries than it should have
    /// by now.
    pub(super) fn book(&self, client: ClientId, length: u64, now: Timestamp) -> Option<Book> {
        let mut lying = self.lying();
        forget_older_than(&mut lying, now);
        let book = &lying.get(&client)?.book;
        (book.entries.len() as u64 <= length).then(|| book.clone())
    }

    /// Keeps a record that was just opened, and makes room if there are too many.
    pub(super) fn keep(&self, client: ClientId, book: &Book, now: Timestamp) {
        let mut lying = self.lying();
        let book = book.clone();
        lying.insert(client, Lying { book, looked: now });
        while lying.len() > 1 && (lying.len() > MOST_RECORDS || length(&lying) > MOST_ENTRIES) {
            let oldest = lying
                .iter()
                .filter(|(other, _)| **other != client)
                .min_by_key(|(_, kept)| kept.looked)
                .map(|(other, _)| *other);
            let Some(oldest) = oldest else { break };
            lying.remove(&oldest);
        }
    }

    /// Forgets one record at once.
    pub(super) fn forget(&self, client: ClientId) {
        self.lying().remove(&client);
    }

    /// Forgets what nobody has looked at lately.
    pub(crate) fn tidy(&self, now: Timestamp) {
        forget_older_than(&mut self.lying(), now);
    }

    fn lying(&self) -> MutexGuard<'_, HashMap<ClientId, Lying>> {
        // A thread that panicked elsewhere left whole books behind.
        self.lying.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn forget_older_than(lying: &mut HashMap<ClientId, Lying>, now: Timestamp) {
    lying.retain(|_, kept| now.duration_since(kept.looked) < KEPT_FOR);
}

fn length(lying: &HashMap<ClientId, Lying>) -> usize {
    lying.values().map(|kept| kept.book.entries.len()).sum()
}

#[cfg(test)]
mod tests {
    use attune_care::entry::{FORMAT, Voiding};
    use attune_care::{Author, Body};
    use attune_ids::EntryId;
    use uuid::Uuid;

    use super::*;

    fn client(number: u128) -> ClientId {
        ClientId(Uuid::from_u128(number))
    }

    fn book(length: usize) -> Book {
        let entry = |number: usize| Entry {
            format: FORMAT,
            id: EntryId(Uuid::from_u128(number as u128)),
            at: Timestamp::UNIX_EPOCH,
            by: Author::Program,
            body: Body::Voided(Voiding {
                entry: EntryId(Uuid::nil()),
                because: "a test".to_owned(),
            }),
        };
        Book::of((0..length).map(entry).collect(), TimeZone::UTC)
    }

    fn minute(minute: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
    }

    #[test]
    fn what_was_written_since_comes_after() {
        let first = book(3);
        let both = first.and(book(2).entries.to_vec());
        assert_eq!(both.entries.len(), 5);
        assert_eq!(both.record.version, 5);
        assert_eq!(
            first.entries.len(),
            3,
            "what was handed out is never changed"
        );
    }

    #[test]
    fn a_record_is_forgotten_when_nobody_looks() {
        let recent = Recent::default();
        recent.keep(client(1), &book(3), minute(0));
        recent.tidy(minute(4));
        assert!(recent.book(client(1), 3, minute(4)).is_some());
        assert!(recent.book(client(1), 3, minute(5)).is_none());
        recent.keep(client(1), &book(3), minute(5));
        recent.tidy(minute(10));
        assert!(recent.lying().is_empty());
    }

    #[test]
    fn a_record_that_became_shorter_is_not_believed() {
        let recent = Recent::default();
        recent.keep(client(1), &book(3), minute(0));
        assert!(recent.book(client(1), 2, minute(3)).is_none());
        assert!(recent.book(client(1), 4, minute(3)).is_some());
        recent.forget(client(1));
        assert!(recent.book(client(1), 4, minute(3)).is_none());
    }

    #[test]
    fn the_one_longest_not_looked_at_makes_room() {
        let recent = Recent::default();
        let half = book(MOST_ENTRIES / 2);
        recent.keep(client(1), &half, minute(0));
        recent.keep(client(2), &half, minute(1));
        recent.keep(client(1), &half, minute(2));
        recent.keep(client(3), &book(1), minute(3));
        let length = MOST_ENTRIES as u64;
        assert!(recent.book(client(1), length, minute(3)).is_some());
        assert!(recent.book(client(2), length, minute(3)).is_none());
        assert!(recent.book(client(3), length, minute(3)).is_some());
    }

    #[test]
    fn no_more_are_kept_than_can_be_gone_through_at_every_look() {
        let recent = Recent::default();
        for number in 0..=MOST_RECORDS {
            let at = minute(0) + SignedDuration::from_secs(i64::try_from(number).unwrap_or(0));
            recent.keep(client(number as u128), &book(1), at);
        }
        assert_eq!(recent.lying().len(), MOST_RECORDS);
        assert!(recent.book(client(0), 1, minute(3)).is_none());
        assert!(recent.book(client(1), 1, minute(3)).is_some());
    }

    #[test]
    fn the_largest_record_of_all_is_kept_alone() {
        let recent = Recent::default();
        recent.keep(client(1), &book(1), minute(0));
        recent.keep(client(2), &book(MOST_ENTRIES + 1), minute(0));
        assert!(recent.book(client(1), 1, minute(3)).is_none());
        assert!(recent.book(client(2), u64::MAX, minute(3)).is_some());
    }
}
