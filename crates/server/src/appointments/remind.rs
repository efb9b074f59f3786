//! The mail on the day before: to clients who have an address and agreed. It says when, and nothing else.

use attune_care::appointments::LineStanding;
use attune_ids::{AppointmentId, ClientId};
use attune_record::Actor;
use jiff::ToSpan;
use jiff::civil::DateTime;

use crate::mail::{Letter, Post, To};
use crate::{App, AppError};

/// Nobody is written to before this hour of the practice's day ...
const FIRST_HOUR: i8 = 9;
/// ... nor from this one on.
const LAST_HOUR: i8 = 20;

/// Reminds everybody who meets somebody tomorrow. One time is one mail; a time that is moved is another one.
pub(crate) async fn remind_of_appointments(app: &App) -> Result<(), AppError> {
    let there = app.now().to_zoned(app.zone().await);
    if !app.has_mail() || !(FIRST_HOUR..LAST_HOUR).contains(&there.hour()) {
        return Ok(());
    }
    app.refresh_index().await?;
    let tomorrow = there.date().saturating_add(1.day());
    for (client, line) in app.clients_who_meet_on(tomorrow).await {
        let post = Post {
            key: format!("appointment/{}/{}", line.id, line.at),
            to: To::Client(client),
            letter: Letter::Appointment {
                appointment: line.id,
                at: line.at,
            },
            client: Some(client),
            due: app.now(),
        };
        app.queue(Actor::Program, vec![post]).await?;
    }
    Ok(())
}

/// Whether a mail about it is still wanted: the time stands, it is to come, and the client still agrees to mails.
pub(crate) async fn stands(
    app: &App,
    client: ClientId,
    appointment: AppointmentId,
    at: DateTime,
) -> Result<bool, AppError> {
    app.refresh_index().await?;
    let now = app.now().to_zoned(app.zone().await).datetime();
    let known = app.indexed(&[client]).await;
    Ok(known.iter().any(|(_, known)| {
        let mut lines = known.headline.appointments.iter();
        known.person.reminders
            && at > now
            && lines.any(|line| {
                line.id == appointment && line.at == at && line.standing == LineStanding::Agreed
            })
    }))
}
