//! The round that keeps schedules going: what is due is asked without anybody's click.

use attune_care::assess::schedule::Moment;
use jiff::Zoned;

use crate::{App, AppError};

/// Nothing is asked before this hour of the practice's day, so that what a new day brings is there in the morning and
/// nobody's record changes at midnight.
const FIRST_HOUR: i8 = 6;

/// Asks what is due today in every record of which the headline says that something may be. A headline knows only the
/// earliest day on which that could be so; opening the record and finding nothing is rare and leaves nothing behind.
pub(crate) async fn ask_what_is_due(app: &App) -> Result<(), AppError> {
    let there: Zoned = app.now().to_zoned(app.zone().await);
    if there.hour() < FIRST_HOUR {
        return Ok(());
    }
    app.refresh_index().await?;
    let mut failed = None;
    for client in app.clients_with_due(there.date()).await {
        // One record that cannot be opened must not keep the others waiting.
        if let Err(error) = app.ask_what_is_due(client, Moment::Day).await {
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), Err)
}
