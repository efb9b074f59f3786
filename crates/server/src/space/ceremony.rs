//! Passkeys: the two exchanges with an authenticator, and what is remembered between their halves.
//!
//! The library's states may not be stored, so they wait in memory, for minutes. A practice with several
//! servers behind one address has to send both halves to the same one; else the second is refused and the
//! client tries again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use attune_ids::ClientId;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, PasskeyRegistration, Url, Webauthn, WebauthnBuilder,
};

use crate::{App, AppError};

/// The second half has to come within this time.
const WITHIN: SignedDuration = SignedDuration::from_mins(5);
/// So many at once; whoever begins more pushes the oldest out.
const MOST: usize = 4096;

/// What is going on.
pub(super) enum Ceremony {
    /// This client adds a passkey.
    Adding(ClientId, Box<PasskeyRegistration>),
    /// Somebody comes in with one.
    ComingIn(Box<DiscoverableAuthentication>),
}

/// What waits for its second half.
#[derive(Default)]
pub(crate) struct Ceremonies(Mutex<HashMap<Uuid, (Timestamp, Ceremony)>>);

impl Ceremonies {
    /// Remembers the first half; the id is for the second.
    pub(super) fn begin(&self, ceremony: Ceremony, now: Timestamp) -> Uuid {
        let id = Uuid::new_v4();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (begun, _)| now.duration_since(*begun) <= WITHIN);
        if all.len() >= MOST {
            let oldest = all.iter().min_by_key(|(_, (begun, _))| *begun);
            if let Some(oldest) = oldest.map(|(id, _)| *id) {
                all.remove(&oldest);
            }
        }
        all.insert(id, (now, ceremony));
        id
    }

    /// Takes it out: a second half is tried once.
    pub(super) fn end(&self, id: Uuid, now: Timestamp) -> Option<Ceremony> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (begun, ceremony) = all.remove(&id)?;
        (now.duration_since(begun) <= WITHIN).then_some(ceremony)
    }
}

/// The practice as authenticators know it: by the name of its host.
pub(super) fn practice(app: &App, name: &str) -> Result<Webauthn, AppError> {
    let broken = |error: &dyn std::fmt::Display| {
        AppError::Broken(format!("passkeys cannot be used at this address: {error}"))
    };
    let url = Url::parse(&app.config.public_url).map_err(|error| broken(&error))?;
    // Passkeys belong to a name; at a bare number there are none.
    let host = url.domain().ok_or(AppError::NotFound)?.to_owned();
    let builder = WebauthnBuilder::new(&host, &url).map_err(|error| broken(&error))?;
    builder
        .rp_name(name)
        .build()
        .map_err(|error| broken(&error))
}

/// Whether this practice is reached under a name, without which there are no passkeys.
pub(super) fn possible(app: &App) -> bool {
    Url::parse(&app.config.public_url).is_ok_and(|url| url.domain().is_some())
}

/// Asks the authenticator to keep the key where it is found without a name: nobody types who they are.
pub(super) fn findable(mut options: Value) -> Value {
    let selection = &mut options["publicKey"]["authenticatorSelection"];
    selection["residentKey"] = "required".into();
    selection["requireResidentKey"] = true.into();
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coming_in() -> Ceremony {
        let url = Url::parse("http://localhost:7878").unwrap_or_else(|_| unreachable!());
        let webauthn = WebauthnBuilder::new("localhost", &url)
            .and_then(WebauthnBuilder::build)
            .and_then(|practice| practice.start_discoverable_authentication());
        match webauthn {
            Ok((_, state)) => Ceremony::ComingIn(Box::new(state)),
            Err(error) => unreachable!("{error}"),
        }
    }

    #[test]
    fn a_second_half_is_tried_once_and_in_time() {
        let all = Ceremonies::default();
        let begun = Timestamp::UNIX_EPOCH;
        let minutes = |minutes| begun + SignedDuration::from_mins(minutes);
        let id = all.begin(coming_in(), begun);
        assert!(all.end(id, minutes(5)).is_some());
        assert!(all.end(id, minutes(5)).is_none());
        let late = all.begin(coming_in(), begun);
        assert!(all.end(late, minutes(6)).is_none());
        assert!(all.end(Uuid::nil(), begun).is_none());
    }

    #[test]
    fn whoever_begins_too_many_pushes_out_the_oldest() {
        let all = Ceremonies::default();
        let first = all.begin(coming_in(), Timestamp::UNIX_EPOCH);
        let later = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1);
        for _ in 0..MOST {
            all.begin(coming_in(), later);
        }
        assert!(all.end(first, later).is_none());
        assert_eq!(all.0.lock().map(|all| all.len()).unwrap_or_default(), MOST);
    }
}
