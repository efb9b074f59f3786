//! Every measure scored a second time by plain code that was written from the descriptions of the measures and
//! reads none of their data files, on every possible form or on a million of them, with gaps.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on should stop, and one that counts should say how far it came"
)]

mod circumstances;
mod forms;
mod screens;
mod skeletons;
mod symptoms;
mod well_being;

use std::sync::LazyLock;

use attune_catalog::{Answer, Catalog, CriterionState, Measure, Scored, score_by};
use forms::Given;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::shipped().unwrap());

/// How a measure is scored, given one entry per item in the order of the form.
type Opinion = fn(&[Given]) -> Said;

/// What the plain code says of a form.
#[derive(Default)]
struct Said {
    /// Scores by name.
    scores: Vec<(&'static str, Option<f64>)>,
    /// Names of the bands the scores fall in.
    bands: Vec<(&'static str, Option<&'static str>)>,
    /// Criteria by name.
    criteria: Vec<(&'static str, Says)>,
    /// Flags by name; `None` where nobody can know.
    flags: Vec<(&'static str, Option<bool>)>,
}

/// What a criterion says.
#[derive(Debug)]
enum Says {
    /// Nothing can be said.
    Unknown,
    /// The condition holds or not.
    Met(bool),
    /// A name.
    Code(&'static str),
    /// Names of items.
    Items(Vec<&'static str>),
}

impl Said {
    fn score(mut self, name: &'static str, value: Option<f64>) -> Self {
        self.scores.push((name, value));
        self
    }

    fn band(mut self, name: &'static str, code: Option<&'static str>) -> Self {
        self.bands.push((name, code));
        self
    }

    fn says(mut self, name: &'static str, says: Says) -> Self {
        self.criteria.push((name, says));
        self
    }

    /// A criterion that holds from a number on.
    fn from(self, name: &'static str, value: Option<f64>, cut: f64) -> Self {
        let says = value.map_or(Says::Unknown, |value| Says::Met(value >= cut));
        self.says(name, says)
    }

    /// A criterion that holds up to a number.
    fn up_to(self, name: &'static str, value: Option<f64>, cut: f64) -> Self {
        let says = value.map_or(Says::Unknown, |value| Says::Met(value <= cut));
        self.says(name, says)
    }

    fn flag(mut self, name: &'static str, raised: Option<bool>) -> Self {
        self.flags.push((name, raised));
        self
    }
}

/// Compares program and plain code on every form, or on a million where there are too many.
fn agree(id: &str, opinion: Opinion) {
    agree_by(id, None, opinion);
}

fn agree_by(id: &str, policy: Option<&str>, opinion: Opinion) {
    let measure = CATALOG.measure(id).unwrap();
    let mut compared = 0_u64;
    forms::visit(measure, |given| {
        let answers: Vec<Answer> = given.iter().map(|given| given.answer()).collect();
        let scored = score_by(measure, &answers, policy).unwrap();
        if let Err(difference) = compare(&scored, &opinion(given)) {
            panic!("{id}: {given:?}: {difference}");
        }
        compared += 1;
    });
    check_nothing_left_out(measure, opinion);
    println!("{id}: {compared} forms, no difference");
}

/// The plain code has an opinion on everything the program reports.
fn check_nothing_left_out(measure: &Measure, opinion: Opinion) {
    let empty = vec![Given::Missing; measure.items.len()];
    let answers: Vec<Answer> = empty.iter().map(|given| given.answer()).collect();
    let scored = score_by(measure, &answers, None).unwrap();
    let said = opinion(&empty);
    assert_eq!(scored.scores.len(), said.scores.len(), "{}", measure.id);
    assert_eq!(scored.criteria.len(), said.criteria.len(), "{}", measure.id);
    let flags = scored.flags.len() + scored.ask_about.len();
    assert_eq!(flags, said.flags.len(), "{}", measure.id);
    let banded = measure.scores.iter().filter(|rule| !rule.bands.is_empty());
    assert_eq!(banded.count(), said.bands.len(), "{}", measure.id);
}

fn compare(scored: &Scored, said: &Said) -> Result<(), String> {
    for (name, value) in &said.scores {
        let found = scored.outcome(name).ok_or(format!("no score {name}"))?;
        let same = match (found.value(), value) {
            (Some(found), Some(value)) => (found - value).abs() < 1e-9,
            (None, None) => true,
            _ => false,
        };
        if !same {
            return Err(format!("{name}: {found:?}, should be {value:?}"));
        }
    }
    for (name, code) in &said.bands {
        let found = scored.outcome(name).and_then(|outcome| outcome.band());
        if found.map(|band| band.code.as_str()) != *code {
            return Err(format!("band of {name}: {found:?}, should be {code:?}"));
        }
    }
    for (name, says) in &said.criteria {
        let found = scored
            .criterion(name)
            .ok_or(format!("no criterion {name}"))?;
        let same = match (found, says) {
            (CriterionState::Unknown, Says::Unknown) => true,
            (CriterionState::Met, Says::Met(met)) => *met,
            (CriterionState::NotMet, Says::Met(met)) => !met,
            (CriterionState::Code(found), Says::Code(code)) => found == code,
            (CriterionState::Items(found), Says::Items(items)) => found == items,
            _ => false,
        };
        if !same {
            return Err(format!("{name}: {found:?}, should be {says:?}"));
        }
    }
    for (name, raised) in &said.flags {
        let mut flags = scored.flags.iter().chain(&scored.ask_about);
        let found = flags.find(|flag| flag.id == *name).map(|flag| flag.state);
        let state = match raised {
            Some(true) => attune_catalog::FlagState::Raised,
            Some(false) => attune_catalog::FlagState::NotRaised,
            None => attune_catalog::FlagState::Unknown,
        };
        if found != Some(state) {
            return Err(format!("flag {name}: {found:?}, should be {state:?}"));
        }
    }
    Ok(())
}

#[test]
fn no_measure_is_without_a_second_opinion() {
    // One number from 0 to 10, or no total at all: there is nothing to be of another opinion about.
    let own = [
        "goal",
        "personal",
        "preferences",
        "session-feedback",
        "six-domain-check-in",
    ];
    let totals_only = ["bdi-ii", "oq-45"];
    let known: Vec<&str> = [
        symptoms::MEASURES,
        screens::MEASURES,
        well_being::MEASURES,
        circumstances::MEASURES,
        skeletons::MEASURES,
        &own,
        &totals_only,
    ]
    .concat();
    for measure in &CATALOG.measures {
        assert!(known.contains(&measure.id.as_str()), "{}", measure.id);
    }
}
