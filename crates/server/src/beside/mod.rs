//! Worksheets of two partners side by side: each agrees in their own record, for one sheet, and the two are only ever
//! brought together on a page, for somebody who works with both.
//!
//! Nothing is copied: what is laid side by side is read out of both records when the page is asked for, so whatever is
//! taken back is gone with the next look.

mod laid;
mod own;
mod page;
mod said;

use attune_care::Record;
use attune_care::worksheets::partners;
use attune_ids::{ClientId, SheetId};
use serde::Deserialize;

use crate::policy::{Policy, Reader};
use crate::routes::Routes;
use crate::{App, AppError};

pub(crate) use own::OwnBeside;
pub(crate) use said::Beside;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get(
            "/clients/{client}/beside/{other}",
            Policy::BothRecords,
            page::show,
        )
        .post(
            "/clients/{client}/sheets/{sheet}/beside",
            Policy::WriteRecord,
            said::say,
        )
        .post(
            "/portal/sheets/{sheet}/beside",
            Policy::ClientSpace,
            own::say,
        )
}

/// The sheet a path names.
#[derive(Deserialize)]
struct OneSheet {
    sheet: SheetId,
}

/// The page of two clients.
pub(crate) fn address(one: ClientId, other: ClientId) -> String {
    format!("/clients/{one}/beside/{other}")
}

/// Who meets as a couple with this client, among the clients whose records the same person may write. Somebody else's
/// client is as if not there.
pub(crate) async fn others(
    app: &App,
    reader: &Reader,
    record: &Record,
) -> Result<Vec<ClientId>, AppError> {
    let couples = partners(record);
    if couples.is_empty() || !reader.may_write {
        return Ok(Vec::new());
    }
    app.refresh_index().await?;
    let writers = reader.writers(app).await?;
    let mine: Vec<ClientId> = writers.iter().map(|one| one.reader.client).collect();
    let known = app.indexed(&mine).await;
    let meets = known.into_iter().filter(|(client, known)| {
        let mut lines = known.headline.together.iter();
        *client != reader.client && lines.any(|line| couples.contains(&line.together))
    });
    Ok(meets.map(|(client, _)| client).collect())
}
