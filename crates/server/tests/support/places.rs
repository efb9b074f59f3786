//! Addresses and forms: every route filled with what really exists.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use attune_care::Record;
use attune_care::assess::Way;
use attune_ids::{IdSource, RandomIds};
use attune_server::Route;
use attune_testkit::forms::{Kind, Sending, links, sendings};
use uuid::Uuid;

use super::world::{Known, Who, World};
use super::{Browser, Page};

/// A real address of this route.
pub(crate) fn address(route: &Route, world: &World, known: &Known) -> String {
    let filled = route.path.split('/').map(|part| {
        let name = part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'));
        match name {
            Some(name) => value(name, route, world, known),
            None => part.to_owned(),
        }
    });
    filled.collect::<Vec<_>>().join("/")
}

fn value(name: &str, route: &Route, world: &World, known: &Known) -> String {
    let record = &known.record;
    let open_session = record.sessions.iter().find(|state| state.note.is_none());
    let open_task = record.tasks.iter().find(|state| state.outcome.is_none());
    // One to be answered in the room; `purpose` of a link takes the others.
    let way = if route.path.contains("/assess/paper/") {
        Way::Paper
    } else {
        Way::InRoom
    };
    let open_assignment = record
        .assignments
        .iter()
        .find(|state| state.is_open() && state.assignment.way == way);
    // What waits in the client's space, the other way round.
    let linked_assignment = record
        .assignments
        .iter()
        .find(|state| state.is_open() && state.assignment.way == Way::Link);
    match name {
        "assignment" if route.path.starts_with("/portal") => {
            linked_assignment.unwrap().assignment.id.to_string()
        }
        "appointment" => {
            let agreed = record.appointments.iter().find(|state| state.is_agreed());
            agreed.unwrap().id.to_string()
        }
        "together" => {
            let mut met = record.sessions.iter().filter_map(|state| state.together);
            met.next().unwrap().together.to_string()
        }
        "on" => {
            let mut met = record
                .sessions
                .iter()
                .filter(|state| state.together.is_some());
            met.next().unwrap().meeting.on.to_string()
        }
        "client" => known.id.to_string(),
        "other" => world.blank.to_string(),
        "page" => record.journal[0].id.to_string(),
        "diary" => record.diaries[0].agreement.item.id.to_string(),
        "session" => open_session.unwrap().meeting.id.to_string(),
        "task" => open_task.unwrap().task.id.to_string(),
        "assignment" => open_assignment.unwrap().assignment.id.to_string(),
        "alert" => record.open_alerts().next().unwrap().alert.id.to_string(),
        "problem" if route.path.starts_with("/evidence") => "depression".to_owned(),
        "schedule" => record.schedules[0].schedule.id.to_string(),
        "problem" => record
            .open_problems()
            .next()
            .unwrap()
            .problem
            .id
            .to_string(),
        "factor" => record.formulation.factors[0].id.to_string(),
        "influence" => record.formulation.influences[0].id.to_string(),
        "strand" => record.plan().unwrap().strands[0].id.to_string(),
        "aspect" => record.aspects[0].item.id.to_string(),
        "person" => record.people[0].item.id.to_string(),
        "tie" => record.ties[0].item.id.to_string(),
        "event" => record.life_events[0].item.id.to_string(),
        "entry" | "response" => record.responses[0].entry.to_string(),
        "number" | "version" => "1".to_owned(),
        "measure" => "phq-9".to_owned(),
        "letter" => record.letters[0].item.letter.to_string(),
        "purpose" => "physician".to_owned(),
        "place" => "risk".to_owned(),
        "worksheet" => record.given_worksheets[0].given.item.worksheet.clone(),
        "giving" => record.given_worksheets[0].given.entry.to_string(),
        "sheet" => record.sheets[0].item.id.to_string(),
        "moment" => record.moments[0].item.id.to_string(),
        "technique" => "thought-record".to_owned(),
        "domain" => "thoughts".to_owned(),
        "area" => "depression".to_owned(),
        "account" => world.accounts[&Who::OtherSupervisor].to_string(),
        "name" => "nothing.css".to_owned(),
        "token" if route.path.starts_with("/welcome") => world.invitation.clone(),
        "token" if route.path.starts_with("/s/") => known.space.clone(),
        "token" if route.path.starts_with("/calendar/") => world.calendar.clone(),
        "token" => known.link.clone(),
        unknown => panic!(
            "no value for {{{unknown}}} of {}: teach it to this test",
            route.path
        ),
    }
}

/// Does this address belong to this route?
pub(crate) fn belongs(path: &str, route: &Route) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.split('/');
    let fits = route.path.split('/').all(|wanted| {
        parts
            .next()
            .is_some_and(|part| wanted == part || (wanted.starts_with('{') && !part.is_empty()))
    });
    fits && parts.next().is_none()
}

/// The route an address belongs to. A route without placeholders counts more than one with them.
pub(crate) fn route_of<'a>(path: &str, method: &str, routes: &'a [Route]) -> Option<&'a Route> {
    routes
        .iter()
        .filter(|route| route.method == method && belongs(path, route))
        .max_by_key(|route| {
            route
                .path
                .split('/')
                .filter(|part| !part.starts_with('{'))
                .count()
        })
}

/// What can be sent to each route, found by walking through the pages as people do.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    by_route: BTreeMap<&'static str, Sending>,
}

/// No questionnaire that is answered on a phone has more.
const MOST_ITEMS: usize = 12;

/// Every page that can be found by following links from the usual doors, as each of those who may come sees it.
pub(crate) async fn pages(world: &World, routes: &[Route]) -> Vec<(String, Page)> {
    let ours = format!("/clients/{}", world.ours.id);
    let blank = format!("/clients/{}", world.blank);
    let welcome = format!("/welcome/{}", world.invitation);
    let mut pages = Vec::new();
    for (who, doors) in [
        (Who::OwnClinician, vec!["/", ours.as_str(), blank.as_str()]),
        (Who::OurLink, vec!["/portal"]),
        (Who::OurSpace, vec!["/portal/today"]),
        (Who::Administrator, vec!["/", "/practice"]),
        (Who::Nobody, vec!["/sign-in", welcome.as_str()]),
    ] {
        let mut doors: Vec<String> = doors.into_iter().map(str::to_owned).collect();
        // Pages that no link leads to are still pages.
        let unlinked = routes.iter().filter(|route| route.method == "GET");
        doors.extend(unlinked.map(|route| address(route, world, &world.ours)));
        doors.extend((1..=MOST_ITEMS).map(|number| format!("/portal/item/{number}")));
        pages.extend(walk(world.browser(who), doors, routes).await);
    }
    pages
}

async fn walk(mut browser: Browser, doors: Vec<String>, routes: &[Route]) -> Vec<(String, Page)> {
    const MOST_PAGES: usize = 400;
    // There are more than a hundred worksheets, and their pages are alike.
    const MOST_OF_A_KIND: usize = 24;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut pages = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut ahead: VecDeque<String> = doors.into();
    while let Some(path) = ahead.pop_front() {
        if pages.len() >= MOST_PAGES || !seen.insert(path.clone()) {
            continue;
        }
        // A link for a client is opened by the client alone.
        let Some(route) = route_of(&path, "GET", routes) else {
            continue;
        };
        let kind = kinds.entry(route.path).or_default();
        if route.path == "/q/{token}" || *kind >= MOST_OF_A_KIND {
            continue;
        }
        *kind += 1;
        let page = browser.get(&path).await;
        if page.status == 200 {
            ahead.extend(links(&page.body));
            pages.push((path, page));
        }
    }
    pages
}

impl Forms {
    pub(crate) async fn gather(world: &World, routes: &[Route]) -> Self {
        let mut forms = Self::default();
        for (_, page) in pages(world, routes).await {
            for mut sending in sendings(&page.body) {
                let ours = world.ours.id.to_string();
                if let Some(route) = route_of(&sending.action, "POST", routes) {
                    sending.action = replaced(&sending.action, world.blank.0, &ours);
                    forms.by_route.entry(route.path).or_insert(sending);
                }
            }
        }
        forms
    }

    /// The same forms as they stand in another world that tells the same story.
    pub(crate) fn moved(&self, from: &World, to: &World) -> Self {
        let random = |world: &World| {
            let accounts = world.accounts.values().map(ToString::to_string);
            let secrets = [
                world.invitation.clone(),
                world.ours.link.clone(),
                world.ours.space.clone(),
            ];
            accounts.chain(secrets).collect::<Vec<_>>()
        };
        let pairs: Vec<(String, String)> = random(from).into_iter().zip(random(to)).collect();
        self.exchanged(|text| {
            pairs
                .iter()
                .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
        })
    }

    /// The same forms as the other client's pages have them.
    pub(crate) fn theirs(&self, world: &World, ids: &Ids) -> Self {
        self.exchanged(|text| {
            let text = text.replace(world.ours.mark, world.theirs.mark);
            ids.0.iter().fold(text, |text, (ours, theirs)| {
                replaced(&text, *ours, &theirs.to_string())
            })
        })
    }

    fn exchanged(&self, exchange: impl Fn(&str) -> String) -> Self {
        let by_route = self.by_route.iter().map(|(route, sending)| {
            let mut sending = sending.clone();
            sending.action = exchange(&sending.action);
            for field in &mut sending.fields {
                field.value = exchange(&field.value);
                if let Kind::OneOf(values) = &mut field.kind {
                    *values = values.iter().map(|value| exchange(value)).collect();
                }
            }
            (*route, sending)
        });
        Self {
            by_route: by_route.collect(),
        }
    }

    /// Address and content of something plausible to send to this route. `None` where no page has a form for it.
    pub(crate) fn plausible(
        &self,
        route: &Route,
        known: &Ids,
    ) -> Option<(String, Vec<(String, String)>)> {
        let sending = self.by_route.get(route.path)?;
        let fields = sending.filled(|field| {
            let value = field.plausible("plausible words", "2026-05-14")?;
            Some(fresh_id(value, known))
        });
        Some((sending.action.clone(), fields))
    }
}

/// The id of a form is new every time; an id out of the record stays.
fn fresh_id(value: String, known: &Ids) -> String {
    match value.parse::<Uuid>() {
        Ok(id) if !known.has(id) => RandomIds.next_id().simple().to_string(),
        _ => value,
    }
}

/// The ids of our client's record, each with its counterpart in the other client's: both tell the same story.
#[derive(Debug, Clone)]
pub(crate) struct Ids(pub(crate) BTreeMap<Uuid, Uuid>);

impl Ids {
    pub(crate) fn of(world: &World) -> Self {
        let accounts: BTreeSet<Uuid> = world.accounts.values().map(|account| account.0).collect();
        let ours = ids_in(&world.ours.record);
        let theirs = ids_in(&world.theirs.record);
        assert_eq!(ours.len(), theirs.len(), "the same story");
        let pairs = ours.into_iter().zip(theirs);
        let mut pairs: BTreeMap<Uuid, Uuid> =
            pairs.filter(|(ours, _)| !accounts.contains(ours)).collect();
        pairs.insert(world.ours.id.0, world.theirs.id.0);
        Self(pairs)
    }

    fn has(&self, id: Uuid) -> bool {
        self.0
            .iter()
            .any(|(ours, theirs)| [*ours, *theirs].contains(&id))
    }

    /// Every id of ours in this text, other than the client's own.
    pub(crate) fn within(&self, text: &str, client: Uuid) -> Vec<Uuid> {
        let found = self.0.keys().copied().filter(|id| *id != client);
        found.filter(|id| replaced(text, *id, "") != text).collect()
    }
}

/// The text with an id written in either of its usual ways exchanged.
pub(crate) fn replaced(text: &str, id: Uuid, by: &str) -> String {
    text.replace(&id.simple().to_string(), by)
        .replace(&id.hyphenated().to_string(), by)
}

fn ids_in(record: &Record) -> Vec<Uuid> {
    let text = format!("{record:?}");
    text.split(|letter: char| !letter.is_ascii_hexdigit() && letter != '-')
        .filter(|word| word.len() == 36)
        .filter_map(|word| word.parse().ok())
        .collect()
}
