use attune_ids::{EntryId, SessionId};
use serde::{Deserialize, Serialize};

use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// The note of a session. Until it is locked it lives as a draft beside the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Of which session.
    pub session: SessionId,
    /// The clinician's words.
    pub text: String,
}

/// An addition or correction to a locked note; the original stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amendment {
    /// Of which session's note.
    pub session: SessionId,
    /// The words added.
    pub text: String,
    /// Why the note is amended.
    pub reason: String,
}

/// Locks the note of a session.
pub fn lock_note(
    record: &Record,
    session: SessionId,
    text: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .session(session)
        .ok_or(Refusal::NotThere { what: "session" })?;
    if state.note.is_some() {
        return Err(Refusal::AlreadyDone {
            what: "This note is locked already; you can amend it.",
        });
    }
    if state.together.is_some() {
        return Err(Refusal::Invalid {
            field: "The note of a session with others",
            expected: "filed from the page of that meeting, so that nobody else is named in it",
        });
    }
    let text = required(text, "the note")?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::NoteLocked(Note { session, text }),
    }])
}

/// Amends a locked note.
pub fn amend_note(
    record: &Record,
    session: SessionId,
    text: &str,
    reason: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .session(session)
        .ok_or(Refusal::NotThere { what: "session" })?;
    if state.note.is_none() {
        return Err(Refusal::AlreadyDone {
            what: "This note is still a draft; you can simply change it.",
        });
    }
    let amendment = Amendment {
        session,
        text: required(text, "what to add or correct")?,
        reason: required(reason, "why the note is amended")?,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::NoteAmended(amendment),
    }])
}
