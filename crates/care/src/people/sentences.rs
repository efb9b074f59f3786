//! What the map says, in sentences that know what was not said.

use super::{Bond, Person, Sort, Support};
use crate::Record;

/// What is drawn, what stands out, and what nobody was asked. Empty without anybody on the map.
///
/// Ties with those who died are not counted among present ones.
pub fn people_sentences(record: &Record) -> Vec<String> {
    let all: Vec<&Person> = record.people.iter().map(|kept| &kept.item).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let living: Vec<&Person> = all.iter().copied().filter(|person| !person.died).collect();
    let mut said = vec![support(&living)];
    said.extend(conflict(&living));
    said.extend(both_at_once(&living));
    let broken = named(&living, |bond| bond.broken_off);
    if !broken.is_empty() {
        said.push(format!("Broken off: {}.", list(&broken)));
    }
    let one_way = named(&living, |bond| bond.support == Some(Support::Gets));
    if !one_way.is_empty() {
        said.push(format!(
            "Supported by the client, with no support drawn the other way: {}.",
            list(&one_way)
        ));
    }
    if living
        .iter()
        .all(|person| person.part.generation().is_some() && person.sort == Sort::One)
    {
        said.push(
            "Only family is drawn: no friend, nobody from work, no group. They may be there all the same."
                .to_owned(),
        );
    }
    let died: Vec<&str> = all
        .iter()
        .filter(|person| person.died)
        .map(|person| person.name.as_str())
        .collect();
    if !died.is_empty() {
        said.push(format!("Died: {}.", list(&died)));
    }
    said
}

fn support(living: &[&Person]) -> String {
    let supporting = named(living, Bond::supports);
    let not_said = named(living, |bond| bond.support.is_none()).len();
    let open = open_words(not_said, "support");
    if supporting.is_empty() {
        return format!("Nobody is drawn as supporting the client.{open}");
    }
    format!(
        "{} drawn as supporting the client: {}.{open}",
        if supporting.len() == 1 {
            "One is"
        } else {
            "These are"
        },
        list(&supporting)
    )
}

fn conflict(living: &[&Person]) -> Option<String> {
    let holding = named(living, Bond::has_conflict).len();
    let not_said = named(living, |bond| bond.conflict.is_none()).len();
    let asked = living.len() - not_said;
    if asked == 0 {
        return (!living.is_empty()).then(|| "Nothing is said about conflict yet.".to_owned());
    }
    let open = open_words(not_said, "conflict");
    Some(match holding {
        0 => format!("No conflict is drawn in any tie that was asked about.{open}"),
        _ => format!(
            "{} of {} {} conflict.{open}",
            number(holding),
            number(asked).to_lowercase(),
            if asked == 1 { "tie holds" } else { "ties hold" }
        ),
    })
}

fn both_at_once(living: &[&Person]) -> Option<String> {
    let both = named(living, |bond| bond.supports() && bond.has_conflict());
    (!both.is_empty()).then(|| format!("Support and conflict at once: {}.", list(&both)))
}

/// What was not asked is told beside every count.
fn open_words(not_said: usize, about: &str) -> String {
    match not_said {
        0 => String::new(),
        1 => format!(" For one nothing is said about {about}."),
        _ => format!(
            " For {} nothing is said about {about}.",
            number(not_said).to_lowercase()
        ),
    }
}

fn named<'a>(people: &[&'a Person], fits: impl Fn(Bond) -> bool) -> Vec<&'a str> {
    people
        .iter()
        .filter(|person| fits(person.bond))
        .map(|person| person.name.as_str())
        .collect()
}

fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn number(count: usize) -> String {
    const WORDS: [&str; 13] = [
        "None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
        "Eleven", "Twelve",
    ];
    WORDS
        .get(count)
        .map_or_else(|| count.to_string(), |word| (*word).to_owned())
}
