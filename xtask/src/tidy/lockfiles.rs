//! Lockfiles pin versions and hashes; where a package is downloaded from is each machine's own setting.

use crate::tidy::{Checkout, Finding};

pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<Vec<Finding>> {
    Ok(checkout
        .texts
        .iter()
        .filter(|text| text.ends_in(&["package-lock.json"]) && text.content.contains("\"resolved\""))
        .map(|text| {
            let what = "names download addresses; put omit-lockfile-registry-resolved=true into .npmrc and make it again";
            Finding::fault(&text.path, what)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn an_address_is_found() {
        let package = |content| {
            check(&Checkout::of(&[("web/package-lock.json", content)]))
                .unwrap()
                .len()
        };
        assert_eq!(
            package(r#"{ "version": "1.0.0", "resolved": "https://example.org/a.tgz" }"#),
            1
        );
        assert_eq!(
            package(r#"{ "version": "1.0.0", "integrity": "sha512-" }"#),
            0
        );
    }
}
