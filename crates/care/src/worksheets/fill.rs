use attune_catalog::worksheet::{UsedBy, Worksheet};
use attune_ids::{EntryId, IdSource, SheetId};
use jiff::civil::Date;

use super::{Asked, FilledPart, Links, Sheet, open_to_client};
use crate::assess::kept::{standing, take_out};
use crate::refusal::required;
use crate::{Author, Body, NewEntry, Record, Refusal};

/// What was filled in, with its answers read.
#[derive(Debug, Clone, PartialEq)]
pub struct Filling {
    /// Made with the form, or that of the sheet that is gone on with.
    pub sheet: SheetId,
    /// The entry that stood last when the form was opened; none for a new sheet.
    pub seen: Option<EntryId>,
    /// The day it is about.
    pub on: Date,
    /// What [`super::read`] made of the form.
    pub parts: Vec<FilledPart>,
    /// What it belongs to.
    pub links: Links,
}

/// Fills in a worksheet, or fills it in further. Answers to questions that the worksheet does not ask any more stay.
///
/// # Errors
/// [`Refusal::Missing`] if nothing is written; [`Refusal::Invalid`] for a day that has not come;
/// [`Refusal::AlreadyDone`] if the sheet was changed since the form was opened; [`Refusal::NotThere`] if what it belongs
/// to is gone, or is not open to a client who fills it in.
pub fn fill_sheet(
    record: &Record,
    worksheet: &Worksheet,
    filling: &Filling,
    by: Author,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    if filling.parts.is_empty() {
        return Err(Refusal::Missing {
            field: "at least one thing on the sheet",
        });
    }
    if filling.on > today {
        return Err(Refusal::Invalid {
            field: "The day",
            expected: "today or a day before",
        });
    }
    let before = record.sheet(filling.sheet);
    if before.and_then(|kept| kept.set.last().copied()) != filling.seen {
        return Err(Refusal::AlreadyDone {
            what: "This sheet was changed in another place meanwhile.",
        });
    }
    if before.is_some_and(|kept| kept.item.asked.worksheet != worksheet.id) {
        return Err(Refusal::NotThere { what: "sheet" });
    }
    check_links(record, &filling.links, before.map(|kept| &kept.item.links))?;
    if by == Author::Client {
        check_client(record, worksheet, filling)?;
    }
    let mut parts = filling.parts.clone();
    if let Some(before) = before {
        keep_unasked(&mut parts, &before.item.parts, worksheet);
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::SheetFilled(Sheet {
            id: filling.sheet,
            asked: Asked {
                worksheet: worksheet.id.clone(),
                version: worksheet.version,
                name: worksheet.name.clone(),
            },
            on: filling.on,
            parts,
            links: filling.links.clone(),
        }),
    }])
}

/// Takes a sheet out of the count; [`put_back`](crate::assess::put_back) undoes it.
///
/// # Errors
/// [`Refusal::NotThere`] if it is gone; [`Refusal::Missing`] without a reason.
pub fn take_sheet_out(
    record: &Record,
    sheet: SheetId,
    because: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let kept = standing(&record.sheets, sheet)?;
    let because = required(because, "why")?;
    Ok(take_out(kept, &because, entry, ids))
}

/// What the sheet belonged to before may be gone by now, and stays what it belonged to; what is new has to be there.
fn check_links(record: &Record, links: &Links, before: Option<&Links>) -> Result<(), Refusal> {
    let nothing = Links::default();
    let before = before.unwrap_or(&nothing);
    let strands = record.plan().map_or(&[][..], |plan| &plan.strands);
    let there = [
        (
            "factor",
            links
                .factors
                .iter()
                .filter(|id| !before.factors.contains(id))
                .all(|id| record.formulation.factor(*id).is_some()),
        ),
        (
            "problem",
            links
                .problems
                .iter()
                .filter(|id| !before.problems.contains(id))
                .all(|id| record.problem(*id).is_some()),
        ),
        (
            "strand of the plan",
            links
                .strands
                .iter()
                .filter(|id| !before.strands.contains(id))
                .all(|id| strands.iter().any(|strand| strand.id == *id)),
        ),
        (
            "session",
            links.session == before.session
                || links.session.is_none_or(|id| record.session(id).is_some()),
        ),
        (
            "moment",
            links.moment == before.moment
                || links
                    .moment
                    .is_none_or(|id| record.moments.iter().any(|kept| kept.item.id == id)),
        ),
    ];
    match there.into_iter().find(|(_, there)| !there) {
        Some((what, _)) => Err(Refusal::NotThere { what }),
        None => Ok(()),
    }
}

/// A client fills in what was given to them, and goes on with what they may see.
fn check_client(record: &Record, worksheet: &Worksheet, filling: &Filling) -> Result<(), Refusal> {
    let gone = Refusal::NotThere { what: "sheet" };
    if worksheet.used_by != UsedBy::Both {
        return Err(gone);
    }
    let begun = record.sheet(filling.sheet).is_some();
    let open = open_to_client(record).any(|kept| kept.item.id == filling.sheet);
    let given = record.given_worksheets.iter().any(|state| {
        state.ended.is_none()
            && Some(state.given.entry) == filling.links.giving
            && state.given.item.worksheet == worksheet.id
    });
    if (begun && open) || (!begun && given) {
        Ok(())
    } else {
        Err(gone)
    }
}

/// A newer version of a worksheet may not ask everything any more. What was answered stays on the sheet.
fn keep_unasked(parts: &mut Vec<FilledPart>, before: &[FilledPart], worksheet: &Worksheet) {
    for old in before {
        let Some(asked) = worksheet.part(&old.id) else {
            parts.push(old.clone());
            continue;
        };
        let Some(part) = parts.iter_mut().find(|part| part.id == old.id) else {
            continue;
        };
        for old_row in &old.rows {
            let Some(row) = part.rows.iter_mut().find(|row| row.id == old_row.id) else {
                continue;
            };
            let unasked = old_row.cells.iter();
            let unasked = unasked.filter(|cell| asked.field(&cell.field).is_none());
            row.cells.extend(unasked.cloned());
        }
    }
}
