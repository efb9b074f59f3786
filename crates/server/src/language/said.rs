//! Looking a text up and filling it in.

use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::Language;

/// Carried inside the program; in a debug build read from the folder.
#[derive(rust_embed::RustEmbed)]
#[folder = "../../locales"]
struct Locales;

/// The texts of one language, from all its parts.
type Texts = FluentBundle<FluentResource>;

/// Marks the key of a text that is not said right where it is named. The test that compares keys with texts
/// (`tests/texts.rs`) looks for calls of `say` and of this.
pub(crate) const fn key(name: &'static str) -> &'static str {
    name
}

/// A text with what it needs. It becomes words where it is shown; a template escapes them as it escapes everything.
pub(crate) struct Said {
    language: Language,
    key: &'static str,
    arguments: FluentArgs<'static>,
}

/// What can be put into a text.
pub(crate) trait Argument {
    /// A number, which may decide about a plural, or words, which are never looked into.
    fn value(&self) -> FluentValue<'static>;
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

impl Argument for str {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::from(self.to_owned())
    }
}

impl Argument for String {
    fn value(&self) -> FluentValue<'static> {
        self.as_str().value()
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl Argument for $number {
            fn value(&self) -> FluentValue<'static> {
                FluentValue::from(*self)
            }
        }
    )+};
}
numbers!(usize, u32, i8, i16, i32, i64);

impl Said {
    pub(super) fn new(language: Language, key: &'static str) -> Self {
        Self {
            language,
            key,
            arguments: FluentArgs::new(),
        }
    }

    /// Adds what the text names `{ $name }`.
    pub(crate) fn with(mut self, name: &'static str, value: impl Argument) -> Self {
        self.arguments.set(name, value.value());
        self
    }
}

impl fmt::Display for Said {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = written(self.language, self.key, &self.arguments)
            .or_else(|| written(Language::English, self.key, &self.arguments));
        match found {
            Some(words) => to.write_str(&words),
            // A page with a gap is better than none. The test of all keys keeps it from happening.
            None => to.write_str(self.key),
        }
    }
}

/// The text with this key in exactly this language, if it is there and has what it needs.
fn written(language: Language, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
    let texts = texts(language);
    let pattern = texts.get_message(key)?.value()?;
    let mut faults = Vec::new();
    let words = texts.format_pattern(pattern, Some(arguments), &mut faults);
    faults.is_empty().then(|| words.into_owned())
}

fn texts(language: Language) -> &'static Texts {
    static ALL: [OnceLock<Texts>; Language::ALL.len()] =
        [const { OnceLock::new() }; Language::ALL.len()];
    let place = match language {
        Language::English => &ALL[0],
        Language::German => &ALL[1],
        Language::Spanish => &ALL[2],
    };
    place.get_or_init(|| read(language))
}

fn read(language: Language) -> Texts {
    // Decides about plurals. Every tag of ours is well formed, as a test shows.
    let identifier: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut texts = Texts::new_concurrent(vec![identifier]);
    // Marks around every filled-in word would be copied, searched and read out with it, and are of use only where
    // a language is written from right to left.
    texts.set_use_isolating(false);
    let folder = format!("{}/", language.tag());
    for name in Locales::iter().filter(|name| name.starts_with(&folder)) {
        let Some(file) = Locales::get(&name) else {
            continue;
        };
        let content = String::from_utf8_lossy(&file.data).into_owned();
        // What cannot be read of a file is missing, and then said in English.
        let part = FluentResource::try_new(content).unwrap_or_else(|(readable, _)| readable);
        texts.add_resource_overriding(part);
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_said_in_its_language_and_filled_in() {
        let said = |language: Language, number: usize| {
            language
                .say(key("question-of"))
                .with("number", number)
                .with("of", 9_usize)
                .to_string()
        };
        assert_eq!(said(Language::English, 2), "Question 2 of 9");
        assert_eq!(said(Language::German, 2), "Frage 2 von 9");
        assert_eq!(said(Language::Spanish, 2), "Pregunta 2 de 9");
    }

    #[test]
    fn numbers_decide_about_plurals() {
        let said = |language: Language, number: usize| {
            language
                .say(key("unanswered"))
                .with("number", number)
                .to_string()
        };
        assert!(said(Language::English, 1).starts_with("One question has"));
        assert!(said(Language::English, 3).starts_with("3 questions have"));
        assert!(said(Language::German, 1).starts_with("Eine Frage hat"));
        assert!(said(Language::Spanish, 2).starts_with("2 preguntas"));
    }

    #[test]
    fn what_is_missing_never_breaks_a_page() {
        // Not marked with `key`, since no text has it.
        let said = Language::German.say(concat!("no-such-", "text"));
        assert_eq!(said.to_string(), "no-such-text");
        let without = Language::German.say(key("question-of")).to_string();
        assert_eq!(without, "question-of", "an argument is missing");
    }

    #[test]
    fn words_put_in_are_never_looked_into() {
        let said = Language::English
            .say(key("send-to"))
            .with("asker", "{ $number } <b>")
            .to_string();
        assert_eq!(said, "Send to { $number } <b>");
    }

    #[test]
    fn tags_are_well_formed() {
        for language in Language::ALL {
            assert!(language.tag().parse::<LanguageIdentifier>().is_ok());
        }
    }
}
