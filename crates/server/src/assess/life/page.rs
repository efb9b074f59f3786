//! The page of life events: a list in the order of a life, each with its form.

use std::collections::BTreeSet;

use askama::Template;
use attune_care::Record;
use attune_care::assess::{
    Felt, Kept, KnownTo, LifeEvent, LifeEventSort, PartOfYear, life_in_order, taken_out,
    wording_before,
};
use attune_catalog::Domain;
use attune_ids::{EntryId, FactorId, LifeEventId};
use axum::extract::State;
use axum::response::Html;

use super::change::{Input, Tried};
use crate::format::day;
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "assess/life/page.html")]
struct LifePage {
    frame: Frame,
    banner: Banner,
    events: Vec<EventView>,
    new: EventForm,
    choices: Choices,
    taken_out: Vec<OutView>,
}

/// What the forms offer.
struct Choices {
    parts: Vec<(String, String)>,
    sorts: [LifeEventSort; 8],
    domains: [Domain; 6],
    felt: [Felt; 3],
}

/// One event.
struct EventView {
    id: LifeEventId,
    what: String,
    when: String,
    /// As exactly as known: a year, a month or a day.
    datetime: String,
    sort: &'static str,
    domain: Domain,
    felt: Option<&'static str>,
    words: String,
    began_after: Vec<String>,
    form: EventForm,
    /// What stood before the last change, and the change.
    before: Option<(String, EntryId)>,
    back_entry: EntryId,
    void_entry: EntryId,
}

/// The fields of one form.
struct EventForm {
    /// What the ids of its fields begin with.
    key: String,
    entry: EntryId,
    input: Input,
    /// Factors that are drawn, and whether they are ticked.
    factors: Vec<(FactorId, String, bool)>,
    problem: String,
}

/// An event that was taken out.
struct OutView {
    id: LifeEventId,
    what: String,
    when: String,
    because: String,
    on: String,
    entry: EntryId,
}

pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    page(&app, &reader, Tried::default()).await
}

/// The page, with what was typed and not accepted.
pub(super) async fn page(
    app: &App,
    reader: &Reader,
    tried: Tried,
) -> Result<Html<String>, AppError> {
    let opened = app.open(reader).await?;
    let (today, zone) = (app.today().await, app.zone().await);
    let events = life_in_order(&opened.record)
        .into_iter()
        .map(|kept| event(&opened, kept, &tried))
        .collect();
    let taken_out = taken_out::<LifeEvent>(&opened.entries)
        .into_iter()
        .map(|taken| OutView {
            id: taken.item.id,
            what: taken.item.what.clone(),
            when: taken.item.when_words(),
            because: taken.because.clone(),
            on: day(taken.at.to_zoned(zone.clone()).date(), today),
            entry: form_id(),
        })
        .collect();
    let (input, problem) = match tried.id {
        None => (tried.input, tried.problem),
        Some(_) => (Input::default(), String::new()),
    };
    html(&LifePage {
        frame: Frame::staff(app, "Life events", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Assess).await,
        events,
        new: form(&opened.record, "new".to_owned(), input, problem),
        choices: Choices {
            parts: PartOfYear::choices(),
            sorts: LifeEventSort::ALL,
            domains: Domain::ALL,
            felt: Felt::ALL,
        },
        taken_out,
    })
}

fn event(opened: &Opened, kept: &Kept<LifeEvent>, tried: &Tried) -> EventView {
    let item = &kept.item;
    let (input, problem) = if tried.id == Some(item.id) {
        (tried.input.clone(), tried.problem.clone())
    } else {
        (as_typed(item), String::new())
    };
    let before = wording_before(&opened.entries, kept);
    EventView {
        id: item.id,
        what: item.what.clone(),
        when: item.when_words(),
        datetime: match item.when.known_to {
            KnownTo::Day => item.when.from.to_string(),
            KnownTo::Month => item.when.from.strftime("%Y-%m").to_string(),
            KnownTo::Season | KnownTo::Year => item.when.from.strftime("%Y").to_string(),
        },
        sort: item.sort.label(),
        domain: item.domain,
        felt: item.felt.map(Felt::label),
        words: item.words.clone(),
        began_after: item
            .began_after
            .iter()
            .filter_map(|factor| opened.record.formulation.factor(*factor))
            .map(|factor| factor.text.clone())
            .collect(),
        form: form(&opened.record, item.id.to_string(), input, problem),
        before: before
            .map(|before| format!("{}, {}", before.what, before.when_words()))
            .zip(kept.set.last().copied()),
        back_entry: form_id(),
        void_entry: form_id(),
    }
}

/// The event as somebody would have typed it.
fn as_typed(event: &LifeEvent) -> Input {
    let (year, part, day) = event.when.parts();
    let until = event.until.map(attune_care::assess::When::parts);
    let (until_year, until_part, until_day) = until.map_or_else(
        || (String::new(), String::new(), None),
        |(year, part, day)| (year.to_string(), part, day),
    );
    let day_words = |day: Option<i8>| day.map_or_else(String::new, |day| day.to_string());
    Input {
        entry: None,
        what: event.what.clone(),
        year: year.to_string(),
        part,
        day: day_words(day),
        until_year,
        until_part,
        until_day: day_words(until_day),
        sort: event.sort.code().to_owned(),
        domain: event.domain.code().to_owned(),
        felt: event.felt.map_or("", Felt::code).to_owned(),
        words: event.words.clone(),
        began_after: event.began_after.clone(),
    }
}

fn form(record: &Record, key: String, input: Input, problem: String) -> EventForm {
    let ticked: BTreeSet<FactorId> = input.began_after.iter().copied().collect();
    let factors = record.formulation.factors.iter();
    EventForm {
        key,
        entry: form_id(),
        factors: factors
            .map(|factor| (factor.id, factor.text.clone(), ticked.contains(&factor.id)))
            .collect(),
        input,
        problem,
    }
}
