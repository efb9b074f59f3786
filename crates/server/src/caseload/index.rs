use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use attune_care::Headline;
use attune_care::appointments::{AppointmentLine, LineStanding};
use attune_care::headline::{OpenAlert, WaitingRequest};
use attune_catalog::Catalog;
use attune_ids::{AccountId, ClientId};
use jiff::civil::Date;
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
    /// By which catalogue the signals were judged; a practice may go by another reference tomorrow.
    judged_by: Option<Arc<Catalog>>,
    clients: HashMap<ClientId, Indexed>,
    /// Clients whose name or headline does not open: damaged, or written by a newer program.
    unreadable: BTreeSet<ClientId>,
}

impl App {
    /// Takes in what changed since the last time: one query, and one opening
    /// per changed client.
    pub(crate) async fn refresh_index(&self) -> Result<(), AppError> {
        self.judge_index_anew().await;
        let cursor = self.index.inner.read().await.cursor;
        let changed = self.store.headlines_since(cursor).await?;
        if changed.clients.is_empty() {
            return Ok(());
        }
        let mut fresh = Vec::with_capacity(changed.clients.len());
        let mut unreadable = BTreeSet::new();
        let mut erased = Vec::new();
        for row in &changed.clients {
            let person = open_identity(self, row.id, row.identity_version, &row.identity);
            let headline = open_headline(self, row.id, row.seq, &row.headline);
            // One damaged row must not hide everybody else; what is in it is unknown, and said to be.
            match person.and_then(|person| Ok((person, headline?))) {
                Ok((person, headline)) => fresh.push((
                    row.id,
                    Indexed {
                        person: Arc::new(person),
                        headline: Arc::new(headline.judged_anew(&self.catalog)),
                    },
                )),
                Err(_) if self.is_erased(row.id).await? => {
                    erased.push(row.id);
                }
                Err(error) => {
                    tracing::error!(client = %row.id, ?error, "a record's headline cannot be read");
                    unreadable.insert(row.id);
                }
            }
        }
        let mut inner = self.index.inner.write().await;
        // Another request may have been faster and further.
        if changed.cursor > inner.cursor {
            inner.cursor = changed.cursor;
            for (client, _) in &fresh {
                inner.unreadable.remove(client);
            }
            inner.clients.extend(fresh);
            // What was known before is out of date, so it is not known any more.
            for client in &unreadable {
                inner.clients.remove(client);
            }
            inner.unreadable.extend(unreadable);
            for client in &erased {
                inner.clients.remove(client);
                inner.unreadable.remove(client);
            }
        }
        Ok(())
    }

    /// Signals as they were written follow the reference of that day. When the practice goes by another one, they are
    /// judged again from the scores in the headlines.
    async fn judge_index_anew(&self) {
        let by_this = |inner: &Inner| {
            let before = inner.judged_by.as_ref();
            before.is_some_and(|before| Arc::ptr_eq(before, &self.catalog))
        };
        if by_this(&*self.index.inner.read().await) {
            return;
        }
        let mut inner = self.index.inner.write().await;
        inner.judged_by = Some(Arc::clone(&self.catalog));
        for client in inner.clients.values_mut() {
            let anew = client.headline.as_ref().clone().judged_anew(&self.catalog);
            if anew != *client.headline {
                client.headline = Arc::new(anew);
            }
        }
    }

    /// Whether a client who cannot be read was erased: the audit has to say so, a row that somebody emptied is not enough.
    async fn is_erased(&self, client: ClientId) -> Result<bool, AppError> {
        Ok(self.store.tells_of_erasure(client).await?)
    }

    /// Those of the given clients of whom nothing is known, because what is stored cannot be read.
    pub(crate) async fn unreadable(&self, clients: &[ClientId]) -> Vec<ClientId> {
        let inner = self.index.inner.read().await;
        let found = clients.iter().filter(|id| inner.unreadable.contains(id));
        found.copied().collect()
    }

    /// Every client with a risk answer nobody has acted on, with these answers.
    pub(crate) async fn clients_with_alerts(&self) -> Vec<(ClientId, Vec<OpenAlert>)> {
        let inner = self.index.inner.read().await;
        let waiting = inner.clients.iter();
        waiting
            .map(|(id, client)| (*id, client.headline.open_alerts.clone()))
            .filter(|(_, alerts)| !alerts.is_empty())
            .collect()
    }

    /// Clients of whom a schedule may have something to ask on this day.
    pub(crate) async fn clients_with_due(&self, today: Date) -> Vec<ClientId> {
        let inner = self.index.inner.read().await;
        let due = |client: &Indexed| client.headline.next_due.is_some_and(|due| due <= today);
        let clients = inner.clients.iter();
        clients
            .filter(|(_, client)| due(client))
            .map(|(id, _)| *id)
            .collect()
    }

    /// Clients who agreed to mails and have an address, with what waits for their answer.
    pub(crate) async fn clients_who_want_reminders(&self) -> Vec<(ClientId, Vec<WaitingRequest>)> {
        let inner = self.index.inner.read().await;
        let wanting = inner.clients.iter();
        wanting
            .filter(|(_, client)| client.person.reminders && !client.person.email.is_empty())
            .map(|(id, client)| (*id, client.headline.waiting.clone()))
            .filter(|(_, waiting)| !waiting.is_empty())
            .collect()
    }

    /// Clients who agreed to mails and have an address, with the times at which they meet somebody on this day.
    pub(crate) async fn clients_who_meet_on(&self, day: Date) -> Vec<(ClientId, AppointmentLine)> {
        let inner = self.index.inner.read().await;
        let wanting = inner
            .clients
            .iter()
            .filter(|(_, client)| client.person.reminders && !client.person.email.is_empty());
        wanting
            .flat_map(|(id, client)| {
                let lines = client.headline.appointments.iter();
                lines
                    .filter(|line| line.standing == LineStanding::Agreed && line.at.date() == day)
                    .map(|line| (*id, line.clone()))
            })
            .collect()
    }

    /// Clients of whom a case is shared with this account on this day, in the order of their ids.
    pub(crate) async fn clients_with_case(&self, with: AccountId, today: Date) -> Vec<ClientId> {
        let inner = self.index.inner.read().await;
        let shared = |client: &Indexed| {
            let mut cases = client.headline.cases.iter();
            cases.any(|case| case.with == with && case.until >= today)
        };
        let mut found: Vec<ClientId> = inner
            .clients
            .iter()
            .filter(|(_, client)| shared(client))
            .map(|(id, _)| *id)
            .collect();
        found.sort();
        found
    }

    /// The headlines of everybody, and of how many none can be read. Without names: for counts
    /// over the whole practice.
    pub(crate) async fn all_headlines(&self) -> (Vec<(ClientId, Arc<Headline>)>, usize) {
        let inner = self.index.inner.read().await;
        let headlines = inner.clients.iter();
        let headlines = headlines
            .map(|(id, client)| (*id, Arc::clone(&client.headline)))
            .collect();
        (headlines, inner.unreadable.len())
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
