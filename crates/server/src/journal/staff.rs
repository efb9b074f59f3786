//! What the client shares of their journal, for the people who work with them. Being shown a page leaves a receipt
//! that the client sees.

use askama::Template;
use attune_care::Record;
use attune_care::journal::{JournalState, SharedWith, for_session};
use attune_ids::{AccountId, JournalId};
use axum::extract::State;
use axum::response::Html;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::format::moment;
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Reader;
use crate::{App, AppError};

/// A page of the journal before a session.
pub(crate) struct ForSession {
    /// Which one, for the receipt.
    pub(crate) id: JournalId,
    /// The client's words.
    pub(crate) words: String,
    /// When it was written.
    pub(crate) when: String,
    /// The client wants to speak of it now.
    pub(crate) asked: bool,
    /// This reader is shown it for the first time.
    pub(crate) new: bool,
}

#[derive(Template)]
#[template(path = "journal/staff.html")]
struct StaffPage {
    frame: Frame,
    banner: Banner,
    pages: Vec<ForSession>,
}

/// What to know of the journal before a session, with the view's words. Whoever shows it leaves the receipts.
pub(crate) fn for_session_view(
    record: &Record,
    reader: AccountId,
    zone: &TimeZone,
    today: Date,
) -> Vec<ForSession> {
    let pages = for_session(record).into_iter();
    pages
        .filter_map(|state| view(state, reader, zone, today))
        .collect()
}

fn view(
    state: &JournalState,
    reader: AccountId,
    zone: &TimeZone,
    today: Date,
) -> Option<ForSession> {
    Some(ForSession {
        id: state.id,
        words: state.words_for_practice()?.to_owned(),
        when: moment(state.written, zone, today),
        asked: state.shared_with() == Some(SharedWith::NextSession),
        new: state.receipts.iter().all(|receipt| receipt.by != reader),
    })
}

/// Every page that is shared now, the latest first.
pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let (zone, today) = (app.zone().await, app.today().await);
    let account = reader.staff.id();
    let shared = opened.record.journal.iter().rev();
    let pages: Vec<ForSession> = shared
        .filter_map(|state| view(state, account, &zone, today))
        .collect();
    let page = html(&StaffPage {
        frame: Frame::staff(&app, "Journal", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Session).await,
        pages,
    })?;
    let shown: Vec<JournalId> = opened.record.journal.iter().map(|state| state.id).collect();
    app.leave_receipts(&reader, &shown).await?;
    Ok(page)
}
