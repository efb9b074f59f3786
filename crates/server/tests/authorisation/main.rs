//! Every route, everybody who could ask for it, everybody's record. The cases are made from the program's own list
//! of routes, so that a new route is tested on the day it is added; what has to come back stands in [`reference`].
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise, and tells how much it looked at"
)]

mod elsewhere;
mod foreign;
mod reference;
#[path = "../support/mod.rs"]
mod support;
mod tally;

use attune_ids::{ClientId, RandomIds};
use attune_server::{Route, routes};

use crate::reference::{Outcome, Whose, expected, fits_address};
use crate::support::Page;
use crate::support::places::{Forms, Ids, address, replaced};
use crate::support::world::{Who, World};
use crate::tally::Tally;

#[tokio::test]
async fn every_address_has_a_policy_that_fits_it() {
    let world = World::new().await;
    for route in routes(&world.practice.app) {
        assert!(
            fits_address(route.method.as_str(), route.path, route.policy),
            "{} {} is {:?}",
            route.method,
            route.path,
            route.policy
        );
    }
}

/// Who is refused learns nothing and changes nothing; who is admitted gets the page.
#[tokio::test]
async fn every_route_answers_everybody_as_the_table_says() {
    let world = World::new().await;
    let routes = routes(&world.practice.app);
    let forms = Both::of(&world, &routes).await;
    let before = world.everything().await;
    let mut tally = Tally::of(&world).await;

    for outcome in [Outcome::NothingHere, Outcome::SignInFirst] {
        for case in cases(&routes, outcome) {
            let page = ask(&world, &forms, &case).await;
            tally.refused(&case, &page, outcome);
        }
    }
    let after = world.everything().await;
    assert_eq!(before, after, "somebody who was refused changed something");

    let admitted = cases(&routes, Outcome::Admitted).into_iter();
    for case in admitted.filter(|case| case.route.method == "GET") {
        let page = ask(&world, &forms, &case).await;
        tally.admitted(&case, &page);
    }
    tally.finish("every route answers everybody as the table says");
}

/// In halves, since each form that changes something costs a practice: two processors do one each.
#[tokio::test]
async fn forms_are_taken_from_who_may_send_them_one_half() {
    Box::pin(forms_are_taken(0)).await;
}

#[tokio::test]
async fn forms_are_taken_from_who_may_send_them_other_half() {
    Box::pin(forms_are_taken(1)).await;
}

async fn forms_are_taken(half: usize) {
    let world = World::new().await;
    let routes = routes(&world.practice.app);
    let forms = Both::of(&world, &routes).await;
    let mut tally = Tally::of(&world).await;
    let admitted = cases(&routes, Outcome::Admitted).into_iter();
    let sent = admitted.filter(|case| case.route.method != "GET");
    // What is sent may end a relation or a session: after a change the next one comes to a practice of its own.
    let mut now = World::new().await;
    let mut untouched = now.everything().await;
    for case in sent.skip(half).step_by(2) {
        let page = ask(&now, &forms.moved(&world, &now), &case).await;
        tally.admitted(&case, &page);
        if now.everything().await != untouched {
            now = World::new().await;
            untouched = now.everything().await;
        }
    }
    tally.finish("forms are taken from who may send them");
}

/// One request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) route: &'a Route,
    pub(crate) who: Who,
    pub(crate) whose: Whose,
}

/// Every combination that has to come out like this.
fn cases(routes: &[Route], outcome: Outcome) -> Vec<Case<'_>> {
    let mut cases = Vec::new();
    for route in routes {
        let whose = if route.path.contains("{client}") {
            &[Whose::Ours, Whose::Theirs, Whose::NoOnes][..]
        } else {
            &[Whose::Nobodys]
        };
        for whose in whose.iter().copied() {
            let who = Who::ALL.into_iter();
            let who = who.filter(|who| expected(route, *who, whose) == outcome);
            cases.extend(who.map(|who| Case { route, who, whose }));
        }
    }
    cases
}

/// The forms of our client's pages, and the same ones on the other client's.
struct Both {
    ours: Forms,
    theirs: Forms,
    ids: Ids,
}

impl Both {
    async fn of(world: &World, routes: &[Route]) -> Self {
        let ids = Ids::of(world);
        let ours = Forms::gather(world, routes).await;
        let theirs = ours.theirs(world, &ids);
        Self { ours, theirs, ids }
    }

    fn moved(&self, from: &World, to: &World) -> Self {
        Self {
            ours: self.ours.moved(from, to),
            theirs: self.theirs.moved(from, to),
            ids: self.ids.clone(),
        }
    }
}

async fn ask(world: &World, forms: &Both, case: &Case<'_>) -> Page {
    let Case { route, who, whose } = *case;
    let mut browser = world.browser(who);
    let ours = address(route, world, &world.ours);
    let (path, found) = match whose {
        // Nobody is named in a space; the ids on its pages are its own client's.
        Whose::Nobodys if who == Who::TheirSpace => {
            (address(route, world, &world.theirs), &forms.theirs)
        }
        Whose::Nobodys | Whose::Ours => (ours, &forms.ours),
        Whose::Theirs => (address(route, world, &world.theirs), &forms.theirs),
        Whose::NoOnes => {
            let no_one = ClientId::new(&mut RandomIds).to_string();
            (replaced(&ours, world.ours.id.0, &no_one), &forms.ours)
        }
    };
    if route.method == "GET" {
        return browser.get(&path).await;
    }
    let Some((own_path, fields)) = found.plausible(route, &forms.ids) else {
        return browser
            .post(&path, &[("entry", &anything()), ("text", "words")])
            .await;
    };
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    // The address the form itself has is where its content makes sense.
    let path = if whose == Whose::NoOnes {
        path
    } else {
        own_path
    };
    browser.post(&path, &fields).await
}

fn anything() -> String {
    ClientId::new(&mut RandomIds).to_string()
}
