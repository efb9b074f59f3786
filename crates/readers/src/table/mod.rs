//! A file of rows and columns, as spreadsheets write it: read whole, checked whole.
//!
//! The import of courses and the statistics share it.

#[cfg(test)]
mod tests;

use std::path::Path;

/// How the file is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Dialect {
    /// "3,5" means three and a half.
    pub decimal_comma: bool,
}

/// A file with its header, every row whole.
///
/// All cells lie one behind the other in one text, so that ten million rows are two allocations and not forty million.
#[derive(Debug, Clone)]
pub struct Table {
    headers: Vec<String>,
    text: String,
    /// Where each cell ends in `text`, row by row.
    ends: Vec<usize>,
    /// The number a spreadsheet shows beside each row.
    numbers: Vec<usize>,
    dialect: Dialect,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    index: usize,
}

/// Why a file is no table, or not the one that was asked for.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file could not be read at all.
    #[error("could not be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// Not text, or text of another kind.
    #[error("is not UTF-8 text; save it as \"CSV UTF-8\" and try again")]
    NotUtf8,
    /// Nothing names the columns.
    #[error("the file has no header row; its first row must name the columns")]
    NoHeader,
    /// More or fewer fields than the header has.
    #[error(
        "row {row} has {found} fields and does not have {expected} fields like the header; expected a file separated by \
         commas or semicolons throughout, with quotes around fields that hold one"
    )]
    Ragged {
        /// The header is row 1.
        row: usize,
        /// Fields in the row.
        found: usize,
        /// Fields in the header.
        expected: usize,
    },
    /// A column that is not there.
    #[error("there is no column \"{name}\"; the file has: {known}")]
    NoColumn {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// Two columns of one name.
    #[error("there are {count} columns \"{name}\"; expected one: give each a name of its own")]
    SameName {
        /// The name.
        name: String,
        /// How many have it.
        count: usize,
    },
}

/// A cell that cannot be taken. The value itself is not repeated: it is a person's.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BadCell {
    /// The header is row 1.
    pub row: usize,
    /// The column's name.
    pub column: String,
    /// What is there, by kind.
    pub found: String,
    /// What would be taken.
    pub expected: String,
}

impl std::fmt::Display for BadCell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "row {}, column {}: {}; expected {}",
            self.row, self.column, self.found, self.expected
        )
    }
}

impl Table {
    /// Reads a comma- or semicolon-separated file with one header row.
    ///
    /// # Errors
    /// The file cannot be read, and those of [`parse`](Self::parse).
    pub fn read(path: &Path, dialect: Dialect) -> Result<Self, TableError> {
        Self::parse(&std::fs::read(path)?, dialect)
    }

    /// The same from its bytes.
    ///
    /// # Errors
    /// Not UTF-8, no header, or a row with more or fewer fields than the header has.
    pub fn parse(bytes: &[u8], dialect: Dialect) -> Result<Self, TableError> {
        let text = std::str::from_utf8(bytes).map_err(|_| TableError::NotUtf8)?;
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        let semicolons = first.matches(';').count() > first.matches(',').count();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(if semicolons { b';' } else { b',' })
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut records = Records::default();
        let mut record = csv::StringRecord::new();
        let mut table = Self {
            headers: Vec::new(),
            text: String::with_capacity(text.len()),
            ends: Vec::new(),
            numbers: Vec::new(),
            dialect,
        };
        // Reading valid text from memory has no other way to fail than this one.
        while reader
            .read_record(&mut record)
            .map_err(|_| TableError::NotUtf8)?
        {
            let number = records.number(text, &record);
            let cells = record.iter().map(str::trim);
            if table.headers.is_empty() {
                table.headers = cells.map(str::to_owned).collect();
                continue;
            }
            if record.len() != table.headers.len() {
                return Err(TableError::Ragged {
                    row: number,
                    found: record.len(),
                    expected: table.headers.len(),
                });
            }
            for cell in cells {
                table.text.push_str(cell);
                table.ends.push(table.text.len());
            }
            table.numbers.push(number);
        }
        if table.headers.iter().all(String::is_empty) {
            return Err(TableError::NoHeader);
        }
        Ok(table)
    }

    /// Where a column is.
    ///
    /// # Errors
    /// No column has this name, or several have.
    pub fn column(&self, name: &str) -> Result<usize, TableError> {
        let count = self.headers.iter().filter(|header| *header == name).count();
        let found = self.headers.iter().position(|header| header == name);
        match found {
            Some(column) if count == 1 => Ok(column),
            Some(_) => Err(TableError::SameName {
                name: name.to_owned(),
                count,
            }),
            None => Err(TableError::NoColumn {
                name: name.to_owned(),
                known: self.headers.join(", "),
            }),
        }
    }

    /// The names of the columns, in the order of the file.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// How many rows there are below the header.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there is nothing below the header.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|index| self.row(index))
    }

    /// One row, counted from 0 below the header.
    pub fn row(&self, index: usize) -> Row<'_> {
        Row { table: self, index }
    }

    /// A number as this file writes numbers.
    pub fn number(&self, text: &str) -> Option<f64> {
        let parsed = if self.dialect.decimal_comma {
            text.replace(',', ".").parse()
        } else {
            text.parse()
        };
        parsed.ok().filter(|number: &f64| number.is_finite())
    }
}

impl<'a> Row<'a> {
    /// The number a spreadsheet shows beside it; the header is row 1.
    pub fn number(self) -> usize {
        let number = self.table.numbers.get(self.index);
        number.copied().unwrap_or_default()
    }

    /// A cell; empty and NA are nothing.
    pub fn cell(self, column: usize) -> Option<&'a str> {
        let table = self.table;
        if column >= table.headers.len() {
            return None;
        }
        let position = self.index * table.headers.len() + column;
        let start = match position.checked_sub(1) {
            Some(before) => *table.ends.get(before)?,
            None => 0,
        };
        let text = table.text.get(start..*table.ends.get(position)?)?;
        (!is_missing(text)).then_some(text)
    }
}

/// Whether a cell holds nothing.
pub fn is_missing(text: &str) -> bool {
    text.is_empty() || text.eq_ignore_ascii_case("na")
}

/// Counts rows as a spreadsheet does: blank lines count, lines within a cell do not.
#[derive(Default)]
struct Records {
    last: usize,
    lines_in_cells: usize,
}

impl Records {
    fn number(&mut self, text: &str, record: &csv::StringRecord) -> usize {
        let (line, byte) = record
            .position()
            .map_or((0, 0), |start| (start.line(), start.byte()));
        let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        // A record's position is before the blank lines above it.
        let above = text.as_bytes().get(whole(byte)..).unwrap_or_default();
        let blank = above
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let line = whole(line) + blank.filter(|byte| **byte == b'\n').count();
        // Files of old systems end lines in a way that is not counted: there every record is a row.
        self.last = line
            .saturating_sub(self.lines_in_cells)
            .max(self.last.saturating_add(1));
        let lines_in_cells = record.iter().map(|cell| cell.matches('\n').count());
        self.lines_in_cells += lines_in_cells.sum::<usize>();
        self.last
    }
}
