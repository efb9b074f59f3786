//! Nothing is left open in the sources. What is still to be done is an issue, not a comment.

use crate::tidy::{Checkout, Finding};

const WRITTEN_BY_HAND: &[&str] = &[".rs", ".ts", ".mjs", ".html", ".css", ".sql", ".toml"];

/// Cut in two, so that this file does not find itself.
const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("HA", "CK"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
];

pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<Vec<Finding>> {
    let mut found = Vec::new();
    for text in checkout
        .texts
        .iter()
        .filter(|text| text.ends_in(WRITTEN_BY_HAND))
    {
        for (number, line) in text.lines() {
            if let Some(word) = UNFINISHED.iter().find(|word| has_word(line, word)) {
                let what =
                    format!("`{word}` marks something unfinished: finish it, or write an issue");
                found.push(Finding::fault(format!("{}:{number}", text.path), what));
            }
        }
    }
    Ok(found)
}

/// Whether `word` stands in `line` by itself, not as a part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let is_letter = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(is_letter) && (word.ends_with('(') || !after.is_some_and(is_letter))
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn an_open_end_is_found_with_its_line() {
        let text = format!(
            "fn plan() {{\n    {}\n}} // {}: more\n",
            UNFINISHED[4], UNFINISHED[0]
        );
        let found = check(&Checkout::of(&[("crates/care/src/plan.rs", &text)])).unwrap();
        assert_eq!(found[0].place, "crates/care/src/plan.rs:2");
        assert_eq!(found[1].place, "crates/care/src/plan.rs:3");
    }

    #[test]
    fn a_longer_word_is_another_word() {
        let text = format!(
            "const MAS{}S: u8 = 1;\nlet a = \"{}XIX\";",
            UNFINISHED[0], UNFINISHED[2]
        );
        assert_eq!(check(&Checkout::of(&[("a.rs", &text)])).unwrap(), []);
    }
}
