use std::path::Path;

use anyhow::{Context, bail};

/// How the file is written.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Dialect {
    /// "3,5" means three and a half.
    pub(crate) decimal_comma: bool,
}

/// A file with its header, every row whole.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    headers: Vec<String>,
    rows: Vec<Row>,
    dialect: Dialect,
}

/// One row, with the number a spreadsheet shows beside it.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// The header is row 1.
    pub(crate) number: usize,
    cells: Vec<String>,
}

impl Table {
    /// Reads a comma- or semicolon-separated file with one header row.
    pub(crate) fn read(path: &Path, dialect: Dialect) -> anyhow::Result<Self> {
        let here = path.display();
        let bytes = std::fs::read(path).with_context(|| format!("could not read {here}"))?;
        let text = String::from_utf8(bytes).map_err(|_| {
            anyhow::anyhow!("{here} is not UTF-8 text; save it as \"CSV UTF-8\" and try again")
        })?;
        Self::parse(text.trim_start_matches('\u{feff}'), dialect)
            .with_context(|| format!("could not read {here}"))
    }

    fn parse(text: &str, dialect: Dialect) -> anyhow::Result<Self> {
        let first = text.lines().next().unwrap_or_default();
        let semicolons = first.matches(';').count() > first.matches(',').count();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(if semicolons { b';' } else { b',' })
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let headers: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        if headers.iter().all(String::is_empty) {
            bail!("the file has no header row; its first row must name the columns");
        }
        let width = headers.len();
        let rows = reader
            .records()
            .zip(2..)
            .map(|(record, number)| {
                let cells = record.map_err(|_| {
                    anyhow::anyhow!("row {number} does not have {width} fields like the header")
                })?;
                Ok(Row {
                    number,
                    cells: cells.iter().map(str::to_owned).collect(),
                })
            })
            .collect::<anyhow::Result<Vec<Row>>>()?;
        Ok(Self {
            headers,
            rows,
            dialect,
        })
    }

    /// Where a column is.
    pub(crate) fn column(&self, name: &str) -> anyhow::Result<usize> {
        let Some(column) = self.headers.iter().position(|header| header == name) else {
            let known = self.headers.join(", ");
            bail!("there is no column \"{name}\"; the file has: {known}");
        };
        Ok(column)
    }

    /// The rows in the order of the file.
    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// A cell; empty and NA are nothing.
    pub(crate) fn cell(row: &Row, column: usize) -> Option<&str> {
        row.cells
            .get(column)
            .map(String::as_str)
            .filter(|text| !text.is_empty() && !text.eq_ignore_ascii_case("na"))
    }

    /// A number as this file writes numbers.
    pub(crate) fn number(&self, text: &str) -> Option<f64> {
        let plain = if self.dialect.decimal_comma {
            text.replace(',', ".")
        } else {
            text.to_owned()
        };
        plain.parse().ok().filter(|number: &f64| number.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_and_decimal_commas_are_read() -> anyhow::Result<()> {
        let dialect = Dialect {
            decimal_comma: true,
        };
        let table = Table::parse("id;wert\n1;3,5\n2;NA\n3;\n", dialect)?;
        let column = table.column("wert")?;
        let cells: Vec<Option<&str>> = table
            .rows()
            .iter()
            .map(|row| Table::cell(row, column))
            .collect();
        assert_eq!(cells, [Some("3,5"), None, None]);
        assert_eq!(table.number("3,5"), Some(3.5));
        assert_eq!(table.number("inf"), None);
        Ok(())
    }

    #[test]
    fn a_short_row_and_an_unknown_column_are_named() {
        let short = Table::parse("id,score\n1,2\n2\n", Dialect::default());
        assert!(short.is_err_and(|error| error.to_string().contains("row 3")));
        let table = Table::parse("id,score\n1,2\n", Dialect::default());
        let unknown = table.and_then(|table| table.column("sum"));
        assert!(unknown.is_err_and(|error| error.to_string().contains("id, score")));
    }
}
