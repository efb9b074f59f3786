//! A migration exists for both databases, under the same name.

use std::collections::BTreeSet;

use anyhow::bail;

use crate::tidy::{Checkout, Finding};

/// One folder per database.
pub(crate) const FOLDERS: [&str; 2] = [
    "crates/record/migrations/sqlite/",
    "crates/record/migrations/postgres/",
];

pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<Vec<Finding>> {
    let names = FOLDERS.map(|folder| -> BTreeSet<&str> {
        checkout
            .below(folder)
            .filter_map(|text| text.path.strip_prefix(folder))
            .collect()
    });
    let [sqlite, postgres] = &names;
    if sqlite.is_empty() && postgres.is_empty() {
        bail!("there are no migrations in {}", FOLDERS.join(" and "));
    }
    let missing = |folder: &str, there: &BTreeSet<&str>, here: &BTreeSet<&str>| -> Vec<Finding> {
        there
            .difference(here)
            .map(|name| {
                Finding::fault(
                    format!("{folder}{name}"),
                    "exists for the other database only",
                )
            })
            .collect()
    };
    let mut found = missing(FOLDERS[0], postgres, sqlite);
    found.extend(missing(FOLDERS[1], sqlite, postgres));
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn a_migration_for_one_database_is_found() {
        let checkout = Checkout::of(&[
            ("crates/record/migrations/sqlite/0001_record.sql", ""),
            ("crates/record/migrations/sqlite/0002_jobs.sql", ""),
            ("crates/record/migrations/postgres/0001_record.sql", ""),
        ]);
        let found = check(&checkout).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].place,
            "crates/record/migrations/postgres/0002_jobs.sql"
        );
    }

    #[test]
    fn looking_in_the_wrong_place_is_not_a_pass() {
        assert!(check(&Checkout::of(&[("README.md", "")])).is_err());
    }
}
