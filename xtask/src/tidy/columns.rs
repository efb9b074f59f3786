//! Every column of the database is in the list that says whether it is plain or sealed, and the list names no other.

use std::collections::BTreeSet;

use anyhow::{Context, bail};

use crate::tidy::migrations::FOLDERS;
use crate::tidy::sql::{Columns, columns};
use crate::tidy::{Checkout, Finding};

const LIST: &str = "crates/record/plain-columns.toml";

/// Made by the migration runner, not by a migration.
const RUNNERS_TABLE: &str = "_sqlx_migrations";

pub(crate) fn check(checkout: &Checkout) -> anyhow::Result<Vec<Finding>> {
    let list = checkout
        .file(LIST)
        .with_context(|| format!("{LIST} is missing"))?;
    let listed = listed(&list.content).context(LIST)?;
    let mut found = Vec::new();
    for folder in FOLDERS {
        let actual = columns(
            checkout
                .below(folder)
                .filter(|text| text.ends_in(&[".sql"]))
                .map(|text| text.content.as_str()),
        );
        found.extend(differences(folder, &actual, &listed));
    }
    Ok(found)
}

/// Each table has `plain.COLUMN = "why it may be"` and `sealed = ["COLUMN"]`.
fn listed(text: &str) -> anyhow::Result<Columns> {
    let tables: toml::Table = text.parse()?;
    let mut listed = Columns::new();
    for (name, table) in tables.into_iter().filter(|(name, _)| name != RUNNERS_TABLE) {
        let mut columns = BTreeSet::new();
        for (column, why) in table
            .get("plain")
            .and_then(toml::Value::as_table)
            .into_iter()
            .flatten()
        {
            if why.as_str().is_none_or(|why| why.trim().is_empty()) {
                bail!("{name}.{column} is plain without a reason");
            }
            columns.insert(column.clone());
        }
        for column in table
            .get("sealed")
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
        {
            let column = column.as_str().context("sealed takes names")?;
            if !columns.insert(column.to_owned()) {
                bail!("{name}.{column} cannot be both plain and sealed");
            }
        }
        listed.insert(name, columns);
    }
    Ok(listed)
}

fn differences(folder: &str, actual: &Columns, listed: &Columns) -> Vec<Finding> {
    let unlisted = pairs(actual)
        .filter(|(table, column)| !has(listed, table, column))
        .map(|(table, column)| {
            let what = format!(
                "{table}.{column} is not in {LIST}: seal it, or say there why it may be plain"
            );
            Finding::fault(folder, what)
        });
    let gone = pairs(listed)
        .filter(|(table, column)| !has(actual, table, column))
        .map(|(table, column)| {
            Finding::fault(
                LIST,
                format!("{table}.{column} is in no migration of {folder}"),
            )
        });
    unlisted.chain(gone).collect()
}

fn pairs(columns: &Columns) -> impl Iterator<Item = (&str, &str)> {
    columns.iter().flat_map(|(table, names)| {
        names
            .iter()
            .map(move |name| (table.as_str(), name.as_str()))
    })
}

fn has(columns: &Columns, table: &str, column: &str) -> bool {
    columns
        .get(table)
        .is_some_and(|names| names.contains(column))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    const TABLE: &str = "CREATE TABLE client (id BLOB, identity BLOB);";
    const GOOD: &str = "[client]\nplain.id = \"random id\"\nsealed = [\"identity\"]\n";

    fn found(sqlite: &str, postgres: &str, list: &str) -> anyhow::Result<Vec<Finding>> {
        check(&Checkout::of(&[
            ("crates/record/migrations/sqlite/0001_record.sql", sqlite),
            (
                "crates/record/migrations/postgres/0001_record.sql",
                postgres,
            ),
            (LIST, list),
        ]))
    }

    #[test]
    fn a_list_that_agrees_is_fine() {
        assert_eq!(found(TABLE, TABLE, GOOD).unwrap(), []);
    }

    #[test]
    fn a_new_plain_column_is_found_in_either_database() {
        let with_name = "CREATE TABLE client (id BLOB, name TEXT, identity BLOB);";
        for (sqlite, postgres) in [(with_name, TABLE), (TABLE, with_name)] {
            let found = found(sqlite, postgres, GOOD).unwrap();
            assert_eq!(found.len(), 1);
            assert!(found[0].what.contains("client.name"));
        }
    }

    #[test]
    fn a_list_that_remembers_too_much_is_found() {
        let list = format!("{GOOD}[visit]\nplain.id = \"random id\"\n");
        assert_eq!(found(TABLE, TABLE, &list).unwrap().len(), 2);
    }

    #[test]
    fn plain_needs_a_reason_and_cannot_be_sealed_too() {
        assert!(
            found(
                TABLE,
                TABLE,
                "[client]\nplain.id = \"\"\nsealed = [\"identity\"]"
            )
            .is_err()
        );
        assert!(
            found(
                TABLE,
                TABLE,
                "[client]\nplain.id = \"id\"\nsealed = [\"id\", \"identity\"]"
            )
            .is_err()
        );
    }
}
