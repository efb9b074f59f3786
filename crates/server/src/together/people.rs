//! Who meets: found by the id that stands in the record of each, among the records this person may write.

use attune_care::Record;
use attune_care::appointments::AppointmentState;
use attune_care::session::SessionState;
use attune_care::together::{
    Company, Consent, Present, SharedWords, appointment_on, company_of, consent_of, session_on,
};
use attune_ids::{ClientId, DraftId, SessionId, TogetherId, derived};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::OneMeeting;
use crate::gate::{Draft, Opened, note_draft};
use crate::policy::Writer;
use crate::session::NoteDraft;
use crate::{App, AppError};

/// One meeting with everybody whose record is open to this person.
pub(super) struct Sitting {
    pub(super) together: TogetherId,
    pub(super) on: Date,
    pub(super) company: Company,
    /// By name; at least one.
    pub(super) people: Vec<There>,
}

/// One of them.
pub(super) struct There {
    pub(super) writer: Writer,
    pub(super) opened: Opened,
    together: TogetherId,
    on: Date,
}

/// What is kept of the shared part while it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct SharedDraft {
    /// Without a name in it, since it is sealed with the record of one of them.
    pub(super) words: SharedWords,
    /// Changes with what was typed for each alone, so that a window that has seen only the shared part is noticed.
    pub(super) parts: uuid::Uuid,
}

impl Sitting {
    /// The meeting an address names.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if the client of the address is not among those who meet.
    pub(super) async fn of(
        app: &App,
        writer: &Writer,
        OneMeeting { together, on }: OneMeeting,
    ) -> Result<Self, AppError> {
        app.refresh_index().await?;
        let writers = writer.everywhere(app).await?;
        let mine: Vec<ClientId> = writers.iter().map(|one| one.reader.client).collect();
        let known = app.indexed(&mine).await;
        let mut people = Vec::new();
        for writer in writers {
            let client = writer.reader.client;
            let meets = known.iter().any(|(id, known)| {
                let mut lines = known.headline.together.iter();
                *id == client && lines.any(|line| line.together == together)
            });
            if !meets {
                continue;
            }
            let opened = app.open(&writer.reader).await?;
            let record = &opened.record;
            if session_on(record, together, on).is_some()
                || appointment_on(record, together, on).is_some()
            {
                people.push(There {
                    writer,
                    opened,
                    together,
                    on,
                });
            }
        }
        people.sort_by(|one, other| {
            let key = |there: &There| (there.name().to_lowercase(), there.client());
            key(one).cmp(&key(other))
        });
        let door = people
            .iter()
            .find(|there| there.client() == writer.reader.client)
            .ok_or(AppError::NotFound)?;
        Ok(Self {
            together,
            on,
            company: company_of(&door.opened.record, together),
            people,
        })
    }

    /// Those who came, with the name that stands for nobody else.
    pub(super) fn present(&self) -> Vec<Present<'_>> {
        self.people
            .iter()
            .filter_map(|there| {
                Some(Present {
                    session: there.session()?.meeting.id,
                    name: there.name(),
                })
            })
            .collect()
    }

    /// Those whose note is not filed yet, each with their session.
    pub(super) fn unfiled(&self) -> impl Iterator<Item = (&There, SessionId)> {
        self.people.iter().filter_map(|there| {
            let session = there.session()?;
            session
                .note
                .is_none()
                .then_some((there, session.meeting.id))
        })
    }

    /// The shared part as it is kept: with each of those who do not have it in their note yet, and read from the first.
    pub(super) async fn shared(
        &self,
        app: &App,
    ) -> Result<Option<(&There, Draft<SharedDraft>)>, AppError> {
        for there in &self.people {
            if let Some(id) = there.shared_draft()
                && let Some(draft) = app.draft(&there.writer.reader, id).await?
            {
                return Ok(Some((there, draft)));
            }
        }
        Ok(None)
    }

    /// What is kept for one of them alone.
    pub(super) async fn own(
        app: &App,
        there: &There,
        session: SessionId,
    ) -> Result<Draft<NoteDraft>, AppError> {
        let draft = app.draft(&there.writer.reader, note_draft(session)).await?;
        Ok(draft.unwrap_or_else(|| Draft {
            version: 0,
            value: NoteDraft {
                text: String::new(),
            },
        }))
    }

    /// The same for everything typed for one person alone: changes when any of it does.
    pub(super) fn parts<'a>(&self, own: impl Iterator<Item = (SessionId, &'a str)>) -> uuid::Uuid {
        let all: Vec<String> = own
            .map(|(session, text)| format!("{session} {} {text}", text.len()))
            .collect();
        derived(self.together.0, &all.concat())
    }
}

impl There {
    pub(super) fn client(&self) -> ClientId {
        self.writer.reader.client
    }

    pub(super) fn name(&self) -> &str {
        &self.opened.person.name
    }

    fn record(&self) -> &Record {
        &self.opened.record
    }

    /// The session in this person's record, if they came.
    pub(super) fn session(&self) -> Option<&SessionState> {
        session_on(self.record(), self.together, self.on)
    }

    /// The id of the shared part's draft, were it kept with this record.
    pub(super) fn shared_draft(&self) -> Option<DraftId> {
        let session = self.session()?.meeting.id;
        Some(DraftId(derived(
            self.together.0,
            &format!("shared {session}"),
        )))
    }

    pub(super) fn appointment(&self) -> Option<&AppointmentState> {
        appointment_on(self.record(), self.together, self.on)
    }

    /// The time that still stands: nobody came to it yet, and it was not called off.
    pub(super) fn agreed(&self) -> Option<&AppointmentState> {
        self.appointment()
            .filter(|state| state.is_agreed() && self.session().is_none())
    }

    /// Others of the same series come later.
    pub(super) fn is_followed(&self) -> bool {
        let all = &self.record().appointments;
        self.agreed().is_some_and(|state| {
            all.iter().any(|other| {
                other.series == state.series && other.is_agreed() && other.at > state.at
            })
        })
    }

    pub(super) fn consent(&self) -> Consent {
        consent_of(self.record(), self.together)
    }
}

/// The text for the record of this client, with nobody else named in it: for words that are added to a session with
/// others. Left as it is where the session was with nobody else.
pub(crate) async fn names_of_others(
    app: &App,
    writer: &Writer,
    session: SessionId,
    text: &str,
) -> Result<String, AppError> {
    let opened = app.open(&writer.reader).await?;
    let state = opened.record.session(session).ok_or(AppError::NotFound)?;
    let Some(met) = state.together else {
        return Ok(text.to_owned());
    };
    let meeting = OneMeeting {
        together: met.together,
        on: state.meeting.on,
    };
    let sitting = Sitting::of(app, writer, meeting).await?;
    let present = sitting.present();
    Ok(SharedWords::read(text, &present).for_record_of(session, &present, met.company))
}
