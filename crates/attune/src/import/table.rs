//! The file as rows of text.

use std::path::Path;

use anyhow::{Context, bail};
use csv::{ReaderBuilder, StringRecord};

/// A read file.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) header: StringRecord,
    /// With the number a spreadsheet shows for each.
    pub(crate) rows: Vec<(u64, StringRecord)>,
}

/// Reads a file with commas, semicolons or tabs between its columns.
pub(crate) fn read_table(path: &Path) -> anyhow::Result<Table> {
    let here = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("could not read {here}"))?;
    let Ok(text) = String::from_utf8(bytes) else {
        bail!("{here} is not in UTF-8; save it again as \"CSV UTF-8\"");
    };
    parse(&text).with_context(|| format!("{here} does not read as a table"))
}

pub(super) fn parse(text: &str) -> anyhow::Result<Table> {
    // Spreadsheets put a byte order mark before the header.
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut header = reader.headers()?.clone();
    header.trim();
    if header.iter().all(str::is_empty) {
        bail!("it is empty; its first row is to name the columns");
    }
    let mut rows = Vec::new();
    for (record, number) in reader.records().zip(2..) {
        let mut record = record?;
        record.trim();
        rows.push((number, record));
    }
    Ok(Table { header, rows })
}

/// Whichever of the three there is most of in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
    // A comma if there is none of them: a file of one column.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}
