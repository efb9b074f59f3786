//! What was found, told together at the end.

use attune_server::Route;
use attune_server::policy::Policy;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};

use crate::Case;
use crate::reference::{Outcome, Whose, may_see_ours, may_see_theirs};
use crate::support::Page;
use crate::support::world::{Who, World};

pub(crate) struct Tally {
    cases: usize,
    /// Forms that were sent by somebody who may, and those of them that led on.
    sent: usize,
    taken: usize,
    leaks: Vec<String>,
    wrong: Vec<String>,
    marks: [&'static str; 2],
    /// What stands where nothing is.
    nothing: Page,
    /// The same for people who come with a link.
    no_such_link: Page,
    /// And for people whose space does not open.
    no_such_space: Page,
}

impl Tally {
    pub(crate) async fn of(world: &World) -> Self {
        let mut somebody = world.browser(Who::OtherClinician);
        let nothing = somebody.get("/nothing/was/ever/here").await;
        assert_eq!(nothing.status, 404);
        let no_such_link = world.browser(Who::Nobody).get("/q/never-given-out").await;
        assert_eq!(no_such_link.status, 404);
        let no_such_space = world.browser(Who::Nobody).get("/s/never-given-out").await;
        assert_eq!(no_such_space.status, 404);
        Self {
            cases: 0,
            sent: 0,
            taken: 0,
            leaks: Vec::new(),
            wrong: Vec::new(),
            marks: [world.ours.mark, world.theirs.mark],
            nothing,
            no_such_link,
            no_such_space,
        }
    }

    /// A refusal must not even tell whether there was something to refuse.
    pub(crate) fn refused(&mut self, case: &Case<'_>, page: &Page, outcome: Outcome) {
        self.look(case, page);
        let get = case.route.method == "GET";
        let fine = match outcome {
            Outcome::NothingHere if case.route.policy == Policy::ClientLink => {
                same(page, &self.no_such_link)
            }
            Outcome::NothingHere if case.route.policy == Policy::ClientSpace => {
                same(page, &self.no_such_space)
            }
            Outcome::NothingHere => self.is_nothing(page),
            Outcome::SignInFirst => {
                let location = page
                    .headers
                    .get(LOCATION)
                    .map(|value| value.to_str().unwrap());
                let back = location.is_some_and(|to| to.starts_with("/sign-in?next=/"));
                let plain = location == Some("/sign-in");
                page.status == 303 && page.body.is_empty() && if get { back } else { plain }
            }
            Outcome::Admitted => false,
        };
        if !fine {
            self.wrong(case, page, &format!("{outcome:?}"));
        }
    }

    /// Whoever is admitted to what exists gets it, and never a refusal in disguise.
    pub(crate) fn admitted(&mut self, case: &Case<'_>, page: &Page) {
        self.look(case, page);
        if case.route.method == "POST" {
            self.sent += 1;
            self.taken += usize::from(page.status < 400);
        }
        let path = case.route.path;
        let to_sign_in = page
            .headers
            .get(LOCATION)
            .is_some_and(|value| value.to_str().unwrap().starts_with("/sign-in"));
        let leads_there = ["/sign-out", "/welcome/{token}"].contains(&path);
        let fine = match page.status {
            404 => path == "/assets/{name}",
            303 => !to_sign_in || leads_there,
            200 => true,
            204 | 409 | 422 | 429 => case.route.method == "POST",
            _ => false,
        };
        if !fine {
            self.wrong(case, page, "to be admitted");
        }
    }

    /// The same as where nothing is.
    pub(crate) fn is_nothing(&self, page: &Page) -> bool {
        same(page, &self.nothing)
    }

    pub(crate) fn note(&mut self, what: String) {
        self.wrong.push(what);
    }

    /// What holds for every answer to anybody.
    pub(crate) fn look(&mut self, case: &Case<'_>, page: &Page) {
        self.cases += 1;
        let Case { route, who, whose } = case;
        let sees = [may_see_ours(*who), may_see_theirs(*who)];
        for (mark, sees) in self.marks.into_iter().zip(sees) {
            if !sees && (page.body.contains(mark) || told_in_headers(&page.headers, mark)) {
                self.leaks.push(told(route, *who, *whose, page));
            }
        }
        // Among other things: a handler that asks for more than its route's policy grants.
        if page.status == 500 {
            self.wrong(case, page, "no failure");
        }
        if !page.headers.contains_key(CONTENT_SECURITY_POLICY) {
            self.wrong(case, page, "the security headers");
        }
        let kept = page
            .headers
            .get(CACHE_CONTROL)
            .is_some_and(|value| value != "no-store");
        if kept && route.path != "/assets/{name}" {
            self.wrong(case, page, "that no cache keeps it");
        }
    }

    fn wrong(&mut self, case: &Case<'_>, page: &Page, expected: &str) {
        let case = told(case.route, case.who, case.whose, page);
        self.wrong.push(format!("{case}; expected {expected}"));
    }

    pub(crate) fn finish(self, what: &str) {
        eprintln!(
            "{what}: {} cases ({} of {} admitted forms taken), {} leaks, {} wrong answers",
            self.cases,
            self.taken,
            self.sent,
            self.leaks.len(),
            self.wrong.len()
        );
        assert!(
            self.leaks.is_empty() && self.wrong.is_empty(),
            "leaks: {:#?}\nwrong answers: {:#?}",
            self.leaks,
            self.wrong
        );
    }
}

/// Byte for byte and header for header.
fn same(one: &Page, other: &Page) -> bool {
    one.status == other.status && one.body == other.body && one.headers == other.headers
}

fn told(route: &Route, who: Who, whose: Whose, page: &Page) -> String {
    let location = page.headers.get(LOCATION);
    format!(
        "{} {} ({:?}) as {who:?}, {whose:?}: {} {location:?}",
        route.method, route.path, route.policy, page.status
    )
}

fn told_in_headers(headers: &HeaderMap, mark: &str) -> bool {
    headers
        .values()
        .any(|value| String::from_utf8_lossy(value.as_bytes()).contains(mark))
}
