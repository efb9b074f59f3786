//! Words about several people, in which each of them is a mark and no name.
//!
//! What was shared is written once and goes into several records. In each of them only that person's own name may
//! stand. So the text is kept with a mark for every name, and a name comes back only for the eyes of somebody who has
//! the records of all, or in the record of the one whose name it is.

use attune_ids::SessionId;
use serde::{Deserialize, Serialize};

use super::Company;
use crate::session::folded;

/// Somebody who was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Present<'a> {
    /// The session in their own record: what their mark refers to.
    pub session: SessionId,
    /// As it stands in their record.
    pub name: &'a str,
}

/// A text with marks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SharedWords {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Piece {
    /// As typed.
    Words(String),
    /// A part of somebody's name: the first, the second ...
    Name { of: SessionId, part: usize },
}

/// A part of a name, to look for.
struct Part {
    of: SessionId,
    number: usize,
    letters: Vec<char>,
    /// Writing without capitals has no spaces either: there a name is found within other letters.
    anywhere: bool,
}

impl SharedWords {
    /// Puts a mark in the place of every name of those who were there: first, middle and family names, in capitals or
    /// not, with accents or without, also with an `s` at the end ("Annas"). Nicknames are not known here.
    pub fn read(text: &str, people: &[Present<'_>]) -> Self {
        let wanted = parts(people);
        let letters: Vec<char> = text.chars().collect();
        let plain: Vec<char> = letters.iter().map(|letter| folded(*letter)).collect();
        let mut pieces = Vec::new();
        let mut words = String::new();
        let mut at = 0;
        while at < letters.len() {
            if let Some(found) = longest_at(&wanted, &plain, at) {
                if !words.is_empty() {
                    pieces.push(Piece::Words(std::mem::take(&mut words)));
                }
                pieces.push(Piece::Name {
                    of: found.of,
                    part: found.number,
                });
                at += found.letters.len();
            } else {
                words.push(letters[at]);
                at += 1;
            }
        }
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        Self { pieces }
    }

    /// With names again, for somebody who may read the records of all these people. Whoever is not among them any
    /// more stays unnamed.
    pub fn with_names(&self, people: &[Present<'_>], company: Company) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Words(words) => words.as_str(),
            Piece::Name { of, part } => {
                name_part(people, *of, *part).unwrap_or_else(|| company.somebody())
            }
        });
        pieces.collect()
    }

    /// For one person's record: their own name stands, everybody else is "[partner]" or the like. A name that two of
    /// them have stands for nobody, since it may mean the other.
    pub fn for_record_of(
        &self,
        own: SessionId,
        people: &[Present<'_>],
        company: Company,
    ) -> String {
        let mut text = String::new();
        // Who was replaced last, and where the text ended then: "Anna Weber" is one person, not two.
        let mut last: Option<(SessionId, usize)> = None;
        for piece in &self.pieces {
            match piece {
                Piece::Words(words) => {
                    if !words.chars().all(|letter| letter == ' ') {
                        last = None;
                    }
                    text.push_str(words);
                }
                Piece::Name { of, part } => {
                    let stands = (*of == own && !is_shared(people, *of, *part))
                        .then(|| name_part(people, *of, *part))
                        .flatten();
                    if let Some(name) = stands {
                        text.push_str(name);
                        last = None;
                        continue;
                    }
                    match last {
                        Some((who, end)) if who == *of => text.truncate(end),
                        _ => text.push_str(company.somebody()),
                    }
                    last = Some((*of, text.len()));
                }
            }
        }
        text
    }

    /// How often each of them is named, in the order given; those who are not named are left out. A first and a family
    /// name one after the other are one time.
    pub fn named(&self, people: &[Present<'_>]) -> Vec<(SessionId, usize)> {
        let spaces = |piece: &Piece| matches!(piece, Piece::Words(words) if words.trim_matches(' ').is_empty());
        let names: Vec<Option<SessionId>> = self
            .pieces
            .iter()
            .filter(|piece| !spaces(piece))
            .map(|piece| match piece {
                Piece::Name { of, .. } => Some(*of),
                Piece::Words(_) => None,
            })
            .collect();
        let runs: Vec<Option<SessionId>> = names
            .chunk_by(|one, other| one == other)
            .filter_map(|run| run.first().copied())
            .collect();
        people
            .iter()
            .map(|present| {
                let times = runs.iter().filter(|run| **run == Some(present.session));
                (present.session, times.count())
            })
            .filter(|(_, times)| *times > 0)
            .collect()
    }
}

/// The parts a name consists of. Small words of a name ("van", "de la") are no part where others begin with a
/// capital, and a single letter is none: either would be found everywhere.
fn parts_of(name: &str) -> Vec<&str> {
    let all: Vec<&str> = name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| part.chars().count() > 1 || !has_case(part) && !part.is_empty())
        .collect();
    let capital = |part: &&str| part.chars().next().is_some_and(char::is_uppercase);
    if !all.iter().any(capital) {
        return all;
    }
    all.into_iter()
        .filter(|part| capital(part) || !has_case(part))
        .collect()
}

fn has_case(part: &str) -> bool {
    part.chars()
        .any(|letter| letter.is_uppercase() || letter.is_lowercase())
}

fn plain(part: &str) -> Vec<char> {
    part.chars().map(folded).collect()
}

fn parts(people: &[Present<'_>]) -> Vec<Part> {
    let each = people.iter().flat_map(|present| {
        let parts = parts_of(present.name).into_iter().enumerate();
        parts.map(|(number, part)| Part {
            of: present.session,
            number,
            letters: plain(part),
            anywhere: !has_case(part),
        })
    });
    each.collect()
}

fn name_part<'a>(people: &[Present<'a>], of: SessionId, part: usize) -> Option<&'a str> {
    let present = people.iter().find(|present| present.session == of)?;
    parts_of(present.name).get(part).copied()
}

/// Whether somebody else has this part of a name as well.
fn is_shared(people: &[Present<'_>], of: SessionId, part: usize) -> bool {
    let Some(name) = name_part(people, of, part).map(plain) else {
        return true;
    };
    people
        .iter()
        .filter(|present| present.session != of)
        .any(|present| {
            parts_of(present.name)
                .into_iter()
                .any(|part| plain(part) == name)
        })
}

fn longest_at<'a>(wanted: &'a [Part], text: &[char], at: usize) -> Option<&'a Part> {
    let begins_word = at == 0 || !text[at - 1].is_alphanumeric();
    wanted
        .iter()
        .filter(|part| part.anywhere || begins_word)
        .filter(|part| text[at..].starts_with(&part.letters))
        .filter(|part| part.anywhere || ends_word(text, at + part.letters.len()))
        // The earlier person where both have it, so that the same text is read the same way twice.
        .reduce(|best, part| {
            if part.letters.len() > best.letters.len() {
                part
            } else {
                best
            }
        })
}

/// Whether a word ends here, or after one more `s`.
fn ends_word(text: &[char], at: usize) -> bool {
    let no_letter = |at: usize| text.get(at).is_none_or(|letter| !letter.is_alphanumeric());
    no_letter(at) || (text[at] == 's' && no_letter(at + 1))
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
