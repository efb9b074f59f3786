//! A filled sheet as it is read, in words: for pages, for paper, and for saying what changed.

use attune_care::worksheets::{FilledPart, FilledRow, Sheet, Value};
use attune_catalog::worksheet::Worksheet;
use jiff::civil::Date;

use super::parts::arrows;
use crate::language::{Language, key};

/// One part as it is read.
pub(crate) struct Told {
    pub(crate) title: String,
    pub(crate) body: ToldBody,
    /// Arrows between what stands in it: from, what stands on it, to.
    pub(crate) arrows: Vec<(String, String, String)>,
}

/// What a part holds.
pub(crate) enum ToldBody {
    /// Questions with answers.
    Lines(Vec<(String, String)>),
    /// Rows: the words at the head, and every row.
    Rows(Vec<String>, Vec<Vec<String>>),
}

/// A sheet part by part. `worksheet` gives the order and the arrows, if there is one of this id still; what was asked and
/// answered is on the sheet.
pub(crate) fn told(
    sheet: &Sheet,
    worksheet: Option<&Worksheet>,
    language: Language,
    today: Date,
) -> Vec<Told> {
    let part = |filled: &FilledPart| {
        let asked = worksheet.and_then(|it| it.part(&filled.id));
        let rows = match asked {
            Some(asked) => filled.in_order(asked),
            None => filled.rows.iter().collect(),
        };
        let several = asked.map_or(filled.rows.len() > 1, |asked| asked.kind.rows().is_some());
        Told {
            title: filled.title.clone(),
            arrows: asked.map_or_else(Vec::new, arrows),
            body: if several {
                table(&rows, language, today)
            } else {
                lines(&rows, language, today)
            },
        }
    };
    sheet.parts.iter().map(part).collect()
}

fn lines(rows: &[&FilledRow], language: Language, today: Date) -> ToldBody {
    let cells = rows.iter().flat_map(|row| &row.cells);
    let line = cells.map(|cell| (cell.label.clone(), said(&cell.value, language, today)));
    ToldBody::Lines(line.collect())
}

/// Every field that was answered in some row is a column.
fn table(rows: &[&FilledRow], language: Language, today: Date) -> ToldBody {
    let mut columns: Vec<(&str, &str)> = Vec::new();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        if !columns.iter().any(|(field, _)| *field == cell.field) {
            columns.push((&cell.field, &cell.label));
        }
    }
    let row = |row: &&FilledRow| {
        let cells = columns.iter();
        cells
            .map(|(field, _)| {
                let value = row.value(field);
                value.map_or_else(String::new, |value| said(value, language, today))
            })
            .collect()
    };
    ToldBody::Rows(
        columns
            .iter()
            .map(|(_, label)| (*label).to_owned())
            .collect(),
        rows.iter().map(row).collect(),
    )
}

/// An answer in words. A number is never bare: it says from where to where it could have gone.
pub(crate) fn said(value: &Value, language: Language, today: Date) -> String {
    match value {
        Value::Words(words) => words.clone(),
        Value::Number { value, min, max } => language
            .say(key("sheet-number"))
            .with("value", *value)
            .with("low", *min)
            .with("high", *max)
            .to_string(),
        Value::Chosen(chosen) => {
            let labels: Vec<&str> = chosen.iter().map(|(_, label)| label.as_str()).collect();
            labels.join("; ")
        }
        Value::Day(day) => language.day(*day, today),
        Value::Time(time) => time.strftime("%H:%M").to_string(),
        Value::Row(picked) => picked.name.clone(),
    }
}

/// What differs between two versions of a sheet, answer by answer: what was asked, before, after.
pub(crate) fn changed(
    before: &Sheet,
    after: &Sheet,
    language: Language,
    today: Date,
) -> Vec<(String, String, String)> {
    let all = |sheet: &Sheet| {
        let mut answers = Vec::new();
        for part in &sheet.parts {
            for row in &part.rows {
                for cell in &row.cells {
                    let place = (part.id.clone(), row.id, cell.field.clone());
                    answers.push((
                        place,
                        cell.label.clone(),
                        said(&cell.value, language, today),
                    ));
                }
            }
        }
        answers
    };
    let (old, new) = (all(before), all(after));
    let mut differences = Vec::new();
    for (place, label, words) in &new {
        let then = old.iter().find(|(known, ..)| known == place);
        let then = then.map_or("", |(_, _, words)| words.as_str());
        if then != words {
            differences.push((label.clone(), then.to_owned(), words.clone()));
        }
    }
    for (place, label, words) in &old {
        if !new.iter().any(|(known, ..)| known == place) {
            differences.push((label.clone(), words.clone(), String::new()));
        }
    }
    differences
}
