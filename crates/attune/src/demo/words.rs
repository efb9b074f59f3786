//! One wording out of several, with the person's own names in it.

use super::dice::Dice;
use super::texts::{Person, Pronoun};

/// Draws one of the wordings and fills it in.
pub(super) fn wording(text: &str, person: &Person, dice: &mut Dice) -> String {
    let wordings: Vec<&str> = text.split(" | ").collect();
    let drawn = dice.pick(&wordings).copied().unwrap_or_default();
    fill(drawn, person)
}

/// One of several texts, filled in.
pub(super) fn one_of(texts: &[String], person: &Person, dice: &mut Dice) -> String {
    dice.pick(texts)
        .map_or_else(String::new, |text| wording(text, person, dice))
}

/// Puts names and pronouns in.
pub(super) fn fill(text: &str, person: &Person) -> String {
    let (their, them) = match person.pronoun {
        Pronoun::She => ("her", "her"),
        Pronoun::He => ("his", "him"),
        Pronoun::They => ("their", "them"),
    };
    text.trim()
        .replace("{name}", &person.called)
        .replace("{partner}", &person.partner)
        .replace("{their}", their)
        .replace("{them}", them)
}
