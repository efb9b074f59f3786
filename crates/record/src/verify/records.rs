use std::collections::HashMap;

use attune_ids::{ClientId, DraftId, EntryId};
use uuid::Uuid;

use super::{Finding, PAGE, Verification, advance, page};
use crate::client;
use crate::db::{on_db, statements};
use crate::draft;
use crate::error::{StoreError, What};
use crate::place;
use crate::plain::{from_column, to_column};

statements! {
    CLIENT_PAGE = "SELECT id, seq, identity, identity_version, headline, change FROM client
        WHERE id > $1 ORDER BY id LIMIT $2";
    ENTRY_PAGE = "SELECT client_id, seq, id, sealed FROM entry
        WHERE (client_id, seq) > ($1, $2) ORDER BY client_id, seq LIMIT $3";
    DRAFT_PAGE = "SELECT id, client_id, version, sealed FROM draft WHERE id > $1 ORDER BY id LIMIT $2";
}

/// How far the entries of a record were followed.
struct Followed {
    /// The position of the last entry met.
    last: u64,
    /// The number of entries its client's row tells of.
    of: u64,
}

impl Verification<'_> {
    /// Clients, their entries and their drafts.
    pub(super) async fn records(&mut self) -> Result<(), StoreError> {
        let mut records = self.clients().await?;
        self.entries(&mut records).await?;
        for (client, record) in records {
            self.gap(client, record.last, record.of.saturating_add(1));
        }
        self.drafts().await
    }

    async fn clients(&mut self) -> Result<HashMap<ClientId, Followed>, StoreError> {
        let mut records = HashMap::new();
        let mut last = Uuid::nil();
        loop {
            let rows: Vec<client::Columns> = page!(self.tx, CLIENT_PAGE, last);
            if rows.is_empty() {
                break;
            }
            for row in rows {
                advance(&mut last, row.0)?;
                let of = self.client(row)?;
                records.insert(ClientId(last), Followed { last: 0, of });
            }
        }
        self.report.counted.clients = records.len() as u64;
        let gone: Vec<ClientId> = self
            .told
            .entries
            .keys()
            .filter(|client| !records.contains_key(client))
            .copied()
            .collect();
        for client in gone {
            self.found(Finding::Missing {
                what: What::Client,
                id: client.0,
            });
        }
        Ok(records)
    }

    /// Checks one row and returns the number of entries it tells of.
    fn client(
        &mut self,
        (id, seq, identity, identity_version, headline, change): client::Columns,
    ) -> Result<u64, StoreError> {
        let client = ClientId(id);
        let seq = from_column(What::Client, seq)?;
        let version = from_column(What::Identity, identity_version)?;
        self.compare(
            What::Client,
            id,
            self.told.entries.get(&client).copied(),
            seq,
        );
        self.compare(
            What::Identity,
            id,
            self.told.identities.get(&client).copied(),
            version,
        );
        let lines = self.report.head.map_or(0, |head| head.seq);
        let change = from_column(What::Client, change)?;
        if change > lines {
            self.found(Finding::NotTold {
                what: What::Client,
                id,
                told: lines,
                found: change,
            });
        }
        // An erasure takes name and headline out before the keys are destroyed.
        if identity.is_empty() && self.told.erased.contains(&client) {
            self.report.counted.erased += 1;
            return Ok(seq);
        }
        match self.opens(place::identity(client, version), identity)? {
            Some(true) => {}
            Some(false) => self.unreadable(What::Identity, Some(client), id),
            None if self.told.erased.contains(&client) => self.report.counted.erased += 1,
            None => self.found(Finding::KeysMissing { client }),
        }
        if self.opens(place::headline(client, seq), headline)? == Some(false) {
            self.unreadable(What::Headline, Some(client), id);
        }
        Ok(seq)
    }

    async fn entries(
        &mut self,
        records: &mut HashMap<ClientId, Followed>,
    ) -> Result<(), StoreError> {
        let mut last = (Uuid::nil(), 0_u64);
        loop {
            let rows: Vec<(Uuid, i64, Uuid, Vec<u8>)> =
                page!(self.tx, ENTRY_PAGE, last.0, to_column(last.1));
            if rows.is_empty() {
                return Ok(());
            }
            for (client, seq, id, sealed) in rows {
                advance(&mut last, (client, from_column(What::Entry, seq)?))?;
                self.entry(records, ClientId(client), last.1, EntryId(id), sealed)?;
            }
        }
    }

    fn entry(
        &mut self,
        records: &mut HashMap<ClientId, Followed>,
        client: ClientId,
        seq: u64,
        id: EntryId,
        sealed: Vec<u8>,
    ) -> Result<(), StoreError> {
        self.report.counted.entries += 1;
        let nothing = Followed { last: 0, of: 0 };
        let record = records.entry(client).or_insert(nothing);
        let before = std::mem::replace(&mut record.last, seq);
        let of = record.of;
        if before <= of && seq > of {
            self.found(Finding::EntriesBeyond { client, from: seq });
        }
        self.gap(client, before, seq.min(of.saturating_add(1)));
        if self.opens(place::entry(client, id, seq), sealed)? == Some(false) {
            self.found(Finding::Unreadable {
                what: What::Entry,
                client: Some(client),
                row: seq.to_string(),
            });
        }
        Ok(())
    }

    /// Reports the entries between two positions that should follow each other.
    fn gap(&mut self, client: ClientId, before: u64, after: u64) {
        if after > before.saturating_add(1) {
            self.found(Finding::EntriesMissing {
                client,
                from: before + 1,
                to: after - 1,
            });
        }
    }

    async fn drafts(&mut self) -> Result<(), StoreError> {
        let mut last = Uuid::nil();
        loop {
            let rows: Vec<draft::Columns> = page!(self.tx, DRAFT_PAGE, last);
            if rows.is_empty() {
                return Ok(());
            }
            for (id, client, version, sealed) in rows {
                advance(&mut last, id)?;
                self.report.counted.drafts += 1;
                let client = ClientId(client);
                let version = from_column(What::Draft, version)?;
                let place = place::draft(client, DraftId(id), version);
                if self.opens(place, sealed)? == Some(false) {
                    self.unreadable(What::Draft, Some(client), id);
                }
            }
        }
    }
}
