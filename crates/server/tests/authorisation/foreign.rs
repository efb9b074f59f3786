//! Ids of another client's record in an address or a form of ours are as if they were not there.

use attune_server::policy::Policy;
use attune_server::{Route, routes};
use axum::http::header::LOCATION;
use uuid::Uuid;

use crate::Case;
use crate::reference::Whose;
use crate::support::Page;
use crate::support::places::{Forms, Ids, address, replaced};
use crate::support::world::{Who, World};
use crate::tally::Tally;

/// What is put in the place of an id of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// An id that nothing has.
    NoOnes,
    /// The id of the same thing in the other client's record.
    Theirs,
}

/// One world in which every exchange is made in the same order, so that two of them can be compared.
struct Stage {
    world: World,
    forms: Forms,
    ids: Ids,
    by: By,
}

/// Where an id stands in a request.
#[derive(Debug, Clone, Copy)]
enum Spot {
    Path,
    Field(usize),
}

#[tokio::test]
async fn what_belongs_to_another_record_is_as_if_it_were_not_there() {
    let mut missing = Stage::new(By::NoOnes).await;
    let mut theirs = Stage::new(By::Theirs).await;
    let mut tally = Tally::of(&missing.world).await;
    for route in routes(&missing.world.practice.app) {
        let Some(who) = who_is_ours(&route) else {
            continue;
        };
        let request = missing.request(&route);
        let same_request = theirs.request(&route);
        let spots = missing.spots(&request);
        assert_eq!(
            spots.len(),
            theirs.spots(&same_request).len(),
            "{}",
            route.path
        );
        for (number, (spot, _)) in spots.iter().enumerate() {
            let case = Case {
                route: &route,
                who,
                whose: Whose::Ours,
            };
            let one = missing.send(&case, number).await;
            tally.look(&case, &one);
            let other = theirs.send(&case, number).await;
            tally.look(&case, &other);
            let what = format!(
                "{} {} with another record's id, {spot:?}: {} instead of {}",
                route.method, route.path, other.status, one.status
            );
            let difference = difference(&one, &other);
            if let Some(difference) = difference {
                tally.note(format!("{what}; {difference}"));
            }
            let in_path = matches!(spot, Spot::Path);
            if in_path && route.method == "GET" && ![404, 422].contains(&other.status) {
                tally.note(what);
            }
        }
    }
    theirs.nothing_came_over().await;
    tally.finish("what belongs to another record is as if it were not there");
}

/// Who may use this route for our client.
fn who_is_ours(route: &Route) -> Option<Who> {
    match route.policy {
        Policy::ReadRecord | Policy::WriteRecord => Some(Who::OwnClinician),
        Policy::ClientLink => Some(Who::OurLink),
        Policy::ClientSpace => Some(Who::OurSpace),
        Policy::Anyone
        | Policy::Staff
        | Policy::Clinical
        | Policy::Administrator
        | Policy::EraseRecord
        | Policy::BothRecords => None,
    }
}

type Request = (String, Vec<(String, String)>);

impl Stage {
    async fn new(by: By) -> Self {
        let world = World::new().await;
        let routes = routes(&world.practice.app);
        Self {
            forms: Forms::gather(&world, &routes).await,
            ids: Ids::of(&world),
            world,
            by,
        }
    }

    /// Something that works, before anything is exchanged.
    fn request(&self, route: &Route) -> Request {
        let found = self.forms.plausible(route, &self.ids);
        found.unwrap_or_else(|| (address(route, &self.world, &self.world.ours), Vec::new()))
    }

    /// Every id of our record in it, in order.
    fn spots(&self, (path, fields): &Request) -> Vec<(Spot, Uuid)> {
        let client = self.world.ours.id.0;
        let within = |text: &str| {
            let mut found = self.ids.within(text, client);
            // By where they stand: the order of random ids differs from world to world.
            found.sort_by_key(|id| text.find(&id.simple().to_string()));
            found
        };
        let in_path = within(path).into_iter().map(|id| (Spot::Path, id));
        let in_fields = fields.iter().enumerate().flat_map(|(at, (_, value))| {
            within(value)
                .into_iter()
                .map(move |id| (Spot::Field(at), id))
        });
        in_path.chain(in_fields).collect()
    }

    async fn send(&mut self, case: &Case<'_>, spot: usize) -> Page {
        let (mut path, mut fields) = self.request(case.route);
        let (place, id) = self.spots(&(path.clone(), fields.clone()))[spot];
        let by = match self.by {
            // One that stays the same, as theirs do: sent twice, it is the same again.
            By::NoOnes => Uuid::from_u128(!id.as_u128()),
            By::Theirs => self.ids.0[&id],
        };
        let by = by.simple().to_string();
        match place {
            Spot::Path => path = replaced(&path, id, &by),
            Spot::Field(at) => fields[at].1 = replaced(&fields[at].1, id, &by),
        }
        let mut browser = self.world.browser(case.who);
        if case.route.method == "GET" {
            return browser.get(&path).await;
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        browser.post(&path, &fields).await
    }

    /// Whatever was answered: nothing of the other record is in ours now, and it is as it was.
    async fn nothing_came_over(&self) {
        let practice = &self.world.practice;
        let ours = format!("{:?}", practice.record(self.world.ours.id).await);
        for theirs in self.ids.0.values() {
            assert_eq!(replaced(&ours, *theirs, ""), ours, "an id came over");
        }
        let theirs = practice.record(self.world.theirs.id).await;
        assert_eq!(
            theirs, self.world.theirs.record,
            "the other record was changed"
        );
    }
}

/// Where two answers differ, apart from the ids, which differ from world to world.
fn difference(one: &Page, other: &Page) -> Option<String> {
    let location = |page: &Page| {
        let location = page.headers.get(LOCATION);
        without_ids(location.map_or("", |value| value.to_str().unwrap()))
    };
    if (one.status, location(one)) != (other.status, location(other)) {
        return Some(format!("{} or {}", location(one), location(other)));
    }
    let (one, other) = (without_ids(&one.body), without_ids(&other.body));
    let mut lines = one.lines().zip(other.lines());
    let line = lines.find(|(one, other)| one != other);
    (one != other).then(|| format!("{line:?}"))
}

/// Every run of hexadecimal digits and hyphens that is long enough for an id becomes one word.
fn without_ids(text: &str) -> String {
    let mut plain = String::new();
    let mut run = String::new();
    for letter in text.chars().chain(['\n']) {
        if letter.is_ascii_hexdigit() || letter == '-' {
            run.push(letter);
            continue;
        }
        plain.push_str(if run.len() >= 32 { "ID" } else { &run });
        run.clear();
        plain.push(letter);
    }
    plain
}
