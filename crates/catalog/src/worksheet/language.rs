//! The words of a worksheet in another language: whole, or not at all.

use std::collections::{BTreeMap, BTreeSet};

use super::{FieldKind, Worksheet};
use crate::error::CatalogError;
use crate::files::Source;

/// All words of a worksheet in one language, by their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Translation {
    language: &'static str,
    words: BTreeMap<String, String>,
}

impl Translation {
    /// Of a worksheet that the program puts together itself, whose places need no check.
    pub(super) fn new(
        language: &'static str,
        words: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        Self {
            language,
            words: words.into_iter().collect(),
        }
    }
}

impl Worksheet {
    /// The worksheet in this language (`de`), or in English where it has none of its own.
    #[must_use]
    pub fn in_language(&self, language: &str) -> Self {
        let mut said = self.clone();
        let known = self.translations.iter().find(|it| it.language == language);
        if let Some(translation) = known {
            every_word(&mut said, &mut |place, words| {
                if let Some(other) = translation.words.get(&place) {
                    words.clone_from(other);
                }
            });
        }
        said
    }

    /// The languages it can be shown in; English first.
    pub fn languages(&self) -> Vec<&'static str> {
        let others = self.translations.iter().map(|it| it.language);
        std::iter::once("en").chain(others).collect()
    }
}

/// Takes in the words of one language, refusing a place without words and words without a place.
pub(super) fn add(
    source: Source<'_>,
    worksheet: &mut Worksheet,
    language: &'static str,
    words: Option<BTreeMap<String, String>>,
) -> Result<(), CatalogError> {
    let Some(words) = words else {
        return Ok(());
    };
    let mut places = BTreeSet::new();
    every_word(worksheet, &mut |place, _| {
        places.insert(place);
    });
    let given: BTreeSet<String> = words.keys().cloned().collect();
    let missing = places.difference(&given).next();
    let astray = given.difference(&places).next();
    let message = match (missing, astray) {
        (Some(place), _) => format!("[{language}] has no words for \"{place}\""),
        (None, Some(place)) => format!("[{language}]: \"{place}\" is no place of this worksheet"),
        (None, None) => {
            worksheet.translations.push(Translation { language, words });
            return Ok(());
        }
    };
    Err(CatalogError::Rule {
        at: source.near(&format!("[{language}]")),
        message,
    })
}

/// Visits every text a reader sees, with its place. What only the clinician needs (cautions, source, pictures,
/// lens) stays in English.
fn every_word(worksheet: &mut Worksheet, visit: &mut dyn FnMut(String, &mut String)) {
    visit("name".to_owned(), &mut worksheet.name);
    visit("what".to_owned(), &mut worksheet.what);
    if let Some(when) = &mut worksheet.when {
        visit("when".to_owned(), when);
    }
    for part in &mut worksheet.parts {
        let id = part.id.clone();
        visit(format!("part.{id}.title"), &mut part.title);
        if let Some(help) = &mut part.help {
            visit(format!("part.{id}.help"), help);
        }
        if let super::PartKind::Diagram { arrows } = &mut part.kind {
            for (index, arrow) in arrows.iter_mut().enumerate() {
                if let Some(label) = &mut arrow.label {
                    visit(format!("arrow.{id}.{}", index + 1), label);
                }
            }
        }
        for field in &mut part.fields {
            let place = format!("{id}.{}", field.id);
            visit(format!("field.{place}.label"), &mut field.label);
            if let Some(help) = &mut field.help {
                visit(format!("field.{place}.help"), help);
            }
            match &mut field.kind {
                FieldKind::Number(range) => {
                    if let Some((low, high)) = &mut range.ends {
                        visit(format!("field.{place}.low"), low);
                        visit(format!("field.{place}.high"), high);
                    }
                    if let Some(unit) = &mut range.unit {
                        visit(format!("field.{place}.unit"), unit);
                    }
                }
                FieldKind::Choice(options) | FieldKind::Several(options) => {
                    for option in options {
                        visit(format!("option.{place}.{}", option.id), &mut option.label);
                    }
                }
                FieldKind::Line(suggest) | FieldKind::Text(suggest) => {
                    for (index, words) in suggest.iter_mut().enumerate() {
                        visit(format!("suggest.{place}.{}", index + 1), words);
                    }
                }
                FieldKind::Day | FieldKind::Time | FieldKind::Pick(_) => {}
            }
        }
    }
    for (number, guide) in worksheet.guides.iter_mut().enumerate() {
        let number = number + 1;
        visit(format!("guide.{number}.title"), &mut guide.title);
        for (index, entry) in guide.entries.iter_mut().enumerate() {
            let place = format!("guide.{number}.{}", index + 1);
            visit(format!("{place}.name"), &mut entry.name);
            visit(format!("{place}.text"), &mut entry.text);
            if let Some(ask) = &mut entry.ask {
                visit(format!("{place}.ask"), ask);
            }
        }
    }
}
