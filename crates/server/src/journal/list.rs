//! The journal as the client sees it: a place to write, and every page with who may read it and who has.

use std::collections::HashMap;

use askama::Template;
use attune_care::Record;
use attune_care::journal::{JournalState, SharedWith, Shown};
use attune_ids::{AccountId, EntryId, JournalId};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use super::draft::unfinished;
use crate::App;
use crate::gate::{Private, PrivatePage};
use crate::language::Here;
use crate::page::{form_id, html};
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::space::{Nav, Place};
use crate::trail::names;

/// How the client's private pages stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Locked {
    /// No phrase was chosen yet.
    NoneYet,
    /// There are some, and the key is not here.
    Closed,
    /// The key came with this request.
    Open,
}

impl Locked {
    pub(super) async fn of(
        app: &App,
        holder: &SpaceHolder,
        private: &Private,
    ) -> Result<Self, crate::AppError> {
        if private.key().is_some() {
            return Ok(Self::Open);
        }
        Ok(if app.has_private(holder).await? {
            Self::Closed
        } else {
            Self::NoneYet
        })
    }

    /// For the template.
    pub(super) fn open(self) -> bool {
        self == Self::Open
    }

    pub(super) fn none_yet(self) -> bool {
        self == Self::NoneYet
    }
}

/// Who may read a page now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    Me,
    With(SharedWith),
    Nobody,
}

impl For {
    fn me(self) -> bool {
        self == Self::Me
    }

    fn us(self) -> bool {
        self == Self::With(SharedWith::Us)
    }

    fn next(self) -> bool {
        self == Self::With(SharedWith::NextSession)
    }

    fn nobody(self) -> bool {
        self == Self::Nobody
    }
}

/// One page of the journal.
struct Page {
    id: JournalId,
    when: String,
    words: String,
    state: For,
    /// Who has read it, with the moment.
    read_by: Vec<(String, String)>,
    /// It was shared at some time: the record remembers that.
    was_shared: bool,
    /// The id of the form that shares it otherwise.
    entry: EntryId,
}

/// What is in the form.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    pub(super) words: String,
    /// What was chosen; empty before.
    pub(super) with: String,
    /// The version of what is kept unfinished.
    pub(super) version: u64,
    /// What is the matter with it, in words.
    pub(super) problem: Option<String>,
}

#[derive(Template)]
#[template(path = "journal/list.html")]
struct ListPage {
    frame: Frame,
    nav: Nav,
    locked: Locked,
    written: Written,
    entry: EntryId,
    pages: Vec<Page>,
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
) -> Result<Response, Trouble> {
    let kept = unfinished(&app, &holder, &private).await?;
    let written = Written {
        words: kept.value,
        version: kept.version,
        ..Written::default()
    };
    list(&app, &holder, &private, written, form_id()).await
}

/// The page, with this in its form.
pub(super) async fn list(
    app: &App,
    holder: &SpaceHolder,
    private: &Private,
    written: Written,
    entry: EntryId,
) -> Result<Response, Trouble> {
    let opened = app.open_for_client(holder).await?;
    let locked = Locked::of(app, holder, private).await?;
    let kept = match private.key() {
        Some(key) => app.private_pages(holder, key).await?,
        None => Vec::new(),
    };
    let names = names(app).await?;
    let (zone, today) = (app.zone().await, app.today().await);
    let language = Here::now().language;
    let say = |at: Timestamp| language.moment(at, &zone, today);
    let mut pages: Vec<(Timestamp, Page)> = Vec::new();
    for state in &opened.record.journal {
        let has_copy = kept.iter().any(|(id, _)| *id == state.id);
        if let Some(page) = shared_page(state, has_copy, locked, &names, &say) {
            pages.push((state.written, page));
        }
    }
    for (id, page) in &kept {
        if let Some(found) = private_page(&opened.record, *id, page, &say) {
            pages.push((page.written, found));
        }
    }
    pages.sort_by_key(|(written, page)| std::cmp::Reverse((*written, page.id)));
    let status = if written.problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = html(&ListPage {
        frame: Frame::of(app).await,
        nav: Nav::at(Place::Journal),
        locked,
        written,
        entry,
        pages: pages.into_iter().map(|(_, page)| page).collect(),
    })?;
    Ok((status, page).into_response())
}

/// A page of the record. One that is kept privately by now stands under the private ones, if they are open.
fn shared_page(
    state: &JournalState,
    has_copy: bool,
    locked: Locked,
    names: &HashMap<AccountId, String>,
    say: &impl Fn(Timestamp) -> String,
) -> Option<Page> {
    let now = match state.shown {
        Shown::To(with) => For::With(with),
        Shown::Nobody {
            kept_privately: true,
            ..
        } if has_copy || !locked.open() => return None,
        Shown::Nobody { .. } => For::Nobody,
    };
    let reader = |by: AccountId| names.get(&by).cloned().unwrap_or_default();
    Some(Page {
        id: state.id,
        when: say(state.written),
        words: state.words_for_client().to_owned(),
        state: now,
        read_by: state
            .receipts
            .iter()
            .map(|receipt| (reader(receipt.by), say(receipt.at)))
            .collect(),
        was_shared: true,
        entry: form_id(),
    })
}

/// A private page. One that is shared as well was just being moved when something went wrong: it is shared.
fn private_page(
    record: &Record,
    id: JournalId,
    page: &PrivatePage,
    say: &impl Fn(Timestamp) -> String,
) -> Option<Page> {
    let shared = record.journal_page(id);
    if shared.is_some_and(|state| state.shared_with().is_some()) {
        return None;
    }
    Some(Page {
        id,
        when: say(page.written),
        words: page.words.clone(),
        state: For::Me,
        read_by: Vec::new(),
        was_shared: shared.is_some(),
        entry: form_id(),
    })
}
