use attune_ids::{EntryId, IdSource, SessionId, TogetherId};
use jiff::civil::Date;

use super::{Company, Consent, MetTogether, TogetherSaid};
use crate::appointments::{self, AppointmentState, NewBooking, Standing};
use crate::refusal::required;
use crate::session::{Note, SessionState};
use crate::{Body, NewEntry, Record, Refusal};

/// Agrees on times with somebody who meets others then: what this one record is to hold of it.
///
/// # Errors
/// A length or a series that cannot be used.
pub fn agree(
    new: &NewBooking,
    together: TogetherId,
    company: Company,
    consent: Consent,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let new = NewBooking {
        together: Some(together),
        ..*new
    };
    let mut entries = appointments::make(&new, entry, ids)?;
    let said = TogetherSaid {
        together,
        company,
        consent,
        words: String::new(),
    };
    entries.push(NewEntry::new(Body::TogetherSaid(said), ids));
    Ok(entries)
}

/// Writes down what somebody said about meeting the others.
///
/// # Errors
/// This person meets nobody under this id.
pub fn say(
    record: &Record,
    together: TogetherId,
    consent: Consent,
    words: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    if !knows(record, together) {
        return Err(NOT_THERE);
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::TogetherSaid(TogetherSaid {
            together,
            company: company_of(record, together),
            consent,
            words: words.trim().to_owned(),
        }),
    }])
}

/// Begins the session of this person among the others. Begun already, nothing is written.
///
/// # Errors
/// There is no agreed time on that day, the day is still to come, or this person has not agreed to meet the others.
pub fn begin(
    record: &Record,
    together: TogetherId,
    on: Date,
    session: SessionId,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    if session_on(record, together, on).is_some() {
        return Ok(Vec::new());
    }
    let appointment = appointment_on(record, together, on).ok_or(NOT_THERE)?.id;
    if consent_of(record, together) != Consent::Given {
        return Err(Refusal::Invalid {
            field: "Agreed to meet the others",
            expected: "each person has to have said so for themselves; write it down first",
        });
    }
    let mut new = appointments::hold(record, appointment, session, today, entry, ids)?;
    let met = MetTogether {
        session,
        together,
        company: company_of(record, together),
    };
    new.push(NewEntry::new(Body::MetTogether(met), ids));
    Ok(new)
}

/// Writes down that this person did not come. Written down already, nothing is.
///
/// # Errors
/// There is no agreed time on that day, or the day is still to come.
pub fn miss(
    record: &Record,
    together: TogetherId,
    on: Date,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = appointment_on(record, together, on).ok_or(NOT_THERE)?;
    if matches!(state.standing, Standing::Missed(_)) {
        return Ok(Vec::new());
    }
    appointments::miss(record, state.id, "", today, entry)
}

/// Files the note of a session with others in this one record, and locks it. That somebody took their consent back
/// after the session does not undo that it took place.
///
/// # Errors
/// There is no such session, its note is filed, or the text is empty.
pub fn file(
    record: &Record,
    together: TogetherId,
    on: Date,
    text: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = session_on(record, together, on).ok_or(Refusal::NotThere { what: "session" })?;
    if state.note.is_some() {
        return Err(Refusal::AlreadyDone {
            what: "The note is filed in this record already; it can be amended there.",
        });
    }
    let note = Note {
        session: state.meeting.id,
        text: required(text, "the note")?,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::NoteLocked(note),
    }])
}

/// The note of one person: what is shared, and below it what is theirs alone.
pub fn filed_text(shared: &str, own: &str) -> String {
    let parts = [shared.trim(), own.trim()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// The session with these others on this day.
pub fn session_on(record: &Record, together: TogetherId, on: Date) -> Option<&SessionState> {
    record.sessions.iter().find(|state| {
        state.meeting.on == on && state.together.is_some_and(|met| met.together == together)
    })
}

/// The time agreed with these others on this day; one that stands before one that was called off.
pub fn appointment_on(
    record: &Record,
    together: TogetherId,
    on: Date,
) -> Option<&AppointmentState> {
    let on_that_day = record
        .appointments
        .iter()
        .filter(|state| state.together == Some(together) && state.at.date() == on);
    on_that_day.min_by_key(|state| (matches!(state.standing, Standing::Cancelled(_)), state.at))
}

/// Whether this person agreed to meet the others, as they last said.
pub fn consent_of(record: &Record, together: TogetherId) -> Consent {
    let mut said = record.together.iter().rev();
    said.find(|said| said.item.together == together)
        .map_or(Consent::Open, |said| said.item.consent)
}

/// Who meets under this id, as this record knows it.
pub fn company_of(record: &Record, together: TogetherId) -> Company {
    let mut said = record.together.iter().rev();
    let met = || {
        let mut met = record.sessions.iter().filter_map(|state| state.together);
        met.find(|met| met.together == together)
            .map(|met| met.company)
    };
    said.find(|said| said.item.together == together)
        .map(|said| said.item.company)
        .or_else(met)
        // Times that were agreed before this was asked: the word that says least.
        .unwrap_or(Company::Group)
}

const NOT_THERE: Refusal = Refusal::NotThere {
    what: "meeting with others",
};

fn knows(record: &Record, together: TogetherId) -> bool {
    let mut appointments = record.appointments.iter();
    let mut said = record.together.iter();
    appointments.any(|state| state.together == Some(together))
        || said.any(|said| said.item.together == together)
}
