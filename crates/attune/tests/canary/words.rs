//! The words that are typed, each only once, with the field it was typed into.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{SystemTime, UNIX_EPOCH};

/// Words that all begin alike, so that one search finds any of them.
#[derive(Debug)]
pub struct Words {
    stem: String,
    /// By form and field, in the order typed.
    typed: BTreeMap<(String, String), Vec<String>>,
    seen: BTreeSet<String>,
    number: usize,
}

impl Words {
    pub fn new() -> Self {
        Self {
            stem: stem(),
            typed: BTreeMap::new(),
            seen: BTreeSet::new(),
            number: 0,
        }
    }

    /// What every word begins with; nothing else in the world does.
    pub fn stem(&self) -> &str {
        &self.stem
    }

    pub fn number(&self) -> usize {
        self.number
    }

    /// A word for this field of this form.
    pub fn word(&mut self, form: &str, field: &str) -> String {
        self.number += 1;
        let word = format!("{}{:04}", self.stem, self.number);
        let place = (form.to_owned(), field.to_owned());
        self.typed.entry(place).or_default().push(word.clone());
        word
    }

    /// Notes which words stand on a page.
    pub fn see(&mut self, page: &str) {
        for (at, _) in page.match_indices(&self.stem) {
            let end = at + self.stem.len() + 4;
            if let Some(word) = page.get(at..end) {
                self.seen.insert(word.to_owned());
            }
        }
    }

    /// Says where what was typed did not come back on any page.
    pub fn tell(&self) {
        let seen: usize = self.fields().filter(|(_, seen)| *seen).count();
        eprintln!(
            "{} words typed into {} fields; of {seen} of these a word was seen on a page again",
            self.number,
            self.typed.len()
        );
        for ((form, field), _) in self.fields().filter(|(_, seen)| !seen) {
            eprintln!("  never seen again: {form} {field}");
        }
    }

    /// Most words have to come back: they were really kept, and so could have been found in a file.
    pub fn assert_seen(&self) {
        let seen = self.fields().filter(|(_, seen)| *seen).count();
        assert!(
            seen * 3 >= self.typed.len() * 2,
            "only {seen} of {} fields were kept",
            self.typed.len()
        );
    }

    fn fields(&self) -> impl Iterator<Item = (&(String, String), bool)> {
        self.typed.iter().map(|(place, words)| {
            let seen = words.iter().any(|word| self.seen.contains(word));
            (place, seen)
        })
    }
}

/// Thirteen letters and digits from the clock and the operating system: two runs never share one.
fn stem() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnopqrstuvwxyz2345678";
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    // A hash map's seed is the nearest randomness there is without another library.
    let random = std::hash::BuildHasher::hash_one(
        &std::collections::hash_map::RandomState::new(),
        time.as_nanos(),
    );
    let letters =
        (0..12).map(|number| LETTERS[usize::try_from(random >> (5 * number) & 31).unwrap()]);
    let letters: String = letters.map(char::from).collect();
    format!("q{letters}")
}
