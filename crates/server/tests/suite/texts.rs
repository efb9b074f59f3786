//! Texts for clients: every one in every language, each used, none written past them.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use crate::support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use support::locales::{self, LANGUAGES, Message};

/// Templates that a client can see. Those in them that staff see begin with the layout of staff pages.
const CLIENTS: [&str; 6] = ["portal", "space", "journal", "diary", "tasks", "safety"];

/// Parts of staff pages beside them.
const STAFF: [&str; 1] = ["space/sharing.html"];

#[test]
fn every_language_has_every_text_with_the_same_arguments_in_the_same_part() {
    let english = locales::read("en");
    assert!(english.len() > 50);
    for language in LANGUAGES {
        let texts = locales::read(language);
        let keys = |texts: &BTreeMap<String, Message>| -> BTreeSet<String> {
            texts.keys().cloned().collect()
        };
        let (here, there) = (keys(&texts), keys(&english));
        let differing: Vec<_> = here.symmetric_difference(&there).collect();
        assert!(
            differing.is_empty(),
            "only in one of en and {language}: {differing:?}"
        );
        for (key, text) in &texts {
            assert!(!text.empty, "{language}: {key} is empty");
            assert_eq!(text.part, english[key].part, "{language}: {key}");
            assert_eq!(text.arguments, english[key].arguments, "{language}: {key}");
        }
    }
}

#[test]
fn no_translation_was_forgotten() {
    let english = locales::read("en");
    for language in &LANGUAGES[1..] {
        for (key, text) in locales::read(language) {
            let Some(words) = &text.plain else { continue };
            let same = Some(words) == english[&key].plain.as_ref();
            assert!(!same || words.len() < 3, "{language}: {key} is English");
        }
    }
}

#[test]
fn every_text_that_is_said_exists_and_gets_what_it_needs() {
    let english = locales::read("en");
    for (place, call) in calls() {
        let Some(text) = english.get(&call.key) else {
            panic!("{place}: there is no text {}", call.key)
        };
        let given: BTreeSet<String> = call.arguments.into_iter().collect();
        // What is said elsewhere gets its arguments there.
        if !call.elsewhere {
            assert_eq!(given, text.arguments, "{place}: {}", call.key);
        }
    }
}

#[test]
fn every_text_is_said_somewhere() {
    let english = locales::read("en");
    let mut said: BTreeSet<String> = calls().into_iter().map(|(_, call)| call.key).collect();
    for text in english.values() {
        said.extend(text.contains.iter().cloned());
    }
    let unused: Vec<&String> = english.keys().filter(|key| !said.contains(*key)).collect();
    assert!(unused.is_empty(), "nothing says {unused:?}");
}

#[test]
fn no_template_for_clients_holds_words_of_its_own() {
    let mut faults = Vec::new();
    for (place, content) in templates() {
        let folder = place.split('/').next().unwrap_or_default();
        let for_staff =
            content.starts_with("{% extends \"layout/") || STAFF.contains(&place.as_str());
        if !CLIENTS.contains(&folder) || for_staff {
            continue;
        }
        for words in words_of(&content) {
            faults.push(format!("{place}: {words:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn words_in_a_template_are_found_wherever_they_hide() {
    assert_eq!(words_of("<p>Hello {{ name }}</p>"), ["Hello"]);
    assert_eq!(
        words_of("<nav aria-label=\"Your space\"></nav>"),
        ["Your space"]
    );
    assert_eq!(
        words_of("<p>{% if a %}yes{% else %}{{ b }}{% endif %}</p>"),
        ["yes"]
    );
    let fine = "{# why #}<!doctype html><p class=\"a\" lang=\"{{ l }}\">{{ f.say(\"a\") }} · 1</p>";
    assert_eq!(words_of(fine), Vec::<String>::new());
}

/// A text that is said in a template or in Rust.
struct Call {
    key: String,
    arguments: Vec<String>,
    /// It is only named here, with `key`.
    elsewhere: bool,
}

/// Every call in the server's sources and templates, with where it is.
fn calls() -> Vec<(String, Call)> {
    let sources = below("src").into_iter().map(|(place, content)| {
        // Tests say what does not exist on purpose.
        let end = content.find("#[cfg(test)]").unwrap_or(content.len());
        (place, content[..end].to_owned())
    });
    sources
        .chain(templates())
        .flat_map(|(place, content)| {
            calls_in(&content)
                .into_iter()
                .map(move |call| (place.clone(), call))
        })
        .collect()
}

fn calls_in(content: &str) -> Vec<Call> {
    let mut found = Vec::new();
    for (word, elsewhere) in [("say(", false), ("key(", true)] {
        for (at, _) in content.match_indices(word) {
            let before = content[..at].chars().next_back();
            let whole = before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_');
            let Some((key, mut rest)) = literal(&content[at + word.len()..]) else {
                continue;
            };
            if !whole {
                continue;
            }
            let mut arguments = Vec::new();
            while let Some(after) = rest.trim_start().strip_prefix(".with(") {
                let Some((name, value)) = literal(after) else {
                    break;
                };
                arguments.push(name.to_owned());
                rest = past_closing(value);
            }
            found.push(Call {
                key: key.to_owned(),
                arguments,
                elsewhere,
            });
        }
    }
    found
}

/// A text in quotation marks right here, and what follows it and a closing bracket or comma.
fn literal(text: &str) -> Option<(&str, &str)> {
    let (inside, rest) = text.trim_start().strip_prefix('"')?.split_once('"')?;
    let rest = rest.trim_start();
    Some((inside, rest.strip_prefix([')', ',']).unwrap_or(rest)))
}

/// What follows the bracket that closes the one we are in.
fn past_closing(text: &str) -> &str {
    let mut depth = 1;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[at + 1..];
        }
    }
    ""
}

/// Everything in a template that is read or read out and was not put there by a call.
fn words_of(template: &str) -> Vec<String> {
    let mut text = template.to_owned();
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("<!", ">")] {
        text = without(&text, open, close);
    }
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some((before, tag_and_rest)) = rest.split_once('<') {
        found.push(before.trim().to_owned());
        let (tag, after) = tag_and_rest.split_once('>').unwrap_or((tag_and_rest, ""));
        for name in ["aria-label", "title", "alt", "placeholder", "content"] {
            let spoken = tag
                .split_once(&format!(" {name}=\""))
                .map(|(_, value)| value);
            let spoken = spoken.and_then(|value| value.split('"').next());
            // What the page says to the browser is nobody's sentence.
            if let Some(spoken) = spoken
                && !tag.starts_with("meta")
            {
                found.push(spoken.trim().to_owned());
            }
        }
        rest = after;
    }
    found.push(rest.trim().to_owned());
    found.retain(|words| words.chars().any(char::is_alphabetic));
    found
}

fn without(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once(open) {
        kept.push_str(before);
        rest = inside.split_once(close).map_or("", |(_, after)| after);
    }
    kept + rest
}

fn templates() -> Vec<(String, String)> {
    below("templates")
}

/// Every file below a folder of this crate, by its path from there.
fn below(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let place = path.strip_prefix(&root).unwrap();
                let place = place.to_string_lossy().replace('\\', "/");
                found.push((place, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}
