use attune_ids::{AccountId, AppointmentId, EntryId, IdSource, SeriesId, SessionId, TogetherId};
use jiff::civil::{Date, DateTime};

use super::{
    AppointmentState, Booking, CancelledBy, Cancelling, Keeping, Missing, Moving, Repeat, Slot,
    Standing, times,
};
use crate::entry::Voiding;
use crate::session::{MeetingKind, hold as hold_session};
use crate::{Body, NewEntry, Record, Refusal};

/// Minutes an appointment can take.
const MINUTES: std::ops::RangeInclusive<u16> = 5..=480;

/// What is to be agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewBooking {
    /// With whom.
    pub with: AccountId,
    /// Where.
    pub how: MeetingKind,
    /// The first or only time, on the wall of the practice.
    pub first: DateTime,
    /// How long, in minutes.
    pub minutes: u16,
    /// How it goes on; none for a single one.
    pub repeat: Option<Repeat>,
    /// Set where several clients meet.
    pub together: Option<TogetherId>,
}

/// How something is called off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancel<'a> {
    /// By whom.
    pub by: CancelledBy,
    /// Later than was agreed.
    pub late: bool,
    /// A word about it; may be empty.
    pub words: &'a str,
    /// With all that follow in its series.
    pub and_following: bool,
}

/// Agrees on one or several times.
///
/// # Errors
/// A length or a series that cannot be used.
pub fn make(
    new: &NewBooking,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let minutes = usable(new.minutes)?;
    let slots = times(new.first, new.repeat)?
        .into_iter()
        .map(|at| Slot {
            id: AppointmentId::new(ids),
            at,
        })
        .collect();
    let booking = Booking {
        series: SeriesId::new(ids),
        with: new.with,
        how: new.how,
        minutes,
        together: new.together,
        slots,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::AppointmentsMade(booking),
    }])
}

/// Moves an appointment, or it and all that follow in its series by just as much. What follows keeps its distance in
/// days and its time of day, whatever the clocks do in between.
///
/// # Errors
/// It is not there, something has become of it already, or the length cannot be used.
pub fn move_to(
    record: &Record,
    appointment: AppointmentId,
    to: DateTime,
    minutes: u16,
    and_following: bool,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let minutes = usable(minutes)?;
    let state = agreed(record, appointment)?;
    let by = to - state.at;
    let slots = of_series(record, state, and_following)
        .map(|state| {
            let at = state.at.checked_add(by).map_err(|_| Refusal::Invalid {
                field: "The new time",
                expected: "a day that a calendar has",
            })?;
            Ok(Slot { id: state.id, at })
        })
        .collect::<Result<Vec<Slot>, Refusal>>()?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::AppointmentsMoved(Moving { slots, minutes }),
    }])
}

/// Calls an appointment off, or it and all that follow in its series.
///
/// # Errors
/// It is not there, or something has become of it already.
pub fn cancel(
    record: &Record,
    appointment: AppointmentId,
    how: Cancel<'_>,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = agreed(record, appointment)?;
    let appointments = of_series(record, state, how.and_following).map(|state| state.id);
    Ok(vec![NewEntry {
        id: entry,
        body: Body::AppointmentsCancelled(Cancelling {
            appointments: appointments.collect(),
            by: how.by,
            late: how.late,
            words: how.words.trim().to_owned(),
        }),
    }])
}

/// Writes down that the client did not come.
///
/// # Errors
/// It is not there, something has become of it already, or its day is still to come.
pub fn miss(
    record: &Record,
    appointment: AppointmentId,
    words: &str,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = agreed(record, appointment)?;
    not_before_its_day(state, today)?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::AppointmentMissed(Missing {
            appointment,
            words: words.trim().to_owned(),
        }),
    }])
}

/// Begins a session from an appointment: both are one append.
///
/// # Errors
/// It is not there, something has become of it already, or its day is still to come.
pub fn hold(
    record: &Record,
    appointment: AppointmentId,
    session: SessionId,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = agreed(record, appointment)?;
    not_before_its_day(state, today)?;
    let mut new = hold_session(session, state.at.date(), state.how, today, entry)?;
    let kept = Keeping {
        appointment,
        session,
    };
    new.push(NewEntry::new(Body::AppointmentKept(kept), ids));
    Ok(new)
}

/// The entry that can be taken back, so that the appointment stands again.
pub fn what_can_be_taken_back(state: &AppointmentState) -> Option<EntryId> {
    match &state.standing {
        Standing::Cancelled(done) => Some(done.entry),
        Standing::Missed(done) => Some(done.entry),
        Standing::Agreed | Standing::Kept(_) => None,
    }
}

/// Takes a calling off back, for every appointment it was about, or that the client did not come.
///
/// # Errors
/// It is not there, or there is nothing to take back.
pub fn take_back(
    record: &Record,
    appointment: AppointmentId,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = there(record, appointment)?;
    let done = what_can_be_taken_back(state).ok_or(Refusal::AlreadyDone {
        what: "There is nothing to take back.",
    })?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::Voided(Voiding {
            entry: done,
            because: "the appointment stands after all".to_owned(),
        }),
    }])
}

fn usable(minutes: u16) -> Result<u16, Refusal> {
    if MINUTES.contains(&minutes) {
        return Ok(minutes);
    }
    Err(Refusal::Invalid {
        field: "Minutes",
        expected: "from 5 to 480",
    })
}

fn there(record: &Record, id: AppointmentId) -> Result<&AppointmentState, Refusal> {
    record.appointment(id).ok_or(Refusal::NotThere {
        what: "appointment",
    })
}

fn agreed(record: &Record, id: AppointmentId) -> Result<&AppointmentState, Refusal> {
    let state = there(record, id)?;
    if state.is_agreed() {
        return Ok(state);
    }
    Err(Refusal::AlreadyDone {
        what: "It is written down already what became of this appointment.",
    })
}

fn not_before_its_day(state: &AppointmentState, today: Date) -> Result<(), Refusal> {
    if state.at.date() <= today {
        return Ok(());
    }
    Err(Refusal::Invalid {
        field: "The day of the appointment",
        expected: "today or earlier; move it if you meet sooner",
    })
}

/// The appointment, and those of its series that are still agreed and come later, if wanted.
fn of_series<'a>(
    record: &'a Record,
    state: &'a AppointmentState,
    and_following: bool,
) -> impl Iterator<Item = &'a AppointmentState> {
    record.appointments.iter().filter(move |other| {
        other.id == state.id
            || and_following
                && other.series == state.series
                && other.is_agreed()
                && other.at > state.at
    })
}
