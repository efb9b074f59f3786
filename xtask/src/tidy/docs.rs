//! Every crate says what it is, in a README or at the top of its root file. What describes the whole names only files that
//! are there.

use crate::tidy::{Checkout, Finding};

pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<Vec<Finding>> {
    let folders = checkout
        .texts
        .iter()
        .filter_map(|text| text.path.strip_suffix("/Cargo.toml"));
    let silent = folders
        .filter(|folder| !is_explained(checkout, folder))
        .map(|folder| {
            Finding::fault(
                folder,
                "has neither a README.md nor a `//!` at the top of src/lib.rs or src/main.rs",
            )
        });
    let mut found: Vec<Finding> = silent.collect();
    for document in DESCRIPTIONS {
        let Some(text) = checkout.file(document) else {
            continue;
        };
        let missing = named_paths(&text.content).filter(|path| !is_there(checkout, path));
        found.extend(
            missing.map(|path| {
                Finding::fault(document, format!("names `{path}`, which is not there"))
            }),
        );
    }
    Ok(found)
}

/// They speak of the program as it is. Recipes name files yet to be written, decisions and the changelog former ones.
const DESCRIPTIONS: [&str; 3] = ["ARCHITECTURE.md", "README.md", "SECURITY.md"];

/// What stands between backticks and begins with one of our folders. A star stands for many.
fn named_paths(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|quoted| {
        let folder = quoted.split('/').next().unwrap_or_default();
        let ours = [
            "catalog", "crates", "docs", "e2e", "locales", "web", "xtask",
        ];
        quoted.contains('/') && ours.contains(&folder) && !quoted.contains(['*', ' ', '<'])
    })
}

fn is_there(checkout: &Checkout, path: &str) -> bool {
    let folder = format!("{}/", path.trim_end_matches('/'));
    let texts = &checkout.texts;
    texts
        .iter()
        .any(|text| text.path == path || text.path.starts_with(&folder))
}

fn is_explained(checkout: &Checkout, folder: &str) -> bool {
    let has_docs = |path: &str| {
        checkout
            .file(&format!("{folder}/{path}"))
            .is_some_and(|text| opens_with_docs(&text.content))
    };
    checkout.file(&format!("{folder}/README.md")).is_some()
        || has_docs("src/lib.rs")
        || has_docs("src/main.rs")
}

fn opens_with_docs(source: &str) -> bool {
    source.trim_start().starts_with("//!") || source.contains("#![doc = include_str!(")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<Finding> {
        check(&Checkout::of(files)).unwrap()
    }

    #[test]
    fn a_silent_crate_is_found() {
        let manifest = ("crates/care/Cargo.toml", "");
        assert_eq!(
            found(&[manifest, ("crates/care/src/lib.rs", "pub mod plan;")]).len(),
            1
        );
        assert_eq!(
            found(&[
                manifest,
                ("crates/care/src/lib.rs", "//! The loop of care.")
            ]),
            []
        );
        assert_eq!(found(&[manifest, ("crates/care/README.md", "# care")]), []);
    }

    #[test]
    fn a_description_of_what_is_not_there_is_found() {
        let file = ("crates/care/src/lib.rs", "//! The loop of care.");
        let named = |text| found(&[file, ("SECURITY.md", text)]);
        assert_eq!(
            named("In `crates/care/src` and `crates/care/src/lib.rs`."),
            []
        );
        assert_eq!(
            named("`cargo xtask tidy`, `catalog/measures/*/text.toml`"),
            []
        );
        assert_eq!(named("Tested by `crates/care/tests/access.rs`.").len(), 1);
    }

    #[test]
    fn the_workspace_itself_is_no_crate() {
        assert_eq!(found(&[("Cargo.toml", "[workspace]")]), []);
    }
}
