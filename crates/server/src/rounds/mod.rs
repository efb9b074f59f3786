//! What the program does by itself, every minute: one worker, a list of plain functions.
//!
//! Several servers may run the rounds on one database at the same time. None of them needs to know of the others: what
//! a round writes has an id that follows from what causes it (an entry, a mail), and a mail is claimed before it is
//! sent. The first to write wins, the others find it done.

use std::pin::Pin;
use std::time::Duration;

use tokio::time::MissedTickBehavior;

use crate::{App, AppError};

/// Nothing here is so urgent that it could not wait so long; what is rings the bell.
const EVERY: Duration = Duration::from_mins(1);

/// A bell that is rung for every one of many submissions is answered once for all of them: each time round looks
/// through everything that waits.
const PAUSE: Duration = Duration::from_secs(2);

/// One thing that is looked after. It asks the app for the time, so that tests move it.
type Round = for<'a> fn(&'a App) -> Turn<'a>;
type Turn<'a> = Pin<Box<dyn Future<Output = Result<(), AppError>> + Send + 'a>>;

/// In this order: what queues mails comes before what sends them.
const ROUNDS: &[(&str, Round)] = &[
    ("asking the portal", |app| {
        Box::pin(crate::outpost::exchange_with_portal(app))
    }),
    ("bringing somebody in", |app| {
        Box::pin(crate::risk::bring_somebody_in(app))
    }),
    ("asking what is due", |app| {
        Box::pin(crate::assess::ask_what_is_due(app))
    }),
    ("reminding clients", |app| {
        Box::pin(crate::assess::remind_clients(app))
    }),
    ("reminding of appointments", |app| {
        Box::pin(crate::appointments::remind_of_appointments(app))
    }),
    ("forgetting records nobody looks at", |app| {
        app.recent.tidy(app.now());
        Box::pin(std::future::ready(Ok(())))
    }),
    ("sending mails", |app| {
        Box::pin(crate::mail::send_waiting(app))
    }),
];

/// Goes round until the future is dropped.
pub async fn keep_going(app: App) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = app.bell.notified() => {}
        }
        // With the questionnaires of this moment.
        once(&app.current()).await;
        tokio::time::sleep(PAUSE).await;
    }
}

/// One time round. A round that fails is logged and keeps none of the others from its turn. Returns the names of
/// those that failed.
pub async fn once(app: &App) -> Vec<&'static str> {
    let mut failed = Vec::new();
    for (name, round) in ROUNDS {
        if let Err(error) = round(app).await {
            tracing::error!(
                round = name,
                ?error,
                "a round failed; the next try is in a minute"
            );
            failed.push(*name);
        }
    }
    failed
}
