//! The columns that a list of migrations leaves behind. Reads the few statements that change columns; the store's own
//! tests compare the list with the live schemas.

use std::collections::{BTreeMap, BTreeSet};

/// Table -> columns.
pub(crate) type Columns = BTreeMap<String, BTreeSet<String>>;

/// Words that open a table constraint rather than a column.
const CONSTRAINTS: &[&str] = &[
    "check",
    "constraint",
    "exclude",
    "foreign",
    "primary",
    "unique",
];

/// Applies migrations in their order.
pub(crate) fn columns<'a>(migrations: impl IntoIterator<Item = &'a str>) -> Columns {
    let mut columns = Columns::new();
    for migration in migrations {
        for statement in without_comments(migration).split(';') {
            apply(statement, &mut columns);
        }
    }
    columns
}

fn without_comments(sql: &str) -> String {
    sql.lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

fn apply(statement: &str, columns: &mut Columns) {
    let head = statement.split('(').next().unwrap_or_default();
    let words: Vec<String> = words(head).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["create", "table", table] => {
            let body = statement.split_once('(').map_or("", |(_, body)| body);
            let names = clauses(body)
                .into_iter()
                .filter_map(|clause| self::words(clause).next());
            let names = names
                .filter(|name| !CONSTRAINTS.contains(&name.as_str()))
                .collect();
            columns.insert(table.to_owned(), names);
        }
        ["drop", "table", table] => {
            columns.remove(table);
        }
        ["alter", "table", table, "rename", "to", name] => {
            let moved = columns.remove(table).unwrap_or_default();
            columns.insert(name.to_owned(), moved);
        }
        ["alter", "table", table, "rename", "column", old, "to", new] => {
            let names = columns.entry(table.to_owned()).or_default();
            names.remove(old);
            names.insert(new.to_owned());
        }
        ["alter", "table", table, ..] => {
            let actions = statement
                .split_once(|character: char| character.is_whitespace())
                .map_or("", |(_, rest)| rest);
            let names = columns.entry(table.to_owned()).or_default();
            for action in clauses(actions) {
                let words: Vec<String> = self::words(action).collect();
                for pair in words.windows(3) {
                    match [pair[0].as_str(), pair[1].as_str()] {
                        ["add", "column"] => drop(names.insert(pair[2].clone())),
                        ["drop", "column"] => drop(names.remove(&pair[2])),
                        _ => {}
                    }
                }
            }
        }
        _ => {}
    }
}

/// The words of a clause, without those that only say "if it is so".
fn words(sql: &str) -> impl Iterator<Item = String> {
    sql.split_whitespace()
        .map(|word| word.trim_matches('"').to_lowercase())
        .filter(|word| !matches!(word.as_str(), "if" | "not" | "exists" | "only"))
}

/// The parts between top-level commas, up to the parenthesis that closes the whole.
fn clauses(body: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut depth = 0_i32;
    let mut start = 0;
    let mut end = body.len();
    for (at, character) in body.char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => {
                end = at;
                break;
            }
            ')' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&body[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&body[start..end]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(migrations: &[&str]) -> Vec<String> {
        let columns = columns(migrations.iter().copied());
        columns
            .iter()
            .flat_map(|(table, names)| names.iter().map(move |name| format!("{table}.{name}")))
            .collect()
    }

    const ENTRY: &str = "
        -- One row per entry, sealed;
        CREATE TABLE entry (
            client_id BLOB NOT NULL REFERENCES client (id),
            seq INTEGER NOT NULL CHECK (seq >= 1 AND seq IN (1, 2)),
            PRIMARY KEY (client_id, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entry_day ON entry (day);";

    #[test]
    fn a_table_has_its_columns_and_no_constraints() {
        assert_eq!(of(&[ENTRY]), ["entry.client_id", "entry.seq"]);
    }

    #[test]
    fn later_migrations_count() {
        let add = "ALTER TABLE entry ADD COLUMN day BIGINT NOT NULL DEFAULT 0;";
        assert_eq!(
            of(&[ENTRY, add]),
            ["entry.client_id", "entry.day", "entry.seq"]
        );
        let rename =
            "ALTER TABLE entry RENAME COLUMN seq TO number; ALTER TABLE entry DROP COLUMN day;";
        assert_eq!(
            of(&[ENTRY, add, rename]),
            ["entry.client_id", "entry.number"]
        );
        assert_eq!(of(&[ENTRY, "DROP TABLE entry;"]), Vec::<String>::new());
    }

    #[test]
    fn other_changes_to_a_table_change_no_column() {
        let storage = "ALTER TABLE entry ALTER COLUMN seq SET STORAGE EXTERNAL, ADD COLUMN IF NOT EXISTS day BIGINT;";
        assert_eq!(
            of(&[ENTRY, storage]),
            ["entry.client_id", "entry.day", "entry.seq"]
        );
    }
}
