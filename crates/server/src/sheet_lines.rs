//! Sheets as lines on other pages: in the brief, in a session, beside a strand of the plan or a factor.

use attune_care::assess::Kept;
use attune_care::worksheets::Sheet;
use attune_ids::SheetId;
use jiff::civil::Date;

use crate::format::day;

/// A sheet in a list, with the way to it.
pub(crate) struct SheetLine {
    pub(crate) id: SheetId,
    pub(crate) name: String,
    pub(crate) on: String,
    /// The first words on it, to tell it from the others.
    pub(crate) first: Option<String>,
}

/// These sheets, in the order given.
pub(crate) fn lines<'a>(
    sheets: impl IntoIterator<Item = &'a Kept<Sheet>>,
    today: Date,
) -> Vec<SheetLine> {
    let line = |kept: &Kept<Sheet>| SheetLine {
        id: kept.item.id,
        name: kept.item.asked.name.clone(),
        on: day(kept.item.on, today),
        first: kept.item.beginning(),
    };
    sheets.into_iter().map(line).collect()
}
