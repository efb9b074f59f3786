//! What the forms send, every field as text so that nothing typed is lost.

use attune_care::Refusal;
use attune_care::assess::{PartOfYear, When};
use attune_care::people::{
    Bond, Closeness, Conflict, Part, Person, PersonInput, Sort, Support, TieInput,
};
use attune_ids::{EntryId, FactorId, LifeEventId, PersonId, TieId};

/// What is between two, as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedBond {
    pub(super) closeness: String,
    pub(super) conflict: String,
    pub(super) support: String,
    pub(super) broken_off: bool,
}

impl TypedBond {
    /// As a form shows it again.
    pub(super) fn of(bond: Bond) -> Self {
        Self {
            closeness: bond.closeness.map_or("", Closeness::code).to_owned(),
            conflict: bond.conflict.map_or("", Conflict::code).to_owned(),
            support: bond.support.map_or("", Support::code).to_owned(),
            broken_off: bond.broken_off,
        }
    }

    fn read(&self) -> Bond {
        Bond {
            closeness: Closeness::from_code(&self.closeness),
            conflict: Conflict::from_code(&self.conflict),
            support: Support::from_code(&self.support),
            broken_off: self.broken_off,
        }
    }

    /// Takes a field in, if it is one of these.
    fn take(&mut self, name: &str, value: &str) {
        match name {
            "closeness" => value.clone_into(&mut self.closeness),
            "conflict" => value.clone_into(&mut self.conflict),
            "support" => value.clone_into(&mut self.support),
            "broken_off" => self.broken_off = true,
            _ => {}
        }
    }
}

/// Somebody as they were typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedPerson {
    pub(super) entry: Option<EntryId>,
    pub(super) name: String,
    pub(super) group: bool,
    pub(super) part: String,
    pub(super) bond: TypedBond,
    pub(super) since: String,
    pub(super) died: bool,
    pub(super) died_year: String,
    pub(super) words: String,
    pub(super) factors: Vec<FactorId>,
    pub(super) events: Vec<LifeEventId>,
}

impl TypedPerson {
    /// From the fields of a form, of which some may come several times.
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "entry" => typed.entry = value.parse().ok(),
                "name" => typed.name.clone_from(value),
                "sort" => typed.group = value == Sort::Group.code(),
                "part" => typed.part.clone_from(value),
                "since" => typed.since.clone_from(value),
                "died" => typed.died = true,
                "died_year" => typed.died_year.clone_from(value),
                "words" => typed.words.clone_from(value),
                "factors" => typed.factors.extend(value.parse::<FactorId>()),
                "events" => typed.events.extend(value.parse::<LifeEventId>()),
                other => typed.bond.take(other, value),
            }
        }
        typed
    }

    /// As somebody would have typed them.
    pub(super) fn again(person: &Person) -> Self {
        let year = |when: Option<When>| when.map_or_else(String::new, year_words);
        Self {
            entry: None,
            name: person.name.clone(),
            group: person.sort == Sort::Group,
            part: person.part.code().to_owned(),
            bond: TypedBond::of(person.bond),
            since: year(person.since),
            died: person.died,
            died_year: year(person.died_when),
            words: person.words.clone(),
            factors: person.factors.clone(),
            events: person.events.clone(),
        }
    }

    /// `known` is who is told better: a time that was known better than a year stays, unless another was typed.
    pub(super) fn read(&self, known: Option<&Person>) -> Result<PersonInput<'_>, Refusal> {
        Ok(PersonInput {
            name: &self.name,
            sort: if self.group { Sort::Group } else { Sort::One },
            part: Part::from_code(&self.part),
            bond: self.bond.read(),
            since: year(&self.since, known.and_then(|known| known.since), "Since")?,
            died: self.died,
            died_when: year(
                &self.died_year,
                known.and_then(|known| known.died_when),
                "Died",
            )?,
            words: &self.words,
            factors: self.factors.clone(),
            events: self.events.clone(),
        })
    }
}

/// "2009", or "about 2009" where nobody knows it better.
fn year_words(when: When) -> String {
    let (year, part, _) = when.parts();
    match part.as_str() {
        "about" => format!("about {year}"),
        _ => year.to_string(),
    }
}

/// A year, with or without "about".
fn year(text: &str, kept: Option<When>, field: &'static str) -> Result<Option<When>, Refusal> {
    let text = text.trim();
    if let Some(kept) = kept.filter(|kept| year_words(*kept) == text) {
        return Ok(Some(kept));
    }
    if text.is_empty() {
        return Ok(None);
    }
    let (digits, part) = match text.strip_prefix("about ") {
        Some(rest) => (rest.trim(), Some(PartOfYear::About)),
        None => (text, None),
    };
    let year = digits.parse().map_err(|_| Refusal::Invalid {
        field,
        expected: "a year, such as 2009 or about 2009",
    })?;
    When::remembered(Some(year), part, None)
}

/// A tie as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedTie {
    pub(super) entry: Option<EntryId>,
    pub(super) one: String,
    pub(super) other: String,
    pub(super) bond: TypedBond,
}

impl TypedTie {
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let mut typed = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "entry" => typed.entry = value.parse().ok(),
                "one" => typed.one.clone_from(value),
                "other" => typed.other.clone_from(value),
                other => typed.bond.take(other, value),
            }
        }
        typed
    }

    pub(super) fn read(&self) -> TieInput {
        let person = |id: &str| id.parse::<PersonId>().ok();
        TieInput {
            one: person(&self.one),
            other: person(&self.other),
            bond: self.bond.read(),
        }
    }
}

/// Which form was sent and not accepted.
#[derive(Debug, Clone, Default)]
pub(super) enum Tried {
    /// None was.
    #[default]
    Nothing,
    /// Somebody; none for a new one.
    Person(Option<PersonId>, Box<TypedPerson>, String),
    /// A tie; none for a new one.
    Tie(Option<TieId>, TypedTie, String),
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops on any error")]

    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_year_is_read_with_and_without_about_and_a_better_known_day_is_kept() {
        let about = year("about 1994", None, "Since").unwrap().unwrap();
        assert_eq!(about.words(), "about 1994");
        assert_eq!(
            year("1994", None, "Since").unwrap().unwrap().words(),
            "1994"
        );
        assert_eq!(year(" ", None, "Since").unwrap(), None);
        assert!(year("long ago", None, "Since").is_err());
        let day = When::on(date(1994, 5, 3));
        assert_eq!(year("1994", Some(day), "Since").unwrap(), Some(day));
        assert_ne!(year("1995", Some(day), "Since").unwrap(), Some(day));
    }
}
