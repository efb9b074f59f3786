//! Telling somebody at once that something waits, without saying what.
//!
//! A mark on the shelf is one mail: empty until the mail server took it, `sent` afterwards, and gone when the practice
//! has what it was about. It is made before anything else is done with the answer, so no moment to pull the plug loses
//! it; and the same answer is never mailed about twice.

use std::time::Duration;

use uuid::Uuid;

use super::Outpost;
use super::shelf::{Kind, Name};
use crate::AppError;
use crate::language::Language;
use crate::mail::Letter;

/// How long to wait when the mail server did not take one.
const AGAIN: Duration = Duration::from_secs(30);
const SENT: &[u8] = b"sent";

/// Marks that somebody is to be told, unless they were told of the same before.
pub(super) fn mark(outpost: &Outpost, notice: &Name) -> Result<(), AppError> {
    if outpost.shelf.get(Kind::Urgent, notice)?.is_none() {
        outpost.shelf.put(Kind::Urgent, notice, b"")?;
    }
    outpost.bell.notify_one();
    Ok(())
}

/// Sends what is marked, until the future is dropped.
pub(super) async fn keep_going(outpost: Outpost) {
    loop {
        if let Err(error) = send_marked(&outpost).await {
            tracing::error!(
                ?error,
                "an urgent mail did not go out; the next try is soon"
            );
        }
        tokio::select! {
            () = outpost.bell.notified() => {}
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
}

async fn send_marked(outpost: &Outpost) -> Result<(), AppError> {
    let Some((mailer, to)) = &outpost.urgent else {
        return Ok(());
    };
    for name in outpost.shelf.names(Kind::Urgent)? {
        if outpost.shelf.get(Kind::Urgent, &name)?.as_deref() != Some(b"") {
            continue;
        }
        let id = Uuid::parse_str(&name.as_str()[..32]).unwrap_or_default();
        let now = outpost.clock.now();
        let told = mailer
            .send(id, to, &Letter::Urgent, Language::English, "", now)
            .await;
        match told {
            Ok(()) => outpost.shelf.put(Kind::Urgent, &name, SENT)?,
            Err(trouble) => {
                tracing::error!(trouble = %trouble.words, "an urgent mail was not taken");
            }
        }
    }
    Ok(())
}
