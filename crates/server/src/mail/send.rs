//! The round that sends what waits.

use std::time::Duration;

use attune_record::{Actor, AuditAction, AuditLine, Mail, MailState, StoreError};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::Letter;
use super::post::{Content, To};
use super::transport::{Mailer, Trouble};
use crate::appointments::stands;
use crate::assess::reminder_address;
use crate::language::Language;
use crate::{App, AppError};

/// A mail that the server refuses for good is tried so often: people mend their servers.
const REFUSALS: u32 = 5;
/// Whatever the reason, nobody is helped by a mail that is older.
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(72);
/// After so many failures to reach the server in a row the others wait for the next round.
const UNREACHABLE: u32 = 3;
/// Other rounds want their turn.
const TURN: Duration = Duration::from_secs(45);

/// Sends every mail that is due.
pub(crate) async fn send_waiting(app: &App) -> Result<(), AppError> {
    let Some(mailer) = &app.mailer else {
        return Ok(());
    };
    let begun = Instant::now();
    let mut unreachable = 0;
    for waiting in app.store.mails(MailState::Waiting).await? {
        let now = app.now();
        if !is_due(&waiting.value, now) {
            continue;
        }
        // Whoever writes this first sends it; until then nobody else does, also if this program ends here.
        let claimed = claim(waiting.value, now);
        let version = match app.store.update_mail(&claimed, waiting.version, None).await {
            Err(StoreError::Conflict { .. }) => continue,
            version => version?,
        };
        let outcome = deliver(app, mailer, &claimed).await?;
        unreachable = match &outcome {
            Err(trouble) if trouble.unreachable => unreachable + 1,
            _ => 0,
        };
        settle(app, claimed, version, outcome).await?;
        if unreachable >= UNREACHABLE || begun.elapsed() > TURN {
            break;
        }
    }
    Ok(())
}

/// A clock that was put back must not hold mails up that were due when they were queued.
fn is_due(mail: &Mail, now: Timestamp) -> bool {
    mail.due <= now || now < mail.queued
}

/// The attempt is counted before it is made, and the next one is set: should this program end in the middle, the
/// mail is tried again then.
fn claim(mail: Mail, now: Timestamp) -> Mail {
    let attempts = mail.attempts.saturating_add(1);
    let minutes = 2_i64.saturating_pow(attempts.min(6)).min(60);
    let due = now.saturating_add(SignedDuration::from_mins(minutes));
    Mail {
        attempts,
        due: due.unwrap_or(now),
        ..mail
    }
}

/// What becomes of a mail that was not taken.
fn after(mail: &Mail, trouble: &Trouble, now: Timestamp) -> MailState {
    let refused = trouble.permanent && mail.attempts >= REFUSALS;
    let old = now.duration_since(mail.queued) >= GIVE_UP_AFTER && mail.attempts >= REFUSALS;
    if refused || old {
        MailState::GivenUp
    } else {
        MailState::Waiting
    }
}

async fn deliver(app: &App, mailer: &Mailer, mail: &Mail) -> Result<Result<(), Trouble>, AppError> {
    let content: Content = serde_json::from_str(&mail.content)?;
    let Some(address) = address(app, content.to).await? else {
        return Ok(Err(Trouble {
            words: "there is no address to send it to".to_owned(),
            unreachable: false,
            permanent: true,
        }));
    };
    let language = language_for(app, content.to).await;
    let url = match (&content.letter, content.to) {
        (Letter::Reminder { assignment, number }, To::Client(client)) => {
            let link = reminder_address(app, client, *assignment, *number).await?;
            let Some(link) = link else {
                return Ok(Err(Trouble {
                    words: "it was not wanted any more".to_owned(),
                    unreachable: false,
                    permanent: true,
                }));
            };
            link
        }
        (Letter::Appointment { appointment, at }, To::Client(client)) => {
            if !stands(app, client, *appointment, *at).await? {
                return Ok(Err(Trouble {
                    words: "it was not wanted any more".to_owned(),
                    unreachable: false,
                    permanent: true,
                }));
            }
            String::new()
        }
        _ => app.config.public_url.clone(),
    };
    Ok(mailer
        .send(
            mail.id,
            &address,
            &content.letter,
            language,
            &url,
            app.now(),
        )
        .await)
}

/// Clients are written to in their language, else in the practice's; staff in that of their pages.
async fn language_for(app: &App, to: To) -> Language {
    match to {
        To::Account(_) => Language::English,
        To::Client(client) => match app.language_of(client).await {
            Some(language) => language,
            None => app.settings.read().await.language(),
        },
    }
}

/// The address as it is now; none if the account was closed, or the client erased or without one.
async fn address(app: &App, to: To) -> Result<Option<String>, AppError> {
    let found = match to {
        To::Account(account) => match app.store.account(account).await {
            Err(StoreError::NotFound(_)) => None,
            found => Some(found?.value)
                .filter(|account| account.enabled)
                .map(|account| account.email),
        },
        To::Client(client) => app.address_of(client).await?,
    };
    Ok(found.filter(|address| !address.trim().is_empty()))
}

async fn settle(
    app: &App,
    mail: Mail,
    version: u64,
    outcome: Result<(), Trouble>,
) -> Result<(), AppError> {
    let (state, trouble) = match outcome {
        Ok(()) => (MailState::Sent, None),
        Err(trouble) => (after(&mail, &trouble, app.now()), Some(trouble.words)),
    };
    let action = match state {
        MailState::Waiting => None,
        MailState::Sent => Some(AuditAction::MailSend),
        MailState::GivenUp => Some(AuditAction::MailGiveUp),
    };
    if let Some(trouble) = &trouble {
        tracing::warn!(mail = %mail.id, attempt = mail.attempts, %trouble, "a mail was not sent");
    }
    let line = action.map(|action| AuditLine {
        detail: trouble.clone().unwrap_or_default(),
        ..app.line(Actor::Program, action, mail.client)
    });
    let settled = Mail {
        state,
        trouble,
        ..mail
    };
    match app
        .store
        .update_mail(&settled, version, line.as_ref())
        .await
    {
        // Held up for longer than its claim was good; somebody else goes on with it.
        Err(StoreError::Conflict { .. }) => Ok(()),
        settled => Ok(settled.map(drop)?),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn mail(queued: &str) -> Mail {
        let queued = queued.parse().unwrap();
        Mail {
            id: uuid::Uuid::nil(),
            client: None,
            queued,
            due: queued,
            attempts: 0,
            state: MailState::Waiting,
            trouble: None,
            content: String::new(),
        }
    }

    #[test]
    fn attempts_come_less_and_less_often() {
        let now: Timestamp = "2026-05-14T09:00:00Z".parse().unwrap();
        let mut tried = mail("2026-05-14T09:00:00Z");
        let mut waits = Vec::new();
        for _ in 0..8 {
            tried = claim(tried, now);
            waits.push(tried.due.duration_since(now).as_mins());
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn a_clock_put_back_holds_nothing_up() {
        let sealed = mail("2026-05-14T09:00:00Z");
        assert!(is_due(&sealed, "2026-05-14T09:00:00Z".parse().unwrap()));
        assert!(is_due(&sealed, "2026-05-13T09:00:00Z".parse().unwrap()));
        let tried = claim(sealed, "2026-05-14T09:00:00Z".parse().unwrap());
        assert!(!is_due(&tried, "2026-05-14T09:01:00Z".parse().unwrap()));
        assert!(is_due(&tried, "2026-05-14T09:02:00Z".parse().unwrap()));
    }

    #[test]
    fn it_is_given_up_late_and_for_a_reason() {
        let unreachable = Trouble {
            words: String::new(),
            unreachable: true,
            permanent: false,
        };
        let refused = Trouble {
            unreachable: false,
            permanent: true,
            ..unreachable.clone()
        };
        let tried = |attempts| Mail {
            attempts,
            ..mail("2026-05-14T09:00:00Z")
        };
        let soon = "2026-05-14T11:00:00Z".parse().unwrap();
        let late = "2026-05-17T09:00:00Z".parse().unwrap();
        assert_eq!(after(&tried(4), &refused, soon), MailState::Waiting);
        assert_eq!(after(&tried(5), &refused, soon), MailState::GivenUp);
        assert_eq!(after(&tried(50), &unreachable, soon), MailState::Waiting);
        assert_eq!(after(&tried(50), &unreachable, late), MailState::GivenUp);
        // A program that slept for three days has not tried yet.
        assert_eq!(after(&tried(1), &unreachable, late), MailState::Waiting);
    }
}
