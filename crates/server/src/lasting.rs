//! What all that lasts in a record has in common (people, life events, needs, moments, filled sheets): the forms to take
//! it out, to take its last change back and to put it back, and how it is put back.

use attune_care::Refusal;
use attune_care::assess::{Lasting, put_back, taken_out};
use attune_ids::EntryId;
use attune_record::AuditAction;
use serde::Deserialize;

use crate::gate::Changed;
use crate::policy::Writer;
use crate::{App, AppError};

/// Takes something out, with a word why.
#[derive(Deserialize)]
pub(crate) struct Reason {
    pub(crate) entry: EntryId,
    #[serde(default)]
    pub(crate) because: String,
}

/// Takes the last change back.
#[derive(Deserialize)]
pub(crate) struct LastChange {
    pub(crate) entry: EntryId,
    /// The change the person saw when they pressed the button.
    pub(crate) last: EntryId,
}

/// A form of one button.
#[derive(Deserialize)]
pub(crate) struct Only {
    pub(crate) entry: EntryId,
}

/// Puts something back that was taken out. The same form sent twice puts it back once.
pub(crate) async fn back_again<T>(
    app: &App,
    writer: &Writer,
    id: T::Id,
    entry: EntryId,
) -> Result<Changed, AppError>
where
    T: Lasting + Send + Sync,
    T::Id: Send + Sync,
{
    let opened = app.open(&writer.reader).await?;
    let out = taken_out::<T>(&opened.entries);
    let taken = out.iter().find(|taken| taken.item.id() == id);
    app.change(
        writer,
        AuditAction::RecordWrite,
        entry,
        &[],
        |record, _, ids| {
            let taken = taken.ok_or(Refusal::NotThere { what: T::WHAT })?;
            put_back(record, taken, entry, ids)
        },
    )
    .await
}
