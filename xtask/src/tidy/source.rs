//! Rust source without its comments and literals, for rules about code alone.

/// The text with everything inside comments, strings and characters replaced by spaces. Line breaks stay, so line
/// numbers hold.
pub(crate) fn code_only(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = passive_length(rest);
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            // `r` and `b` at the end of a name do not open a literal.
            if first.is_alphanumeric() || first == '_' {
                let name =
                    rest.find(|character: char| !character.is_alphanumeric() && character != '_');
                let (word, after) = rest.split_at(name.unwrap_or(rest.len()));
                code.push_str(word);
                rest = after;
            }
        } else {
            let (passive, after) = rest.split_at(length);
            code.extend(
                passive
                    .chars()
                    .map(|character| if character == '\n' { '\n' } else { ' ' }),
            );
            rest = after;
        }
    }
    code
}

/// How many bytes of comment or literal `text` begins with.
fn passive_length(text: &str) -> usize {
    if text.starts_with("//") {
        text.find('\n').unwrap_or(text.len())
    } else if text.starts_with("/*") {
        block_comment(text)
    } else if text.starts_with('\'') {
        character(text)
    } else {
        let prefix = text.trim_start_matches(['b', 'c']);
        let skipped = text.len() - prefix.len();
        if skipped > 1 {
            0
        } else if prefix.starts_with('"') {
            skipped + quoted(prefix)
        } else if let Some(raw) = prefix.strip_prefix('r') {
            raw_string(raw).map_or(0, |length| skipped + 1 + length)
        } else {
            0
        }
    }
}

/// They nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// What follows the `r`; nothing when it is no string, such as `r#type`.
fn raw_string(text: &str) -> Option<usize> {
    let content = text.trim_start_matches('#');
    let hashes = text.len() - content.len();
    let close = format!("\"{}", "#".repeat(hashes));
    let inside = content.strip_prefix('"')?;
    Some(
        inside
            .find(&close)
            .map_or(text.len(), |at| hashes + 1 + at + close.len()),
    )
}

/// A lifetime such as `'a` is no literal.
fn character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => {
            let escape = characters
                .next()
                .map_or(text.len(), |(at, escape)| at + escape.len_utf8());
            text[escape..]
                .find('\'')
                .map_or(text.len(), |at| escape + at + 1)
        }
        Some(_) => match characters.next() {
            Some((at, '\'')) => at + 1,
            _ => 0,
        },
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<String> {
        code_only(source)
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn comments_go() {
        assert_eq!(words("a // b\nc /* d /* e */ f */ g"), ["a", "c", "g"]);
    }

    #[test]
    fn literals_go() {
        assert_eq!(
            words(r#"a "b \" c" d b"e" 'f' '\'' '"' g"#),
            ["a", "d", "g"]
        );
        assert_eq!(words("a r#\"b \" c\"# d br\"e\" f"), ["a", "d", "f"]);
    }

    #[test]
    fn names_and_lifetimes_stay() {
        assert_eq!(
            words("fn f<'a>(r: &'a str, attribute: r#type)"),
            ["fn", "f<'a>(r:", "&'a", "str,", "attribute:", "r#type)"]
        );
    }

    #[test]
    fn lines_keep_their_numbers() {
        assert_eq!(code_only("\"a\nb\"\n/* c\n*/ d").lines().count(), 4);
    }
}
