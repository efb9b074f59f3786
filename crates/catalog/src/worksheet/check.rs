//! What a worksheet must hold to, beyond its shape.

use std::collections::BTreeSet;

use super::load::Known;
use super::{FieldKind, FieldPlace, Part, PartKind, PictureKind, UsedBy, Worksheet};
use crate::content::{check_cautions, refers};
use crate::error::CatalogError;
use crate::files::Source;

/// Most columns and rows of a diagram: what still can be read on a phone.
const COLUMNS: std::ops::RangeInclusive<u8> = 1..=4;
const ROWS: std::ops::RangeInclusive<u8> = 1..=6;

/// Everything that can be seen in one worksheet and what it names.
pub(super) fn whole(
    source: Source<'_>,
    worksheet: &Worksheet,
    known: &Known<'_>,
) -> Result<(), CatalogError> {
    let wrong = |near: &str, message: String| CatalogError::Rule {
        at: source.near(near),
        message,
    };
    for id in ids(worksheet) {
        if !well_formed(id) {
            let message = format!("the id \"{id}\": small letters, digits, - and _, nothing else");
            return Err(CatalogError::Identity {
                at: source.near(id),
                message,
            });
        }
    }
    let workspace = known
        .workspaces
        .iter()
        .find(|it| it.id == worksheet.workspace);
    refers(
        source,
        "workspace",
        &worksheet.workspace,
        workspace.is_some(),
    )?;
    if let (Some(stage), Some(workspace)) = (&worksheet.stage, workspace) {
        let there = workspace.stages.iter().any(|it| &it.id == stage);
        refers(source, "stage of its workspace", stage, there)?;
    }
    for technique in &worksheet.techniques {
        let there = known.techniques.iter().any(|it| &it.id == technique);
        refers(source, "technique", technique, there)?;
    }
    check_cautions(source, &worksheet.cautions, known.situations)?;
    for (what, text) in [("what", &worksheet.what), ("source", &worksheet.source)] {
        if text.trim().is_empty() {
            return Err(wrong(what, format!("\"{what}\" is not empty")));
        }
    }
    once(
        source,
        "part",
        worksheet.parts.iter().map(|part| part.id.as_str()),
    )?;
    for it in &worksheet.parts {
        part(source, it)?;
    }
    for picture in &worksheet.pictures {
        let fits = picture_fits(worksheet, &picture.kind);
        if let Err(message) = fits {
            return Err(wrong(
                &picture.title,
                format!("\"{}\": {message}", picture.title),
            ));
        }
    }
    for place in worksheet
        .turns
        .iter()
        .flat_map(|turns| [&turns.does, &turns.stirs])
    {
        let words = worksheet
            .field(place)
            .is_some_and(|field| matches!(field.kind, FieldKind::Text(_) | FieldKind::Line(_)));
        let shared = worksheet.used_by == UsedBy::Both;
        if !words || !shared {
            return Err(wrong(
                "[turns]",
                "[turns] names two text fields of a worksheet that clients use".to_owned(),
            ));
        }
    }
    Ok(())
}

fn part(source: Source<'_>, part: &Part) -> Result<(), CatalogError> {
    let wrong = |message: &str| CatalogError::Rule {
        at: source.near(&format!("id = \"{}\"", part.id)),
        message: format!("part \"{}\": {message}", part.id),
    };
    once(
        source,
        "field",
        part.fields.iter().map(|field| field.id.as_str()),
    )?;
    let all = |fits: fn(&FieldKind) -> bool| part.fields.iter().all(|field| fits(&field.kind));
    match &part.kind {
        PartKind::Record | PartKind::Table { .. } | PartKind::Plan { .. } => {}
        PartKind::Ladder { by, .. } => {
            let number = part.field(by).map(|field| &field.kind);
            if !matches!(number, Some(FieldKind::Number(_))) {
                return Err(wrong("\"by\" names one of its numbers"));
            }
        }
        PartKind::Diagram { arrows } => {
            if !all(|kind| matches!(kind, FieldKind::Text(_))) {
                return Err(wrong("the boxes of a diagram are texts"));
            }
            let mut taken = BTreeSet::new();
            for field in &part.fields {
                let inside = field
                    .at
                    .filter(|(column, row)| COLUMNS.contains(column) && ROWS.contains(row));
                if !inside.is_some_and(|at| taken.insert(at)) {
                    return Err(wrong(
                        "every box has a place of its own: at = [column 1 to 4, row 1 to 6]",
                    ));
                }
            }
            for end in arrows.iter().flat_map(|arrow| [&arrow.from, &arrow.to]) {
                refers(source, "box", end, part.field(end).is_some())?;
            }
        }
        PartKind::Scale => {
            if part.fields.len() != 1 || !all(|kind| matches!(kind, FieldKind::Number(_))) {
                return Err(wrong("a scale is exactly one number"));
            }
        }
        PartKind::Space => {
            if part.fields.len() != 1 || !all(|kind| matches!(kind, FieldKind::Text(_))) {
                return Err(wrong("a space is exactly one text"));
            }
        }
    }
    let diagram = matches!(part.kind, PartKind::Diagram { .. });
    if !diagram && part.fields.iter().any(|field| field.at.is_some()) {
        return Err(wrong("only boxes of a diagram have a place"));
    }
    if part.fields.is_empty() {
        return Err(wrong("asks at least one thing"));
    }
    Ok(())
}

/// Whether a picture can be drawn from these fields; else why not.
fn picture_fits(worksheet: &Worksheet, kind: &PictureKind) -> Result<(), String> {
    let find = |place: &FieldPlace| {
        worksheet
            .field(place)
            .ok_or_else(|| format!("there is no field {}.{}", place.part, place.field))
    };
    let number = |place: &FieldPlace| match &find(place)?.kind {
        FieldKind::Number(range) => Ok(range.clone()),
        _ => Err(format!("{}.{} is no number", place.part, place.field)),
    };
    let once = |place: &FieldPlace| {
        let rows = worksheet
            .part(&place.part)
            .and_then(|part| part.kind.rows());
        match rows {
            None => Ok(()),
            Some(_) => Err(format!(
                "{} is filled more than once on a sheet",
                place.part
            )),
        }
    };
    match kind {
        PictureKind::Change { before, after } => {
            let (first, second) = (number(before)?, number(after)?);
            once(before).and(once(after))?;
            if (first.min, first.max) != (second.min, second.max) {
                return Err("the two numbers go from and to the same".to_owned());
            }
        }
        PictureKind::Course { field } => {
            number(field)?;
            once(field)?;
        }
        PictureKind::Curve { across, up, by } => {
            number(across).and(number(up))?;
            let rows = worksheet.part(&up.part).and_then(|part| part.kind.rows());
            if across.part != up.part || rows.is_none() {
                return Err("the two numbers stand in one table".to_owned());
            }
            if let Some(by) = by {
                once(by)?;
                if !matches!(
                    find(by)?.kind,
                    FieldKind::Pick(_) | FieldKind::Line(_) | FieldKind::Choice(_)
                ) {
                    return Err("\"by\" is a pick, a line or a choice".to_owned());
                }
            }
        }
        PictureKind::Count { fields } => {
            for place in fields {
                if matches!(
                    find(place)?.kind,
                    FieldKind::Number(_) | FieldKind::Text(_) | FieldKind::Day | FieldKind::Time
                ) {
                    return Err(format!("{}.{} cannot be counted", place.part, place.field));
                }
            }
        }
    }
    Ok(())
}

/// Whether what a worksheet picks from is there, has a name for its rows, and may be seen by whoever picks.
pub(super) fn picks(
    source: Source<'_>,
    worksheet: &Worksheet,
    all: &[Worksheet],
) -> Result<(), CatalogError> {
    for field in worksheet.parts.iter().flat_map(|part| &part.fields) {
        let FieldKind::Pick(rows) = &field.kind else {
            continue;
        };
        let from = all.iter().find(|it| it.id == rows.worksheet);
        let part = from.and_then(|it| it.part(&rows.part));
        let named = part.is_some_and(|part| {
            let words = |kind: &FieldKind| matches!(kind, FieldKind::Line(_) | FieldKind::Text(_));
            part.kind.rows().is_some() && part.fields.iter().any(|field| words(&field.kind))
        });
        let name = format!("{}.{}", rows.worksheet, rows.part);
        refers(source, "table with words in it", &name, named)?;
        let hidden = from.is_some_and(|it| it.used_by == UsedBy::Clinician);
        if hidden && worksheet.used_by == UsedBy::Both {
            return Err(CatalogError::Rule {
                at: source.near(&name),
                message: "a client cannot pick from a worksheet they are never shown".to_owned(),
            });
        }
    }
    Ok(())
}

fn once<'a>(
    source: Source<'_>,
    what: &str,
    ids: impl Iterator<Item = &'a str>,
) -> Result<(), CatalogError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(CatalogError::Identity {
                at: source.near(&format!("id = \"{id}\"")),
                message: format!("two times the {what} \"{id}\""),
            });
        }
    }
    Ok(())
}

fn ids(worksheet: &Worksheet) -> impl Iterator<Item = &str> {
    let fields = worksheet.parts.iter().flat_map(|part| &part.fields);
    let parts = worksheet.parts.iter().map(|part| part.id.as_str());
    std::iter::once(worksheet.id.as_str())
        .chain(parts)
        .chain(fields.map(|field| field.id.as_str()))
}

/// Ids become names of form fields, with dots between them.
fn well_formed(id: &str) -> bool {
    let allowed = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter)
    };
    !id.is_empty() && id.len() <= 60 && id.chars().all(allowed)
}
