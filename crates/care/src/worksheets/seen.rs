//! What can be seen over several sheets of one worksheet: numbers by date, curves, counts. Nothing is filled in where
//! nothing was said, and nothing is concluded: a picture shows what was written.

use std::collections::BTreeMap;

use attune_catalog::worksheet::{FieldPlace, PictureKind, Worksheet};
use attune_ids::SheetId;
use jiff::civil::Date;

use super::{Sheet, Value};
use crate::assess::Kept;

/// What is drawn of a picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// Numbers by date, oldest first; of two numbers the earlier one and the later one.
    Numbers(Vec<DatedNumbers>),
    /// One curve a sheet, oldest first.
    Curves(Vec<Curve>),
    /// How often each thing was given, field by field.
    Counts(Vec<Counted>),
}

/// The numbers of one sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedNumbers {
    /// Which sheet.
    pub sheet: SheetId,
    /// The day it is about.
    pub on: Date,
    /// The earlier number, where there are two and it was given.
    pub before: Option<i32>,
    /// The number, or the later one.
    pub after: Option<i32>,
}

/// The curve of one sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Which sheet.
    pub sheet: SheetId,
    /// The day it is about.
    pub on: Date,
    /// What it belongs to, if it was said: curves of one name belong together.
    pub name: Option<String>,
    /// Points, from left to right.
    pub points: Vec<(i32, i32)>,
}

impl Curve {
    /// The highest point.
    pub fn highest(&self) -> Option<i32> {
        self.points.iter().map(|(_, up)| *up).max()
    }

    /// Where it ends.
    pub fn last(&self) -> Option<i32> {
        self.points.last().map(|(_, up)| *up)
    }
}

/// How often each thing was given in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// What was asked.
    pub asked: String,
    /// On how many sheets it was answered, of how many.
    pub answered: usize,
    /// All sheets.
    pub sheets: usize,
    /// Words and how often, most often first.
    pub given: Vec<(String, usize)>,
}

/// What a picture shows of these sheets. Those of other worksheets are passed over.
pub fn seen(worksheet: &Worksheet, kind: &PictureKind, sheets: &[Kept<Sheet>]) -> Seen {
    let mut mine: Vec<&Sheet> = sheets
        .iter()
        .map(|kept| &kept.item)
        .filter(|sheet| sheet.asked.worksheet == worksheet.id)
        .collect();
    // Of one day in the order written, which a stable sort keeps.
    mine.sort_by_key(|sheet| sheet.on);
    match kind {
        PictureKind::Change { before, after } => numbers(&mine, Some(before), after),
        PictureKind::Course { field } => numbers(&mine, None, field),
        PictureKind::Curve { across, up, by } => curves(&mine, across, up, by.as_ref()),
        PictureKind::Count { fields } => {
            let counts = fields.iter().map(|field| count(worksheet, &mine, field));
            Seen::Counts(counts.collect())
        }
    }
}

fn numbers(sheets: &[&Sheet], before: Option<&FieldPlace>, after: &FieldPlace) -> Seen {
    let all = sheets.iter().map(|sheet| DatedNumbers {
        sheet: sheet.id,
        on: sheet.on,
        before: before.and_then(|place| sheet.number(place)),
        after: sheet.number(after),
    });
    Seen::Numbers(
        all.filter(|it| it.before.is_some() || it.after.is_some())
            .collect(),
    )
}

fn curves(
    sheets: &[&Sheet],
    across: &FieldPlace,
    up: &FieldPlace,
    by: Option<&FieldPlace>,
) -> Seen {
    let curve = |sheet: &&Sheet| {
        let rows = sheet.part(&up.part).into_iter().flat_map(|part| &part.rows);
        let number = |row: &super::FilledRow, field: &str| row.value(field).and_then(Value::number);
        let mut points: Vec<(i32, i32)> = rows
            .filter_map(|row| Some((number(row, &across.field)?, number(row, &up.field)?)))
            .collect();
        points.sort_by_key(|(across, _)| *across);
        Curve {
            sheet: sheet.id,
            on: sheet.on,
            name: by
                .and_then(|place| sheet.values(place).next())
                .and_then(name),
            points,
        }
    };
    let all = sheets.iter().map(curve);
    Seen::Curves(all.filter(|curve| !curve.points.is_empty()).collect())
}

fn name(value: &Value) -> Option<String> {
    names(value).into_iter().next()
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Words(words) => vec![words.clone()],
        Value::Chosen(chosen) => chosen.iter().map(|(_, label)| label.clone()).collect(),
        Value::Row(picked) => vec![picked.name.clone()],
        Value::Number { .. } | Value::Day(_) | Value::Time(_) => Vec::new(),
    }
}

fn count(worksheet: &Worksheet, sheets: &[&Sheet], place: &FieldPlace) -> Counted {
    let mut given: BTreeMap<String, usize> = BTreeMap::new();
    let mut answered = 0;
    for sheet in sheets {
        let here: Vec<String> = sheet.values(place).flat_map(names).collect();
        answered += usize::from(!here.is_empty());
        for name in here {
            *given.entry(name).or_default() += 1;
        }
    }
    let mut given: Vec<(String, usize)> = given.into_iter().collect();
    given.sort_by_key(|(_, often)| std::cmp::Reverse(*often));
    Counted {
        asked: worksheet
            .field(place)
            .map_or_else(String::new, |field| field.label.clone()),
        answered,
        sheets: sheets.len(),
        given,
    }
}
