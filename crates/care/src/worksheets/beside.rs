//! A sheet of this client laid beside one of their partner's, if both agree.
//!
//! Each says so in their own record, for one sheet as it stands. What joins the two is the id of the couple, which both
//! records know already ([`crate::together`]); nothing else of the other is named here, and nothing is copied.

use attune_catalog::worksheet::{Turns, UsedBy, Worksheet};
use attune_ids::{EntryId, SheetId, TogetherId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Sheet, Value, open_to_client};
use crate::assess::Kept;
use crate::assess::kept::standing;
use crate::together::{self, Company, Consent};
use crate::{Author, Body, Dated, NewEntry, Record, Refusal};

/// What the client said about laying a sheet beside their partner's: in their space, or in the room, where the clinician
/// wrote it down. The latest one for a sheet counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BesideSaid {
    /// Which sheet.
    pub sheet: SheetId,
    /// The day they said it.
    pub on: Date,
    /// What they said.
    pub answer: BesideAnswer,
}

/// What can be said about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BesideAnswer {
    /// It may be laid beside the partner's.
    Agreed {
        /// The couple they are one of.
        together: TogetherId,
        /// The entry that stood last on the sheet: what is written on it later was not agreed to.
        seen: EntryId,
    },
    /// Not, or not any more.
    TakenBack,
}

/// What the form sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BesideInput {
    /// Which sheet.
    pub sheet: SheetId,
    /// Whether it may be laid beside the partner's.
    pub agreed: bool,
    /// The last entry of the sheet when the form was opened.
    pub seen: EntryId,
    /// The day it was said.
    pub on: Date,
}

/// What holds for a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BesideStanding<'a> {
    /// Nothing was said.
    Open,
    /// It may be laid beside the partner's.
    Agreed(&'a Dated<BesideSaid>),
    /// It was agreed to, and the sheet was changed since.
    Changed(&'a Dated<BesideSaid>),
    /// It was taken back.
    TakenBack(&'a Dated<BesideSaid>),
}

impl BesideStanding<'_> {
    /// Whether there is something to take back.
    pub fn is_agreed(&self) -> bool {
        matches!(self, Self::Agreed(_) | Self::Changed(_))
    }
}

/// The couples this client is one of and has not taken leave of, the one spoken about last at the end.
pub fn partners(record: &Record) -> Vec<TogetherId> {
    let mut couples = Vec::new();
    let said = record.together.iter().map(|said| said.item.together);
    let met = record.sessions.iter().filter_map(|state| state.together);
    for together in met.map(|met| met.together).chain(said) {
        let couple = together::company_of(record, together) == Company::Couple;
        if couple && together::consent_of(record, together) != Consent::Withdrawn {
            couples.retain(|known| *known != together);
            couples.push(together);
        }
    }
    couples
}

/// What holds for a sheet as it stands.
pub fn beside_standing<'a>(record: &'a Record, kept: &Kept<Sheet>) -> BesideStanding<'a> {
    let Some(said) = last_said(record, kept.item.id) else {
        return BesideStanding::Open;
    };
    match said.item.answer {
        BesideAnswer::TakenBack => BesideStanding::TakenBack(said),
        BesideAnswer::Agreed { seen, .. } if kept.set.last() == Some(&seen) => {
            BesideStanding::Agreed(said)
        }
        BesideAnswer::Agreed { .. } => BesideStanding::Changed(said),
    }
}

fn last_said(record: &Record, sheet: SheetId) -> Option<&Dated<BesideSaid>> {
    let mut said = record.beside.iter().rev();
    said.find(|said| said.item.sheet == sheet)
}

/// Says whether a sheet may be laid beside the partner's. `worksheet` is the one it was asked by, if it is still known.
///
/// # Errors
/// [`Refusal::NotThere`] if the sheet is gone or a client may not see it, or if they meet nobody as a couple;
/// [`Refusal::Invalid`] for a day that has not come; [`Refusal::AlreadyDone`] if it was said already, or the sheet was
/// changed since the form was opened.
pub fn say_beside(
    record: &Record,
    worksheet: Option<&Worksheet>,
    said: BesideInput,
    by: Author,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let kept = standing(&record.sheets, said.sheet)?;
    let open = open_to_client(record).any(|open| open.item.id == said.sheet);
    if by == Author::Client && !open {
        return Err(Refusal::NotThere { what: "sheet" });
    }
    if said.on > today {
        return Err(Refusal::Invalid {
            field: "The day",
            expected: "today or a day before",
        });
    }
    let before = beside_standing(record, kept);
    let answer = if said.agreed {
        agreed(record, worksheet, kept, &said, before)?
    } else if before.is_agreed() {
        BesideAnswer::TakenBack
    } else {
        return Err(Refusal::AlreadyDone {
            what: "This sheet is not laid beside another.",
        });
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::BesideSaid(BesideSaid {
            sheet: said.sheet,
            on: said.on,
            answer,
        }),
    }])
}

fn agreed(
    record: &Record,
    worksheet: Option<&Worksheet>,
    kept: &Kept<Sheet>,
    said: &BesideInput,
    before: BesideStanding<'_>,
) -> Result<BesideAnswer, Refusal> {
    // What clients are never shown they cannot agree to show.
    let theirs = worksheet
        .is_some_and(|it| it.used_by == UsedBy::Both && it.id == kept.item.asked.worksheet);
    if !theirs {
        return Err(Refusal::NotThere { what: "worksheet" });
    }
    if kept.set.last() != Some(&said.seen) {
        return Err(Refusal::AlreadyDone {
            what: "This sheet was changed in another place meanwhile. Read it again first.",
        });
    }
    if matches!(before, BesideStanding::Agreed(_)) {
        return Err(Refusal::AlreadyDone {
            what: "This was agreed to already.",
        });
    }
    let together = partners(record).pop().ok_or(Refusal::NotThere {
        what: "meeting as a couple",
    })?;
    Ok(BesideAnswer::Agreed {
        together,
        seen: said.seen,
    })
}

/// The sheets of one worksheet that two people agreed to lay side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid<'a> {
    /// Catalogue id.
    pub worksheet: &'a str,
    /// One of each, the latest first.
    pub pairs: Vec<[&'a Kept<Sheet>; 2]>,
    /// How many more each agreed to, that wait for one of the other.
    pub waiting: [usize; 2],
}

/// What may be laid side by side of these two, by worksheet. Who is no couple has agreed to nothing.
pub fn side_by_side<'a>(one: &'a Record, other: &'a Record) -> Vec<Laid<'a>> {
    let theirs = partners(other);
    let couples: Vec<TogetherId> = partners(one)
        .into_iter()
        .filter(|id| theirs.contains(id))
        .collect();
    let sheets = [one, other].map(|record| agreed_sheets(record, &couples));
    let mut worksheets: Vec<&str> = Vec::new();
    for kept in sheets.iter().flatten() {
        let worksheet = kept.item.asked.worksheet.as_str();
        if !worksheets.contains(&worksheet) {
            worksheets.push(worksheet);
        }
    }
    let laid = |worksheet: &'a str| {
        let [one, other] = sheets.each_ref().map(|sheets| {
            let same = |kept: &&&Kept<Sheet>| kept.item.asked.worksheet == worksheet;
            sheets.iter().filter(same).copied().collect::<Vec<_>>()
        });
        let paired = one.len().min(other.len());
        Laid {
            worksheet,
            waiting: [one.len() - paired, other.len() - paired],
            pairs: one.into_iter().zip(other).map(|(a, b)| [a, b]).collect(),
        }
    };
    worksheets.into_iter().map(laid).collect()
}

/// Latest first.
fn agreed_sheets<'a>(record: &'a Record, couples: &[TogetherId]) -> Vec<&'a Kept<Sheet>> {
    let agreed = |kept: &&Kept<Sheet>| match beside_standing(record, kept) {
        BesideStanding::Agreed(said) => {
            matches!(said.item.answer, BesideAnswer::Agreed { together, .. } if couples.contains(&together))
        }
        _ => false,
    };
    let mut sheets: Vec<&Kept<Sheet>> = record.sheets.iter().filter(agreed).collect();
    sheets.sort_by_key(|kept| std::cmp::Reverse((kept.item.on, kept.at)));
    sheets
}

/// One step of the circle of two people.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn<'a> {
    /// Whose sheet says so: 0 for the first, 1 for the second.
    pub whose: usize,
    /// Whether it is what they do; else what the other's doing stirs in them.
    pub does: bool,
    /// What was written; none where it was left empty.
    pub words: Option<&'a str>,
}

/// The circle of two people in turn: what the first does, what that stirs in the second, what the second does, what that
/// stirs in the first. Each step in the words of the person it is about.
pub fn turns<'a>(turns: &Turns, pair: [&'a Kept<Sheet>; 2]) -> [Turn<'a>; 4] {
    [(0, true), (1, false), (1, true), (0, false)].map(|(whose, does)| {
        let place = if does { &turns.does } else { &turns.stirs };
        let words = pair[whose].item.values(place).next();
        Turn {
            whose,
            does,
            words: match words {
                Some(Value::Words(words)) => Some(words),
                _ => None,
            },
        }
    })
}

#[cfg(test)]
#[path = "beside_tests.rs"]
mod tests;
