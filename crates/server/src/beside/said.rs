//! What a client said in the room about laying a sheet beside their partner's, written down by their clinician.

use attune_care::assess::Kept;
use attune_care::worksheets::{
    BesideInput, BesideStanding, Sheet, beside_standing, partners, say_beside,
};
use attune_care::{Author, Dated, Record};
use attune_catalog::worksheet::UsedBy;
use attune_ids::{ClientId, EntryId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use jiff::civil::Date;
use serde::Deserialize;

use super::{OneSheet, others};
use crate::format::day;
use crate::page::form_id;
use crate::policy::{Reader, Writer};
use crate::{App, AppError};

/// The part of a sheet's page about this, where it has a place.
pub(crate) struct Beside {
    /// What holds now, in words.
    pub(crate) standing: String,
    /// Whether there is something to take back, and whether there is something to agree to.
    pub(crate) agreed: bool,
    pub(crate) can_agree: bool,
    /// The last entry of the sheet.
    pub(crate) seen: EntryId,
    pub(crate) today: Date,
    /// Partners whose records are open to the same person.
    pub(crate) partners: Vec<ClientId>,
    pub(crate) entry: EntryId,
}

impl Beside {
    /// None where the client meets nobody as a couple and nothing was said, or the sheet is none that clients see.
    pub(crate) async fn of(
        app: &App,
        reader: &Reader,
        record: &Record,
        kept: &Kept<Sheet>,
    ) -> Result<Option<Self>, AppError> {
        let standing = beside_standing(record, kept);
        let worksheet = app.catalog.worksheet(&kept.item.asked.worksheet);
        let shown = worksheet.is_some_and(|it| it.used_by == UsedBy::Both);
        let couple = shown && !partners(record).is_empty();
        if !couple && !standing.is_agreed() {
            return Ok(None);
        }
        let today = app.today().await;
        let authors = app.authors().await?;
        let said = |said: &Dated<attune_care::worksheets::BesideSaid>| {
            let on = day(said.item.on, today);
            match said.by {
                Author::Client => format!("on {on}, in their own space"),
                by => format!("on {on}, as {} noted", authors.name(by)),
            }
        };
        let words = match standing {
            BesideStanding::Open => "Nothing has been said about this sheet.".to_owned(),
            BesideStanding::Agreed(it) => format!("They agreed {}.", said(it)),
            BesideStanding::Changed(it) => format!(
                "They agreed {}. The sheet was changed since, so it is not shown until they agree again.",
                said(it)
            ),
            BesideStanding::TakenBack(it) => format!("They took it back {}.", said(it)),
        };
        let Some(seen) = kept.set.last().copied() else {
            return Ok(None);
        };
        Ok(Some(Self {
            standing: words,
            agreed: standing.is_agreed(),
            can_agree: couple && !matches!(standing, BesideStanding::Agreed(_)),
            seen,
            today,
            partners: others(app, reader, record).await?,
            entry: form_id(),
        }))
    }
}

/// What the form sends, here and in the client's space.
#[derive(Deserialize)]
pub(super) struct Said {
    pub(super) entry: EntryId,
    pub(super) seen: EntryId,
    pub(super) answer: Answer,
    /// The day it was said in the room.
    pub(super) on: Option<Date>,
}

#[derive(Deserialize, PartialEq, Eq, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub(super) enum Answer {
    Agree,
    TakeBack,
}

pub(super) async fn say(
    State(app): State<App>,
    writer: Writer,
    Path(OneSheet { sheet }): Path<OneSheet>,
    Form(said): Form<Said>,
) -> Result<Redirect, AppError> {
    let by = Author::Staff(writer.reader.staff.id());
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, said.entry, &[], |record, today, _| {
        let input = BesideInput {
            sheet,
            agreed: said.answer == Answer::Agree,
            seen: said.seen,
            on: said.on.unwrap_or(today),
        };
        let asked = record.sheet(sheet);
        let asked = asked.and_then(|kept| app.catalog.worksheet(&kept.item.asked.worksheet));
        say_beside(record, asked, input, by, today, said.entry)
    })
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/sheets/{sheet}#beside",
        writer.reader.client
    )))
}
