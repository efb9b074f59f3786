//! No unsafe code of our own, and no crate that leaves the workspace's lints.

use anyhow::Context;

use crate::tidy::source::code_only;
use crate::tidy::{Checkout, Finding, Text};

pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<Vec<Finding>> {
    let mut found = Vec::new();
    for text in &checkout.texts {
        if text.ends_in(&[".rs"]) {
            found.extend(unsafe_code(text));
        // The fuzzer's entrance is unsafe by nature and comes from its own macro; see fuzz/README.md.
        } else if text.ends_in(&["/Cargo.toml"]) && text.path != "fuzz/Cargo.toml" {
            found.extend(own_lints(text)?);
        }
    }
    Ok(found)
}

fn unsafe_code(text: &Text) -> Vec<Finding> {
    let code = code_only(&text.content);
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    code.lines()
        .enumerate()
        .filter(|(_, line)| {
            line.split(|character| !is_name(character))
                .any(|word| word == "unsafe")
        })
        .map(|(index, _)| {
            Finding::fault(
                format!("{}:{}", text.path, index + 1),
                "unsafe code; there is a safe way",
            )
        })
        .collect()
}

fn own_lints(text: &Text) -> anyhow::Result<Option<Finding>> {
    let manifest: toml::Table = text.content.parse().with_context(|| text.path.clone())?;
    let inherits = manifest
        .get("lints")
        .and_then(|lints| lints.get("workspace"))
        .and_then(toml::Value::as_bool)
        .unwrap_or(false);
    Ok((!inherits).then(|| {
        Finding::fault(
            &text.path,
            "does not take over the workspace's lints ([lints] workspace = true)",
        )
    }))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn unsafe_code_is_found_and_talk_of_it_is_not() {
        let code =
            "// unsafe\nlet word = \"unsafe\";\nunsafe { do_it() }\n#![forbid(unsafe_code)]\n";
        let found = check(&Checkout::of(&[("crates/care/src/lib.rs", code)])).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place, "crates/care/src/lib.rs:3");
    }

    #[test]
    fn a_crate_without_lints_is_found() {
        let without = Checkout::of(&[("crates/care/Cargo.toml", "[package]\nname = \"a\"\n")]);
        assert_eq!(check(&without).unwrap().len(), 1);
        let with = Checkout::of(&[("crates/care/Cargo.toml", "[lints]\nworkspace = true\n")]);
        assert_eq!(check(&with).unwrap(), []);
    }
}
