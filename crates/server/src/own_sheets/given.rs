//! What a client may reach: worksheets that are with them, and sheets that are open to them. Whatever else an address
//! names is not there.

use attune_care::Record;
use attune_care::assess::Kept;
use attune_care::worksheets::{GivingState, PickedRow, Sheet, Value, open_to_client, pickable};
use attune_catalog::Catalog;
use attune_catalog::worksheet::{Rows, UsedBy, Worksheet};
use attune_ids::{DraftId, EntryId, SheetId};

use crate::language::Language;
use crate::policy::SpaceHolder;
use crate::{App, AppError};

/// A form in the client's space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A new sheet of something that was given.
    New(EntryId),
    /// A sheet that was begun.
    Begun(SheetId),
}

impl Place {
    /// Where its form is, and where its buttons send it to.
    pub(super) fn address(self) -> String {
        match self {
            Self::New(giving) => format!("/portal/worksheets/{giving}"),
            Self::Begun(sheet) => format!("/portal/sheets/{sheet}/fill"),
        }
    }

    /// What the address for keeping or throwing away begins with.
    pub(super) fn beside(self) -> String {
        match self {
            Self::New(giving) => format!("/portal/worksheets/{giving}"),
            Self::Begun(sheet) => format!("/portal/sheets/{sheet}"),
        }
    }

    /// What the client types here is kept apart from what a clinician types on the same sheet.
    pub(super) fn draft(self, app: &App, holder: &SpaceHolder) -> DraftId {
        match self {
            Self::New(giving) => app.own_sheet_draft(holder, giving.0),
            Self::Begun(sheet) => app.own_sheet_draft(holder, sheet.0),
        }
    }
}

/// What the form of a place is made from.
pub(super) struct Found<'a> {
    /// In the client's language.
    pub(super) worksheet: Worksheet,
    /// The sheet, if it was begun.
    pub(super) sheet: Option<&'a Kept<Sheet>>,
    /// The giving it is a new sheet of, or that the sheet goes back to.
    pub(super) giving: Option<&'a GivingState>,
}

/// Finds a place of this client. What was not given, was ended before it was begun, is the clinician's alone or is
/// another client's: not there, without a difference.
pub(super) fn find<'a>(
    catalog: &Catalog,
    record: &'a Record,
    place: Place,
    language: Language,
) -> Result<Found<'a>, AppError> {
    let all = &record.given_worksheets;
    let (id, sheet, giving) = match place {
        Place::New(giving) => {
            let state = with_client(record).find(|state| state.given.entry == giving);
            let state = state.ok_or(AppError::NotFound)?;
            (&state.given.item.worksheet, None, Some(state))
        }
        Place::Begun(sheet) => {
            let kept = open_to_client(record).find(|kept| kept.item.id == sheet);
            let kept = kept.ok_or(AppError::NotFound)?;
            let giving = all.iter().rev().find(|state| {
                Some(state.given.entry) == kept.item.links.giving
                    || state.given.item.sheet == Some(sheet)
            });
            (&kept.item.asked.worksheet, Some(kept), giving)
        }
    };
    Ok(Found {
        worksheet: for_clients(catalog, id, language).ok_or(AppError::NotFound)?,
        sheet,
        giving,
    })
}

/// The givings that are asked now, oldest first.
pub(super) fn with_client(record: &Record) -> impl Iterator<Item = &GivingState> {
    let all = record.given_worksheets.iter();
    all.filter(|state| state.ended.is_none())
}

/// The names of the worksheets that are with the client, in their language.
pub(crate) fn with_them(catalog: &Catalog, record: &Record, language: Language) -> Vec<String> {
    with_client(record)
        .filter_map(|state| for_clients(catalog, &state.given.item.worksheet, language))
        .map(|worksheet| worksheet.name)
        .collect()
}

/// A worksheet that clients are shown, in this language.
pub(super) fn for_clients(catalog: &Catalog, id: &str, language: Language) -> Option<Worksheet> {
    let worksheet = catalog.worksheet(id)?;
    let shown = worksheet.used_by == UsedBy::Both;
    shown.then(|| worksheet.in_language(language.tag()))
}

/// What can be picked on a sheet: rows of sheets the client may see, and what was picked on this one before.
pub(super) fn rows(record: &Record, sheet: Option<&Kept<Sheet>>, from: &Rows) -> Vec<PickedRow> {
    let mut rows = pickable(open_to_client(record), from);
    let parts = sheet.into_iter().flat_map(|kept| &kept.item.parts);
    let cells = parts.flat_map(|part| &part.rows).flat_map(|row| &row.cells);
    for cell in cells {
        if let Value::Row(picked) = &cell.value
            && comes_from(record, picked, from)
            && !rows.iter().any(|known| known.row == picked.row)
        {
            rows.push(picked.clone());
        }
    }
    rows
}

/// Whether a picked row is one of these rows, wherever in the record it stands.
fn comes_from(record: &Record, picked: &PickedRow, from: &Rows) -> bool {
    let mut all = pickable(&record.sheets, from).into_iter();
    all.any(|row| row.row == picked.row)
}
