//! What can be seen over several sheets of one worksheet: numbers by date, curves, counts. Nothing is filled in where
//! nothing was said, and nothing is concluded: a picture shows what was written.

use std::collections::BTreeMap;

use attune_catalog::worksheet::{FieldKind, FieldPlace, PictureKind, Worksheet};
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
    let (_, words) = things(value).into_iter().next()?;
    Some(words)
}

/// What was given, each with what makes it the same as on another sheet: an offered answer is the same in every
/// language.
fn things(value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Words(words) => vec![(words.clone(), words.clone())],
        Value::Chosen(chosen) => chosen.clone(),
        Value::Row(picked) => vec![(picked.row.to_string(), picked.name.clone())],
        Value::Number { .. } | Value::Day(_) | Value::Time(_) => Vec::new(),
    }
}

fn count(worksheet: &Worksheet, sheets: &[&Sheet], place: &FieldPlace) -> Counted {
    let offered = match worksheet.field(place).map(|field| &field.kind) {
        Some(FieldKind::Choice(offered) | FieldKind::Several(offered)) => offered.as_slice(),
        _ => &[],
    };
    let mut given: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let mut answered = 0;
    for sheet in sheets {
        let here: Vec<(String, String)> = sheet.values(place).flat_map(things).collect();
        answered += usize::from(!here.is_empty());
        for (same, words) in here {
            given.entry(same).or_insert((words, 0)).1 += 1;
        }
    }
    // As the worksheet words it; what it does not offer any more, as it was first given.
    let worded = |(same, (words, often)): (String, (String, usize))| {
        let known = offered.iter().find(|offered| offered.id == same);
        (known.map_or(words, |offered| offered.label.clone()), often)
    };
    let mut given: Vec<(String, usize)> = given.into_iter().map(worded).collect();
    given.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    Counted {
        asked: worksheet
            .field(place)
            .map_or_else(String::new, |field| field.label.clone()),
        answered,
        sheets: sheets.len(),
        given,
    }
}

#[cfg(test)]
mod tests {
    use attune_catalog::Catalog;
    use attune_ids::{EntryId, RowId, SeededIds};
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::Author;
    use crate::worksheets::{Asked, Cell, FilledPart, FilledRow, Links};

    fn ticked(ids: &mut SeededIds, patterns: &[(&str, &str)]) -> Kept<Sheet> {
        let chosen = patterns
            .iter()
            .map(|(id, label)| ((*id).to_owned(), (*label).to_owned()));
        let row = FilledRow {
            id: RowId::new(ids),
            cells: vec![Cell {
                field: "patterns".to_owned(),
                label: String::new(),
                value: Value::Chosen(chosen.collect()),
            }],
        };
        Kept {
            item: Sheet {
                id: SheetId::new(ids),
                asked: Asked {
                    worksheet: "thought-record".to_owned(),
                    version: 1,
                    name: "Thought record".to_owned(),
                },
                on: date(2026, 5, 1),
                parts: vec![FilledPart {
                    id: "thought".to_owned(),
                    title: String::new(),
                    rows: vec![row],
                }],
                links: Links::default(),
            },
            set: vec![EntryId::new(ids)],
            at: Timestamp::UNIX_EPOCH,
            by: Author::Client,
        }
    }

    #[test]
    fn an_answer_is_counted_as_the_same_in_every_language() -> Result<(), Box<dyn std::error::Error>>
    {
        let ids = &mut SeededIds::new(5);
        let catalog = Catalog::shipped()?;
        let worksheet = catalog
            .worksheet("thought-record")
            .ok_or("no such worksheet")?;
        let field = FieldPlace {
            part: "thought".to_owned(),
            field: "patterns".to_owned(),
        };
        let kind = PictureKind::Count {
            fields: vec![field],
        };
        let sheets = [
            ticked(ids, &[("gone", "Of an older version")]),
            ticked(ids, &[("should", "Müssen und sollen")]),
            ticked(ids, &[("should", "Must and should")]),
        ];
        let Seen::Counts(counts) = seen(worksheet, &kind, &sheets) else {
            return Err("nothing counted".into());
        };
        let given = [("Must and should", 2), ("Of an older version", 1)];
        let given = given.map(|(words, often)| (words.to_owned(), often));
        assert_eq!(counts[0].given, given);
        Ok(())
    }
}
