//! Texts: of a length, in plain words, none twice.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{CATALOG, all_cautions};

#[test]
fn cautions_name_a_situation_and_say_what_to_do() {
    for (id, caution) in all_cautions() {
        let when = &caution.when;
        assert!((10..=80).contains(&when.chars().count()), "{id}: {when}");
        assert!(when.starts_with(char::is_uppercase), "{id}: {when}");
        assert!(!when.ends_with('.'), "{id}: {when}");
        readable(id, &caution.text, 10..=150);
    }
}

#[test]
fn no_name_and_no_text_stands_twice() {
    let mut names = BTreeSet::new();
    let of_modalities = CATALOG
        .modalities
        .iter()
        .flat_map(|modality| [&modality.name, &modality.short]);
    for name in of_modalities.chain(CATALOG.techniques.iter().map(|technique| &technique.name)) {
        // A modality may have its name as its short name.
        names.insert(name.to_lowercase());
    }
    let short_as_name = CATALOG
        .modalities
        .iter()
        .filter(|modality| modality.name == modality.short);
    assert_eq!(
        names.len() + short_as_name.count(),
        CATALOG.modalities.len() * 2 + CATALOG.techniques.len()
    );
    let mut texts = BTreeSet::new();
    let mut sheets = BTreeSet::new();
    for technique in &CATALOG.techniques {
        for text in [&technique.what, &technique.session] {
            assert!(texts.insert(text), "{}: {text}", technique.id);
        }
        if let Some(text) = &technique.how_it_helps {
            assert!(texts.insert(text), "{}: {text}", technique.id);
        }
        for sheet in &technique.worksheets {
            assert!(
                sheets.insert(sheet.name.to_lowercase()),
                "{}: {}",
                technique.id,
                sheet.name
            );
        }
    }
}

#[test]
fn texts_are_short_enough_to_be_read_between_two_clients() {
    for technique in &CATALOG.techniques {
        let id = &technique.id;
        assert!((4..=40).contains(&technique.name.chars().count()), "{id}");
        readable(id, &technique.what, 30..=170);
        readable(id, technique.how_it_helps.as_ref().unwrap(), 40..=200);
        readable(id, &technique.session, 100..=420);
        if let Some(text) = &technique.between_sessions {
            readable(id, text, 10..=110);
        }
        for sheet in &technique.worksheets {
            assert!(
                (3..=7).contains(&sheet.prompts.len()),
                "{id}: {}",
                sheet.name
            );
            // Read by clients, on a phone.
            readable(id, &sheet.what, 15..=90);
            for prompt in &sheet.prompts {
                assert!((5..=90).contains(&prompt.chars().count()), "{id}: {prompt}");
                plain(id, prompt);
            }
        }
    }
    for modality in &CATALOG.modalities {
        readable(&modality.id, &modality.what, 60..=220);
        readable(&modality.id, &modality.mechanism, 80..=320);
    }
}

/// Most worksheets are what a client takes home, so a good half of the techniques should have one to offer.
#[test]
fn there_is_something_to_write_on() {
    let with = CATALOG
        .techniques
        .iter()
        .filter(|technique| !technique.worksheets.is_empty());
    assert!(with.count() * 2 >= CATALOG.techniques.len());
}

/// A text in whole sentences, of a length, in plain words.
pub(super) fn readable(id: &str, text: &str, length: RangeInclusive<usize>) {
    assert!(
        length.contains(&text.chars().count()),
        "{id}: {} characters: {text}",
        text.chars().count()
    );
    assert!(
        text.starts_with(|first: char| first.is_uppercase() || first == '\''),
        "{id}: {text}"
    );
    assert!(text.ends_with(['.', '?']), "{id}: {text}");
    assert!(!text.contains("  ") && text.trim() == text, "{id}: {text}");
    let sentences: Vec<usize> = text
        .split(['.', '?', '!', ':', ';'])
        .map(|sentence| sentence.split_whitespace().count())
        .filter(|words| *words > 0)
        .collect();
    let words: usize = sentences.iter().sum();
    assert!(
        sentences.iter().all(|words| *words <= 36),
        "{id}: a sentence is too long: {text}"
    );
    assert!(
        words <= 24 * sentences.len(),
        "{id}: sentences are too long: {text}"
    );
    plain(id, text);
}

/// No trade words, and none of the house words of published manuals: what stands here is our own.
fn plain(id: &str, text: &str) {
    let lower = text.to_lowercase();
    let trade = [
        "affect regul",
        "comorbid",
        "contraindicat",
        "dysregulat",
        "facilitat",
        "maladaptive",
        "modality",
        "patient",
        "psychoeducat",
        "psychopathol",
        "utilis",
        "intervention",
    ];
    let of_manuals = [
        "dear man",
        "hot thought",
        "limited reparenting",
        "miracle question",
        "radical acceptance",
        "socratic",
        "tipp",
        "wise mind",
        "subjective units",
    ];
    for word in trade.iter().chain(&of_manuals) {
        assert!(!lower.contains(word), "{id}: \"{word}\" in: {text}");
    }
    let longest = text
        .split(|letter: char| !letter.is_alphabetic())
        .map(|word| word.chars().count())
        .max();
    assert!(
        longest.unwrap_or(0) <= 15,
        "{id}: a very long word in: {text}"
    );
}
