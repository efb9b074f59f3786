//! The tags of a template, with their attributes.

/// An opening tag.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Lower case.
    pub(crate) name: String,
    /// Name in lower case, value without quotes.
    pub(crate) attributes: Vec<(String, String)>,
    /// Where it begins, counted from 1.
    pub(crate) line: usize,
}

impl Tag {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(other, _)| other == name)
    }
}

/// Every opening tag. What the template engine fills in is blank: its comparisons would look like tags, and what it
/// puts there is the server's to check.
pub(crate) fn tags(template: &str) -> Vec<Tag> {
    let text = without_comments(&without_expressions(template));
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = text[from..].find('<') {
        let start = from + offset;
        from = start + 1;
        if text[from..].starts_with(|character: char| character.is_ascii_alphabetic()) {
            let end = from + tag_length(&text[from..]);
            let line = text[..start].matches('\n').count() + 1;
            found.push(tag(&text[from..end], line));
            from = end;
        }
    }
    found
}

/// Blanks `{{ }}`, `{% %}` and `{# #}`.
fn without_expressions(template: &str) -> String {
    ["{{ }}", "{% %}", "{# #}"]
        .iter()
        .fold(template.to_owned(), |text, pair| {
            let (open, close) = pair.split_once(' ').unwrap_or_default();
            blanked(&text, open, close)
        })
}

fn without_comments(html: &str) -> String {
    blanked(html, "<!--", "-->")
}

fn blanked(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(open) {
        let (before, inside) = rest.split_at(start);
        let end = inside
            .find(close)
            .map_or(inside.len(), |at| at + close.len());
        kept.push_str(before);
        kept.extend(
            inside[..end]
                .chars()
                .map(|character| if character == '\n' { '\n' } else { ' ' }),
        );
        rest = &inside[end..];
    }
    kept.push_str(rest);
    kept
}

/// Up to the `>` that no quotation holds.
fn tag_length(text: &str) -> usize {
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn tag(inside: &str, line: usize) -> Tag {
    let end = inside
        .find(|character: char| character.is_whitespace() || character == '/')
        .unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest
            .trim_start_matches(|character: char| character.is_whitespace() || character == '/');
        if rest.is_empty() {
            break;
        }
        let end = rest
            .find(|character: char| character.is_whitespace() || matches!(character, '=' | '/'));
        // A stray `=` is a name of its own, so that every round takes something away.
        let (attribute, after) = rest.split_at(end.unwrap_or(rest.len()).max(1).min(rest.len()));
        let (value, after) = value(after);
        attributes.push((attribute.to_lowercase(), value.to_owned()));
        rest = after;
    }
    Tag {
        name: name.to_lowercase(),
        attributes,
        line,
    }
}

/// What follows an attribute's name: its value, and the rest.
fn value(text: &str) -> (&str, &str) {
    let Some(text) = text.trim_start().strip_prefix('=') else {
        return ("", text);
    };
    let text = text.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(template: &str) -> Vec<String> {
        let attribute = |(name, value): &(String, String)| format!(" {name}={}", value.trim());
        let shown = |tag: &Tag| {
            format!(
                "{}:{}{}",
                tag.line,
                tag.name,
                tag.attributes.iter().map(attribute).collect::<String>()
            )
        };
        tags(template).iter().map(shown).collect()
    }

    #[test]
    fn attributes_in_every_spelling() {
        assert_eq!(
            shown("<A HREF='/x' data-a=b hidden>\n<br/>"),
            ["1:a href=/x data-a=b hidden=", "2:br"]
        );
        assert_eq!(
            shown("<a title=\"a > b\"\n  href = \"/x\">"),
            ["1:a title=a > b href=/x"]
        );
    }

    #[test]
    fn what_the_engine_fills_in_is_blank() {
        assert_eq!(
            shown("{% if a < b %}<p class=\"{{ c }}\">{% endif %}"),
            ["1:p class="]
        );
        assert_eq!(
            shown("<li {% if a > 1 %}hidden{% endif %}>{# <b> #}<!-- <i> -->"),
            ["1:li hidden="]
        );
    }

    #[test]
    fn broken_text_ends() {
        assert_eq!(shown("a < b <p = \"x"), ["1:p == \"x="]);
        assert_eq!(shown("<"), Vec::<String>::new());
    }
}
