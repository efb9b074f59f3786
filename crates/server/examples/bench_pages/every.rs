//! Every page of one client, for their clinician and for themselves, over a real connection to the program as it serves.

use std::time::{Duration, Instant};

use attune_care::Record;
use attune_ids::ClientId;
use attune_server::policy::Policy;
use attune_server::{App, routes, serve};
use tokio::net::TcpListener;

use crate::http::get;
use crate::{Failure, space};

/// Of each page; the first is counted apart, since it may bring something up to date or work something out that is
/// kept afterwards.
const REQUESTS: usize = 60;

/// One page, asked for again and again.
pub(crate) struct Page {
    /// The pattern of its address.
    pub(crate) path: &'static str,
    /// What whoever comes first waits.
    pub(crate) first: Duration,
    /// The others, shortest first.
    pub(crate) times: Vec<Duration>,
    /// Length of the page.
    pub(crate) bytes: usize,
}

impl Page {
    /// So many of 100 requests were answered within this.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let place = self.times.len() * percent / 100;
        self.times[place.min(self.times.len() - 1)]
    }
}

/// What was measured, and patterns this record has nothing to show for.
pub(crate) struct Measured {
    pub(crate) pages: Vec<Page>,
    pub(crate) left_out: Vec<&'static str>,
}

/// Asks for every page of this client's record, and of the space of their own.
pub(crate) async fn measure(
    app: &App,
    session: &str,
    client: ClientId,
) -> Result<Measured, Failure> {
    let opened = app.open_for_import(client).await;
    let opened = opened.map_err(|error| format!("{error:?}"))?;
    let record = opened.ok_or("there is no such record")?.record;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let serving = tokio::spawn(serve(listener, app.clone(), std::future::pending()));
    let clinician = format!("__Host-attune={session}");
    let visit = space::enter(app, &clinician, client).await?;
    let mut measured = Measured {
        pages: Vec::new(),
        left_out: Vec::new(),
    };
    for route in routes(app) {
        let of_client = route.path.starts_with("/clients/{client}")
            && matches!(route.policy, Policy::ReadRecord | Policy::WriteRecord);
        let of_space = route.policy == Policy::ClientSpace;
        if route.method != "GET" || !(of_client || of_space) {
            continue;
        }
        let cookie = if of_space { &visit } else { &clinician };
        let Some(path) = fill(route.path, client, &record) else {
            measured.left_out.push(route.path);
            continue;
        };
        let mut times = Vec::with_capacity(REQUESTS);
        let mut bytes = 0;
        for _ in 0..=REQUESTS {
            let start = Instant::now();
            let answer = get(address, &path, cookie).await?;
            times.push(start.elapsed());
            bytes = answer.bytes;
            if answer.status != 200 {
                break;
            }
        }
        if times.len() <= REQUESTS {
            measured.left_out.push(route.path);
            continue;
        }
        let first = times.remove(0);
        times.sort();
        measured.pages.push(Page {
            path: route.path,
            first,
            times,
            bytes,
        });
    }
    serving.abort();
    Ok(measured)
}

/// An address of this pattern; none if the record has nothing it could be about.
fn fill(pattern: &str, client: ClientId, record: &Record) -> Option<String> {
    let parts = pattern.split('/').map(|part| {
        let name = part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'));
        match name {
            Some("client") => Some(client.to_string()),
            Some(name) => about(name, pattern, record),
            None => Some(part.to_owned()),
        }
    });
    parts
        .collect::<Option<Vec<String>>>()
        .map(|parts| parts.join("/"))
}

fn about(name: &str, pattern: &str, record: &Record) -> Option<String> {
    let formulation = &record.formulation;
    Some(match name {
        "session" => record.sessions.last()?.meeting.id.to_string(),
        "task" => record.tasks.last()?.task.id.to_string(),
        "assignment" => record.assignments.last()?.assignment.id.to_string(),
        "entry" | "response" => record.responses.last()?.entry.to_string(),
        "problem" => record.problems.first()?.problem.id.to_string(),
        "factor" => formulation.factors.first()?.id.to_string(),
        "influence" => formulation.influences.first()?.id.to_string(),
        "strand" => record.plan()?.strands.first()?.id.to_string(),
        "diary" => record.diaries.last()?.agreement.item.id.to_string(),
        "page" => record.journal.last()?.id.to_string(),
        "sheet" => record.sheets.last()?.item.id.to_string(),
        "moment" => record.moments.last()?.item.id.to_string(),
        "letter" => record.letters.last()?.item.letter.to_string(),
        "worksheet" => "thought-record".to_owned(),
        "number" if pattern.contains("/letters/") => record.letters.last()?.item.number.to_string(),
        "number" | "version" => record.plan()?.number.to_string(),
        "measure" => "phq-9".to_owned(),
        "technique" => "thought-record".to_owned(),
        "purpose" => "physician".to_owned(),
        "place" => "risk".to_owned(),
        "domain" => "thoughts".to_owned(),
        "area" => "depression".to_owned(),
        _ => return None,
    })
}
