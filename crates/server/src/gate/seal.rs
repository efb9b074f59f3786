//! Sealing and opening, each value in its own place.

use attune_care::{Entry, Headline, Record};
use attune_ids::ClientId;
use attune_record::{NewEntry as SealedEntry, StoredEntry, place};
use attune_vault::Sealed;
use jiff::civil::Date;

use crate::identity::Identity;
use crate::{App, AppError};

pub(super) fn entries(
    app: &App,
    client: ClientId,
    after: u64,
    entries: &[Entry],
    today: Date,
) -> Result<Vec<SealedEntry>, AppError> {
    entries
        .iter()
        .zip(after + 1..)
        .map(|(entry, seq)| {
            let (key, place) = place::entry(client, entry.id, seq);
            let sealed = app.vault.seal(key, &place, &entry.to_bytes()?)?;
            Ok(SealedEntry {
                id: entry.id,
                day: today,
                sealed,
            })
        })
        .collect()
}

pub(super) fn open_entry(
    app: &App,
    client: ClientId,
    stored: &StoredEntry,
) -> Result<Entry, AppError> {
    let (key, place) = place::entry(client, stored.id, stored.seq);
    Ok(Entry::from_bytes(&app.vault.open(
        key,
        &place,
        &stored.sealed,
    )?)?)
}

pub(super) fn headline(app: &App, client: ClientId, record: &Record) -> Result<Sealed, AppError> {
    let headline = Headline::of(record, &app.catalog);
    let (key, place) = place::headline(client, record.version);
    Ok(app
        .vault
        .seal(key, &place, &serde_json::to_vec(&headline)?)?)
}

pub(crate) fn open_headline(
    app: &App,
    client: ClientId,
    seq: u64,
    sealed: &Sealed,
) -> Result<Headline, AppError> {
    let (key, place) = place::headline(client, seq);
    Ok(serde_json::from_slice(
        &app.vault.open(key, &place, sealed)?,
    )?)
}

pub(super) fn identity(
    app: &App,
    client: ClientId,
    version: u64,
    person: &Identity,
) -> Result<Sealed, AppError> {
    let (key, place) = place::identity(client, version);
    Ok(app.vault.seal(key, &place, &serde_json::to_vec(person)?)?)
}

pub(crate) fn open_identity(
    app: &App,
    client: ClientId,
    version: u64,
    sealed: &Sealed,
) -> Result<Identity, AppError> {
    let (key, place) = place::identity(client, version);
    Ok(serde_json::from_slice(
        &app.vault.open(key, &place, sealed)?,
    )?)
}
