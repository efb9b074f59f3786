//! What is with the client, and everything they have written so far.

use std::cmp::Reverse;

use askama::Template;
use attune_care::assess::Kept;
use attune_care::worksheets::{Sheet, open_to_client};
use attune_ids::{EntryId, SheetId};
use axum::extract::State;
use axum::response::Html;

use super::given::{Place, for_clients, with_client};
use crate::App;
use crate::language::Here;
use crate::page::html;
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::space::{self, Nav};

#[derive(Template)]
#[template(path = "own_sheets/list.html")]
struct ListPage {
    frame: Frame,
    nav: Nav,
    given: Vec<Given>,
    sheets: Vec<Line>,
}

/// Something that is with the client.
struct Given {
    id: EntryId,
    name: String,
    what: String,
    minutes: Option<u16>,
    /// What for, in the words agreed.
    words: String,
    on: String,
    /// Where it is filled in.
    address: String,
    /// It goes on with a sheet that was begun together.
    begun: bool,
}

/// A sheet that can be read and gone on with.
struct Line {
    id: SheetId,
    name: String,
    on: String,
    /// The first words on it, to tell it from the others.
    first: Option<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
) -> Result<Html<String>, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let (today, zone) = (app.today().await, app.zone().await);
    let language = Here::now().language;
    let record = &opened.record;
    let mut given: Vec<Given> = with_client(record)
        .filter_map(|state| {
            let giving = &state.given;
            let worksheet = for_clients(&app.catalog, &giving.item.worksheet, language)?;
            let begun = giving.item.sheet.filter(|id| record.sheet(*id).is_some());
            Some(Given {
                id: giving.entry,
                name: worksheet.name,
                what: worksheet.what,
                minutes: worksheet.minutes,
                words: giving.item.words.clone(),
                on: language.day(giving.at.to_zoned(zone.clone()).date(), today),
                address: begun
                    .map_or(Place::New(giving.entry), Place::Begun)
                    .address(),
                begun: begun.is_some(),
            })
        })
        .collect();
    given.reverse();
    let mut sheets: Vec<&Kept<Sheet>> = open_to_client(record).collect();
    sheets.sort_by_key(|kept| Reverse((kept.item.on, kept.at)));
    let line = |kept: &&Kept<Sheet>| Line {
        id: kept.item.id,
        name: kept.item.asked.name.clone(),
        on: language.day(kept.item.on, today),
        first: kept.item.beginning(),
    };
    Ok(html(&ListPage {
        frame: Frame::of(&app).await,
        nav: Nav::at(space::Place::Today),
        given,
        sheets: sheets.iter().map(line).collect(),
    })?)
}
