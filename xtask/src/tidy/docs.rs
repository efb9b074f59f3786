//! Every crate says what it is, in a README or at the top of its root file.

use crate::tidy::{Checkout, Finding};

pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<Vec<Finding>> {
    let folders = checkout
        .texts
        .iter()
        .filter_map(|text| text.path.strip_suffix("/Cargo.toml"));
    Ok(folders
        .filter(|folder| !is_explained(checkout, folder))
        .map(|folder| {
            Finding::fault(
                folder,
                "has neither a README.md nor a `//!` at the top of src/lib.rs or src/main.rs",
            )
        })
        .collect())
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
    fn the_workspace_itself_is_no_crate() {
        assert_eq!(found(&[("Cargo.toml", "[workspace]")]), []);
    }
}
