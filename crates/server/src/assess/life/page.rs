//! The life line: the picture, a list in the order of a life, each event with what hangs on it and its form.

use std::collections::BTreeSet;

use askama::Template;
use attune_care::Record;
use attune_care::assess::{
    Felt, Kept, KnownTo, LifeEvent, LifeEventSort, PartOfYear, factor_stories, life_in_order,
    life_line, taken_out, wording_before,
};
use attune_care::formulate::{Factor, Role};
use attune_care::review::{Progress, progress};
use attune_catalog::{Domain, Measure, Purpose};
use attune_ids::{EntryId, FactorId, LifeEventId, PersonId};
use axum::extract::{Query, State};
use axum::response::Html;
use jiff::civil::Date;
use serde::Deserialize;

use super::change::{Input, Tried};
use crate::assess::measures::in_order;
use crate::format::day;
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::{App, AppError, pictures};

#[derive(Template)]
#[template(path = "assess/life/page.html")]
struct LifePage {
    frame: Frame,
    banner: Banner,
    /// The line; none while there is nothing to draw.
    picture: Option<String>,
    /// The year it was asked to begin with.
    from: Option<i16>,
    events: Vec<EventView>,
    /// Factors, and what each began after; empty while none is drawn.
    stories: Vec<StoryView>,
    new: EventForm,
    choices: Choices,
    taken_out: Vec<OutView>,
}

/// What the forms offer.
struct Choices {
    parts: Vec<(String, String)>,
    sorts: [LifeEventSort; 10],
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
    began_after: Vec<FactorLink>,
    /// People of the map who have to do with it.
    people: Vec<(PersonId, String)>,
    form: EventForm,
    /// What stood before the last change, and the change.
    before: Option<(String, EntryId)>,
    back_entry: EntryId,
    void_entry: EntryId,
}

/// A factor that can be opened.
struct FactorLink {
    id: FactorId,
    text: String,
    role: &'static str,
}

/// A factor with what it began after.
struct StoryView {
    factor: FactorLink,
    after: Vec<(LifeEventId, String)>,
}

/// Where the line is to begin.
#[derive(Deserialize, Default)]
pub(super) struct Begin {
    /// A year; anything else is as good as nothing.
    #[serde(default)]
    from: String,
}

impl Begin {
    fn year(&self) -> Option<i16> {
        let year = self.from.trim().parse().ok()?;
        (1900..=2200).contains(&year).then_some(year)
    }
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

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(begin): Query<Begin>,
) -> Result<Html<String>, AppError> {
    with_line(&app, &reader, Tried::default(), begin.year()).await
}

/// The page, with what was typed and not accepted.
pub(super) async fn page(
    app: &App,
    reader: &Reader,
    tried: Tried,
) -> Result<Html<String>, AppError> {
    with_line(app, reader, tried, None).await
}

async fn with_line(
    app: &App,
    reader: &Reader,
    tried: Tried,
    from: Option<i16>,
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
        frame: Frame::staff(app, "Life line", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Assess).await,
        picture: picture(app, &opened, from, today)?,
        from,
        stories: stories(&opened.record),
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
            KnownTo::Season | KnownTo::Year | KnownTo::AboutYear => {
                item.when.middle().strftime("%Y").to_string()
            }
        },
        sort: item.sort.label(),
        domain: item.domain,
        felt: item.felt.map(Felt::label),
        words: item.words.clone(),
        began_after: item
            .began_after
            .iter()
            .filter_map(|factor| opened.record.formulation.factor(*factor))
            .map(factor_link)
            .collect(),
        people: opened
            .record
            .people
            .iter()
            .filter(|kept| kept.item.events.contains(&item.id))
            .map(|kept| (kept.item.id, kept.item.name.clone()))
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
    let (age, year) = match event.age {
        Some(age) => (age.to_string(), String::new()),
        None => (String::new(), year.to_string()),
    };
    let until = event.until.map(attune_care::assess::When::parts);
    let (until_year, until_part, until_day) = until.map_or_else(
        || (String::new(), String::new(), None),
        |(year, part, day)| (year.to_string(), part, day),
    );
    let day_words = |day: Option<i8>| day.map_or_else(String::new, |day| day.to_string());
    Input {
        entry: None,
        what: event.what.clone(),
        year,
        part,
        day: day_words(day),
        age,
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

/// The line with the measures that are asked.
fn picture(
    app: &App,
    opened: &Opened,
    from: Option<i16>,
    today: Date,
) -> Result<Option<String>, AppError> {
    let record = &opened.record;
    let courses: Vec<(&Measure, Progress)> = in_order(app, record)
        .into_iter()
        .filter(|measure| measure.purpose != Purpose::Preferences)
        .filter_map(|measure| Some((measure, progress(record, &app.catalog, &measure.id)?)))
        .collect();
    let line = life_line(record, opened.person.born, from, today);
    pictures::life_line(opened.client, record, line, &courses)
}

fn factor_link(factor: &Factor) -> FactorLink {
    FactorLink {
        id: factor.id,
        text: factor.text.clone(),
        role: factor.role.map_or("", Role::label),
    }
}

fn stories(record: &Record) -> Vec<StoryView> {
    factor_stories(record)
        .into_iter()
        .map(|story| StoryView {
            factor: factor_link(story.factor),
            after: story
                .after
                .iter()
                .map(|event| (event.id, format!("{}, {}", event.what, event.when_words())))
                .collect(),
        })
        .collect()
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
