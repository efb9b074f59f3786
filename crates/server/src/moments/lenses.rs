//! Which lenses there are, and which a moment was looked at through.

use attune_care::Record;
use attune_catalog::Catalog;
use attune_catalog::worksheet::Worksheet;
use attune_ids::{MomentId, SheetId};

/// A lens, with the sheets in which this moment was looked at through it.
pub(super) struct Lens<'a> {
    pub(super) worksheet: &'a Worksheet,
    /// Name of the therapy's workspace.
    pub(super) workspace: &'a str,
    /// Oldest first; none where it was not used.
    pub(super) sheets: Vec<SheetId>,
}

/// Every lens, in the order of the workspaces.
pub(super) fn lenses<'a>(catalog: &'a Catalog, record: &Record, moment: MomentId) -> Vec<Lens<'a>> {
    let all = catalog.worksheets.iter();
    let lenses = all.filter(|it| it.lens.is_some() && catalog.gives_out(&it.id));
    lenses
        .map(|worksheet| {
            let sheets = record.sheets.iter().filter(|kept| {
                kept.item.links.moment == Some(moment) && kept.item.asked.worksheet == worksheet.id
            });
            let workspace = catalog.workspace(&worksheet.workspace);
            Lens {
                worksheet,
                workspace: workspace.map_or("", |it| it.name.as_str()),
                sheets: sheets.map(|kept| kept.item.id).collect(),
            }
        })
        .collect()
}
