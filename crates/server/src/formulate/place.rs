//! Where the cards of the drawing lie: moved by hand, a step to a side, or arranged
//! afresh. What a change does not touch keeps its place.

use askama::Template;
use attune_care::formulate::{self, Hand, Place, Placing, Towards, moved_elsewhere, quoted};
use attune_care::{NewEntry, Record, Refusal};
use attune_ids::{ClientId, EntryId, FactorId, IdSource};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::factor::{OneFactor, Sent};
use super::page::board;
use crate::gate::Opened;
use crate::page::form_id;
use crate::pictures;
use crate::policy::Writer;
use crate::{App, AppError};

/// A change of the drawing with, before it, where its other cards were seen.
pub(super) fn keeping_still(
    record: &Record,
    change: Vec<NewEntry>,
    ids: &mut dyn IdSource,
) -> Vec<NewEntry> {
    let seen = pictures::places(&record.formulation);
    formulate::settled(record, &seen, change, ids)
}

/// What is sent when cards were moved: `place` once for each, as `ID X Y`.
struct Moves {
    entry: EntryId,
    /// The version of the record whose drawing was on the screen.
    version: u64,
    places: Vec<Place>,
}

impl Moves {
    fn read(fields: &[(String, String)]) -> Result<Self, Refusal> {
        let unreadable = || Refusal::Invalid {
            field: "The place",
            expected: "a factor and two whole numbers",
        };
        let one = |names: [&str; 2]| {
            let named = |(found, _): &&(String, String)| names.contains(&found.as_str());
            fields.iter().find(named).map(|(_, value)| value.as_str())
        };
        let place = |text: &str| {
            let mut parts = text.split(' ');
            let place = Place {
                factor: parts.next()?.parse().ok()?,
                x: parts.next()?.parse().ok()?,
                y: parts.next()?.parse().ok()?,
            };
            parts.next().is_none().then_some(place)
        };
        let entry = one(["entry", "entry_id"]).and_then(|id| id.parse().ok());
        let version = one(["version", "version"]).and_then(|number| number.parse().ok());
        let places = fields.iter().filter(|(name, _)| name == "place");
        Ok(Self {
            entry: entry.ok_or_else(unreadable)?,
            version: version.ok_or_else(unreadable)?,
            places: places
                .map(|(_, text)| place(text).ok_or_else(unreadable))
                .collect::<Result<_, _>>()?,
        })
    }
}

/// What another window moved meanwhile, and the choice.
#[derive(Template)]
#[template(path = "formulate/conflict.html")]
struct Conflict {
    client: ClientId,
    names: String,
    entry: EntryId,
    version: u64,
    places: Vec<String>,
}

/// Keeps places as cards are moved; answers with the drawing as it is now, or with
/// what another window moved.
pub(crate) async fn autosave(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let moves = Moves::read(&fields)?;
    let opened = app.open(&writer.reader).await?;
    let sent_before = opened.entries.iter().any(|entry| entry.id == moves.entry);
    let elsewhere = moved_elsewhere(&opened.record.formulation, moves.version, &moves.places);
    if !sent_before && !elsewhere.is_empty() {
        let page = conflict(&opened, &moves, &elsewhere);
        return Ok((StatusCode::CONFLICT, Html(page.render()?)).into_response());
    }
    let opened = put(&app, &writer, Hand::Moved, moves).await?;
    let version = opened.record.version;
    let mut response = Html(board(&app, &writer.reader, &opened).await?).into_response();
    response.headers_mut().insert(
        HeaderName::from_static("attune-version"),
        HeaderValue::from(version),
    );
    Ok(response)
}

/// The same as a form, for the choice between two windows.
pub(crate) async fn submit(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Redirect, AppError> {
    put(&app, &writer, Hand::Moved, Moves::read(&fields)?).await?;
    Ok(back(&writer))
}

#[derive(Deserialize)]
pub(crate) struct Nudge {
    entry: EntryId,
    towards: String,
}

/// Half a card to a side, for whoever has no pointer.
pub(crate) async fn nudge(
    State(app): State<App>,
    writer: Writer,
    Path(OneFactor { factor }): Path<OneFactor>,
    Form(form): Form<Nudge>,
) -> Result<Redirect, AppError> {
    let side = Towards::from_code(&form.towards).ok_or(Refusal::Missing {
        field: "to which side",
    })?;
    let opened = app.open(&writer.reader).await?;
    let seen = pictures::places(&opened.record.formulation);
    let here = seen.iter().find(|place| place.factor == factor);
    let here = here.ok_or(Refusal::NotThere { what: "factor" })?;
    let moves = Moves {
        entry: form.entry,
        version: opened.record.version,
        places: vec![here.towards(side)],
    };
    put(&app, &writer, Hand::Moved, moves).await?;
    Ok(back(&writer))
}

/// Every card where the program would put it.
pub(crate) async fn arrange(
    State(app): State<App>,
    writer: Writer,
    Form(sent): Form<Sent>,
) -> Result<Redirect, AppError> {
    let opened = app.open(&writer.reader).await?;
    let moves = Moves {
        entry: sent.entry,
        version: opened.record.version,
        places: pictures::arranged(&opened.record.formulation),
    };
    put(&app, &writer, Hand::Arranged, moves).await?;
    Ok(back(&writer))
}

async fn put(app: &App, writer: &Writer, hand: Hand, moves: Moves) -> Result<Opened, AppError> {
    let Moves {
        entry,
        version,
        places,
    } = moves;
    let changed = app
        .change(
            writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, _, ids| {
                let seen = pictures::places(&record.formulation);
                let places = places.clone();
                let placing = Placing { hand, places };
                formulate::place_factors(record, placing, version, &seen, entry, ids)
            },
        )
        .await?;
    Ok(changed.opened)
}

fn conflict(opened: &Opened, moves: &Moves, elsewhere: &[FactorId]) -> Conflict {
    let formulation = &opened.record.formulation;
    let names: Vec<String> = elsewhere
        .iter()
        .filter_map(|id| formulation.factor(*id))
        .map(|factor| quoted(&factor.text))
        .collect();
    Conflict {
        client: opened.client,
        names: names.join(", "),
        entry: form_id(),
        version: opened.record.version,
        places: moves
            .places
            .iter()
            .map(|place| format!("{} {} {}", place.factor, place.x, place.y))
            .collect(),
    }
}

fn back(writer: &Writer) -> Redirect {
    Redirect::to(&format!(
        "/clients/{}/formulate#drawing",
        writer.reader.client
    ))
}
