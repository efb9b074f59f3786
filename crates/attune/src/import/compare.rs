use attune_care::assess::{ImportedTotal, MeasureRef, Opening};
use attune_care::{Author, Body, Entry, NewEntry};
use attune_catalog::Measure;
use attune_ids::{ClientId, EntryId};
use attune_server::App;
use attune_server::gate::{Addition, Beginning};
use attune_server::identity::Identity;
use jiff::Timestamp;
use jiff::civil::Date;

use super::course::{Course, Score};
use super::time::Calendar;
use crate::practice::in_words;
use crate::table::BadCell;

/// What an import would do.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    /// Clients that are not there yet.
    pub(crate) beginnings: Vec<Beginning>,
    /// Scores for clients that are there.
    pub(crate) additions: Vec<Addition>,
    /// Clients that are there and get nothing new.
    pub(crate) unchanged: usize,
    /// Scores that are new.
    pub(crate) new_scores: usize,
    /// Scores that were imported before.
    pub(crate) known_scores: usize,
    /// Scores that differ from what was imported before.
    pub(crate) differing: Vec<BadCell>,
    /// First and last day of the new scores.
    pub(crate) days: Option<(Date, Date)>,
    /// Lowest and highest new score.
    pub(crate) range: Option<(f64, f64)>,
}

/// Holds courses against what is there. Ids are worked out from source, code,
/// measure and time with this practice's keys, so the same row is found again.
pub(crate) async fn compare(
    app: &App,
    source: &str,
    measure: &Measure,
    calendar: Calendar,
    courses: &[Course],
    tick: impl Fn(),
) -> anyhow::Result<Comparison> {
    let mut comparison = Comparison::default();
    let now = app.now();
    let calendar = as_before(app, source, measure, calendar, courses).await?;
    for course in courses {
        tick();
        let client = ClientId(app.import_id(&["client", source, &course.code]));
        let there = app.open_for_import(client).await.map_err(in_words)?;
        let mut new = Vec::new();
        for score in &course.scores {
            let id = total_id(app, source, &course.code, measure, score);
            let known = there
                .as_ref()
                .and_then(|opened| opened.record.totals.iter().find(|total| total.entry == id));
            match known {
                Some(known) if known.item.outcome.value() == score.outcome.value() => {
                    comparison.known_scores += 1;
                }
                Some(_) => comparison.differing.push(differing(score)),
                None => {
                    let on = calendar.day(score.moment)?;
                    comparison.count(on, score);
                    new.push(total(source, measure, score, on, id, now));
                }
            }
        }
        match there {
            Some(_) if new.is_empty() => comparison.unchanged += 1,
            Some(_) => comparison.additions.push(Addition {
                client,
                entries: new,
            }),
            None => comparison
                .beginnings
                .push(beginning(app, source, course, calendar, client, new, now)?),
        }
    }
    Ok(comparison)
}

/// Courses that were begun on some day go on from that day: a longer file must not move them.
async fn as_before(
    app: &App,
    source: &str,
    measure: &Measure,
    calendar: Calendar,
    courses: &[Course],
) -> anyhow::Result<Calendar> {
    for course in courses {
        let client = ClientId(app.import_id(&["client", source, &course.code]));
        let Some(there) = app.open_for_import(client).await.map_err(in_words)? else {
            continue;
        };
        for score in &course.scores {
            let id = total_id(app, source, &course.code, measure, score);
            if let Some(known) = there.record.totals.iter().find(|total| total.entry == id) {
                return calendar.moved_so_that(score.moment, known.item.on);
            }
        }
    }
    Ok(calendar)
}

fn total_id(app: &App, source: &str, code: &str, measure: &Measure, score: &Score) -> EntryId {
    let moment = score.moment.key();
    EntryId(app.import_id(&["total", source, code, &measure.id, &moment]))
}

impl Comparison {
    fn count(&mut self, on: Date, score: &Score) {
        self.new_scores += 1;
        self.days = Some(
            self.days
                .map_or((on, on), |(first, last)| (first.min(on), last.max(on))),
        );
        if let Some(value) = score.outcome.value() {
            self.range = Some(self.range.map_or((value, value), |(low, high)| {
                (low.min(value), high.max(value))
            }));
        }
    }
}

fn differing(score: &Score) -> BadCell {
    BadCell {
        row: score.row,
        column: score.column.clone(),
        found: "another score than the one imported before".to_owned(),
        expected: "the same score; a correction is made in the record, where it is seen".to_owned(),
    }
}

fn total(
    source: &str,
    measure: &Measure,
    score: &Score,
    on: Date,
    id: EntryId,
    now: Timestamp,
) -> Entry {
    let item = ImportedTotal {
        measure: MeasureRef::of(measure),
        outcome: score.outcome.clone(),
        on,
        source: format!("{source}, column {}", score.column),
    };
    NewEntry {
        id,
        body: Body::TotalImported(item),
    }
    .sign(Author::Import, now)
}

fn beginning(
    app: &App,
    source: &str,
    course: &Course,
    calendar: Calendar,
    client: ClientId,
    totals: Vec<Entry>,
    now: Timestamp,
) -> anyhow::Result<Beginning> {
    let days = course
        .scores
        .iter()
        .map(|score| calendar.day(score.moment))
        .collect::<anyhow::Result<Vec<Date>>>()?;
    let on = days.into_iter().min().unwrap_or(calendar.start());
    let opening = Opening {
        on,
        source: Some(source.to_owned()),
    };
    let id = EntryId(app.import_id(&["opening", source, &course.code]));
    let mut entries = vec![
        NewEntry {
            id,
            body: Body::RecordOpened(opening),
        }
        .sign(Author::Import, now),
    ];
    entries.extend(totals);
    let person = Identity {
        name: format!("Client {} ({source})", course.code),
        reference: course.code.clone(),
        language: String::new(),
        ..Identity::default()
    };
    Ok(Beginning {
        client,
        person,
        entries,
    })
}
