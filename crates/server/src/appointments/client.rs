//! The appointments of one client.

use askama::Template;
use attune_care::appointments::{AppointmentState, CancelledBy, Standing, what_can_be_taken_back};
use attune_care::session::MeetingKind;
use attune_ids::{AppointmentId, EntryId, SessionId};
use axum::extract::State;
use axum::response::Html;
use jiff::civil::Date;

use super::week::conflicting;
use crate::format::day;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "appointments/client.html")]
struct AppointmentsPage {
    frame: Frame,
    banner: Banner,
    entry: EntryId,
    today: Date,
    kinds: [MeetingKind; 3],
    by: [CancelledBy; 3],
    agreed: Vec<Agreed>,
    settled: Vec<Settled>,
}

/// A time that is to come, or of which nobody has said what became of it.
struct Agreed {
    id: AppointmentId,
    entry: EntryId,
    when: String,
    on: Date,
    time: String,
    minutes: u16,
    how: &'static str,
    moved_from: Option<String>,
    /// Its day has come: they may have met.
    has_come: bool,
    /// Others follow in its series.
    followed: bool,
    conflict: bool,
}

struct Settled {
    id: AppointmentId,
    entry: EntryId,
    when: String,
    what: String,
    words: String,
    session: Option<SessionId>,
    can_be_taken_back: bool,
}

pub(crate) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let today = app.today().await;
    let conflicts = conflicting(&app, reader.staff.id()).await?;
    let mut all: Vec<&AppointmentState> = opened.record.appointments.iter().collect();
    all.sort_by_key(|state| state.at);
    let followed = |state: &AppointmentState| {
        all.iter()
            .any(|other| other.series == state.series && other.is_agreed() && other.at > state.at)
    };
    html(&AppointmentsPage {
        frame: Frame::staff(&app, "When you meet", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Session).await,
        entry: form_id(),
        today,
        kinds: MeetingKind::ALL,
        by: CancelledBy::ALL,
        agreed: all
            .iter()
            .filter(|state| state.is_agreed())
            .map(|state| Agreed {
                id: state.id,
                entry: form_id(),
                when: when(state, today),
                on: state.at.date(),
                time: state.at.strftime("%H:%M").to_string(),
                minutes: state.minutes,
                how: state.how.label(),
                moved_from: state
                    .moved_from
                    .map(|at| format!("{}, {}", day(at.date(), today), at.strftime("%H:%M"))),
                has_come: state.at.date() <= today,
                followed: followed(state),
                conflict: conflicts.contains(&state.id),
            })
            .collect(),
        settled: all
            .iter()
            .rev()
            .filter(|state| !state.is_agreed())
            .map(|state| settled(state, today))
            .collect(),
    })
}

fn when(state: &AppointmentState, today: Date) -> String {
    let at = state.at;
    format!("{}, {}", day(at.date(), today), at.strftime("%H:%M"))
}

fn settled(state: &AppointmentState, today: Date) -> Settled {
    let (what, words, session) = match &state.standing {
        Standing::Agreed => (String::new(), String::new(), None),
        Standing::Cancelled(done) => {
            let late = if done.item.late { ", late" } else { "" };
            let what = format!("{}{late}", done.item.by.label());
            (what, done.item.words.clone(), None)
        }
        Standing::Missed(done) => ("did not come".to_owned(), done.item.words.clone(), None),
        Standing::Kept(session) => ("you met".to_owned(), String::new(), Some(*session)),
    };
    Settled {
        id: state.id,
        entry: form_id(),
        when: when(state, today),
        what,
        words,
        session,
        can_be_taken_back: what_can_be_taken_back(state).is_some(),
    }
}
