//! What the client told of their life, for the file they take along: events, and the people in it.
//!
//! As they told it, nothing that was made of it: what is between two people and what an event led to are readings, and
//! stay in the record.

use attune_care::assess::When;
use attune_care::people::Person;
use jiff::civil::Date;

use super::mine::{Thing, said};
use crate::gate::Opened;
use crate::language::{Here, key};

/// Events in the order they happened.
pub(super) fn events(opened: &Opened, today: Date) -> Vec<Thing> {
    let mut events: Vec<_> = opened.record.life_events.iter().collect();
    events.sort_by_key(|kept| kept.item.when.from);
    events
        .into_iter()
        .map(|kept| {
            let event = &kept.item;
            let mut lines = vec![(said(key("life-when")), told(event.when, today))];
            lines.extend(
                event
                    .until
                    .map(|until| (said(key("life-until")), told(until, today))),
            );
            lines.extend(your_words(&event.words));
            Thing {
                on: None,
                title: event.what.clone(),
                lines,
            }
        })
        .collect()
}

/// People in the order they were named.
pub(super) fn people(opened: &Opened, today: Date) -> Vec<Thing> {
    let people = opened.record.people.iter();
    people
        .map(|kept| Thing {
            on: None,
            title: kept.item.name.clone(),
            lines: about(&kept.item, today),
        })
        .collect()
}

fn about(person: &Person, today: Date) -> Vec<(String, String)> {
    let since = person
        .since
        .map(|since| (said(key("life-since")), told(since, today)));
    since.into_iter().chain(your_words(&person.words)).collect()
}

fn your_words(words: &str) -> Option<(String, String)> {
    (!words.is_empty()).then(|| (said(key("your-words")), words.to_owned()))
}

/// A day; or, where it is not known to the day, the first and the last it can have been.
fn told(when: When, today: Date) -> String {
    let language = Here::now().language;
    let (first, last) = when.span();
    if first == last {
        return language.day(first, today);
    }
    language
        .say("life-between")
        .with("first", language.day(first, today))
        .with("last", language.day(last, today))
        .to_string()
}
