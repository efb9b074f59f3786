//! Goes through the pages like somebody who tries every button.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use attune_testkit::forms::{Field, Kind, Sending, links, sendings};
use jiff::{ToSpan, Zoned};

use crate::support::{Browser, PASSWORD, Page};
use crate::words::Words;

/// A form is sent so often: once as it stands, then with other choices.
const TIMES: usize = 3;
/// Where a walk ends in any case.
const MOST_PAGES: usize = 1500;
/// Pages of one kind are looked at so often: the walk itself makes more of them than anybody could read.
const MOST_OF_A_KIND: usize = 12;

/// What to leave alone, by a part of the address.
pub type Avoid = &'static [&'static str];

pub struct Walker<'a> {
    pub browser: Browser,
    words: &'a mut Words,
    sent: &'a mut BTreeMap<String, usize>,
    /// Links for clients that stood on a page.
    pub client_links: BTreeSet<String>,
}

impl<'a> Walker<'a> {
    pub fn new(
        browser: Browser,
        words: &'a mut Words,
        sent: &'a mut BTreeMap<String, usize>,
    ) -> Self {
        Self {
            browser,
            words,
            sent,
            client_links: BTreeSet::new(),
        }
    }

    /// Follows every link and sends every form, except to addresses to avoid.
    pub fn walk(&mut self, doors: &[&str], avoid: Avoid) {
        let mut ahead: VecDeque<String> = doors.iter().map(|door| (*door).to_owned()).collect();
        let mut seen = BTreeSet::new();
        let mut pages = 0;
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        while let Some(path) = ahead.pop_front() {
            if avoided(&path, avoid) || pages >= MOST_PAGES {
                continue;
            }
            let kind = kinds.entry(without_ids(&path)).or_default();
            if *kind >= MOST_OF_A_KIND {
                continue;
            }
            *kind += 1;
            pages += 1;
            let page = self
                .browser
                .get(&path)
                .unwrap_or_else(|error| panic!("{path}: {error}"));
            self.look(&page);
            for sending in sendings(&page.body) {
                if avoided(&sending.action, avoid) {
                    continue;
                }
                if let Some(onward) = self.send(&sending) {
                    // What was just made is looked at first, and again.
                    seen.remove(&onward);
                    ahead.push_front(onward);
                }
            }
            for link in links(&page.body) {
                if seen.insert(link.clone()) {
                    ahead.push_back(link);
                }
            }
        }
    }

    /// Sends a form, unless it was sent often enough. Where it leads, if it leads on.
    fn send(&mut self, sending: &Sending) -> Option<String> {
        let form = without_ids(&sending.action) + &pressed(sending);
        let times = self.sent.entry(form.clone()).or_default();
        if *times >= TIMES {
            return None;
        }
        *times += 1;
        let round = *times;
        let fields = sending.filled(|field| fill(field, &form, round, self.words));
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let page = self.browser.post(&sending.action, &fields).unwrap();
        self.look(&page);
        let onward = page.header("location")?;
        Some(onward.split('#').next().unwrap_or_default().to_owned())
    }

    fn look(&mut self, page: &Page) {
        assert_ne!(page.status, 500, "{}", page.body);
        self.words.see(&page.body);
        for door in ["/q/", "/s/"] {
            for (at, _) in page.body.match_indices(door) {
                let secret: String = page.body[at + 3..]
                    .chars()
                    .take_while(char::is_ascii_hexdigit)
                    .collect();
                if secret.len() >= 32 {
                    self.client_links.insert(format!("{door}{secret}"));
                }
            }
        }
    }
}

fn avoided(path: &str, avoid: Avoid) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    path.is_empty() || avoid.iter().any(|part| path.contains(part))
}

/// What goes into a field: a word of its own wherever a person writes words.
fn fill(field: &Field, form: &str, round: usize, words: &mut Words) -> Option<String> {
    let today = Zoned::now().date();
    let later = today.saturating_add(30.days());
    match &field.kind {
        Kind::Given => Some(field.value.clone()),
        Kind::Text => Some(words.word(form, &field.name)),
        Kind::Tick(ticked) => (*ticked || field.required || round > 1).then(|| field.value.clone()),
        Kind::OneOf(values) => {
            let real: Vec<&String> = values.iter().filter(|value| !value.is_empty()).collect();
            match real.len() {
                0 => Some(String::new()),
                _ if round == 1 && !field.value.is_empty() => Some(field.value.clone()),
                number => Some(real[(round - 1) % number].clone()),
            }
        }
        Kind::Typed(kind) => match kind.as_str() {
            "date" if round.is_multiple_of(2) => Some(later.to_string()),
            "email" => Some(words.word(form, &field.name) + "@example.org"),
            "tel" | "search" | "url" => Some(words.word(form, &field.name)),
            "password" => Some(PASSWORD.to_owned()),
            _ => field.plausible("1", &today.to_string()),
        },
    }
}

/// The button that was pressed is part of the form: "add a line" is not "agree".
fn pressed(sending: &Sending) -> String {
    let last = sending.fields.last();
    let button = last.filter(|field| field.kind == Kind::Given && field.name == "action");
    button.map_or_else(String::new, |field| format!(" ({})", field.value))
}

/// The address with its ids taken out.
fn without_ids(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut before = "";
    let parts = path.split('/').map(|part| {
        // Worksheets have names instead of ids, and their pages are alike.
        let named = std::mem::replace(&mut before, part) == "worksheets" && part != "new";
        if named || part.len() >= 32 {
            "{}"
        } else {
            part
        }
    });
    parts.collect::<Vec<_>>().join("/")
}
