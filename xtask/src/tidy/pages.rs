//! What a page may hold: nothing from another origin, and no inline style, script or handler. The content security
//! policy refuses them in the browser; this finds them before anyone gets there.

use crate::tidy::html::{Tag, tags};
use crate::tidy::{Checkout, Finding, Text};

const FOLDERS: &[&str] = &["crates/server/templates/", "web/src/"];

/// Attributes whose value the browser goes to.
const ADDRESSES: &[&str] = &[
    "action",
    "data",
    "formaction",
    "href",
    "poster",
    "src",
    "srcset",
    "xlink:href",
];

/// What may be named although it is elsewhere. Nothing is loaded from any of them.
const ALLOWED: &[&str] = &[
    // Where a publication can be read, for someone who presses the link.
    "https://doi.org/",
    // The names, not the addresses, of SVG and its kin.
    "http://www.w3.org/",
];

/// The style sheet that was built from `web/src`, put whole into a first page; the policy allows it by its hash.
const BUILT_STYLE: &str = "<style>{{ style|safe }}</style>";

pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<Vec<Finding>> {
    let texts = FOLDERS.iter().flat_map(|folder| checkout.below(folder));
    Ok(texts.flat_map(findings).collect())
}

fn findings(text: &Text) -> Vec<Finding> {
    let faults: Vec<(usize, String)> = if text.ends_in(&[".html", ".svg"]) {
        tags(&text.content.replace(BUILT_STYLE, ""))
            .iter()
            .flat_map(|tag| faults(tag).into_iter().map(|what| (tag.line, what)))
            .collect()
    } else if text.ends_in(&[".css"]) {
        text.lines()
            .filter_map(|(number, line)| Some((number, style_fault(line)?)))
            .collect()
    } else if text.ends_in(&[".ts"]) {
        script_faults(text)
    } else {
        Vec::new()
    };
    faults
        .into_iter()
        .map(|(line, what)| Finding::fault(format!("{}:{line}", text.path), what))
        .collect()
}

fn faults(tag: &Tag) -> Vec<String> {
    let mut found = Vec::new();
    if tag.name == "style" {
        found.push("inline style sheet; it belongs into web/src".to_owned());
    }
    if tag.name == "script" && !tag.has("src") {
        found.push("inline script; it belongs into web/src".to_owned());
    }
    for (name, value) in &tag.attributes {
        let value = value.trim();
        if name == "style" {
            found.push(format!("inline style on <{}>; use a class", tag.name));
        } else if is_handler(name) {
            found.push(format!("inline handler `{name}`; listen in web/src"));
        } else if value.to_lowercase().starts_with("javascript:") {
            found.push(format!("script in `{name}`"));
        } else if ADDRESSES.contains(&name.as_str()) || name.starts_with("hx-") {
            found.extend(
                elsewhere(value)
                    .map(|address| format!("`{name}` leads to another origin: {address}")),
            );
        }
    }
    found
}

/// `onclick`, and htmx's `hx-on:click`, which would need `eval`.
fn is_handler(name: &str) -> bool {
    let event = name.strip_prefix("on").unwrap_or_default();
    let is_event = !event.is_empty() && event.bytes().all(|byte| byte.is_ascii_lowercase());
    is_event || name == "hx-on" || name.starts_with("hx-on:") || name.starts_with("hx-on-")
}

/// What `url(` or `@import` loads.
fn style_fault(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let starts = ["url(", "@import"]
        .iter()
        .flat_map(|word| lower.match_indices(word).map(|(at, word)| at + word.len()));
    let mut addresses = starts.map(|at| lower[at..].trim_start().trim_start_matches(['"', '\'']));
    let address = addresses.find_map(elsewhere)?;
    Some(format!("loads from another origin: {address}"))
}

/// Scripts have no reason to name an origin at all, outside comments.
fn script_faults(text: &Text) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines() {
        let code = without_comment(line);
        // Where a string begins, or a scheme: `"//host"` is an address too.
        let begins = |at: usize| at == 0 || code[..at].ends_with(['"', '\'', '`', ' ', '(']);
        let starts = code
            .char_indices()
            .map(|(at, _)| at)
            .filter(|at| begins(*at));
        for address in starts.filter_map(|at| elsewhere(&code[at..])) {
            found.push((number, format!("names another origin: {address}")));
        }
    }
    found
}

/// Before `//` that opens a comment: the one in an address follows a colon or a quotation mark.
fn without_comment(line: &str) -> &str {
    let line = line.trim_start();
    if line.starts_with(['*', '/']) {
        return "";
    }
    line.split(" //").next().unwrap_or(line)
}

/// The address, when it is outside of our own origin.
fn elsewhere(value: &str) -> Option<&str> {
    let lower = value.to_lowercase();
    let leaves = ["http://", "https://", "ws://", "wss://", "//"]
        .iter()
        .any(|scheme| lower.starts_with(scheme));
    if !leaves || ALLOWED.iter().any(|allowed| lower.starts_with(allowed)) {
        return None;
    }
    Some(
        value
            .split(['"', '\'', ')', '`'])
            .next()
            .unwrap_or(value)
            .trim_end(),
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn found(file: &str, content: &str) -> Vec<String> {
        let found = check(&Checkout::of(&[(file, content)])).unwrap();
        found.into_iter().map(|finding| finding.what).collect()
    }

    fn in_template(content: &str) -> usize {
        found("crates/server/templates/caseload/page.html", content).len()
    }

    #[test]
    fn inline_styles_scripts_and_handlers_are_found() {
        assert_eq!(in_template("<p style=\"color: red\">"), 1);
        assert_eq!(in_template("<style>p { color: red }</style>"), 1);
        assert_eq!(in_template("<style>{{ style|safe }} p { }</style>"), 1);
        assert_eq!(in_template(BUILT_STYLE), 0);
        assert_eq!(in_template("<script>go()</script>"), 1);
        assert_eq!(in_template("<button onclick=\"go()\">"), 1);
        assert_eq!(in_template("<button hx-on:click=\"go()\">"), 1);
        assert_eq!(in_template("<a href=\" javascript:go()\">"), 1);
    }

    #[test]
    fn other_origins_are_found_wherever_they_hide() {
        assert_eq!(
            in_template("<script src=\"https://cdn.example/a.js\"></script>"),
            1
        );
        assert_eq!(in_template("<img src='//cdn.example/{{ name }}.png'>"), 1);
        assert_eq!(in_template("<form action=HTTP://example.org>"), 1);
        assert_eq!(in_template("<div hx-get=\"https://example.org/part\">"), 1);
        assert_eq!(
            found(
                "web/src/css/a.css",
                "a { background: URL( 'https://cdn.example/a.png' ) }"
            )
            .len(),
            1
        );
        assert_eq!(
            found("web/src/css/a.css", "@import \"//cdn.example/a.css\";").len(),
            1
        );
        assert_eq!(
            found("web/src/a.ts", "await fetch(`https://example.org/${id}`);").len(),
            1
        );
        assert_eq!(
            found("web/src/a.ts", "const at = \"//example.org\";").len(),
            1
        );
    }

    #[test]
    fn ordinary_pages_are_fine() {
        let page = "<link rel=\"stylesheet\" href=\"{{ style }}\"><script src=\"{{ script }}\" defer></script>\n\
            <a href=\"/clients/{{ client }}\">on</a> <a href=\"https://doi.org/{{ doi }}\">the paper</a>\n\
            <svg xmlns=\"http://www.w3.org/2000/svg\"></svg> {# <p style=\"\"> #}";
        assert_eq!(in_template(page), 0);
        assert_eq!(
            found(
                "web/src/css/a.css",
                "a { background: url(\"icons/a.svg\") } /* https://example.org */"
            )
            .len(),
            0
        );
        assert_eq!(
            found(
                "web/src/a.ts",
                "const svg = \"http://www.w3.org/2000/svg\"; // https://example.org\n"
            )
            .len(),
            0
        );
    }
}
