//! From what a form holds to answers, and back. Nothing is dropped without being said: what does not fit is named by
//! part, row and field.

use std::collections::BTreeMap;

use attune_catalog::worksheet::{
    Field, FieldKind, LONGEST_WORDS, MOST_ROWS, Part, Range, Rows, Worksheet,
};
use attune_ids::RowId;
use jiff::civil::{Date, Time};

use super::{Cell, FilledPart, FilledRow, PickedRow, Sheet, Value};

/// What a form holds, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    /// Rows by the id of their part.
    pub parts: BTreeMap<String, Vec<TypedRow>>,
}

/// One row as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedRow {
    /// Made with the row.
    pub id: RowId,
    /// What was typed or ticked, by field id.
    pub cells: BTreeMap<String, Vec<String>>,
}

impl TypedRow {
    /// A row nothing is written in.
    pub fn empty(id: RowId) -> Self {
        Self {
            id,
            cells: BTreeMap::new(),
        }
    }
}

/// Something typed that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// Id of the part.
    pub part: String,
    /// The row; none where the part as a whole is meant.
    pub row: Option<RowId>,
    /// Which row of its part, from 1.
    pub number: usize,
    /// Id of the field; empty where the part as a whole is meant.
    pub field: String,
    /// What would be accepted.
    pub expected: Expected,
}

/// What would be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A whole number from the first to the second.
    Number(i32, i32),
    /// A date.
    Day,
    /// A time of day.
    Time,
    /// One of what is offered.
    Offered,
    /// At most this many characters.
    Shorter(usize),
    /// At most this many rows.
    FewerRows(usize),
}

/// Reads what was typed. `rows` are what can be picked. Empty fields and rows are left out.
///
/// # Errors
/// Everything that does not fit, in the order of the worksheet.
pub fn read(
    worksheet: &Worksheet,
    typed: &Typed,
    rows: &dyn Fn(&Rows) -> Vec<PickedRow>,
) -> Result<Vec<FilledPart>, Vec<CellProblem>> {
    let mut problems = Vec::new();
    let mut parts = Vec::new();
    for part in &worksheet.parts {
        let written = typed.parts.get(&part.id).map_or(&[][..], Vec::as_slice);
        let most = part.kind.rows().map_or(1, |_| MOST_ROWS);
        if written.len() > most {
            problems.push(CellProblem {
                part: part.id.clone(),
                row: None,
                number: most + 1,
                field: String::new(),
                expected: Expected::FewerRows(most),
            });
        }
        let filled: Vec<FilledRow> = written
            .iter()
            .zip(1..)
            .filter_map(|(row, number)| read_row(part, row, number, rows, &mut problems))
            .collect();
        if !filled.is_empty() {
            parts.push(FilledPart {
                id: part.id.clone(),
                title: part.title.clone(),
                rows: filled,
            });
        }
    }
    if problems.is_empty() {
        Ok(parts)
    } else {
        Err(problems)
    }
}

fn read_row(
    part: &Part,
    row: &TypedRow,
    number: usize,
    rows: &dyn Fn(&Rows) -> Vec<PickedRow>,
    problems: &mut Vec<CellProblem>,
) -> Option<FilledRow> {
    let mut cells = Vec::new();
    for field in &part.fields {
        let words: Vec<&str> = row
            .cells
            .get(&field.id)
            .into_iter()
            .flatten()
            .map(|words| words.trim())
            .filter(|words| !words.is_empty())
            .collect();
        if words.is_empty() {
            continue;
        }
        match read_value(field, &words, rows) {
            Ok(value) => cells.push(Cell {
                field: field.id.clone(),
                label: field.label.clone(),
                value,
            }),
            Err(expected) => problems.push(CellProblem {
                part: part.id.clone(),
                row: Some(row.id),
                number,
                field: field.id.clone(),
                expected,
            }),
        }
    }
    (!cells.is_empty()).then_some(FilledRow { id: row.id, cells })
}

fn read_value(
    field: &Field,
    words: &[&str],
    rows: &dyn Fn(&Rows) -> Vec<PickedRow>,
) -> Result<Value, Expected> {
    let first = words.first().copied().unwrap_or_default();
    match &field.kind {
        FieldKind::Line(_) | FieldKind::Text(_) => {
            if first.chars().count() > LONGEST_WORDS {
                return Err(Expected::Shorter(LONGEST_WORDS));
            }
            Ok(Value::Words(first.to_owned()))
        }
        FieldKind::Number(Range { min, max, .. }) => first
            .parse()
            .ok()
            .filter(|value| (*min..=*max).contains(value))
            .map(|value| Value::Number {
                value,
                min: *min,
                max: *max,
            })
            .ok_or(Expected::Number(*min, *max)),
        FieldKind::Choice(options) | FieldKind::Several(options) => {
            let one = matches!(field.kind, FieldKind::Choice(_));
            let chosen = words.iter().take(if one { 1 } else { words.len() });
            let found = chosen.map(|id| {
                let option = options.iter().find(|option| option.id == **id);
                option.map(|option| (option.id.clone(), option.label.clone()))
            });
            let found: Option<Vec<_>> = found.collect();
            found.map(Value::Chosen).ok_or(Expected::Offered)
        }
        FieldKind::Day => first.parse::<Date>().map(Value::Day).or(Err(Expected::Day)),
        FieldKind::Time => first
            .parse::<Time>()
            .map(Value::Time)
            .or(Err(Expected::Time)),
        FieldKind::Pick(from) => {
            let id: Option<RowId> = first.parse().ok();
            let picked = rows(from).into_iter().find(|it| Some(it.row) == id);
            picked.map(Value::Row).ok_or(Expected::Offered)
        }
    }
}

/// A sheet as a form holds it, to go on with it.
pub fn typed(sheet: &Sheet) -> Typed {
    let parts = sheet.parts.iter().map(|part| {
        let rows = part.rows.iter().map(|row| TypedRow {
            id: row.id,
            cells: row
                .cells
                .iter()
                .map(|cell| (cell.field.clone(), written(&cell.value)))
                .collect(),
        });
        (part.id.clone(), rows.collect())
    });
    Typed {
        parts: parts.collect(),
    }
}

fn written(value: &Value) -> Vec<String> {
    match value {
        Value::Words(words) => vec![words.clone()],
        Value::Number { value, .. } => vec![value.to_string()],
        Value::Chosen(chosen) => chosen.iter().map(|(id, _)| id.clone()).collect(),
        Value::Day(day) => vec![day.to_string()],
        Value::Time(time) => vec![time.strftime("%H:%M").to_string()],
        Value::Row(picked) => vec![picked.row.to_string()],
    }
}
