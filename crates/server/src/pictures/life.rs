//! A life on one line, and the people in it.

use attune_care::Record;
use attune_care::assess::{self, Felt, LifeEvent, life_in_order};
use attune_care::people::{self, Bond, Closeness, Part, Sort, Support, standing_ties};
use attune_care::review::Progress;
use attune_catalog::Measure;
use attune_figures::{
    Conflict, Figure, FigureId, Frame, LifeLine, LifeMark, MapPerson, MapTie, Nearness, PagePath,
    Range, RelationMap, Session, Side, Size, SmallCourse, TieLine,
};
use attune_ids::{ClientId, PersonId};

use super::trajectory::drawing;
use crate::AppError;
use crate::format::{count, number};

/// So many measures stand under the line; the others are among the courses.
const MOST_COURSES: usize = 3;

fn page(client: ClientId, end: &str) -> Result<Option<PagePath>, AppError> {
    PagePath::new(format!("/clients/{client}/{end}"))
        .map(Some)
        .map_err(drawing)
}

/// The life line as finished HTML. None while there is nothing to draw.
pub(crate) fn life_line(
    client: ClientId,
    record: &Record,
    line: assess::LifeLine,
    measures: &[(&Measure, Progress)],
) -> Result<Option<String>, AppError> {
    // Numbered before the choice of a year leaves some out: the list beside it holds all.
    let events: Vec<(usize, &LifeEvent)> = (1..)
        .zip(life_in_order(record))
        .map(|(number, kept)| (number, &kept.item))
        .filter(|(_, event)| event.span().1 >= line.from)
        .collect();
    if events.is_empty() && record.sessions.is_empty() {
        return Ok(None);
    }
    let plans = record
        .plans
        .iter()
        .map(|plan| {
            let day = record.day(plan.at);
            let number = plan.item.number;
            let opens = page(client, &format!("plan/versions/{number}"))?;
            Ok((day, format!("plan {number}"), opens))
        })
        .collect::<Result<_, AppError>>()?;
    let sessions = record
        .sessions
        .iter()
        .map(|session| {
            let opens = page(client, &format!("session/{}", session.meeting.id))?;
            Ok(Session {
                date: session.meeting.on,
                link: opens,
            })
        })
        .collect::<Result<_, AppError>>()?;
    let marks = events
        .iter()
        .map(|(number, event)| mark(client, record, *number, event, line))
        .collect::<Result<_, AppError>>()?;
    let courses = measures
        .iter()
        .filter_map(|(measure, progress)| course(client, measure, progress).transpose())
        .take(MOST_COURSES)
        .collect::<Result<_, AppError>>()?;
    let picture = LifeLine {
        frame: Frame::new(
            FigureId::new("life-line").map_err(drawing)?,
            "The life line",
            summary(events.len(), record.sessions.len(), line),
        ),
        from: line.from,
        to: line.to,
        recent_from: line.recent_from,
        events: marks,
        sessions,
        plans,
        courses,
    };
    Ok(Some(picture.html()))
}

fn summary(events: usize, sessions: usize, line: assess::LifeLine) -> String {
    let told = count(events, "event", "events");
    let met = count(sessions, "session", "sessions");
    let scale = match line.recent_from {
        Some(day) => format!(
            " Two scales: years up to {}, and from there weeks, so that sessions and scores have room.",
            day.strftime("%B %Y")
        ),
        None => String::new(),
    };
    format!(
        "{told} and {met} from {} until today. What was good lies above, what was hard below.{scale}",
        line.from.year()
    )
}

fn mark(
    client: ClientId,
    record: &Record,
    number: usize,
    event: &LifeEvent,
    line: assess::LifeLine,
) -> Result<LifeMark, AppError> {
    let (from, until) = event.span();
    let began: Vec<&str> = event
        .began_after
        .iter()
        .filter_map(|factor| record.formulation.factor(*factor))
        .map(|factor| factor.text.as_str())
        .collect();
    let side = match event.felt {
        Some(Felt::Good) => Side::Good,
        Some(Felt::Hard) => Side::Hard,
        Some(Felt::Mixed) | None => Side::Between,
    };
    Ok(LifeMark {
        number,
        from: from.max(line.from),
        at: event.when.middle().clamp(line.from, line.to.max(line.from)),
        until: until.clamp(line.from, line.to.max(line.from)),
        lasted: event.until.is_some(),
        side,
        label: event.what.clone(),
        when: event.when_words(),
        detail: if began.is_empty() {
            event
                .felt
                .map_or("how it was is not said", Felt::label)
                .to_owned()
        } else {
            format!(
                "{}; began after it: {}",
                event.felt.map_or("how it was is not said", Felt::label),
                began.join("; ")
            )
        },
        link: page(client, &format!("life#event-{}", event.id))?,
    })
}

/// A measure with two scores or more.
fn course(
    client: ClientId,
    measure: &Measure,
    progress: &Progress,
) -> Result<Option<SmallCourse>, AppError> {
    let Some(rule) = measure.total_rule() else {
        return Ok(None);
    };
    let [first, .., last] = progress.series.points.as_slice() else {
        return Ok(None);
    };
    let (low, high) = rule.range;
    let band = last.band.as_ref().map_or_else(String::new, |band| {
        format!(", {}", band.label.to_lowercase())
    });
    let change = progress
        .change
        .as_ref()
        .map_or_else(String::new, |change| format!("; {}", change.words()));
    let points = progress.series.points.iter().map(|point| {
        let phrase = format!("{} {}", measure.name, number(point.value));
        (point.on, point.value, phrase)
    });
    Ok(Some(SmallCourse {
        label: format!(
            "{} ({low} to {high}): {}, then {}{band}{change}",
            measure.name,
            number(first.value),
            number(last.value)
        ),
        short: format!(
            "{}: {}, then {}{band}",
            measure.name,
            number(first.value),
            number(last.value)
        ),
        range: Range::new(f64::from(low), f64::from(high)).map_err(drawing)?,
        points: points.collect(),
        link: page(client, "assess/courses")?,
    }))
}

/// The map of people in parts.
pub(crate) struct PeoplePicture {
    /// For a wide page.
    pub(crate) wide: String,
    /// For a phone.
    pub(crate) narrow: String,
    /// The same as a table.
    pub(crate) table: String,
}

/// The people of a record. With `linked`, each card leads to where somebody is told.
pub(crate) fn people(
    client: ClientId,
    record: &Record,
    linked: bool,
) -> Result<PeoplePicture, AppError> {
    let all: Vec<&people::Person> = record.people.iter().map(|kept| &kept.item).collect();
    let cards = all
        .iter()
        .map(|person| {
            let link = if linked {
                page(client, &format!("people#person-{}", person.id))?
            } else {
                None
            };
            Ok(MapPerson {
                name: person.name.clone(),
                who: who(person),
                generation: person.part.generation(),
                to_the_right: matches!(person.part, Part::Partner | Part::FormerPartner),
                group: person.sort == Sort::Group,
                died: person.died,
                line: tie_line(person.bond),
                link,
            })
        })
        .collect::<Result<Vec<_>, AppError>>()?;
    let place = |id: PersonId| all.iter().position(|person| person.id == id);
    let ties = standing_ties(record).filter_map(|kept| {
        Some(MapTie {
            one: place(kept.item.one)?,
            other: place(kept.item.other)?,
            line: tie_line(kept.item.bond),
        })
    });
    let picture = RelationMap {
        frame: Frame::new(
            FigureId::new("people").map_err(drawing)?,
            "The map of people",
            format!(
                "{}, and {} between them. The client stands in the middle.",
                count(all.len(), "person or group", "people and groups"),
                count(standing_ties(record).count(), "tie", "ties")
            ),
        ),
        middle: "the client".to_owned(),
        ties: ties.collect(),
        people: cards,
    };
    Ok(PeoplePicture {
        wide: picture.svg(Size::Wide),
        narrow: picture.svg(Size::Narrow),
        table: picture.table().to_html(),
    })
}

/// "parent, died 2009".
pub(crate) fn who(person: &people::Person) -> String {
    let died = match (person.died, person.died_when) {
        (true, Some(when)) => format!(", died {}", when.words()),
        (true, None) => ", died".to_owned(),
        (false, _) => String::new(),
    };
    format!("{}{died}", person.part.label())
}

fn tie_line(bond: Bond) -> TieLine {
    let words = bond.words();
    TieLine {
        nearness: bond.closeness.map(|closeness| match closeness {
            Closeness::Distant => Nearness::Distant,
            Closeness::Some => Nearness::Some,
            Closeness::Close => Nearness::Close,
            Closeness::VeryClose => Nearness::VeryClose,
        }),
        conflict: match bond.conflict {
            Some(people::Conflict::Some) => Some(Conflict::Some),
            Some(people::Conflict::Strong) => Some(Conflict::Strong),
            Some(people::Conflict::None) | None => None,
        },
        supports_first: bond.supports(),
        supports_second: matches!(bond.support, Some(Support::Gets | Support::Both)),
        broken: bond.broken_off,
        words: if words.is_empty() {
            "nothing said yet".to_owned()
        } else {
            words
        },
    }
}
