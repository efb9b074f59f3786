//! Slowing down whoever guesses.

use attune_record::{Attempt, ThrottlePolicy};
use jiff::SignedDuration;

use crate::{App, AppError};

/// Five tries cost nothing; then a minute's wait that doubles up to a quarter
/// of an hour, so that about ten guesses an hour are looked at. An attempt is
/// counted before the password is checked: many at once do not slip through.
const POLICY: ThrottlePolicy = ThrottlePolicy {
    free: 5,
    first_wait: SignedDuration::from_mins(1),
    longest_wait: SignedDuration::from_mins(15),
    forget_after: SignedDuration::from_hours(1),
};

fn subject(email: &str) -> String {
    format!("sign-in of {}", email.trim().to_lowercase())
}

/// Counts an attempt, or says how long to wait.
pub(crate) async fn admit(app: &App, email: &str) -> Result<(), AppError> {
    let now = app.now();
    match app
        .store
        .count_attempt(&subject(email), now, &POLICY)
        .await?
    {
        Attempt::Allowed(_) => Ok(()),
        Attempt::Blocked { until } => {
            let seconds = until.duration_since(now).as_secs();
            Err(AppError::Throttled(
                u64::try_from(seconds).unwrap_or_default(),
            ))
        }
    }
}

/// Forgets the failures of somebody who proved who they are.
pub(crate) async fn succeeded(app: &App, email: &str) -> Result<(), AppError> {
    Ok(app.store.clear_attempts(&subject(email)).await?)
}
