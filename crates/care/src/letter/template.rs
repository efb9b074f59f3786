//! Templates: plain text with named places in braces.

use super::{LetterKind, Part};

/// Places that are filled in within a line, whatever is ticked.
pub const INLINE: [&str; 6] = ["client", "born", "recipient", "today", "author", "practice"];

/// A template names a place that nothing fills.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("nothing is known by the name {{{name}}}")]
pub struct UnknownPlace {
    /// What stands between the braces.
    pub name: String,
}

macro_rules! usual {
    ($kind:literal, $language:expr) => {
        match $language {
            "de" => include_str!(concat!("templates/", $kind, ".de.txt")),
            "es" => include_str!(concat!("templates/", $kind, ".es.txt")),
            _ => include_str!(concat!("templates/", $kind, ".en.txt")),
        }
    };
}

/// Our own template of a kind: in German for `de`, in Spanish for `es`, else in English. Its first line is the title.
pub fn usual_template(kind: LetterKind, language: &str) -> &'static str {
    match kind {
        LetterKind::Progress => usual!("progress", language),
        LetterKind::Discharge => usual!("discharge", language),
        LetterKind::Physician => usual!("physician", language),
        LetterKind::Assessment => usual!("assessment", language),
        LetterKind::SafetyPlan => usual!("safety_plan", language),
        LetterKind::Book => usual!("book", language),
    }
}

/// Whether every place of a template is known.
///
/// # Errors
/// The first that is not.
pub fn check_template(template: &str) -> Result<(), UnknownPlace> {
    let known = |name: &str| INLINE.contains(&name) || Part::from_code(name).is_some();
    match places(template).find(|name| !known(name)) {
        Some(name) => Err(UnknownPlace {
            name: name.to_owned(),
        }),
        None => Ok(()),
    }
}

/// Fills a template. `words` answers with what belongs into a place; nothing, or an empty text, for what was not ticked or
/// is not there. A paragraph with the place of a [`Part`] that stays empty is left out, and one of whose places none is
/// filled ("For {recipient}"), and so is a heading with nothing left under it. The rest of what fills a place is never looked into for places: what a client said may hold braces.
pub fn fill(template: &str, words: impl Fn(&str) -> Option<String>) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for block in template.replace("\r\n", "\n").split("\n\n") {
        let block = block.trim_matches('\n');
        let empty = |name: &str| words(name).is_none_or(|words| words.trim().is_empty());
        let left_out = places(block).any(|name| Part::from_code(name).is_some() && empty(name))
            || places(block).next().is_some() && places(block).all(empty);
        if !block.trim().is_empty() && !left_out {
            blocks.push(block.to_owned());
        }
    }
    // From the end, so that a heading over a heading that went is seen to be bare as well.
    let mut kept: Vec<&str> = Vec::new();
    for block in blocks.iter().rev() {
        if !bare_heading(block, kept.last().copied()) {
            kept.push(block);
        }
    }
    let filled = kept.into_iter().rev().map(|block| filled(block, &words));
    filled
        .filter(|block| !block.trim().is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// Whether a heading stands alone: what follows is a heading as high, or nothing.
fn bare_heading(block: &str, next: Option<&str>) -> bool {
    let level = |block: &str| match block {
        _ if block.starts_with("# ") => Some(2),
        _ if block.starts_with("## ") => Some(3),
        _ => None,
    };
    let alone = !block.trim().contains('\n');
    let Some(own) = level(block) else {
        return false;
    };
    alone && next.is_none_or(|next| level(next).is_some_and(|next| next <= own))
}

fn filled(block: &str, words: &impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut rest = block;
    while let Some((before, name, after)) = next_place(rest) {
        text.push_str(before);
        text.push_str(words(name).unwrap_or_default().trim());
        rest = after;
    }
    text.push_str(rest);
    text
}

fn places(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, name, after) = next_place(rest)?;
        rest = after;
        Some(name)
    })
}

/// What stands before the next place, its name, and the rest. Braces around anything but small letters and `_` are text.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(open) = text.get(from..)?.find('{').map(|at| from + at) {
        let inside = &text[open + 1..];
        let length = inside
            .find(|letter: char| !letter.is_ascii_lowercase() && letter != '_')
            .unwrap_or(inside.len());
        if length > 0 && inside[length..].starts_with('}') {
            let end = open + 1 + length;
            return Some((&text[..open], &text[open + 1..end], &text[end + 1..]));
        }
        from = open + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn words(name: &str) -> Option<String> {
        match name {
            "client" => Some("Mira {scores}".to_owned()),
            "problems" => Some("> I cannot sleep".to_owned()),
            _ => None,
        }
    }

    #[test]
    fn what_was_not_ticked_leaves_no_trace() {
        let template = "For {client}.\n\nTo {recipient}\n\n# Why\n\nShe said:\n{problems}\n\n# Scores\n\nThese are the scores:\n{scores}\n\n# Plan\n## More\n\n{plan}";
        assert_eq!(
            fill(template, words),
            "For Mira {scores}.\n\n# Why\n\nShe said:\n> I cannot sleep\n\n# Plan\n## More"
        );
    }

    #[test]
    fn a_heading_with_smaller_ones_under_it_stays() {
        let template = "# One\n\n## Two\n\n{problems}\n\n# Three\n\n## Four\n\n{plan}";
        assert_eq!(fill(template, words), "# One\n\n## Two\n\n> I cannot sleep");
    }

    #[test]
    fn unknown_places_are_named_and_other_braces_are_text() {
        assert_eq!(check_template("{client} {x y} {} {"), Ok(()));
        let unknown = check_template("{client} {weather}").unwrap_err();
        assert_eq!(
            unknown.to_string(),
            "nothing is known by the name {weather}"
        );
    }

    #[test]
    fn our_own_templates_hold_only_known_places_and_every_usual_part() {
        for kind in LetterKind::ALL {
            for language in ["en", "de", "es"] {
                let template = usual_template(kind, language);
                check_template(template).unwrap();
                let (title, text) = template.split_once('\n').unwrap();
                assert!(
                    !title.trim().is_empty() && !title.starts_with('#') && text.starts_with('\n')
                );
                for part in kind.usual_parts() {
                    let place = format!("{{{}}}", part.code());
                    assert!(
                        text.contains(&place),
                        "{place} is not in {} {language}",
                        kind.code()
                    );
                }
            }
        }
    }
}
