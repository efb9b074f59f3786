use attune_catalog::worksheet::{UsedBy, Worksheet};
use attune_ids::{EntryId, SessionId, SheetId};
use serde::{Deserialize, Serialize};

use super::Sheet;
use crate::assess::Kept;
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// A worksheet given to the client, to fill in between sessions as often as it helps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Giving {
    /// Catalogue id of the worksheet.
    pub worksheet: String,
    /// A sheet that was begun together and that the client goes on with.
    #[serde(default)]
    pub sheet: Option<SheetId>,
    /// What for, in the words agreed.
    #[serde(default)]
    pub words: String,
    /// The session it was given in.
    #[serde(default)]
    pub session: Option<SessionId>,
}

/// It is not asked of them any more. What they filled in stays, and they can still see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivingEnding {
    /// Which giving.
    pub giving: EntryId,
}

/// A giving as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct GivingState {
    /// What was given.
    pub given: Dated<Giving>,
    /// Set when it is not asked any more.
    pub ended: Option<Dated<GivingEnding>>,
}

/// Gives a worksheet to the client.
///
/// # Errors
/// [`Refusal::Invalid`] if the worksheet is for the clinician alone; [`Refusal::NotThere`] if the session or the sheet is
/// gone, or the sheet is of another worksheet; [`Refusal::AlreadyDone`] if just this is given already.
pub fn give_worksheet(
    record: &Record,
    worksheet: &Worksheet,
    giving: Giving,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    if worksheet.used_by != UsedBy::Both {
        return Err(Refusal::Invalid {
            field: "The worksheet",
            expected: "one that clients use; this one is for the clinician alone",
        });
    }
    let session = giving.session;
    if session.is_some_and(|id| record.session(id).is_none()) {
        return Err(Refusal::NotThere { what: "session" });
    }
    let same = |id| {
        let sheet = record.sheet(id);
        sheet.is_some_and(|kept| kept.item.asked.worksheet == worksheet.id)
    };
    if giving.worksheet != worksheet.id || giving.sheet.is_some_and(|id| !same(id)) {
        return Err(Refusal::NotThere { what: "sheet" });
    }
    let open = record.given_worksheets.iter().any(|state| {
        let given = &state.given.item;
        state.ended.is_none()
            && (&given.worksheet, given.sheet) == (&giving.worksheet, giving.sheet)
    });
    if open {
        return Err(Refusal::AlreadyDone {
            what: "This worksheet is with the client already.",
        });
    }
    let giving = Giving {
        words: giving.words.trim().to_owned(),
        ..giving
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::WorksheetGiven(giving),
    }])
}

/// Ends a giving.
///
/// # Errors
/// [`Refusal::NotThere`] if it is not open.
pub fn end_giving(
    record: &Record,
    giving: EntryId,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let open = record
        .given_worksheets
        .iter()
        .any(|state| state.given.entry == giving && state.ended.is_none());
    if !open {
        return Err(Refusal::NotThere { what: "worksheet" });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::WorksheetGivingEnded(GivingEnding { giving }),
    }])
}

/// The sheets a client may see and go on with: those they filled in themselves and those they were given.
pub fn open_to_client(record: &Record) -> impl Iterator<Item = &Kept<Sheet>> {
    record.sheets.iter().filter(|kept| {
        let given = |state: &super::GivingState| {
            let given = &state.given;
            given.item.sheet == Some(kept.item.id) || kept.item.links.giving == Some(given.entry)
        };
        record.given_worksheets.iter().any(given)
    })
}
