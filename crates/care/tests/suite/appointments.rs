//! Times to meet: agreed, moved, called off, missed and kept.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_care::appointments::{
    Cancel, CancelledBy, Ends, NewBooking, Repeat, Standing, cancel, hold, lines, make, miss,
    move_to, next_on, overlapping, take_back,
};
use attune_care::assess::schedule::expected_session;
use attune_care::session::MeetingKind;
use attune_care::{Author, Entry, NewEntry, Record, Refusal};
use attune_ids::{AccountId, AppointmentId, EntryId, IdSource, SeededIds, SessionId, TogetherId};
use jiff::civil::{Date, DateTime, date};
use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

const MARIA: AccountId = AccountId(Uuid::from_u128(7));

struct Growing {
    entries: Vec<Entry>,
    ids: SeededIds,
}

impl Growing {
    fn new() -> Self {
        Self {
            entries: Vec::new(),
            ids: SeededIds::new(11),
        }
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn change(
        &mut self,
        rule: impl FnOnce(&Record, EntryId, &mut SeededIds) -> Result<Vec<NewEntry>, Refusal>,
    ) -> Result<(), Refusal> {
        let entry = EntryId(self.ids.next_id());
        for entry in rule(&self.record(), entry, &mut self.ids)? {
            let at = Timestamp::UNIX_EPOCH + i64::try_from(self.entries.len()).unwrap().hours();
            self.entries.push(entry.sign(Author::Staff(MARIA), at));
        }
        Ok(())
    }

    /// Weekly on Wednesdays at three, from the week before the clocks go forward in Europe.
    fn weekly(&mut self, number: u16) -> Vec<AppointmentId> {
        let repeat = Repeat {
            every_weeks: 1,
            ends: Ends::After(number),
        };
        let new = booking(date(2026, 3, 18).at(15, 0, 0, 0), Some(repeat));
        self.change(|_, entry, ids| make(&new, entry, ids)).unwrap();
        let record = self.record();
        record.appointments.iter().map(|state| state.id).collect()
    }

    fn cancel(&mut self, id: AppointmentId, and_following: bool) -> Result<(), Refusal> {
        let how = Cancel {
            by: CancelledBy::Client,
            late: true,
            words: " ill ",
            and_following,
        };
        self.change(|record, entry, _| cancel(record, id, how, entry))
    }

    fn times(&self) -> Vec<DateTime> {
        let record = self.record();
        record.appointments.iter().map(|state| state.at).collect()
    }
}

fn booking(first: DateTime, repeat: Option<Repeat>) -> NewBooking {
    NewBooking {
        with: MARIA,
        how: MeetingKind::InPerson,
        first,
        minutes: 50,
        repeat,
        together: None,
    }
}

fn at(month: i8, day: i8, hour: i8) -> DateTime {
    date(2026, month, day).at(hour, 0, 0, 0)
}

#[test]
fn one_is_moved_alone_and_the_rest_with_their_distances() {
    let mut growing = Growing::new();
    let ids = growing.weekly(4);
    growing
        .change(|record, entry, _| move_to(record, ids[0], at(3, 19, 9), 50, false, entry))
        .unwrap();
    assert_eq!(growing.times()[..2], [at(3, 19, 9), at(3, 25, 15)]);
    // From here on Fridays at ten; the clocks go forward in between, and ten stays ten.
    growing
        .change(|record, entry, _| move_to(record, ids[1], at(3, 27, 10), 30, true, entry))
        .unwrap();
    assert_eq!(
        growing.times(),
        [at(3, 19, 9), at(3, 27, 10), at(4, 3, 10), at(4, 10, 10)]
    );
    let record = growing.record();
    assert_eq!(record.appointments[3].minutes, 30);
    assert_eq!(record.appointments[3].moved_from, Some(at(4, 8, 15)));
    assert_eq!(record.appointments[0].minutes, 50);
}

#[test]
fn another_length_or_a_way_back_is_no_move() {
    let mut growing = Growing::new();
    let ids = growing.weekly(2);
    for (to, minutes, moved_from) in [
        (at(3, 18, 15), 30, None),
        (at(3, 19, 9), 30, Some(at(3, 18, 15))),
        (at(3, 20, 9), 30, Some(at(3, 18, 15))),
        (at(3, 18, 15), 50, None),
    ] {
        growing
            .change(|record, entry, _| move_to(record, ids[0], to, minutes, false, entry))
            .unwrap();
        assert_eq!(growing.record().appointments[0].moved_from, moved_from);
    }
}

#[test]
fn one_is_skipped_or_all_that_follow_and_a_word_is_kept() {
    let mut growing = Growing::new();
    let ids = growing.weekly(4);
    growing.cancel(ids[1], false).unwrap();
    assert!(growing.cancel(ids[1], false).is_err());
    let record = growing.record();
    assert!(matches!(
        &record.appointments[1].standing,
        Standing::Cancelled(done) if done.item.words == "ill" && done.item.late
    ));
    assert!(record.appointments[2].is_agreed());
    growing.cancel(ids[2], true).unwrap();
    let record = growing.record();
    let agreed = record.appointments.iter().filter(|state| state.is_agreed());
    assert_eq!(agreed.count(), 1);
    // What was called off together stands again together.
    growing
        .change(|record, entry, _| take_back(record, ids[3], entry))
        .unwrap();
    let record = growing.record();
    let agreed = record.appointments.iter().filter(|state| state.is_agreed());
    assert_eq!(agreed.count(), 3);
    let twice = growing.change(|record, entry, _| take_back(record, ids[3], entry));
    assert!(twice.is_err());
}

#[test]
fn nobody_misses_or_begins_what_is_still_to_come() {
    let mut growing = Growing::new();
    let ids = growing.weekly(2);
    let session = SessionId(growing.ids.next_id());
    let before = date(2026, 3, 17);
    let begin = |growing: &mut Growing, today: Date| {
        growing.change(|record, entry, new| hold(record, ids[0], session, today, entry, new))
    };
    assert!(begin(&mut growing, before).is_err());
    let missed = growing.change(|record, entry, _| miss(record, ids[0], "", before, entry));
    assert!(missed.is_err());
    begin(&mut growing, date(2026, 3, 18)).unwrap();
    let record = growing.record();
    assert_eq!(record.appointments[0].standing, Standing::Kept(session));
    assert_eq!(record.sessions[0].meeting.on, date(2026, 3, 18));
    assert!(begin(&mut growing, date(2026, 3, 18)).is_err());
    assert_eq!(next_on(&record, at(3, 18, 0)).unwrap().id, ids[1]);
}

#[test]
fn questionnaires_before_a_session_follow_the_appointment() {
    let mut growing = Growing::new();
    assert_eq!(expected_session(&growing.record()), None);
    let ids = growing.weekly(3);
    assert_eq!(expected_session(&growing.record()), Some(date(2026, 3, 18)));
    let session = SessionId(growing.ids.next_id());
    growing
        .change(|record, entry, new| hold(record, ids[0], session, date(2026, 3, 18), entry, new))
        .unwrap();
    growing.cancel(ids[1], false).unwrap();
    // Not a week later, as usual: that one is called off.
    assert_eq!(expected_session(&growing.record()), Some(date(2026, 4, 1)));
    growing.cancel(ids[2], false).unwrap();
    assert_eq!(expected_session(&growing.record()), Some(date(2026, 3, 25)));
}

#[test]
fn two_at_one_time_are_pointed_out_unless_they_are_one_meeting() {
    let mut growing = Growing::new();
    let mut add = |first, together| {
        let new = NewBooking {
            together,
            ..booking(first, None)
        };
        growing
            .change(|_, entry, ids| make(&new, entry, ids))
            .unwrap();
    };
    let group = Some(TogetherId(Uuid::from_u128(3)));
    add(at(3, 18, 15), None);
    add(date(2026, 3, 18).at(15, 45, 0, 0), None);
    add(date(2026, 3, 18).at(16, 35, 0, 0), None);
    add(at(3, 20, 10), group);
    add(at(3, 20, 10), group);
    let record = growing.record();
    let all = lines(&record);
    let found = overlapping(&all);
    let places: Vec<usize> = (0..all.len())
        .filter(|place| found.contains(&all[*place].id))
        .collect();
    // One ends at 15:50; the one from 15:45 ends when the next begins.
    assert_eq!(places, [0, 1]);
}

#[test]
fn a_headline_keeps_everything_agreed_and_the_latest_of_the_rest() {
    let mut growing = Growing::new();
    let ids = growing.weekly(104);
    for id in &ids[..40] {
        growing.cancel(*id, false).unwrap();
    }
    let record = growing.record();
    let kept = lines(&record);
    assert_eq!(kept.len(), 64 + 26);
    assert_eq!(kept[0].id, ids[14]);
}
