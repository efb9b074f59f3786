//! What was typed into a review goes along when the plan is changed out of it.

use attune_care::plan::ReviewInput;
use attune_care::review::shown;
use attune_ids::{ClientId, DraftId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::policy::Reader;
use crate::{App, AppError};

/// What is kept of a review until it ends in a decision.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct ReviewDraft {
    /// What clinician and client made of it.
    pub(crate) words: String,
}

/// The draft of a client's review; there is one. Its id differs from the plan
/// draft's, which is the client's own.
pub(crate) fn review_draft(client: ClientId) -> DraftId {
    DraftId(Uuid::from_u128(client.0.as_u128() ^ 1))
}

/// The review a plan version comes out of: what the program shows now, and what
/// was typed.
pub(crate) async fn review_input(app: &App, reader: &Reader) -> Result<ReviewInput, AppError> {
    let opened = app.open(reader).await?;
    let draft = app
        .draft::<ReviewDraft>(reader, review_draft(reader.client))
        .await?;
    Ok(ReviewInput {
        shown: shown(&opened.record, &app.catalog),
        words: draft.map_or_else(String::new, |draft| draft.value.words),
    })
}
