//! How a filled worksheet travels in a form, for clinicians and clients alike.
//!
//! Every row has a hidden field `row.PART` with its id, which also gives their order; what stands in it is called
//! `PART.ROW.FIELD`. Buttons send `do`: `keep`, `add.PART`, `remove.PART.ROW`, `up.PART.ROW`, `down.PART.ROW`, or `mine`.

use attune_care::worksheets::{Links, Typed, TypedRow};
use attune_catalog::worksheet::{MOST_ROWS, Worksheet};
use attune_ids::{EntryId, IdSource, RowId};
use serde::{Deserialize, Serialize};

/// Fields as a form sends them.
pub(crate) type Fields = Vec<(String, String)>;

/// A form as it is kept while it is filled in: everything typed, and nothing about the sending of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SheetDraft {
    sheet_fields: Fields,
}

/// What a button asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Doing {
    /// Save the sheet.
    Keep,
    /// Save it although it was changed in another place meanwhile.
    Mine,
    /// One more row of this part.
    Add(String),
    /// This row of this part goes.
    Remove(String, RowId),
    /// It trades places with the one above.
    Up(String, RowId),
    /// Or with the one below.
    Down(String, RowId),
}

impl SheetDraft {
    /// What is worth keeping of a form.
    pub(crate) fn of(fields: &Fields) -> Self {
        let sending = ["entry", "entry_id", "version", "do", "sheet"];
        let kept = fields
            .iter()
            .filter(|(name, _)| !sending.contains(&name.as_str()));
        Self {
            sheet_fields: kept.cloned().collect(),
        }
    }

    /// The fields as they were typed.
    pub(crate) fn fields(&self) -> &Fields {
        &self.sheet_fields
    }
}

/// The first value of this name.
pub(crate) fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.as_str())
}

/// What the button asked for; a form that was sent by the return key is kept.
pub(crate) fn doing(fields: &Fields) -> Doing {
    let asked = value(fields, "do");
    let mut words = asked.split('.');
    let (verb, part) = (words.next(), words.next().unwrap_or_default().to_owned());
    let row = words.next().and_then(|id| id.parse().ok());
    match (verb, row) {
        (Some("mine"), _) => Doing::Mine,
        (Some("add"), _) => Doing::Add(part),
        (Some("remove"), Some(row)) => Doing::Remove(part, row),
        (Some("up"), Some(row)) => Doing::Up(part, row),
        (Some("down"), Some(row)) => Doing::Down(part, row),
        _ => Doing::Keep,
    }
}

/// What was typed, row by row.
pub(crate) fn typed(fields: &Fields) -> Typed {
    let mut typed = Typed::default();
    for (name, value) in fields {
        if let Some(part) = name.strip_prefix("row.")
            && let Ok(row) = value.parse()
        {
            let rows = typed.parts.entry(part.to_owned()).or_default();
            // One more than a sheet can hold is enough to say so.
            if rows.len() <= MOST_ROWS {
                rows.push(TypedRow::empty(row));
            }
        }
    }
    for (name, value) in fields {
        let mut words = name.splitn(3, '.');
        if let (Some(part), Some(row), Some(field)) = (words.next(), words.next(), words.next())
            && let Ok(row) = row.parse::<RowId>()
            && let Some(rows) = typed.parts.get_mut(part)
            && let Some(row) = rows.iter_mut().find(|known| known.id == row)
        {
            row.cells
                .entry(field.to_owned())
                .or_default()
                .push(value.clone());
        }
    }
    typed
}

/// What it belongs to, as ticked. Ids that cannot be read are ids of nothing.
pub(crate) fn links(fields: &Fields) -> Links {
    fn all<T: std::str::FromStr>(fields: &Fields, name: &str) -> Vec<T> {
        let ticked = fields.iter().filter(|(known, _)| known == name);
        ticked.filter_map(|(_, value)| value.parse().ok()).collect()
    }
    Links {
        factors: all(fields, "factor"),
        problems: all(fields, "problem"),
        strands: all(fields, "strand"),
        session: value(fields, "session").parse().ok(),
        moment: value(fields, "moment").parse().ok(),
        giving: value(fields, "giving").parse().ok(),
    }
}

/// What it belongs to, as fields.
pub(crate) fn link_fields(links: &Links) -> Fields {
    let field = |name: &str, value: String| (name.to_owned(), value);
    let mut fields: Fields = Vec::new();
    fields.extend(
        links
            .factors
            .iter()
            .map(|id| field("factor", id.to_string())),
    );
    fields.extend(
        links
            .problems
            .iter()
            .map(|id| field("problem", id.to_string())),
    );
    fields.extend(
        links
            .strands
            .iter()
            .map(|id| field("strand", id.to_string())),
    );
    fields.extend(links.session.map(|id| field("session", id.to_string())));
    fields.extend(links.moment.map(|id| field("moment", id.to_string())));
    fields.extend(links.giving.map(|id| field("giving", id.to_string())));
    fields
}

/// The last change the person saw when they opened the form.
pub(crate) fn seen(fields: &Fields) -> Option<EntryId> {
    value(fields, "seen").parse().ok()
}

/// What was typed, as fields.
pub(crate) fn fields_of(typed: &Typed) -> Fields {
    let mut fields = Vec::new();
    for (part, rows) in &typed.parts {
        for row in rows {
            fields.push((format!("row.{part}"), row.id.to_string()));
            for (field, values) in &row.cells {
                let name = format!("{part}.{}.{field}", row.id);
                fields.extend(values.iter().map(|value| (name.clone(), value.clone())));
            }
        }
    }
    fields
}

/// Makes room to write in: one row where it is filled once, the rows a table begins with, and always an empty one.
pub(crate) fn with_room(worksheet: &Worksheet, typed: &mut Typed, ids: &mut dyn IdSource) {
    for part in &worksheet.parts {
        let rows = typed.parts.entry(part.id.clone()).or_default();
        let wanted = match part.kind.rows() {
            None => 1,
            Some(first) if rows.is_empty() => first,
            Some(_) => rows.len(),
        };
        while rows.len() < wanted {
            rows.push(TypedRow::empty(RowId::new(ids)));
        }
    }
}

/// Adds, removes or moves a row. Gives the part and row to go on at.
pub(crate) fn change_rows(
    typed: &mut Typed,
    doing: &Doing,
    ids: &mut dyn IdSource,
) -> Option<(String, RowId)> {
    let place = |rows: &[TypedRow], row: &RowId| rows.iter().position(|known| known.id == *row);
    match doing {
        Doing::Keep | Doing::Mine => None,
        Doing::Add(part) => {
            let rows = typed.parts.entry(part.clone()).or_default();
            if rows.len() < MOST_ROWS {
                rows.push(TypedRow::empty(RowId::new(ids)));
            }
            Some((part.clone(), rows.last()?.id))
        }
        Doing::Remove(part, row) => {
            let rows = typed.parts.get_mut(part)?;
            let at = place(rows, row)?;
            rows.remove(at);
            let next = rows.get(at).or_else(|| rows.last())?.id;
            Some((part.clone(), next))
        }
        Doing::Up(part, row) => {
            let rows = typed.parts.get_mut(part)?;
            let at = place(rows, row)?;
            rows.swap(at, at.saturating_sub(1));
            Some((part.clone(), *row))
        }
        Doing::Down(part, row) => {
            let rows = typed.parts.get_mut(part)?;
            let at = place(rows, row)?;
            let below = (at + 1).min(rows.len() - 1);
            rows.swap(at, below);
            Some((part.clone(), *row))
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
mod tests {
    use attune_ids::SeededIds;

    use super::*;

    fn form(extra: &[(&str, &str)]) -> Fields {
        let one = "00000000000000000000000000000001";
        let two = "00000000000000000000000000000002";
        let mut fields = vec![
            ("row.steps".to_owned(), one.to_owned()),
            (format!("steps.{one}.step"), "first".to_owned()),
            ("row.steps".to_owned(), two.to_owned()),
            (format!("steps.{two}.step"), "second".to_owned()),
            (format!("steps.{two}.with"), "a".to_owned()),
            (format!("steps.{two}.with"), "b".to_owned()),
        ];
        fields.extend(
            extra
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        fields
    }

    fn words(typed: &Typed) -> Vec<String> {
        let rows = typed.parts["steps"].iter();
        rows.map(|row| row.cells.get("step").map_or("", |it| &it[0]).to_owned())
            .collect()
    }

    #[test]
    fn a_form_there_and_back_is_the_same() {
        let typed_in = typed(&form(&[]));
        assert_eq!(words(&typed_in), ["first", "second"]);
        assert_eq!(typed_in.parts["steps"][1].cells["with"], ["a", "b"]);
        assert_eq!(typed(&fields_of(&typed_in)), typed_in);
    }

    #[test]
    fn rows_come_go_and_move_and_nothing_else_changes() {
        let ids = &mut SeededIds::new(1);
        let second: RowId = "00000000000000000000000000000002".parse().unwrap();
        let mut rows = typed(&form(&[("do", "x")]));
        let up = doing(&form(&[("do", &format!("up.steps.{second}"))]));
        assert_eq!(up, Doing::Up("steps".to_owned(), second));
        change_rows(&mut rows, &up, ids);
        assert_eq!(words(&rows), ["second", "first"]);
        // At the end there is nowhere to go.
        change_rows(&mut rows, &up, ids);
        assert_eq!(words(&rows), ["second", "first"]);
        change_rows(&mut rows, &Doing::Down("steps".to_owned(), second), ids);
        change_rows(&mut rows, &Doing::Down("steps".to_owned(), second), ids);
        assert_eq!(words(&rows), ["first", "second"]);
        change_rows(&mut rows, &doing(&form(&[("do", "add.steps")])), ids);
        assert_eq!(words(&rows), ["first", "second", ""]);
        change_rows(&mut rows, &Doing::Remove("steps".to_owned(), second), ids);
        assert_eq!(words(&rows), ["first", ""]);
        // What cannot be read is a wish to keep, and what is not there moves nothing.
        assert_eq!(doing(&form(&[("do", "up.steps.nonsense")])), Doing::Keep);
        assert_eq!(
            change_rows(&mut rows, &Doing::Up("gone".to_owned(), second), ids),
            None
        );
    }

    #[test]
    fn a_draft_keeps_what_was_typed_and_not_how_it_was_sent() {
        let fields = form(&[
            ("entry", "1"),
            ("version", "4"),
            ("do", "keep"),
            ("on", "2026-05-14"),
        ]);
        let draft = SheetDraft::of(&fields);
        assert_eq!(value(draft.fields(), "on"), "2026-05-14");
        assert_eq!(value(draft.fields(), "version"), "");
        assert_eq!(typed(draft.fields()), typed(&fields));
    }
}
