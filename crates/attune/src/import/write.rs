use attune_ids::AccountId;
use attune_server::App;

use super::compare::Comparison;
use crate::practice::in_words;

/// Brings in what is new: first the scores of clients that are there, then all
/// new clients, each in one transaction. Interrupted in between, the same
/// command again does the rest: what is there is found by its ids.
pub(crate) async fn write(
    app: &App,
    comparison: &Comparison,
    clinician: AccountId,
) -> anyhow::Result<()> {
    if !comparison.additions.is_empty() {
        app.add_many(&comparison.additions)
            .await
            .map_err(in_words)?;
    }
    if !comparison.beginnings.is_empty() {
        app.begin_many(&comparison.beginnings, clinician)
            .await
            .map_err(in_words)?;
    }
    Ok(())
}
