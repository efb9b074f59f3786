//! Somebody at work: new clients, sessions, notes kept as they are typed and then locked, factors.

use std::sync::atomic::{AtomicBool, Ordering};

use attune_ids::{ClientId, EntryId, IdSource, RandomIds, SessionId};

use crate::ledger::Saved;
use crate::support::{Browser, Page};

/// Most requests between two kills.
const MOST: usize = 60;

/// What one writer is doing.
pub struct Writer {
    number: usize,
    count: usize,
    client: Option<ClientId>,
    session: Option<Open>,
    /// Sent, and never answered: it may be kept or not, and is sent again.
    unanswered: Option<Request>,
}

/// A session whose note is being written.
struct Open {
    id: SessionId,
    version: u64,
}

#[derive(Clone)]
struct Request {
    path: String,
    form: Vec<(&'static str, String)>,
    what: What,
}

#[derive(Clone)]
enum What {
    Begin(ClientId),
    Hold(ClientId, EntryId),
    Keep(ClientId, SessionId, String),
    Lock(ClientId, SessionId, EntryId, String),
    Factor(ClientId, EntryId, String),
}

impl Writer {
    pub fn new(number: usize) -> Self {
        Self {
            number,
            count: 0,
            client: None,
            session: None,
            unanswered: None,
        }
    }

    /// Saves until the program does not answer any more. Returns what it acknowledged.
    pub fn write(&mut self, browser: &Browser, stop: &AtomicBool) -> Vec<Saved> {
        let mut saved = Vec::new();
        for _ in 0..MOST {
            let request = self.unanswered.take().unwrap_or_else(|| self.next());
            let form: Vec<(&str, &str)> = request
                .form
                .iter()
                .map(|(key, value)| (*key, value.as_str()))
                .collect();
            match browser.post(&request.path, &form) {
                Ok(page) => saved.push(self.acknowledged(request.what, &page)),
                Err(_) => {
                    self.unanswered = Some(request);
                    return saved;
                }
            }
            if stop.load(Ordering::Relaxed) {
                break;
            }
        }
        saved
    }

    fn next(&mut self) -> Request {
        self.count += 1;
        let Some(client) = self.client.filter(|_| !self.count.is_multiple_of(40)) else {
            return self.begin();
        };
        let Some(open) = &self.session else {
            return hold(client);
        };
        let text = format!("writer {} line {}", self.number, self.count);
        match self.count % 6 {
            0 => lock(client, open, text),
            3 => factor(client, text),
            _ => keep(client, open, text),
        }
    }

    fn begin(&mut self) -> Request {
        let client = ClientId::new(&mut RandomIds as &mut dyn IdSource);
        let name = format!("Client {} of writer {}", self.count, self.number);
        Request {
            path: "/clients/new".to_owned(),
            form: vec![("name", name), ("client", client.to_string())],
            what: What::Begin(client),
        }
    }

    /// What an answer means. Every request here is one that has to be taken.
    fn acknowledged(&mut self, what: What, page: &Page) -> Saved {
        assert!(
            [204, 303].contains(&page.status),
            "{} {}",
            page.status,
            page.body
        );
        match what {
            What::Begin(client) => {
                (self.client, self.session) = (Some(client), None);
                Saved::Client(client)
            }
            What::Hold(client, entry) => {
                let location = page.header("location").unwrap();
                let (_, id) = location.rsplit_once("/session/").unwrap();
                let id = id.split(['#', '?']).next().unwrap().parse().unwrap();
                self.session = Some(Open { id, version: 0 });
                Saved::Entry {
                    client,
                    entry,
                    words: None,
                }
            }
            What::Keep(client, session, text) => {
                let version = page.header("attune-version").unwrap().parse().unwrap();
                self.session = Some(Open {
                    id: session,
                    version,
                });
                Saved::Draft {
                    client,
                    session,
                    version,
                    text,
                }
            }
            What::Lock(client, session, entry, text) => {
                self.session = None;
                Saved::Locked {
                    client,
                    session,
                    entry,
                    text,
                }
            }
            What::Factor(client, entry, text) => Saved::Entry {
                client,
                entry,
                words: Some(text),
            },
        }
    }
}

fn entry() -> EntryId {
    EntryId::new(&mut RandomIds as &mut dyn IdSource)
}

fn hold(client: ClientId) -> Request {
    let entry = entry();
    Request {
        path: format!("/clients/{client}/session"),
        form: vec![
            ("entry", entry.to_string()),
            ("on", "2026-01-05".to_owned()),
            ("how", "in_person".to_owned()),
        ],
        what: What::Hold(client, entry),
    }
}

fn keep(client: ClientId, open: &Open, text: String) -> Request {
    Request {
        path: format!("/clients/{client}/session/{}/note/autosave", open.id),
        form: vec![
            ("entry", entry().to_string()),
            ("version", open.version.to_string()),
            ("text", text.clone()),
        ],
        what: What::Keep(client, open.id, text),
    }
}

fn lock(client: ClientId, open: &Open, text: String) -> Request {
    let entry = entry();
    Request {
        path: format!("/clients/{client}/session/{}/lock", open.id),
        form: vec![
            ("entry", entry.to_string()),
            ("version", open.version.to_string()),
            ("text", text.clone()),
        ],
        what: What::Lock(client, open.id, entry, text),
    }
}

fn factor(client: ClientId, text: String) -> Request {
    let entry = entry();
    Request {
        path: format!("/clients/{client}/formulate/factors"),
        form: vec![
            ("entry", entry.to_string()),
            ("text", text.clone()),
            ("domain", "thoughts".to_owned()),
        ],
        what: What::Factor(client, entry, text),
    }
}
