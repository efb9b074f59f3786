//! Reminders by mail: to clients who have an address and agreed, of what was asked by link and waits.
//!
//! The entry that says so and the mail are saved together. The mail is content-free and carries a link of its own,
//! whose secret is worked out from the practice's keys when the mail is sent: it lies in no outbox. What was answered
//! or withdrawn, and who does not want mails any more, is looked up once more at that moment.

use attune_care::assess::{Way, remind, reminder_due};
use attune_care::headline::WaitingRequest;
use attune_care::{Body, Entry};
use attune_ids::{AssignmentId, ClientId, EntryId};
use attune_record::{Actor, AuditAction, ClientLink, LinkPurpose, NewMail, TokenHash};
use jiff::SignedDuration;

use crate::mail::{Letter, Post, To};
use crate::portal::Made;
use crate::{App, AppError};

/// Nobody is written to before this hour of the practice's day ...
const FIRST_HOUR: i8 = 9;
/// ... nor from this one on.
const LAST_HOUR: i8 = 20;

/// Reminds everybody who is to be reminded today. Nothing is queued where no mail server is named.
pub(crate) async fn remind_clients(app: &App) -> Result<(), AppError> {
    let there = app.now().to_zoned(app.zone().await);
    if !app.has_mail() || !(FIRST_HOUR..LAST_HOUR).contains(&there.hour()) {
        return Ok(());
    }
    app.refresh_index().await?;
    let today = there.date();
    let mut failed = None;
    for (client, waiting) in app.clients_who_want_reminders().await {
        let due = waiting.iter().filter(|request| {
            request.way == Way::Link && reminder_due(request.on, &request.reminded, today)
        });
        for request in due {
            // One record that cannot be opened must not keep the others waiting.
            if let Err(error) = write(app, client, request).await {
                failed = Some(error);
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn write(app: &App, client: ClientId, request: &WaitingRequest) -> Result<(), AppError> {
    let number = (request.reminded.len() + 1).to_string();
    let named = request.assignment.to_string();
    // The same for every server and every try: one reminder is one entry and one mail.
    let entry = EntryId(app.import_id(&["reminder", &named, &number]));
    // A refusal says that it was answered or withdrawn a moment ago.
    let _ = app
        .change_by_program(
            client,
            AuditAction::RecordWrite,
            entry,
            |record, today, _| remind(record, request.assignment, today, entry),
        )
        .await?;
    Ok(())
}

/// The mails that these entries cause, to be saved with them.
pub(crate) fn reminder_posts(
    app: &App,
    client: ClientId,
    entries: &[Entry],
) -> Result<Vec<NewMail>, AppError> {
    let reminders = entries.iter().filter_map(|entry| match &entry.body {
        Body::ClientReminded(reminder) => Some(reminder),
        _ => None,
    });
    reminders
        .map(|reminder| {
            let post = Post {
                key: format!("reminder/{}/{}", reminder.assignment, reminder.number),
                to: To::Client(client),
                letter: Letter::Reminder {
                    assignment: reminder.assignment,
                    number: reminder.number,
                },
                client: Some(client),
                due: app.now(),
            };
            post.into_new_mail()
        })
        .collect()
}

/// The address a reminder carries; none if it is not wanted any more. Made when it is sent, and the same however
/// often that is tried.
pub(crate) async fn reminder_address(
    app: &App,
    client: ClientId,
    assignment: AssignmentId,
    number: u8,
) -> Result<Option<String>, AppError> {
    app.refresh_index().await?;
    let wanted = app.clients_who_want_reminders().await;
    let still = wanted.iter().any(|(id, waiting)| {
        *id == client
            && waiting
                .iter()
                .any(|request| request.assignment == assignment)
    });
    if !still {
        return Ok(None);
    }
    let (named, number) = (assignment.to_string(), number.to_string());
    let made = |what: &str| app.import_id(&["reminder link", what, &named, &number]);
    // Two keyed checksums of 122 free bits each: as hard to guess as any other link.
    let secret = format!("{}{}", made("one").simple(), made("other").simple());
    let now = app.now();
    let expires = now
        .saturating_add(SignedDuration::from_hours(24 * app.config.link_days))
        .map_err(|error| AppError::Broken(error.to_string()))?;
    let link = ClientLink {
        id: made("id"),
        client,
        purpose: LinkPurpose::Answer(assignment),
        created: now,
        expires,
        session: None,
        completed: None,
        revoked: None,
    };
    let opened = app.open_for_rule(client).await?;
    let made = Made {
        hash: TokenHash::of(secret.as_bytes()),
        link,
        secret,
    };
    let address = made.keep(app, &opened, assignment, Actor::Program).await?;
    Ok(Some(address))
}
