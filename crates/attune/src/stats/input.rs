use std::path::{Path, PathBuf};

use clap::Args;

use super::Refusal;
use attune_readers::table::{BadCell, Dialect, Table, is_missing};

/// How files are read, the same for every command.
#[derive(Debug, Clone, Args)]
pub(crate) struct Selection {
    /// Only rows whose column holds this; give it again to narrow further. Nothing after the = means an empty cell
    #[arg(long = "where", value_name = "COLUMN=VALUE")]
    conditions: Vec<String>,
    /// Numbers are written as 3,5
    #[arg(long)]
    decimal_comma: bool,
}

/// The rows of one file that were selected.
#[derive(Debug)]
pub(crate) struct Rows {
    file: PathBuf,
    table: Table,
    /// Indices into the table.
    selected: Vec<usize>,
}

impl Rows {
    /// Reads a file and keeps the rows that were asked for.
    pub(crate) fn read(file: &Path, selection: &Selection) -> Result<Self, Refusal> {
        let dialect = Dialect {
            decimal_comma: selection.decimal_comma,
        };
        let table = Table::read(file, dialect).map_err(|error| Refusal::Table {
            file: file.to_owned(),
            error,
        })?;
        let mut rows = Self {
            file: file.to_owned(),
            selected: (0..table.len()).collect(),
            table,
        };
        for condition in &selection.conditions {
            rows.narrow(condition, "--where")?;
        }
        if rows.selected.is_empty() {
            return Err(rows.none_left(match selection.conditions.as_slice() {
                [] => "rows below the header".to_owned(),
                conditions => format!("rows with {}", conditions.join(" and ")),
            }));
        }
        Ok(rows)
    }

    /// Keeps the rows that fit one more condition, which came from this option.
    pub(crate) fn select(&mut self, condition: &str, option: &'static str) -> Result<(), Refusal> {
        self.narrow(condition, option)?;
        if self.selected.is_empty() {
            return Err(self.none_left(format!("rows with {condition}")));
        }
        Ok(())
    }

    fn narrow(&mut self, condition: &str, option: &'static str) -> Result<(), Refusal> {
        let Some((name, value)) = condition.split_once('=') else {
            return Err(Refusal::Option {
                option,
                expected: "COLUMN=VALUE, such as arm=CBT".to_owned(),
            });
        };
        let column = self.column(name.trim())?;
        let (table, value) = (&self.table, value.trim());
        self.selected
            .retain(|index| match table.row(*index).cell(column) {
                Some(cell) => same(table, cell, value),
                None => is_missing(value),
            });
        Ok(())
    }

    fn column(&self, name: &str) -> Result<usize, Refusal> {
        self.table.column(name).map_err(|error| Refusal::Table {
            file: self.file.clone(),
            error,
        })
    }

    /// The words of a column, row by row.
    pub(crate) fn words(&self, name: &str) -> Result<Vec<Option<&str>>, Refusal> {
        let column = self.column(name)?;
        let cells = self.selected.iter();
        Ok(cells.map(|row| self.table.row(*row).cell(column)).collect())
    }

    /// The columns that hold numbers and nothing else, but for one called id.
    pub(crate) fn columns_of_numbers(&self) -> Result<Vec<String>, Refusal> {
        let mut found = Vec::new();
        for name in self.table.headers().iter().filter(|name| !name.is_empty()) {
            let words = self.words(name)?;
            let mut cells = words.iter().flatten();
            let numbers =
                cells.clone().count() > 0 && cells.all(|cell| self.table.number(cell).is_some());
            if numbers && !name.eq_ignore_ascii_case("id") {
                found.push(name.clone());
            }
        }
        Ok(found)
    }

    /// The numbers of a column, row by row. Every cell that holds something else is named.
    pub(crate) fn numbers(&self, name: &str) -> Result<Vec<Option<f64>>, Refusal> {
        self.numbers_that(name, "a number, or nothing", |_| true)
    }

    /// The same for numbers of a certain kind, which `expected` says in words.
    pub(crate) fn numbers_that(
        &self,
        name: &str,
        expected: &str,
        fits: impl Fn(f64) -> bool,
    ) -> Result<Vec<Option<f64>>, Refusal> {
        let words = self.words(name)?;
        let mut bad = Vec::new();
        let mut numbers = Vec::with_capacity(words.len());
        for (row, text) in words.into_iter().enumerate() {
            let number = text.and_then(|text| self.table.number(text));
            match (text, number) {
                (Some(_), None) => bad.push(self.bad(row, name, "not a number", expected)),
                (Some(_), Some(number)) if !fits(number) => {
                    bad.push(self.bad(row, name, "outside of what can be", expected));
                }
                _ => numbers.push(number),
            }
        }
        self.sound(bad)?;
        Ok(numbers)
    }

    /// A bad cell, by the position of its row among those selected.
    pub(crate) fn bad(&self, row: usize, column: &str, found: &str, expected: &str) -> BadCell {
        let index = self.selected.get(row).copied().unwrap_or_default();
        BadCell {
            row: self.table.row(index).number(),
            column: column.to_owned(),
            found: found.to_owned(),
            expected: expected.to_owned(),
        }
    }

    /// What to call a row that has no name of its own, by its position among those selected.
    pub(crate) fn row_name(&self, row: usize) -> String {
        let index = self.selected.get(row).copied().unwrap_or_default();
        format!("row {}", self.table.row(index).number())
    }

    /// Refuses if there is any bad cell.
    pub(crate) fn sound(&self, mut cells: Vec<BadCell>) -> Result<(), Refusal> {
        if cells.is_empty() {
            return Ok(());
        }
        cells.sort_by_key(|cell| cell.row);
        Err(Refusal::Cells {
            file: self.file.clone(),
            cells,
        })
    }

    /// Refuses because nothing is left to compute with.
    pub(crate) fn none_left(&self, expected: impl Into<String>) -> Refusal {
        Refusal::NoRows {
            file: self.file.clone(),
            expected: expected.into(),
        }
    }

    /// Whether a cell holds this value: as text, or as the same number ("1" and "1.0").
    pub(crate) fn same(&self, cell: &str, value: &str) -> bool {
        same(&self.table, cell, value)
    }
}

fn same(table: &Table, cell: &str, value: &str) -> bool {
    #[expect(
        clippy::float_cmp,
        reason = "both were read from text, and the same number reads the same"
    )]
    let same_number = |value: &str| {
        let numbers = table.number(cell).zip(table.number(value));
        numbers.is_some_and(|(one, other)| one == other)
    };
    cell == value || same_number(value)
}
