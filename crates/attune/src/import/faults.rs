//! What is wrong with a file, row by row. Nothing here repeats a value of the file: values are clinical.

use std::collections::BTreeMap;

/// Rows named one by one; of the others only the number is told.
const NAMED: usize = 20;

/// Everything found wrong, by row.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    rows: BTreeMap<u64, Vec<Fault>>,
}

/// One thing that is wrong.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    column: String,
    found: String,
    expected: String,
}

impl Faults {
    /// Notes a fault. `row` counts as a spreadsheet does: the header is row 1. `found` is the kind of value that
    /// stands there, never the value.
    pub(crate) fn add(&mut self, row: u64, column: &str, found: &str, expected: &str) {
        let fault = Fault {
            column: column.to_owned(),
            found: found.to_owned(),
            expected: expected.to_owned(),
        };
        self.rows.entry(row).or_default().push(fault);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Up to twenty bad rows in words, and how many more there are.
    pub(crate) fn in_words(&self) -> String {
        let mut lines = Vec::new();
        for (row, faults) in self.rows.iter().take(NAMED) {
            for Fault { column, found, expected } in faults {
                lines.push(format!("row {row}, column {column}: {found}; expected {expected}"));
            }
        }
        if let Some(more) = self.rows.len().checked_sub(NAMED).filter(|more| *more > 0) {
            lines.push(format!("and {more} more bad {}", if more == 1 { "row" } else { "rows" }));
        }
        lines.join("\n")
    }
}
