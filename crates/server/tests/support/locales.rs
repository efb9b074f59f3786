//! The texts in `locales`, read by the format's own parser and not by the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// The languages a client can read.
pub(crate) const LANGUAGES: [&str; 3] = ["en", "de", "es"];

/// One text.
#[derive(Debug, Default, Clone)]
pub(crate) struct Message {
    /// The file it is in, without its ending.
    pub(crate) part: String,
    /// What it must be given.
    pub(crate) arguments: BTreeSet<String>,
    /// Texts it contains.
    pub(crate) contains: BTreeSet<String>,
    /// The words, if nothing is filled in.
    pub(crate) plain: Option<String>,
    /// It has a variant without a letter or digit or placeholder.
    pub(crate) empty: bool,
}

/// The folder at the top of the repository.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales")
}

/// Every text of a language by its key; a key that is given twice, an attribute or a part that cannot be read stops
/// the test.
pub(crate) fn read(language: &str) -> BTreeMap<String, Message> {
    let mut all = BTreeMap::new();
    for file in std::fs::read_dir(folder().join(language)).unwrap() {
        let path = file.unwrap().path();
        let part = path.file_stem().unwrap().to_string_lossy().into_owned();
        let content = std::fs::read_to_string(&path).unwrap();
        let resource = fluent_syntax::parser::parse(content.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let key = message.id.name.to_owned();
            assert!(
                message.attributes.is_empty(),
                "{key}: a key of its own is plainer"
            );
            let mut text = Message {
                part: part.clone(),
                ..Message::default()
            };
            match &message.value {
                Some(pattern) => look_into(pattern, &mut text),
                None => text.empty = true,
            }
            text.plain = message.value.as_ref().and_then(plain);
            let before = all.insert(key.clone(), text);
            assert!(before.is_none(), "{language}: {key} stands twice");
        }
    }
    // What a text contains needs its arguments too.
    let known = all.clone();
    for text in all.values_mut() {
        for inner in &text.contains {
            let inner = known
                .get(inner)
                .unwrap_or_else(|| panic!("no text {inner}"));
            text.arguments.extend(inner.arguments.iter().cloned());
        }
    }
    all
}

fn plain(pattern: &Pattern<&str>) -> Option<String> {
    let words = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => Some(*value),
        PatternElement::Placeable { .. } => None,
    });
    words.collect()
}

fn look_into(pattern: &Pattern<&str>, text: &mut Message) {
    let says_something = pattern.elements.iter().any(|element| match element {
        PatternElement::TextElement { value } => !value.trim().is_empty(),
        PatternElement::Placeable { .. } => true,
    });
    text.empty |= !says_something;
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => look_at(inline, text),
            Expression::Select { selector, variants } => {
                look_at(selector, text);
                for variant in variants {
                    look_into(&variant.value, text);
                }
            }
        }
    }
}

fn look_at(inline: &InlineExpression<&str>, text: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            text.arguments.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, .. } => {
            text.contains.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => {
            if let Expression::Inline(inline) = expression.as_ref() {
                look_at(inline, text);
            }
        }
        _ => {}
    }
}
