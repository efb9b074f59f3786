use proptest::prelude::*;

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

proptest! {
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
