//! The client says so themselves, on the page of the sheet in their space.

use attune_care::assess::Kept;
use attune_care::worksheets::{
    BesideInput, BesideStanding, Sheet, beside_standing, partners, say_beside,
};
use attune_care::{Author, Record, Refusal};
use attune_ids::{EntryId, SheetId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use jiff::civil::Date;

use super::OneSheet;
use super::said::{Answer, Said};
use crate::language::{Language, key};
use crate::page::form_id;
use crate::policy::SpaceHolder;
use crate::portal::Trouble;
use crate::{App, AppError};

/// The part of the client's page about this, where it has a place.
pub(crate) struct OwnBeside {
    pub(crate) sheet: SheetId,
    /// What holds now; empty while nothing was said.
    pub(crate) standing: String,
    pub(crate) agreed: bool,
    pub(crate) can_agree: bool,
    pub(crate) seen: EntryId,
    pub(crate) entry: EntryId,
}

impl OwnBeside {
    /// None where the client meets nobody as a couple and there is nothing to take back.
    pub(crate) fn of(
        app: &App,
        record: &Record,
        kept: &Kept<Sheet>,
        language: Language,
        today: Date,
    ) -> Option<Self> {
        let standing = beside_standing(record, kept);
        let known = app.catalog.worksheet(&kept.item.asked.worksheet).is_some();
        let couple = known && !partners(record).is_empty();
        if !couple && !standing.is_agreed() {
            return None;
        }
        let (words, said) = match standing {
            BesideStanding::Open => (None, None),
            BesideStanding::Agreed(said) if said.by == Author::Client => {
                (Some(key("beside-agreed")), Some(said))
            }
            BesideStanding::Agreed(said) => (Some(key("beside-agreed-noted")), Some(said)),
            BesideStanding::Changed(said) => (Some(key("beside-changed")), Some(said)),
            BesideStanding::TakenBack(said) => (Some(key("beside-taken-back")), Some(said)),
        };
        let on = said.map_or_else(String::new, |said| language.day(said.item.on, today));
        let say = |words| language.say(words).with("on", on).to_string();
        Some(Self {
            sheet: kept.item.id,
            standing: words.map_or_else(String::new, say),
            agreed: standing.is_agreed(),
            can_agree: couple && !matches!(standing, BesideStanding::Agreed(_)),
            seen: *kept.set.last()?,
            entry: form_id(),
        })
    }
}

pub(super) async fn say(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(OneSheet { sheet }): Path<OneSheet>,
    Form(said): Form<Said>,
) -> Result<Redirect, Trouble> {
    let action = AuditAction::RecordWrite;
    let changed = app
        .change_for_client(&holder, action, said.entry, &[], |record, today, _| {
            let input = BesideInput {
                sheet,
                agreed: said.answer == Answer::Agree,
                seen: said.seen,
                // In the space it is said at this moment.
                on: today,
            };
            let asked = record.sheet(sheet);
            let asked = asked.and_then(|kept| app.catalog.worksheet(&kept.item.asked.worksheet));
            say_beside(record, asked, input, Author::Client, today, said.entry)
        })
        .await?;
    match changed {
        // Changed or said in another window: the page shows how it is now, and asks again where that is needed.
        Ok(_) | Err(Refusal::AlreadyDone { .. }) => {
            Ok(Redirect::to(&format!("/portal/sheets/{sheet}#beside")))
        }
        Err(_) => Err(AppError::NotFound.into()),
    }
}
