//! What may be looked through in a record, and how a place that was found is shown.

use attune_care::session::{Hit, Passage, PassageKind, Whereabouts, passages};
use attune_ids::{ClientId, SessionId};
use jiff::civil::Date;
use serde::Deserialize;

use crate::format::day;
use crate::gate::{Opened, Own, note_draft};
use crate::policy::Reader;
use crate::session::NoteDraft;
use crate::{App, AppError};

/// Places on a page.
pub(super) const MOST: usize = 50;

/// What a form sends.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) words: String,
}

/// One place.
pub(super) struct Line {
    pub(super) kind: &'static str,
    pub(super) on: String,
    pub(super) href: String,
    pub(super) excerpt: Vec<(String, bool)>,
    pub(super) cut: (bool, bool),
    pub(super) theirs: bool,
}

impl Line {
    pub(super) fn of(client: ClientId, hit: Hit, today: Date) -> Self {
        Self {
            kind: hit.passage.kind.label(),
            on: hit.passage.on.map_or_else(String::new, |on| day(on, today)),
            href: format!("/clients/{client}/{}", address(hit.passage.at)),
            theirs: hit.passage.kind == PassageKind::Words,
            excerpt: hit.excerpt,
            cut: hit.cut,
        }
    }
}

fn address(at: Whereabouts) -> String {
    match at {
        Whereabouts::Session(session) => format!("session/{session}"),
        Whereabouts::ProcessNote(session) => format!("session/{session}/process"),
        Whereabouts::Form(entry) => format!("assess/responses/{entry}"),
        Whereabouts::Assess => "assess".to_owned(),
        Whereabouts::Person => "assess/person".to_owned(),
        Whereabouts::Life => "assess/life".to_owned(),
        Whereabouts::SafetyPlan => "safety-plan".to_owned(),
        Whereabouts::Formulate => "formulate".to_owned(),
        Whereabouts::Match => "match".to_owned(),
        Whereabouts::Plan(number) => format!("plan/versions/{number}"),
        Whereabouts::Review => "review".to_owned(),
        Whereabouts::Ending => "ending".to_owned(),
        Whereabouts::Sheet(sheet) => format!("sheets/{sheet}"),
        Whereabouts::Appointments => "appointments".to_owned(),
        Whereabouts::Letter(letter, number) => format!("letters/{letter}/versions/{number}"),
    }
}

/// Every text that this reader may look through: the record, notes of theirs that are still drafts, and their own
/// process notes.
pub(super) async fn readable(
    app: &App,
    reader: &Reader,
    own: &Own,
    opened: &Opened,
) -> Result<Vec<Passage>, AppError> {
    let mut all = passages(&opened.record);
    if reader.may_write {
        all.extend(unfinished(app, reader, own, opened).await?);
    }
    Ok(all)
}

/// What is kept beside the record by whoever writes in it.
async fn unfinished(
    app: &App,
    reader: &Reader,
    own: &Own,
    opened: &Opened,
) -> Result<Vec<Passage>, AppError> {
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
