use attune_ids::{AccountId, AppointmentId, SeriesId, SessionId, TogetherId};
use jiff::civil::DateTime;

use super::{Booking, Cancelling, Missing};
use crate::session::MeetingKind;
use crate::{Body, Dated, Entry, Record};

/// An appointment as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct AppointmentState {
    /// Which.
    pub id: AppointmentId,
    /// The series it was agreed in.
    pub series: SeriesId,
    /// With whom.
    pub with: AccountId,
    /// Where.
    pub how: MeetingKind,
    /// Set where several clients meet.
    pub together: Option<TogetherId>,
    /// When, on the wall of the practice.
    pub at: DateTime,
    /// How long, in minutes.
    pub minutes: u16,
    /// When it was first agreed for, if it was moved since.
    pub moved_from: Option<DateTime>,
    /// What became of it.
    pub standing: Standing,
}

/// What became of an appointment.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// Nothing yet: it is to come, or nobody has said what became of it.
    Agreed,
    /// It was called off.
    Cancelled(Dated<Cancelling>),
    /// The client did not come.
    Missed(Dated<Missing>),
    /// They met.
    Kept(SessionId),
}

impl AppointmentState {
    /// Nothing has become of it yet.
    pub fn is_agreed(&self) -> bool {
        self.standing == Standing::Agreed
    }
}

impl Record {
    /// The appointment with this id.
    pub fn appointment(&self, id: AppointmentId) -> Option<&AppointmentState> {
        self.appointments.iter().find(|state| state.id == id)
    }

    /// An entry about appointments.
    pub(crate) fn apply_appointments(&mut self, entry: &Entry) {
        match &entry.body {
            Body::AppointmentsMade(booking) => self.book(booking),
            Body::AppointmentsMoved(moving) => {
                for slot in &moving.slots {
                    if let Some(state) = self.appointment_mut(slot.id) {
                        let first = state.moved_from.unwrap_or(state.at);
                        state.at = slot.at;
                        state.minutes = moving.minutes;
                        // Another length at the same time is no move, and neither is one that was undone.
                        state.moved_from = Some(first).filter(|first| *first != state.at);
                    }
                }
            }
            Body::AppointmentsCancelled(cancelling) => {
                for id in &cancelling.appointments {
                    if let Some(state) = self.appointment_mut(*id) {
                        state.standing = Standing::Cancelled(Dated::of(entry, cancelling));
                    }
                }
            }
            Body::AppointmentMissed(missing) => {
                if let Some(state) = self.appointment_mut(missing.appointment) {
                    state.standing = Standing::Missed(Dated::of(entry, missing));
                }
            }
            Body::AppointmentKept(keeping) => {
                // A session that was voided was none.
                if self.session(keeping.session).is_none() {
                    return;
                }
                if let Some(state) = self.appointment_mut(keeping.appointment) {
                    state.standing = Standing::Kept(keeping.session);
                }
            }
            _ => {}
        }
    }

    fn book(&mut self, booking: &Booking) {
        for slot in &booking.slots {
            if self.appointment(slot.id).is_none() {
                self.appointments.push(AppointmentState {
                    id: slot.id,
                    series: booking.series,
                    with: booking.with,
                    how: booking.how,
                    together: booking.together,
                    at: slot.at,
                    minutes: booking.minutes,
                    moved_from: None,
                    standing: Standing::Agreed,
                });
            }
        }
    }

    fn appointment_mut(&mut self, id: AppointmentId) -> Option<&mut AppointmentState> {
        self.appointments.iter_mut().find(|state| state.id == id)
    }
}
