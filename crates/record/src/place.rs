//! The key and the place of every sealed value in the database.
//!
//! A sealed value opens only where it was sealed for. Whoever seals what the store keeps without reading it
//! (entries, headlines, identities, drafts) takes key and place from here, and so does the verification.

use attune_ids::{AccountId, ClientId, DraftId, EntryId};
use attune_vault::{Key, Place};
use uuid::Uuid;

/// An entry, at its position in the record (from 1).
pub fn entry(client: ClientId, id: EntryId, seq: u64) -> (Key, Place<'static>) {
    let place = Place {
        table: "entry",
        column: "sealed",
        client: Some(client),
        row: id.0,
        version: seq,
    };
    (Key::Record(client), place)
}

/// A headline, for the number of entries it was made from.
pub fn headline(client: ClientId, seq: u64) -> (Key, Place<'static>) {
    let place = Place {
        table: "client",
        column: "headline",
        client: Some(client),
        row: client.0,
        version: seq,
    };
    (Key::Record(client), place)
}

/// A client's name and contact. The first version is 1.
pub fn identity(client: ClientId, version: u64) -> (Key, Place<'static>) {
    let place = Place {
        table: "client",
        column: "identity",
        client: Some(client),
        row: client.0,
        version,
    };
    (Key::Identity(client), place)
}

/// Unfinished text. The first version is 1.
pub fn draft(client: ClientId, id: DraftId, version: u64) -> (Key, Place<'static>) {
    let place = Place {
        table: "draft",
        column: "sealed",
        client: Some(client),
        row: id.0,
        version,
    };
    (Key::Record(client), place)
}

pub(crate) fn account(id: AccountId, version: u64) -> (Key, Place<'static>) {
    practice("account", None, id.0, version)
}

pub(crate) fn settings(install: Uuid, version: u64) -> (Key, Place<'static>) {
    let place = Place {
        table: "practice",
        column: "settings",
        client: None,
        row: install,
        version,
    };
    (Key::Practice, place)
}

/// One value of the practice's own content, at its number.
pub(crate) fn content(seq: u64) -> (Key, Place<'static>) {
    practice("content", None, Uuid::from_u128(u128::from(seq)), seq)
}

pub(crate) fn session(id: Uuid, version: u64) -> (Key, Place<'static>) {
    practice("session", None, id, version)
}

pub(crate) fn link(id: Uuid, client: ClientId, version: u64) -> (Key, Place<'static>) {
    practice("link", Some(client), id, version)
}

pub(crate) fn outbox(id: Uuid, version: u64) -> (Key, Place<'static>) {
    practice("outbox", None, id, version)
}

/// Under the client's identity key: it holds an address, and goes when the client is erased.
pub(crate) fn way_in(client: ClientId, version: u64) -> (Key, Place<'static>) {
    let place = Place {
        table: "way_in",
        column: "sealed",
        client: Some(client),
        row: client.0,
        version,
    };
    (Key::Identity(client), place)
}

/// The row is named by the first half of its keyed checksum, which is as good as unique.
pub(crate) fn throttle(subject: &[u8; 32], version: u64) -> (Key, Place<'static>) {
    let [first @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = *subject;
    practice("throttle", None, Uuid::from_bytes(first), version)
}

pub(crate) fn audit_line(seq: u64, client: Option<ClientId>) -> (Key, Place<'static>) {
    practice("audit", client, Uuid::from_u128(u128::from(seq)), seq)
}

fn practice(
    table: &'static str,
    client: Option<ClientId>,
    row: Uuid,
    version: u64,
) -> (Key, Place<'static>) {
    let place = Place {
        table,
        column: "sealed",
        client,
        row,
        version,
    };
    (Key::Practice, place)
}
