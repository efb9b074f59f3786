//! The headline is made anew whenever something is written: it must not cost more and more the longer the work lasts.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise, and tells how long it took"
)]

use std::time::Instant;

use attune_care::assess::{MeasureRef, Response, Way};
use attune_care::session::alliance;
use attune_care::{Author, Body, Entry, Headline, Record};
use attune_catalog::{Answer, Catalog, score};
use attune_ids::{AssignmentId, EntryId, SeededIds};
use jiff::civil::date;
use jiff::{Timestamp, ToSpan};

/// So many weeks with a questionnaire and the feedback on the session.
fn weeks(catalog: &Catalog, weeks: i64) -> Record {
    let mut ids = SeededIds::new(7);
    let mut entries = Vec::new();
    for week in 0..weeks {
        for id in ["phq-9", "session-feedback"] {
            let measure = catalog.measure(id).unwrap();
            let options = measure.items.iter().map(|item| item.options.values());
            let place = usize::try_from(week).unwrap();
            let answers: Vec<Answer> = options
                .map(|values| Answer::Value(values[place % values.len()]))
                .collect();
            let response = Response {
                paper: None,
                assignment: AssignmentId::new(&mut ids),
                measure: MeasureRef::of(measure),
                scored: score(measure, &answers).unwrap(),
                answers,
                words: None,
                way: Way::Link,
                on: date(2018, 1, 1) + week.weeks(),
                session: None,
            };
            entries.push(Entry {
                format: 1,
                id: EntryId::new(&mut ids),
                at: Timestamp::UNIX_EPOCH,
                by: Author::Client,
                body: Body::ResponseGiven(response),
            });
        }
    }
    Record::from_entries(&entries)
}

/// Four times as much may take eight times as long: the geometric mean of four, which is each once, and of sixteen,
/// which is each for each.
#[test]
fn four_times_the_work_is_not_sixteen_times_the_headline() {
    let catalog = Catalog::shipped().unwrap();
    let (some, many) = (weeks(&catalog, 100), weeks(&catalog, 400));
    assert_eq!(alliance(&many, &catalog).feedback.len(), 400);
    let (little, much) = (shortest(&some, &catalog), shortest(&many, &catalog));
    eprintln!(
        "100 weeks {:.2} ms, 400 weeks {:.2} ms",
        little * 1e3,
        much * 1e3
    );
    assert!(much < 8.0 * little, "{little} s and {much} s");
}

/// The shortest of several times: what else the machine does only adds to it.
fn shortest(record: &Record, catalog: &Catalog) -> f64 {
    (0..10).fold(f64::INFINITY, |shortest, _| {
        let began = Instant::now();
        assert!(Headline::of(record, catalog).latest.is_some());
        shortest.min(began.elapsed().as_secs_f64())
    })
}
