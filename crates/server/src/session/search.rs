//! Finding words again in one record. The words are posted, never put into an address, and looked for in memory;
//! what is found is what the person at the screen may read anyway, and their own process notes.

use askama::Template;
use attune_care::session::{Hit, Passage, PassageKind, Whereabouts, find, passages};
use attune_ids::{ClientId, SessionId};
use axum::Form;
use axum::extract::State;
use axum::response::Html;
use jiff::civil::Date;
use serde::Deserialize;

use super::note::NoteDraft;
use crate::format::{count, day};
use crate::gate::{Opened, Own, note_draft};
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Reader;
use crate::{App, AppError};

/// Passages on the page.
const MOST_HITS: usize = 50;

#[derive(Template)]
#[template(path = "session/search.html")]
struct SearchPage {
    frame: Frame,
    banner: Banner,
    asked: String,
    /// None before anything was asked for.
    found: Option<Found>,
    /// One's own process notes were looked through as well.
    with_process_notes: bool,
}

struct Found {
    summary: String,
    lines: Vec<Line>,
}

struct Line {
    kind: &'static str,
    on: String,
    href: String,
    excerpt: Vec<(String, bool)>,
    cut: (bool, bool),
    theirs: bool,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    words: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    own: Own,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    html(&page(&app, &reader, &own, &opened, String::new(), None).await)
}

pub(crate) async fn look(
    State(app): State<App>,
    reader: Reader,
    own: Own,
    Form(asked): Form<Asked>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let today = app.today().await;
    let mut all = passages(&opened.record);
    all.extend(unfinished(&app, &reader, &own, &opened).await?);
    let hits = find(all, &asked.words);
    let found = (!asked.words.trim().is_empty()).then(|| found(reader.client, hits, today));
    html(&page(&app, &reader, &own, &opened, asked.words, found).await)
}

/// What is kept beside the record and may be read: notes that are still drafts, by whoever writes them, and one's
/// own process notes.
async fn unfinished(
    app: &App,
    reader: &Reader,
    own: &Own,
    opened: &Opened,
) -> Result<Vec<Passage>, AppError> {
    if !reader.may_write {
        return Ok(Vec::new());
    }
    let drafts = app.drafts_of(reader).await?;
    let mut passages = Vec::new();
    let mut add = |kind, at, on, text| {
        let on = Some(on);
        passages.push(Passage { kind, on, at, text });
    };
    for state in &opened.record.sessions {
        let session = state.meeting.id;
        let stored = drafts
            .iter()
            .find(|stored| stored.id == note_draft(session));
        if let Some(stored) = stored.filter(|_| state.note.is_none()) {
            let draft = app.open_draft::<NoteDraft>(stored)?;
            let at = Whereabouts::Session(session);
            add(PassageKind::Note, at, state.meeting.on, draft.value.text);
        }
    }
    if let Some(key) = own.key() {
        let sessions: Vec<SessionId> = opened
            .record
            .sessions
            .iter()
            .map(|state| state.meeting.id)
            .collect();
        for (session, text) in app.process_notes(reader, key, &sessions, &drafts)? {
            if let Some(state) = opened.record.session(session) {
                let at = Whereabouts::ProcessNote(session);
                add(PassageKind::Process, at, state.meeting.on, text);
            }
        }
    }
    Ok(passages)
}

fn found(client: ClientId, hits: Vec<Hit>, today: Date) -> Found {
    let number = hits.len();
    let summary = match number {
        0 => "Nothing found. Every word must be there; part of a word is enough.".to_owned(),
        number if number > MOST_HITS => {
            format!("{number} places; the latest {MOST_HITS} are shown. One more word narrows it.")
        }
        number => format!("{}, the latest first.", count(number, "place", "places")),
    };
    let lines = hits.into_iter().take(MOST_HITS).map(|hit| Line {
        kind: hit.passage.kind.label(),
        on: hit.passage.on.map_or_else(String::new, |on| day(on, today)),
        href: format!("/clients/{client}/{}", address(hit.passage.at)),
        theirs: hit.passage.kind == PassageKind::Words,
        excerpt: hit.excerpt,
        cut: hit.cut,
    });
    Found {
        summary,
        lines: lines.collect(),
    }
}

fn address(at: Whereabouts) -> String {
    match at {
        Whereabouts::Session(session) => format!("session/{session}"),
        Whereabouts::ProcessNote(session) => format!("session/{session}/process"),
        Whereabouts::Form(entry) => format!("assess/responses/{entry}"),
        Whereabouts::Assess => "assess".to_owned(),
        Whereabouts::Formulate => "formulate".to_owned(),
        Whereabouts::Match => "match".to_owned(),
        Whereabouts::Plan(number) => format!("plan/versions/{number}"),
        Whereabouts::Review => "review".to_owned(),
    }
}

async fn page(
    app: &App,
    reader: &Reader,
    own: &Own,
    opened: &Opened,
    asked: String,
    found: Option<Found>,
) -> SearchPage {
    SearchPage {
        frame: Frame::staff(app, "Search", &reader.staff).await,
        banner: Banner::of(app, reader, opened, Step::Person).await,
        asked,
        found,
        with_process_notes: reader.may_write && own.key().is_some(),
    }
}
