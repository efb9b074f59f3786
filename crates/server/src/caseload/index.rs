use std::collections::HashMap;
use std::sync::Arc;

use attune_care::Headline;
use attune_ids::ClientId;
use tokio::sync::RwLock;

use crate::gate::{open_headline, open_identity};
use crate::identity::Identity;
use crate::{App, AppError};

/// One client in the index.
#[derive(Debug, Clone)]
pub(crate) struct Indexed {
    /// Name and contact.
    pub(crate) person: Arc<Identity>,
    /// The headline as last written.
    pub(crate) headline: Arc<Headline>,
}

/// Headlines of all clients, opened into memory. Lists are made from it without
/// opening records; it follows the store by the store's own change number.
#[derive(Default)]
pub(crate) struct Index {
    inner: RwLock<Inner>,
}

#[derive(Default)]
struct Inner {
    cursor: u64,
    clients: HashMap<ClientId, Indexed>,
}

impl App {
    /// Takes in what changed since the last time: one query, and one opening
    /// per changed client.
    pub(crate) async fn refresh_index(&self) -> Result<(), AppError> {
        let cursor = self.index.inner.read().await.cursor;
        let changed = self.store.headlines_since(cursor).await?;
        if changed.clients.is_empty() {
            return Ok(());
        }
        let mut fresh = Vec::with_capacity(changed.clients.len());
        for row in &changed.clients {
            let person = open_identity(self, row.id, row.identity_version, &row.identity)?;
            let headline = open_headline(self, row.id, row.seq, &row.headline)?;
            fresh.push((
                row.id,
                Indexed {
                    person: Arc::new(person),
                    headline: Arc::new(headline),
                },
            ));
        }
        let mut inner = self.index.inner.write().await;
        // Another request may have been faster and further.
        if changed.cursor > inner.cursor {
            inner.cursor = changed.cursor;
            inner.clients.extend(fresh);
        }
        Ok(())
    }

    /// The given clients, as far as they are known.
    pub(crate) async fn indexed(&self, clients: &[ClientId]) -> Vec<(ClientId, Indexed)> {
        let inner = self.index.inner.read().await;
        clients
            .iter()
            .filter_map(|id| Some((*id, inner.clients.get(id)?.clone())))
            .collect()
    }
}
