//! What the page of a meeting shows.

use askama::Template;
use attune_care::appointments::{CancelledBy, Standing};
use attune_care::together::{Company, Consent};
use attune_ids::{AppointmentId, ClientId, EntryId, SessionId, TogetherId};
use jiff::civil::Date;

use super::address;
use super::people::{Sitting, There};
use super::times::Moved;
use crate::format::day;
use crate::page::{Frame, form_id};
use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "together/sitting.html")]
pub(super) struct SittingPage {
    frame: Frame,
    /// Of this meeting.
    address: String,
    together: TogetherId,
    date: Date,
    on: String,
    how: &'static str,
    company: Company,
    entry: EntryId,
    people: Vec<Person>,
    /// Where the sheets of a couple lie side by side.
    beside: Option<String>,
    /// For moving it or calling it off, while it stands.
    times: Option<TimesForm>,
    /// Somebody can be begun with.
    to_begin: bool,
    /// The day is still to come.
    ahead: bool,
    /// None while nobody has come, and when everything is filed.
    writing: Option<Writing>,
    filed: bool,
    /// What came of what was just sent, person by person, where not all of it was kept.
    outcomes: Vec<Outcome>,
}

/// Another time for everybody.
struct TimesForm {
    entry: EntryId,
    call_off_entry: EntryId,
    on: String,
    time: String,
    minutes: String,
    /// More of the series come later.
    followed: bool,
    following: bool,
    /// What to correct in what was typed.
    problem: Option<String>,
    by: [CancelledBy; 2],
}

struct Person {
    client: ClientId,
    name: String,
    /// What was said about meeting the others.
    consent: &'static str,
    agreed: bool,
    consent_entry: EntryId,
    became: &'static str,
    /// To be asked whether they came.
    asked: Option<AppointmentId>,
    session: Option<SessionId>,
}

/// The form with everything that is not filed yet.
pub(super) struct Writing {
    pub(super) version: u64,
    pub(super) shared: String,
    pub(super) own: Vec<OwnPart>,
}

/// What is for one person alone.
pub(super) struct OwnPart {
    pub(super) session: SessionId,
    pub(super) name: String,
    pub(super) text: String,
}

/// What became of one person's part of what was sent.
pub(super) struct Outcome {
    pub(super) name: String,
    /// Empty where it was kept.
    pub(super) trouble: String,
}

impl SittingPage {
    pub(super) async fn new(
        app: &App,
        writer: &Writer,
        sitting: &Sitting,
        outcomes: Vec<Outcome>,
    ) -> Result<Self, AppError> {
        let today = app.today().await;
        let people: Vec<Person> = sitting
            .people
            .iter()
            .map(|there| Person::of(there, today))
            .collect();
        let writing = Writing::of(app, sitting).await?;
        let came = sitting.people.iter().any(|there| there.session().is_some());
        Ok(Self {
            frame: Frame::staff(app, "Several people", &writer.reader.staff).await,
            address: address(writer.reader.client, sitting.together, sitting.on),
            together: sitting.together,
            date: sitting.on,
            on: day(sitting.on, today),
            how: sitting
                .people
                .iter()
                .find_map(|there| Some(there.appointment()?.how.label()))
                .unwrap_or_default(),
            company: sitting.company,
            entry: form_id(),
            beside: beside(writer, sitting),
            times: TimesForm::of(sitting),
            to_begin: people.iter().any(|person| person.asked.is_some()),
            ahead: sitting.on > today,
            people,
            filed: came && writing.is_none(),
            writing,
            outcomes,
        })
    }

    /// With a time that could not be used, as it was typed.
    pub(super) fn with_times(self, typed: &Moved, problem: String) -> Self {
        let times = self.times.map(|form| TimesForm {
            on: typed.on.clone(),
            time: typed.time.clone(),
            minutes: typed.minutes.clone(),
            following: typed.following,
            problem: Some(problem),
            ..form
        });
        Self { times, ..self }
    }
}

impl TimesForm {
    fn of(sitting: &Sitting) -> Option<Self> {
        let state = sitting.people.iter().find_map(There::agreed)?;
        Some(Self {
            entry: form_id(),
            call_off_entry: form_id(),
            on: state.at.date().to_string(),
            time: state.at.strftime("%H:%M").to_string(),
            minutes: state.minutes.to_string(),
            followed: sitting.people.iter().any(There::is_followed),
            following: false,
            problem: None,
            by: [CancelledBy::Both, CancelledBy::Practice],
        })
    }
}

impl Person {
    fn of(there: &There, today: Date) -> Self {
        let agreed = there.agreed();
        let consent = there.consent();
        Self {
            client: there.client(),
            name: there.name().to_owned(),
            consent: match consent {
                Consent::Open => "has not been asked yet about meeting the others",
                Consent::Given => "agreed to meet the others",
                Consent::Withdrawn => "does not want to meet the others any more",
            },
            agreed: consent == Consent::Given,
            consent_entry: form_id(),
            became: became(there),
            asked: agreed
                .filter(|state| state.at.date() <= today && consent == Consent::Given)
                .map(|state| state.id),
            session: there.session().map(|state| state.meeting.id),
        }
    }
}

/// For two who meet as a couple, the one of the address first.
fn beside(writer: &Writer, sitting: &Sitting) -> Option<String> {
    let door = writer.reader.client;
    let mut others = sitting.people.iter().map(There::client);
    let other = others.find(|client| *client != door)?;
    let couple = sitting.company == Company::Couple && sitting.people.len() == 2;
    couple.then(|| crate::beside::address(door, other))
}

fn became(there: &There) -> &'static str {
    if let Some(session) = there.session() {
        return if session.note.is_some() {
            "came; the note is filed"
        } else {
            "came"
        };
    }
    match there.appointment().map(|state| &state.standing) {
        Some(Standing::Missed(_)) => "did not come",
        Some(Standing::Cancelled(_)) => "called off",
        _ => "",
    }
}

impl Writing {
    /// As it is kept. None where nothing is left to write.
    pub(super) async fn of(app: &App, sitting: &Sitting) -> Result<Option<Self>, AppError> {
        let mut own = Vec::new();
        for (there, session) in sitting.unfiled() {
            own.push(OwnPart {
                session,
                name: there.name().to_owned(),
                text: Sitting::own(app, there, session).await?.value.text,
            });
        }
        if own.is_empty() {
            return Ok(None);
        }
        let shared = sitting.shared(app).await?;
        let present = sitting.present();
        Ok(Some(Self {
            version: shared.as_ref().map_or(0, |(_, draft)| draft.version),
            shared: shared.map_or_else(String::new, |(_, draft)| {
                draft.value.words.with_names(&present, sitting.company)
            }),
            own,
        }))
    }
}
