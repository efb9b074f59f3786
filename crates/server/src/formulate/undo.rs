//! Taking the last change of the drawing back.

use attune_care::{Refusal, formulate};
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;

use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Deserialize)]
pub(crate) struct UndoForm {
    entry: EntryId,
    /// The change the person saw when they pressed the button.
    change: EntryId,
}

pub(crate) async fn submit(
    State(app): State<App>,
    writer: Writer,
    Form(form): Form<UndoForm>,
) -> Result<Redirect, AppError> {
    let opened = app.open(&writer.reader).await?;
    let sent_before = opened.entries.iter().any(|entry| entry.id == form.entry);
    if !sent_before {
        let change = formulate::last_change(&opened.entries)
            .filter(|change| change.id == form.change)
            .ok_or(Refusal::NotThere {
                what: "last change",
            })?;
        app.change(
            &writer,
            AuditAction::RecordWrite,
            form.entry,
            &[],
            |record, _, ids| formulate::undo(record, &change, form.entry, ids),
        )
        .await?;
    }
    Ok(Redirect::to(&format!(
        "/clients/{}/formulate#drawing",
        writer.reader.client
    )))
}
