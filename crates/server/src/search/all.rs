//! Finding words again in every record that a person may read.

use std::cmp::Reverse;
use std::collections::HashSet;

use askama::Template;
use attune_care::session::{Hit, find};
use attune_ids::ClientId;
use axum::Form;
use axum::extract::State;
use axum::response::Html;

use super::found::{Asked, Line, MOST, readable};
use crate::format::count;
use crate::gate::Own;
use crate::page::{Frame, html};
use crate::policy::{Clinical, Reader};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "search/all.html")]
struct SearchPage {
    frame: Frame,
    asked: String,
    /// Empty before anything was asked for.
    summary: String,
    clients: Vec<Whose>,
    with_process_notes: bool,
}

/// The places of one client.
struct Whose {
    client: ClientId,
    name: String,
    lines: Vec<Line>,
}

pub(super) async fn show(
    State(app): State<App>,
    clinical: Clinical,
    own: Own,
) -> Result<Html<String>, AppError> {
    html(&SearchPage {
        frame: Frame::staff(&app, "Search", &clinical.staff).await,
        asked: String::new(),
        summary: String::new(),
        clients: Vec::new(),
        with_process_notes: own.key().is_some(),
    })
}

/// Looks through everything. Only the records in which something is found and shown count as read.
pub(super) async fn look(
    State(app): State<App>,
    clinical: Clinical,
    own: Own,
    Form(asked): Form<Asked>,
) -> Result<Html<String>, AppError> {
    let words = asked.words.trim();
    let (mut hits, looked) = if words.is_empty() {
        (Vec::new(), 0)
    } else {
        everywhere(&app, &clinical, &own, words).await?
    };
    hits.sort_by_key(|(_, hit)| Reverse(hit.passage.on));
    let places = hits.len();
    hits.truncate(MOST);
    let shown: HashSet<ClientId> = hits.iter().map(|(reader, _)| reader.client).collect();
    app.searched(&clinical, &shown).await?;
    let names = app.indexed(&shown.into_iter().collect::<Vec<_>>()).await;
    let today = app.today().await;
    // Those with the latest place first, as the places are.
    let mut clients: Vec<Whose> = Vec::new();
    for (reader, hit) in hits {
        let client = reader.client;
        let line = Line::of(client, hit, today);
        match clients.iter_mut().find(|known| known.client == client) {
            Some(known) => known.lines.push(line),
            None => clients.push(Whose {
                client,
                name: names.iter().find(|(id, _)| *id == client).map_or_else(
                    || "a client".to_owned(),
                    |(_, known)| known.person.name.clone(),
                ),
                lines: vec![line],
            }),
        }
    }
    let summary = if words.is_empty() {
        String::new()
    } else {
        summary(places, clients.len(), looked)
    };
    html(&SearchPage {
        frame: Frame::staff(&app, "Search", &clinical.staff).await,
        asked: asked.words,
        summary,
        clients,
        with_process_notes: own.key().is_some(),
    })
}

async fn everywhere(
    app: &App,
    clinical: &Clinical,
    own: &Own,
    words: &str,
) -> Result<(Vec<(Reader, Hit)>, usize), AppError> {
    app.refresh_index().await?;
    let readers = clinical.readers(app).await?;
    let mut looked = 0;
    let mut hits = Vec::new();
    for reader in readers {
        // One damaged record must not hide the others; that it cannot be read is told on the caseload.
        let Ok(opened) = app.open_for_search(&reader).await else {
            continue;
        };
        // "Nothing found in 12 records" must not count one that nobody could look into.
        looked += 1;
        let found = find(readable(app, &reader, own, &opened).await?, words);
        hits.extend(found.into_iter().map(|hit| (reader.clone(), hit)));
    }
    Ok((hits, looked))
}

fn summary(places: usize, clients: usize, looked: usize) -> String {
    let looked = count(looked, "record", "records");
    match places {
        0 => format!(
            "Nothing found in {looked}. Every word must be there; part of a word is enough."
        ),
        places if places > MOST => format!(
            "{places} places in {looked}; the latest {MOST} are shown. One more word narrows it."
        ),
        places => format!(
            "{} of {}, in {looked}.",
            count(places, "place", "places"),
            count(clients, "client", "clients")
        ),
    }
}
