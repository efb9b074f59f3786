//! The map of people with a form for everybody on it.

use askama::Template;
use attune_care::Record;
use attune_care::assess::{Kept, TakenOut, life_in_order, taken_out, wording_before};
use attune_care::people::{
    Closeness, Conflict, Part, Person, Sort, Support, Tie, people_sentences, standing_ties,
};
use attune_ids::{EntryId, FactorId, LifeEventId, PersonId, TieId};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};

use super::typed::{Tried, TypedBond, TypedPerson, TypedTie};
use crate::format::day;
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::pictures::{self, PeoplePicture, who};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "people/page.html")]
struct PeoplePage {
    frame: Frame,
    banner: Banner,
    /// None while nobody is on the map.
    picture: Option<PeoplePicture>,
    sentences: Vec<String>,
    people: Vec<PersonView>,
    new: PersonForm,
    ties: Vec<TieView>,
    new_tie: TieForm,
    choices: Choices,
    out: Vec<OutView>,
    today: String,
}

/// What the forms offer.
struct Choices {
    parts: &'static [Part],
    closeness: &'static [Closeness],
    conflict: &'static [Conflict],
    support: &'static [Support],
    /// For a tie between two of them.
    people: Vec<(PersonId, String)>,
}

/// Somebody on the map.
struct PersonView {
    id: PersonId,
    name: String,
    who: String,
    group: bool,
    /// What is between them and the client.
    bond: String,
    since: Option<String>,
    words: String,
    factors: Vec<(FactorId, String)>,
    events: Vec<(LifeEventId, String)>,
    form: PersonForm,
    /// What stood before the last change, and the change.
    before: Option<(String, EntryId)>,
    back_entry: EntryId,
    void_entry: EntryId,
}

/// The fields of one form.
struct PersonForm {
    /// What the ids of its fields begin with.
    key: String,
    entry: EntryId,
    input: TypedPerson,
    factors: Vec<(FactorId, String, bool)>,
    events: Vec<(LifeEventId, String, bool)>,
    problem: String,
}

/// A tie between two.
struct TieView {
    id: TieId,
    sentence: String,
    form: TieForm,
    before: Option<(String, EntryId)>,
    back_entry: EntryId,
    void_entry: EntryId,
}

/// The fields of one form.
struct TieForm {
    key: String,
    entry: EntryId,
    input: TypedTie,
    problem: String,
}

/// Somebody or something taken out.
struct OutView {
    /// Where its form leads: "people/ID" or "ties/ID".
    place: String,
    what: String,
    because: String,
    on: String,
    entry: EntryId,
}

pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    page(&app, &reader, Tried::Nothing).await
}

/// The picture alone, as a file that needs no style sheet. Its name says nothing about whose it is.
pub(super) async fn svg(State(app): State<App>, reader: Reader) -> Result<Response, AppError> {
    let opened = app.open(&reader).await?;
    let picture = pictures::people(opened.client, &opened.record, false)?;
    let kind = [(CONTENT_TYPE, "image/svg+xml; charset=utf-8")];
    Ok((kind, picture.wide).into_response())
}

/// The page, with what was typed and not accepted.
pub(super) async fn page(
    app: &App,
    reader: &Reader,
    tried: Tried,
) -> Result<Html<String>, AppError> {
    let opened = app.open(reader).await?;
    let record = &opened.record;
    let (today, zone) = (app.today().await, app.zone().await);
    let on = |at: jiff::Timestamp| day(at.to_zoned(zone.clone()).date(), today);
    let picture = if record.people.is_empty() {
        None
    } else {
        Some(pictures::people(opened.client, record, true)?)
    };
    let (new, new_problem) = match &tried {
        Tried::Person(None, typed, problem) => ((**typed).clone(), problem.clone()),
        _ => (TypedPerson::default(), String::new()),
    };
    let (new_tie, tie_problem) = match &tried {
        Tried::Tie(None, typed, problem) => (typed.clone(), problem.clone()),
        _ => (TypedTie::default(), String::new()),
    };
    html(&PeoplePage {
        frame: Frame::staff(app, "People", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Assess).await,
        picture,
        sentences: people_sentences(record),
        people: record
            .people
            .iter()
            .map(|kept| person(&opened, kept, &tried))
            .collect(),
        new: person_form(record, "new".to_owned(), new, new_problem),
        ties: standing_ties(record)
            .map(|kept| tie(&opened, kept, &tried))
            .collect(),
        new_tie: TieForm {
            key: "new-tie".to_owned(),
            entry: form_id(),
            input: new_tie,
            problem: tie_problem,
        },
        choices: Choices {
            parts: Part::ALL,
            closeness: Closeness::ALL,
            conflict: Conflict::ALL,
            support: Support::ALL,
            people: record
                .people
                .iter()
                .map(|kept| (kept.item.id, kept.item.name.clone()))
                .collect(),
        },
        out: out(&opened, &on),
        today: day(today, today),
    })
}

fn person(opened: &Opened, kept: &Kept<Person>, tried: &Tried) -> PersonView {
    let (item, record) = (&kept.item, &opened.record);
    let (input, problem) = match tried {
        Tried::Person(Some(id), typed, problem) if *id == item.id => {
            ((**typed).clone(), problem.clone())
        }
        _ => (TypedPerson::again(item), String::new()),
    };
    let before = wording_before(&opened.entries, kept);
    let events = life_in_order(record).into_iter();
    PersonView {
        id: item.id,
        name: item.name.clone(),
        who: who(item),
        group: item.sort == Sort::Group,
        bond: item.bond.words(),
        since: item.since.map(attune_care::assess::When::words),
        words: item.words.clone(),
        factors: item
            .factors
            .iter()
            .filter_map(|id| record.formulation.factor(*id))
            .map(|factor| (factor.id, factor.text.clone()))
            .collect(),
        events: events
            .filter(|event| item.events.contains(&event.item.id))
            .map(|event| {
                let words = format!("{}, {}", event.item.what, event.item.when_words());
                (event.item.id, words)
            })
            .collect(),
        form: person_form(record, item.id.to_string(), input, problem),
        before: before
            .map(|before| format!("{}, {}: {}", before.name, who(before), bond_words(before)))
            .zip(kept.set.last().copied()),
        back_entry: form_id(),
        void_entry: form_id(),
    }
}

fn bond_words(person: &Person) -> String {
    let words = person.bond.words();
    match words.as_str() {
        "" => "nothing said between them and the client".to_owned(),
        _ => words,
    }
}

fn person_form(record: &Record, key: String, input: TypedPerson, problem: String) -> PersonForm {
    let factors = record.formulation.factors.iter();
    let events = life_in_order(record).into_iter();
    PersonForm {
        key,
        entry: form_id(),
        factors: factors
            .map(|factor| {
                let ticked = input.factors.contains(&factor.id);
                (factor.id, factor.text.clone(), ticked)
            })
            .collect(),
        events: events
            .map(|kept| {
                let ticked = input.events.contains(&kept.item.id);
                (kept.item.id, kept.item.what.clone(), ticked)
            })
            .collect(),
        input,
        problem,
    }
}

fn name(record: &Record, id: PersonId) -> &str {
    let found = record.people.iter().find(|kept| kept.item.id == id);
    found.map_or("somebody", |kept| kept.item.name.as_str())
}

fn tie(opened: &Opened, kept: &Kept<Tie>, tried: &Tried) -> TieView {
    let (item, record) = (&kept.item, &opened.record);
    let (input, problem) = match tried {
        Tried::Tie(Some(id), typed, problem) if *id == item.id => (typed.clone(), problem.clone()),
        _ => (
            TypedTie {
                entry: None,
                one: item.one.to_string(),
                other: item.other.to_string(),
                bond: TypedBond::of(item.bond),
            },
            String::new(),
        ),
    };
    let before = wording_before(&opened.entries, kept);
    TieView {
        id: item.id,
        sentence: sentence(record, item),
        form: TieForm {
            key: item.id.to_string(),
            entry: form_id(),
            input,
            problem,
        },
        before: before
            .map(|before| sentence(record, before))
            .zip(kept.set.last().copied()),
        back_entry: form_id(),
        void_entry: form_id(),
    }
}

fn sentence(record: &Record, tie: &Tie) -> String {
    format!(
        "{} and {}: {}",
        name(record, tie.one),
        name(record, tie.other),
        tie.bond.words()
    )
}

/// Everybody and everything that was taken out, the latest first.
fn out(opened: &Opened, on: &dyn Fn(jiff::Timestamp) -> String) -> Vec<OutView> {
    let people = taken_out::<Person>(&opened.entries)
        .into_iter()
        .map(|taken| {
            let place = format!("people/{}", taken.item.id);
            let what = format!("{}, {}", taken.item.name, who(&taken.item));
            (taken.at, view(&taken, place, what, on))
        });
    let ties = taken_out::<Tie>(&opened.entries).into_iter().map(|taken| {
        let place = format!("ties/{}", taken.item.id);
        let what = sentence(&opened.record, &taken.item);
        (taken.at, view(&taken, place, what, on))
    });
    let mut all: Vec<(jiff::Timestamp, OutView)> = people.chain(ties).collect();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, view)| view).collect()
}

fn view<T>(
    taken: &TakenOut<T>,
    place: String,
    what: String,
    on: &dyn Fn(jiff::Timestamp) -> String,
) -> OutView {
    OutView {
        place,
        what,
        because: taken.because.clone(),
        on: on(taken.at),
        entry: form_id(),
    }
}
