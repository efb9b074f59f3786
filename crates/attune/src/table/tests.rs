use proptest::prelude::*;

use super::mutation::{cases, mutated};
use super::*;

fn table(text: &str) -> Result<Table, TableError> {
    Table::parse(text.as_bytes(), Dialect::default())
}

fn complaint<T>(result: Result<T, TableError>) -> String {
    result
        .err()
        .map_or_else(String::new, |error| error.to_string())
}

#[test]
fn semicolons_and_decimal_commas_are_read() -> Result<(), TableError> {
    let dialect = Dialect {
        decimal_comma: true,
    };
    let table = Table::parse(b"id;wert\n1; 3,5 \n2;NA\n3;\n", dialect)?;
    let column = table.column("wert")?;
    let cells: Vec<Option<&str>> = table.rows().map(|row| row.cell(column)).collect();
    assert_eq!(cells, [Some("3,5"), None, None]);
    assert_eq!(table.number("3,5"), Some(3.5));
    assert_eq!(table.number("inf"), None);
    Ok(())
}

#[test]
fn a_short_row_and_an_unknown_column_are_named() -> Result<(), TableError> {
    assert!(complaint(table("id,score\n1,2\n2\n")).contains("row 3 has 1 fields"));
    let two = table("id,score,id\n1,2,3\n")?;
    assert!(complaint(two.column("sum")).contains("id, score, id"));
    assert!(complaint(two.column("id")).contains("2 columns \"id\""));
    Ok(())
}

#[test]
fn rows_are_counted_as_a_spreadsheet_counts_them() -> Result<(), TableError> {
    let table = table("id,words\n\n1,\"two\nlines\"\n2,one\n\n\n3,one\n")?;
    let numbers: Vec<usize> = table.rows().map(Row::number).collect();
    assert_eq!(numbers, [3, 4, 7]);
    let words = table.rows().map(|row| row.cell(1)).collect::<Vec<_>>();
    assert_eq!(words, [Some("two\nlines"), Some("one"), Some("one")]);
    Ok(())
}

#[test]
fn nothing_is_no_table() {
    for nothing in ["", "\n\n", ",,\n1,2,3\n", "\u{feff}"] {
        assert!(
            complaint(table(nothing)).contains("no header row"),
            "{nothing:?}"
        );
    }
    assert!(complaint(Table::parse(b"a\n\xff\n", Dialect::default())).contains("UTF-8"));
}

// Fuzzing. A libFuzzer target would need a nightly compiler, which this workspace does without; its coverage guidance is
// worth most for deep parsers, and these two readers are shallow over libraries that are fuzzed themselves. So they are
// pure functions on bytes, and proptest mutates valid files, with the bytes that mean something to them likelier. It is
// deterministic in what it asserts, runs on stable with all other tests, and shrinks what it finds.

const VALID: &[&str] = &[
    "id,time,score\na,0,18\na,1,NA\nb,0,\"12\"\nb,1,7.5\n",
    "\u{feff}id;wert;\"satz\"\r\n1;3,5;\"zwei\nZeilen; und ein \"\"Zitat\"\"\"\r\n\r\n2;NA;\r\n",
];

/// Either a table whose every cell can be asked for, or an error that says what is expected.
fn sound(bytes: &[u8]) {
    for decimal_comma in [false, true] {
        match Table::parse(bytes, Dialect { decimal_comma }) {
            Ok(table) => walk(&table),
            Err(error) => assert!(names_what_is_wrong(&error), "{error}"),
        }
    }
}

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
        TableError::Unreadable(_) => false,
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn arbitrary_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        sound(&bytes);
    }

    #[test]
    fn mutated_tables_are_read_or_refused(bytes in mutated(VALID)) {
        sound(&bytes);
    }

    /// What was written comes back, whatever is in the cells.
    #[test]
    fn cells_come_back(cells in prop::collection::vec("[^\u{0}]{0,12}", 3..30)) {
        let width = 3;
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["a", "b", "c"]).expect("memory");
        for row in cells.chunks_exact(width) {
            writer.write_record(row).expect("memory");
        }
        let bytes = writer.into_inner().expect("memory");
        let table = Table::parse(&bytes, Dialect::default()).expect("what a writer wrote");
        let read: Vec<Option<&str>> = table.rows().flat_map(|row| [row.cell(0), row.cell(1), row.cell(2)]).collect();
        let written: Vec<Option<&str>> = cells[..cells.len() / width * width]
            .iter()
            .map(|cell| Some(cell.trim()).filter(|cell| !is_missing(cell)))
            .collect();
        prop_assert_eq!(read, written);
    }
}
