//! Either a table whose every cell can be asked for, or an error that says what is wrong.
#![no_main]

use attune_readers::table::{Dialect, Table, TableError, is_missing};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for decimal_comma in [false, true] {
        match Table::parse(bytes, Dialect { decimal_comma }) {
            Ok(table) => walk(&table),
            Err(error) => assert!(names_what_is_wrong(&error), "{error}"),
        }
    }
});

fn walk(table: &Table) {
    let mut last = 1;
    for row in table.rows() {
        assert!(
            row.number() > last,
            "rows are numbered upwards, below the header"
        );
        last = row.number();
        for column in 0..table.headers().len() {
            if let Some(cell) = row.cell(column) {
                assert!(!is_missing(cell));
                assert!(table.number(cell).is_none_or(f64::is_finite));
            }
        }
        assert_eq!(row.cell(table.headers().len()), None);
    }
    for name in table.headers() {
        match table.column(name) {
            Ok(column) => assert_eq!(&table.headers()[column], name),
            Err(error) => assert!(names_what_is_wrong(&error), "{error}"),
        }
    }
}

fn names_what_is_wrong(error: &TableError) -> bool {
    let said = error.to_string();
    match error {
        TableError::NotUtf8 => said.contains("UTF-8"),
        TableError::NoHeader => said.contains("header row"),
        TableError::Ragged { row, expected, .. } => {
            said.contains(&format!("row {row}")) && said.contains(&format!("{expected} fields"))
        }
        TableError::SameName { name, .. } | TableError::NoColumn { name, .. } => {
            said.contains(name.as_str())
        }
        // Reading from memory cannot fail for want of a file.
        TableError::Unreadable(_) => false,
    }
}
