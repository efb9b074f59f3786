//! From rows of text to readings, with every fault that a row alone can have.

use std::collections::BTreeMap;

use attune_catalog::{Measure, ScoreError, score_from_total};
use csv::StringRecord;

use super::columns::{Columns, Found, ScoreColumn, TimeSource};
use super::faults::Faults;
use super::table::Table;
use super::times::{Moment, Unit, read_number};

/// What stands for "no score" in the wild, in any case.
const MISSING: &[&str] = &["", "na", "n/a", "nan", "null", "."];

/// One score of one client.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    pub(crate) row: u64,
    pub(crate) column: String,
    pub(crate) moment: Moment,
    pub(crate) score: f64,
}

/// Everything readable in a file.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    pub(crate) rows: usize,
    /// By client code. A client whose scores are all missing is there with none.
    pub(crate) clients: BTreeMap<String, Vec<Reading>>,
    /// Cells without a score.
    pub(crate) without_score: usize,
}

/// How the file is to be read.
pub(crate) struct Reader<'a> {
    pub(crate) columns: &'a Columns,
    pub(crate) measure: &'a Measure,
    pub(crate) unit: Unit,
    pub(crate) decimal_comma: bool,
}

/// Reads every row.
///
/// # Errors
/// A column that is not there; everything else is among the faults.
pub(crate) fn read_rows(table: &Table, reader: &Reader<'_>, faults: &mut Faults) -> anyhow::Result<Readings> {
    let found = reader.columns.find(&table.header)?;
    let mut readings = Readings { rows: table.rows.len(), ..Readings::default() };
    for (row, record) in &table.rows {
        if record.len() != table.header.len() {
            let has = format!("{} columns", record.len());
            let wants = format!("{}, as in the header", table.header.len());
            faults.add(*row, "(all)", &has, &wants);
            continue;
        }
        reader.read_row(*row, record, &found, &mut readings, faults);
    }
    find_duplicates(&readings, reader.unit, faults);
    Ok(readings)
}

impl Reader<'_> {
    fn read_row(&self, row: u64, record: &StringRecord, found: &Found, readings: &mut Readings, faults: &mut Faults) {
        let client = record.get(found.client).unwrap_or_default();
        if client.is_empty() {
            faults.add(row, self.client_column(), "empty", "the client's code");
            return;
        }
        readings.clients.entry(client.to_owned()).or_default();
        for column in &found.scores {
            let text = record.get(column.position).unwrap_or_default();
            if MISSING.contains(&text.to_lowercase().as_str()) {
                readings.without_score += 1;
                continue;
            }
            let moment = self.moment(row, record, column, faults);
            let score = self.score(row, text, column, faults);
            if let (Some(moment), Some(score)) = (moment, score) {
                let reading = Reading { row, column: column.name.clone(), moment, score };
                readings.clients.entry(client.to_owned()).or_default().push(reading);
            }
        }
    }

    fn client_column(&self) -> &str {
        match self.columns {
            Columns::Long { client, .. } | Columns::Wide { client, .. } => client,
        }
    }

    fn moment(&self, row: u64, record: &StringRecord, column: &ScoreColumn, faults: &mut Faults) -> Option<Moment> {
        let (text, name) = match &column.time {
            TimeSource::Fixed(text) => (text.as_str(), &column.name),
            TimeSource::Column { position, name } => (record.get(*position).unwrap_or_default(), name),
        };
        let moment = self.unit.read(text, self.decimal_comma);
        if moment.is_none() {
            let found = match kind_of(text, self.decimal_comma) {
                Kind::Empty => "empty beside a score",
                kind => kind.words(),
            };
            faults.add(row, name, found, self.unit.expected());
        }
        moment
    }

    fn score(&self, row: u64, text: &str, column: &ScoreColumn, faults: &mut Faults) -> Option<f64> {
        let kind = kind_of(text, self.decimal_comma);
        let Kind::Number(number) = kind else {
            let comma = kind == Kind::WithComma;
            let expected = if comma { "a point in numbers, or --decimal-comma" } else { "a number, or nothing" };
            faults.add(row, &column.name, kind.words(), expected);
            return None;
        };
        match score_from_total(self.measure, number) {
            Ok(_) => return Some(number),
            Err(ScoreError::OutsideRange { low, high, .. }) => {
                let found = if number < f64::from(low) { "a number below the range" } else { "a number above the range" };
                faults.add(row, &column.name, found, &format!("{low} to {high} for {}", self.measure.name));
            }
            Err(ScoreError::NotWhole { .. }) => {
                let expected = format!("whole points for {}", self.measure.name);
                faults.add(row, &column.name, "a number with decimals", &expected);
            }
            Err(other) => faults.add(row, &column.name, "a number", &other.to_string()),
        }
        None
    }
}

/// The kind of a value, which may be told where the value may not.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Empty,
    Number(f64),
    WithComma,
    Text,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Number(_) => "a number that cannot be used here",
            Self::WithComma => "a number with a comma",
            Self::Text => "text",
        }
    }
}

fn kind_of(text: &str, decimal_comma: bool) -> Kind {
    match read_number(text, decimal_comma) {
        _ if text.is_empty() => Kind::Empty,
        Some(number) => Kind::Number(number),
        None if read_number(text, true).is_some() => Kind::WithComma,
        None => Kind::Text,
    }
}

/// Two scores of one client at one time: nobody can say which is right.
fn find_duplicates(readings: &Readings, unit: Unit, faults: &mut Faults) {
    for client in readings.clients.values() {
        let mut seen: BTreeMap<String, u64> = BTreeMap::new();
        for reading in client {
            let first = *seen.entry(reading.moment.key(unit)).or_insert(reading.row);
            if first != reading.row {
                let found = format!("a second score of the same client and time (the first is in row {first})");
                faults.add(reading.row, &reading.column, &found, "one score per client and time");
            }
        }
    }
}
