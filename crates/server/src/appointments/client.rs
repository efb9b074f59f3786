//! The appointments of one client.

use askama::Template;
use attune_care::appointments::{AppointmentState, CancelledBy, Standing, what_can_be_taken_back};
use attune_ids::{AppointmentId, EntryId, SessionId};
use axum::extract::State;
use axum::response::Html;
use jiff::civil::Date;

use super::typed::TypedTimes;
use super::week::conflicting;
use crate::format::day;
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::together::address;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "appointments/client.html")]
struct AppointmentsPage {
    frame: Frame,
    banner: Banner,
    entry: EntryId,
    /// What is wrong with what was sent, if something is.
    problem: Option<String>,
    typed: TypedTimes,
    by: [CancelledBy; 3],
    agreed: Vec<Agreed>,
    settled: Vec<Settled>,
}

/// A time that is to come, or of which nobody has said what became of it.
struct Agreed {
    id: AppointmentId,
    entry: EntryId,
    when: String,
    on: String,
    time: String,
    minutes: u16,
    /// What stands in the field; what was typed, where it could not be used.
    minutes_typed: String,
    how: &'static str,
    moved_from: Option<String>,
    /// Its day has come: they may have met.
    has_come: bool,
    /// Others follow in its series.
    followed: bool,
    conflict: bool,
    /// The page of this meeting, where others come as well.
    together: Option<String>,
    /// Set where what was typed to move it could not be used: whether all that follow were to be moved as well.
    tried: Option<bool>,
}

/// A form that could not be used, as it was typed.
#[derive(Debug, Clone)]
pub(super) enum Tried {
    New {
        entry: EntryId,
        typed: TypedTimes,
    },
    Move {
        appointment: AppointmentId,
        entry: EntryId,
        on: String,
        time: String,
        minutes: String,
        following: bool,
    },
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
    page(&app, &reader, None).await
}

/// The page; `tried` is a form that was sent and could not be used, and why.
pub(super) async fn page(
    app: &App,
    reader: &Reader,
    tried: Option<(Tried, String)>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(reader).await?;
    let today = app.today().await;
    let conflicts = conflicting(app, reader.staff.id()).await?;
    let mut all: Vec<&AppointmentState> = opened.record.appointments.iter().collect();
    all.sort_by_key(|state| state.at);
    let (tried, problem) = tried.unzip();
    let (entry, typed) = match &tried {
        Some(Tried::New { entry, typed }) => (*entry, typed.clone()),
        _ => (form_id(), TypedTimes::fresh(today)),
    };
    let agreed = all.iter().filter(|state| state.is_agreed());
    html(&AppointmentsPage {
        frame: Frame::staff(app, "When you meet", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Session).await,
        entry,
        problem,
        typed,
        by: CancelledBy::ALL,
        agreed: agreed
            .map(|state| Agreed {
                conflict: conflicts.contains(&state.id),
                ..Agreed::of(&opened, &all, state, tried.as_ref(), today)
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

impl Agreed {
    fn of(
        opened: &Opened,
        all: &[&AppointmentState],
        state: &AppointmentState,
        tried: Option<&Tried>,
        today: Date,
    ) -> Self {
        let followed = all
            .iter()
            .any(|other| other.series == state.series && other.is_agreed() && other.at > state.at);
        let as_agreed = Self {
            id: state.id,
            entry: form_id(),
            when: when(state, today),
            on: state.at.date().to_string(),
            time: state.at.strftime("%H:%M").to_string(),
            minutes: state.minutes,
            minutes_typed: state.minutes.to_string(),
            how: state.how.label(),
            moved_from: state
                .moved_from
                .map(|at| format!("{}, {}", day(at.date(), today), at.strftime("%H:%M"))),
            has_come: state.at.date() <= today,
            followed,
            conflict: false,
            together: state
                .together
                .map(|together| address(opened.client, together, state.at.date())),
            tried: None,
        };
        match tried {
            Some(Tried::Move {
                appointment,
                entry,
                on,
                time,
                minutes,
                following,
            }) if *appointment == state.id => Self {
                entry: *entry,
                on: on.clone(),
                time: time.clone(),
                minutes_typed: minutes.clone(),
                tried: Some(*following),
                ..as_agreed
            },
            _ => as_agreed,
        }
    }
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
