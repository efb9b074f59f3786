//! The times as a client is told them.

use attune_care::Record;
use attune_care::session::MeetingKind;

use crate::App;
use crate::language::{Here, key};

/// So many of the next times: a page on a phone is short.
const MOST: usize = 5;

/// The next agreed times, each in one sentence of the client's language.
pub(crate) async fn said_to_client(app: &App, record: &Record) -> Vec<String> {
    let now = app.now().to_zoned(app.zone().await).datetime();
    let language = Here::now().language;
    let mut agreed: Vec<_> = record
        .appointments
        .iter()
        .filter(|state| state.is_agreed() && state.at >= now)
        .collect();
    agreed.sort_by_key(|state| state.at);
    agreed
        .into_iter()
        .take(MOST)
        .map(|state| {
            let how = match state.how {
                MeetingKind::InPerson => key("in-person"),
                MeetingKind::Video => key("by-video"),
                MeetingKind::Telephone => key("by-telephone"),
            };
            language
                .say(key("meet-at"))
                .with("day", language.day(state.at.date(), now.date()))
                .with("time", state.at.strftime("%H:%M").to_string())
                .with("how", language.say(how).to_string())
                .to_string()
        })
        .collect()
}
