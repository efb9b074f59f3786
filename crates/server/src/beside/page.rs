//! What two partners agreed to look at together, side by side.

use askama::Template;
use attune_care::worksheets::{partners, side_by_side};
use attune_ids::ClientId;
use axum::extract::State;
use axum::response::Html;

use super::laid::{LaidView, laid_view};
use crate::page::{Frame, html};
use crate::policy::BothReaders;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "beside/page.html")]
struct BesidePage {
    frame: Frame,
    clients: [ClientId; 2],
    names: [String; 2],
    /// Whether they meet as a couple: without that nobody can agree.
    couple: bool,
    laid: Vec<LaidView>,
    /// What one agreed to and the other did not, without a word of it.
    waiting: Vec<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    both: BothReaders,
) -> Result<Html<String>, AppError> {
    let one = app.open(&both.one).await?;
    let other = app.open(&both.other).await?;
    let today = app.today().await;
    let names = [one.person.name.clone(), other.person.name.clone()];
    let theirs = partners(&other.record);
    let mut waiting = Vec::new();
    let mut laid = Vec::new();
    for found in side_by_side(&one.record, &other.record) {
        let worksheet = app.catalog.worksheet(found.worksheet);
        let name = worksheet.map_or("a worksheet that is not offered any more", |it| &it.name);
        for (whose, number) in found.waiting.into_iter().enumerate() {
            if number > 0 {
                let sheets = crate::format::count(number, "sheet", "sheets");
                waiting.push(format!(
                    "{name}: {} agreed for {sheets}, and {} has not agreed for one that could lie beside.",
                    names[whose],
                    names[1 - whose],
                ));
            }
        }
        if !found.pairs.is_empty() {
            laid.push(laid_view(&found, worksheet, &names, today));
        }
    }
    html(&BesidePage {
        frame: Frame::staff(&app, "Side by side", &both.one.staff).await,
        clients: [one.client, other.client],
        couple: partners(&one.record).iter().any(|id| theirs.contains(id)),
        names,
        laid,
        waiting,
    })
}
