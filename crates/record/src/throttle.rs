//! Counters of failed attempts, per address or account, so that guessing stays slow.
//!
//! The counting is here, in one transaction; how many are too many is the caller's [`ThrottlePolicy`]. Count an attempt
//! *before* looking at what was guessed and clear the counter after a right one: then many guesses at once are
//! counted one by one and none gets through between looking and counting.

use attune_vault::MacLabel;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::db::{on_db, statements};
use crate::error::{StoreError, What};
use crate::place;
use crate::plain::{day_number, from_column, to_column};
use crate::sealing;
use crate::store::{Store, Writing};

statements! {
    SELECT_COUNTER = "SELECT sealed, version FROM throttle WHERE subject_mac = $1";
    KEEP_COUNTER = "INSERT INTO throttle (subject_mac, sealed, version, day) VALUES ($1, $2, $3, $4)
        ON CONFLICT (subject_mac) DO UPDATE
        SET sealed = excluded.sealed, version = excluded.version, day = excluded.day";
    DELETE_COUNTER = "DELETE FROM throttle WHERE subject_mac = $1";
    DELETE_OLD = "DELETE FROM throttle WHERE day < $1";
}

/// How many failures are too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThrottlePolicy {
    /// Failures that cost nothing.
    pub free: u32,
    /// The wait after the first failure beyond those; it doubles with every further one.
    pub first_wait: SignedDuration,
    /// The longest wait.
    pub longest_wait: SignedDuration,
    /// A counter that saw no failure for so long begins anew.
    pub forget_after: SignedDuration,
}

/// What is counted for one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThrottleState {
    /// Failures in a row.
    pub failures: u32,
    /// When the last one was counted; `None` if there is none.
    pub last: Option<Timestamp>,
    /// Until when no attempt shall be looked at.
    pub blocked_until: Option<Timestamp>,
}

/// What came of counting an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// It was counted and may be looked at.
    Allowed(ThrottleState),
    /// It must not be looked at, and was not counted: waiting gets nobody blocked for longer.
    Blocked {
        /// Until when.
        until: Timestamp,
    },
}

impl ThrottleState {
    const NOTHING: Self = Self {
        failures: 0,
        last: None,
        blocked_until: None,
    };

    /// What is left of this state at `now`.
    fn at(self, now: Timestamp, policy: &ThrottlePolicy) -> Self {
        match self.last {
            // A clock that was set back forgets nothing.
            Some(last) if now.duration_since(last) <= policy.forget_after => self,
            _ => Self::NOTHING,
        }
    }

    fn after_failure(self, now: Timestamp, policy: &ThrottlePolicy) -> Self {
        let failures = self.failures.saturating_add(1);
        let blocked_until = failures.checked_sub(policy.free + 1).map(|beyond| {
            let doubled = 2_i32
                .checked_pow(beyond)
                .and_then(|factor| policy.first_wait.checked_mul(factor));
            let wait = doubled.map_or(policy.longest_wait, |wait| wait.min(policy.longest_wait));
            now.saturating_add(wait).unwrap_or(Timestamp::MAX)
        });
        Self {
            failures,
            last: Some(now),
            blocked_until,
        }
    }
}

impl Store {
    /// Counts an attempt of `subject` (an e-mail or network address, of which only a keyed checksum is stored) unless
    /// it has to wait.
    pub async fn count_attempt(
        &self,
        subject: &str,
        now: Timestamp,
        policy: &ThrottlePolicy,
    ) -> Result<Attempt, StoreError> {
        let subject = self.subject_mac(subject);
        let mut writing = self.write_unaudited().await?;
        let (state, version) = self.counter(&mut writing, &subject).await?;
        let state = state.at(now, policy);
        if let Some(until) = state.blocked_until.filter(|until| *until > now) {
            return Ok(Attempt::Blocked { until });
        }
        let state = state.after_failure(now, policy);
        let version = version + 1;
        let place = place::throttle(&subject, version);
        let sealed = sealing::seal(self.vault(), What::Throttle, place, &state)?;
        let day = day_number(now.to_zoned(jiff::tz::TimeZone::UTC).date());
        on_db!(writing.connection(), connection => sqlx::query(KEEP_COUNTER)
            .bind(&subject[..])
            .bind(sealed.as_bytes())
            .bind(to_column(version))
            .bind(day)
            .execute(connection)
            .await
            .map(drop))?;
        writing.commit().await?;
        Ok(Attempt::Allowed(state))
    }

    /// Forgets the failures of a subject, after it proved who it is.
    pub async fn clear_attempts(&self, subject: &str) -> Result<(), StoreError> {
        let subject = self.subject_mac(subject);
        let mut writing = self.write_unaudited().await?;
        on_db!(writing.connection(), connection =>
            sqlx::query(DELETE_COUNTER).bind(&subject[..]).execute(connection).await.map(drop))?;
        writing.commit().await
    }

    /// Removes the counters that saw nothing since `day` and tells how many.
    pub async fn sweep_attempts(&self, day: jiff::civil::Date) -> Result<u64, StoreError> {
        let mut writing = self.write_unaudited().await?;
        let swept = on_db!(writing.connection(), connection => sqlx::query(DELETE_OLD)
            .bind(day_number(day))
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        writing.commit().await?;
        Ok(swept)
    }

    fn subject_mac(&self, subject: &str) -> [u8; 32] {
        self.vault().mac(
            MacLabel::LoginLookup,
            format!("attempts of {subject}").as_bytes(),
        )
    }

    async fn counter(
        &self,
        writing: &mut Writing,
        subject: &[u8; 32],
    ) -> Result<(ThrottleState, u64), StoreError> {
        let row: Option<(Vec<u8>, i64)> = on_db!(writing.connection(), connection =>
            sqlx::query_as(SELECT_COUNTER).bind(&subject[..]).fetch_optional(connection).await)?;
        let Some((sealed, version)) = row else {
            return Ok((ThrottleState::NOTHING, 0));
        };
        let version = from_column(What::Throttle, version)?;
        let place = place::throttle(subject, version);
        let state = sealing::open(self.vault(), What::Throttle, place, sealed)?;
        Ok((state, version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: ThrottlePolicy = ThrottlePolicy {
        free: 2,
        first_wait: SignedDuration::from_secs(10),
        longest_wait: SignedDuration::from_secs(60),
        forget_after: SignedDuration::from_hours(1),
    };

    #[test]
    fn waits_double_up_to_the_longest() {
        let now = Timestamp::UNIX_EPOCH;
        let mut state = ThrottleState::NOTHING;
        let waits: Vec<_> = (0..7)
            .map(|_| {
                state = state.after_failure(now, &POLICY);
                state.blocked_until.map(Timestamp::as_second)
            })
            .collect();
        let expected = [None, None, Some(10), Some(20), Some(40), Some(60), Some(60)];
        assert_eq!(waits, expected);
    }

    #[test]
    fn the_longest_wait_holds_for_any_number_of_failures() {
        let state = ThrottleState {
            failures: u32::MAX,
            ..ThrottleState::NOTHING
        };
        let after = state.after_failure(Timestamp::UNIX_EPOCH, &POLICY);
        assert_eq!(after.blocked_until.map(Timestamp::as_second), Some(60));
    }

    #[test]
    fn a_counter_is_forgotten_after_a_quiet_time_but_not_by_a_clock_set_back() {
        let now = Timestamp::UNIX_EPOCH;
        let state = ThrottleState::NOTHING.after_failure(now, &POLICY);
        assert_eq!(
            state.at(now + SignedDuration::from_hours(1), &POLICY),
            state
        );
        assert_eq!(
            state.at(now - SignedDuration::from_hours(9), &POLICY),
            state
        );
        let later = now + SignedDuration::from_mins(61);
        assert_eq!(state.at(later, &POLICY), ThrottleState::NOTHING);
    }
}
