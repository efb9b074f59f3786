//! What the practice asks of the portal: what it holds, to hold more, to give up, to hand over.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::Outpost;
use super::packet::Held;
use super::shelf::{Kind, Name};
use crate::AppError;
use crate::portal::Front;

fn name(text: &str) -> Result<Name, AppError> {
    Name::parse(text).ok_or(AppError::NotFound)
}

/// Names alone: nothing that anybody could read anything from.
pub(super) async fn held(State(outpost): State<Outpost>) -> Result<Json<Held>, AppError> {
    let names = |kind| -> Result<Vec<String>, AppError> {
        let names = outpost.shelf.names(kind)?;
        Ok(names.iter().map(|name| name.as_str().to_owned()).collect())
    };
    Ok(Json(Held {
        packets: names(Kind::Packet)?,
        waiting: names(Kind::Waiting)?,
    }))
}

pub(super) async fn front(
    State(outpost): State<Outpost>,
    Json(front): Json<Front>,
) -> Result<StatusCode, AppError> {
    let bytes = serde_json::to_vec(&front)?;
    let name = Name::of("", "front");
    if outpost.shelf.get(Kind::Front, &name)?.as_ref() != Some(&bytes) {
        outpost.shelf.put(Kind::Front, &name, &bytes)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn bring(
    State(outpost): State<Outpost>,
    Path(text): Path<String>,
    sealed: Bytes,
) -> Result<StatusCode, AppError> {
    outpost.shelf.put(Kind::Packet, &name(&text)?, &sealed)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The questionnaire and what was answered so far go; what waits for the practice stays.
pub(super) async fn withdraw(
    State(outpost): State<Outpost>,
    Path(text): Path<String>,
) -> Result<StatusCode, AppError> {
    let name = name(&text)?;
    outpost.shelf.remove(Kind::Packet, &name)?;
    outpost.shelf.remove(Kind::Draft, &name)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn waiting(
    State(outpost): State<Outpost>,
    Path(text): Path<String>,
) -> Result<Vec<u8>, AppError> {
    let found = outpost.shelf.get(Kind::Waiting, &name(&text)?)?;
    found.ok_or(AppError::NotFound)
}

/// The practice has it on its own disk.
pub(super) async fn taken(
    State(outpost): State<Outpost>,
    Path(text): Path<String>,
) -> Result<StatusCode, AppError> {
    let name = name(&text)?;
    outpost.shelf.remove(Kind::Waiting, &name)?;
    outpost.shelf.remove(Kind::Urgent, &name)?;
    Ok(StatusCode::NO_CONTENT)
}
