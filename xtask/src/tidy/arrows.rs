//! Which crate may use which. This file decides; `cargo metadata` tells what is.
//!
//! A new arrow is a change of architecture: add it here together with a page in `docs/decisions/` that says why.

use anyhow::Context;
use serde_json::Value;

use crate::project;
use crate::tidy::{Checkout, Finding};

/// Our crates, and those of ours that each may use.
const OURS: &[(&str, &[&str])] = &[
    ("attune-ids", &[]),
    // Numbers, data and pictures stand alone: each is useful by itself.
    ("attune-stats", &["attune-ids"]),
    ("attune-catalog", &["attune-ids"]),
    ("attune-figures", &["attune-ids"]),
    // Paper knows what stands on it and nothing of whom it is about.
    ("attune-paper", &[]),
    ("attune-readers", &["attune-stats"]),
    // The rules of care know no storage, no web and no keys ...
    (
        "attune-care",
        &["attune-catalog", "attune-ids", "attune-stats"],
    ),
    // ... and the store knows nothing of care: it keeps sealed bytes.
    ("attune-vault", &["attune-ids"]),
    ("attune-record", &["attune-ids", "attune-vault"]),
    (
        "attune-server",
        &[
            "attune-care",
            "attune-catalog",
            "attune-figures",
            "attune-ids",
            "attune-paper",
            "attune-record",
            "attune-stats",
            "attune-vault",
        ],
    ),
    (
        "attune",
        &[
            "attune-care",
            "attune-catalog",
            "attune-figures",
            "attune-ids",
            "attune-readers",
            "attune-record",
            "attune-server",
            "attune-stats",
            "attune-vault",
        ],
    ),
    (
        "attune-testkit",
        &[
            "attune-care",
            "attune-catalog",
            "attune-figures",
            "attune-ids",
            "attune-record",
            "attune-server",
            "attune-stats",
            "attune-vault",
        ],
    ),
    ("xtask", &[]),
];

/// For tests alone: any crate may use it there, none elsewhere.
const TESTKIT: &str = "attune-testkit";

/// Libraries of others that only some of our crates may use, in tests too.
const OTHERS: &[(&str, &[&str])] = &[
    // The web ends at the server's door ...
    ("axum", &["attune-server"]),
    ("askama", &["attune-server"]),
    ("tower-http", &["attune-server"]),
    // ... SQL stays in the store ...
    ("sqlx", &["attune-record", TESTKIT]),
    // ... sealing stays in the vault ...
    ("chacha20poly1305", &["attune-vault"]),
    ("x25519-dalek", &["attune-vault"]),
    // ... and rules, numbers, data and pictures wait for nothing.
    (
        "tokio",
        &["attune-record", "attune-server", "attune", TESTKIT],
    ),
];

/// One dependency of one of our crates.
#[derive(Debug)]
struct Arrow {
    from: String,
    to: String,
    only_in_tests: bool,
}

pub(crate) fn check(_: &Checkout) -> anyhow::Result<Vec<Finding>> {
    Ok(findings(&arrows(&project::metadata()?)?))
}

fn arrows(metadata: &Value) -> anyhow::Result<Vec<Arrow>> {
    let mut arrows = Vec::new();
    for package in metadata["packages"].as_array().context("no packages")? {
        let from = package["name"]
            .as_str()
            .context("a package without a name")?;
        for dependency in package["dependencies"]
            .as_array()
            .context("no dependencies")?
        {
            let to = dependency["name"]
                .as_str()
                .context("a dependency without a name")?;
            let only_in_tests = dependency["kind"] == "dev";
            arrows.push(Arrow {
                from: from.to_owned(),
                to: to.to_owned(),
                only_in_tests,
            });
        }
    }
    Ok(arrows)
}

fn findings(arrows: &[Arrow]) -> Vec<Finding> {
    arrows
        .iter()
        .filter(|arrow| !is_allowed(arrow))
        .map(|arrow| {
            let tests = if arrow.only_in_tests {
                " in its tests"
            } else {
                ""
            };
            let what = format!(
                "may not use {}{tests}; {} decides which crate may use which",
                arrow.to,
                file!()
            );
            Finding::fault(&arrow.from, what)
        })
        .collect()
}

fn is_allowed(arrow: &Arrow) -> bool {
    if let Some((_, users)) = OTHERS.iter().find(|(library, _)| *library == arrow.to) {
        return users.contains(&arrow.from.as_str());
    }
    if arrow.to == TESTKIT {
        return arrow.only_in_tests;
    }
    if !OURS.iter().any(|(name, _)| *name == arrow.to) && !arrow.to.starts_with("attune") {
        return true;
    }
    OURS.iter()
        .any(|(from, to)| *from == arrow.from && to.contains(&arrow.to.as_str()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use serde_json::json;

    use super::*;

    fn faults(from: &str, to: &str, kind: Option<&str>) -> Vec<Finding> {
        let dependency = json!({ "name": to, "kind": kind });
        let metadata = json!({ "packages": [{ "name": from, "dependencies": [dependency] }] });
        findings(&arrows(&metadata).unwrap())
    }

    #[test]
    fn the_store_must_not_learn_of_care() {
        let found = faults("attune-record", "attune-care", None);
        assert!(found[0].what.contains("attune-care"));
        assert!(found[0].what.contains("arrows.rs"));
        assert_eq!(faults("attune-record", "attune-care", Some("dev")).len(), 1);
        assert_eq!(faults("attune-record", "attune-vault", None), []);
    }

    #[test]
    fn the_testkit_is_for_tests() {
        assert_eq!(faults("attune-server", "attune-testkit", None).len(), 1);
        assert_eq!(faults("attune-server", "attune-testkit", Some("dev")), []);
    }

    #[test]
    fn sql_and_web_stay_where_they_are() {
        assert_eq!(faults("attune-server", "sqlx", None).len(), 1);
        assert_eq!(faults("attune-care", "axum", Some("dev")).len(), 1);
        assert_eq!(faults("attune-testkit", "sqlx", None), []);
        assert_eq!(faults("attune-care", "serde", None), []);
    }

    #[test]
    fn a_new_crate_has_to_be_placed() {
        assert_eq!(faults("attune-server", "attune-mail", None).len(), 1);
        assert_eq!(faults("attune-mail", "attune-ids", None).len(), 1);
    }

    #[test]
    fn the_table_itself_has_no_circle() {
        // In the order of the table, each crate uses only those above it.
        for (index, (name, uses)) in OURS.iter().enumerate() {
            for used in *uses {
                let place = OURS.iter().position(|(other, _)| other == used);
                assert!(place.is_some_and(|place| place < index), "{name} -> {used}");
            }
        }
    }
}
