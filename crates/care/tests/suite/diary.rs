//! The diary: what can be agreed, when it can be answered, and what it shows.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_care::diary::{
    Agreeing, Answering, Beep, Highest, Tally, Variable, agree_diary, answer_diary, end_diary,
};
use attune_care::{Author, Entry, NewEntry, Record, Refusal};
use attune_ids::{DiaryId, EntryId, SeededIds};
use attune_stats::graphical_autoregression::{LagPairs, Moment};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday, date, datetime, time};
use jiff::tz::TimeZone;

const DAY: Date = date(2026, 3, 2);

fn variable(words: &str) -> Variable {
    Variable {
        words: words.to_owned(),
        low: "none".to_owned(),
        high: "a lot".to_owned(),
        factor: None,
    }
}

fn asked() -> Agreeing {
    Agreeing {
        variables: vec![variable("mood"), variable(" "), variable("worry")],
        highest: Highest::Ten,
        times: vec![time(20, 0, 0, 0), time(9, 0, 0, 0), time(14, 0, 0, 0)],
        days: vec![Weekday::Tuesday, Weekday::Monday],
        from: DAY,
        until: date(2026, 3, 10),
    }
}

struct Story {
    entries: Vec<Entry>,
    ids: SeededIds,
}

impl Story {
    fn begun() -> (Self, DiaryId) {
        let mut story = Self {
            entries: Vec::new(),
            ids: SeededIds::new(3),
        };
        let entry = EntryId::new(&mut story.ids);
        let new = agree_diary(&story.record(), &asked(), DAY, entry).unwrap();
        story.add(new);
        let id = story.record().present_diary().unwrap().agreement.item.id;
        (story, id)
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn add(&mut self, new: Vec<NewEntry>) {
        let at: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        self.entries
            .extend(new.into_iter().map(|entry| entry.sign(Author::Client, at)));
    }

    fn answer(
        &mut self,
        diary: DiaryId,
        beep: Beep,
        values: &[Option<u8>],
        now: DateTime,
    ) -> Result<(), Refusal> {
        let given = Answering {
            diary,
            beep,
            values,
            words: "",
            now,
        };
        let entry = EntryId::new(&mut self.ids);
        let new = answer_diary(&self.record(), &given, entry)?;
        self.add(new);
        Ok(())
    }
}

fn beep(on: Date, number: u8) -> Beep {
    Beep { on, number }
}

#[test]
fn what_is_agreed_is_put_in_order_and_lines_without_words_are_left_out() {
    let (story, id) = Story::begun();
    let record = story.record();
    let agreement = &record.diary(id).unwrap().agreement.item;
    assert_eq!(agreement.variables.len(), 2);
    assert_eq!(agreement.times[0], time(9, 0, 0, 0));
    assert_eq!(agreement.days, [1, 2]);
    // Mon 2, Tue 3, Mon 9, Tue 10 March, three times each.
    assert_eq!(agreement.beeps().len(), 12);
}

#[test]
fn too_much_and_too_little_are_refused() {
    let record = Record::default();
    let entry = EntryId::new(&mut SeededIds::new(1));
    let refused = |change: &dyn Fn(&mut Agreeing)| {
        let mut form = asked();
        change(&mut form);
        agree_diary(&record, &form, DAY, entry).unwrap_err()
    };
    refused(&|form| form.variables.truncate(1));
    refused(&|form| form.variables = (0..7).map(|n| variable(&format!("v{n}"))).collect());
    refused(&|form| form.variables[2].words = "mood".to_owned());
    refused(&|form| form.variables[0].low = String::new());
    refused(&|form| form.times.clear());
    refused(&|form| form.days.clear());
    refused(&|form| form.from = date(2026, 3, 1));
    refused(&|form| form.until = date(2026, 3, 1));
    refused(&|form| form.until = date(2026, 6, 2));
}

#[test]
fn a_beep_is_answered_in_its_time_and_the_last_answer_counts() {
    let (mut story, id) = Story::begun();
    let first = beep(DAY, 1);
    let values = [Some(3), None];
    let early = story.answer(id, first, &values, datetime(2026, 3, 2, 8, 59, 0, 0));
    assert!(matches!(early, Err(Refusal::Invalid { .. })));
    let now = datetime(2026, 3, 2, 9, 5, 0, 0);
    story.answer(id, first, &values, now).unwrap();
    story.answer(id, first, &[Some(0), Some(10)], now).unwrap();
    let record = story.record();
    let state = record.diary(id).unwrap();
    assert_eq!(state.answers.len(), 2, "what was said first is not lost");
    assert_eq!(
        state.answer(first).unwrap().item.values,
        [Some(0), Some(10)]
    );
    let means = |line| state.days(line, now)[0].mean;
    assert_eq!([means(0), means(1)], [Some(0.0), Some(10.0)]);
    // The next one asks at 14:00; whoever was answering may finish.
    let late = datetime(2026, 3, 2, 14, 29, 0, 0);
    story.answer(id, first, &values, late).unwrap();
    let too_late = datetime(2026, 3, 2, 14, 30, 0, 0);
    assert!(story.answer(id, first, &values, too_late).is_err());
    // Not on the scale, not all lines, nothing at all, no such beep.
    for values in [vec![Some(11), None], vec![Some(1)], vec![None, None]] {
        assert!(story.answer(id, beep(DAY, 2), &values, too_late).is_err());
    }
    assert!(
        story
            .answer(id, beep(DAY, 4), &[Some(1), None], too_late)
            .is_err()
    );
}

#[test]
fn an_ended_diary_asks_nothing_and_a_new_one_ends_it() {
    let (mut story, id) = Story::begun();
    let entry = EntryId::new(&mut story.ids);
    let mut next = asked();
    next.until = date(2026, 3, 4);
    let new = agree_diary(&story.record(), &next, DAY, entry).unwrap();
    story.add(new);
    let now = datetime(2026, 3, 2, 9, 5, 0, 0);
    assert!(
        story
            .answer(id, beep(DAY, 1), &[Some(1), None], now)
            .is_err()
    );
    let record = story.record();
    let present = record.present_diary().unwrap().agreement.item.id;
    assert_ne!(present, id);
    assert!(end_diary(&record, id, "", entry).is_err());
    let new = end_diary(&record, present, "too much", entry).unwrap();
    story.add(new);
    assert!(story.record().present_diary().is_none());
    let at = "2026-03-09T00:00:00Z".parse().unwrap();
    let until = story
        .record()
        .diary(present)
        .unwrap()
        .counted_until(at, &TimeZone::UTC);
    assert_eq!(
        until,
        datetime(2026, 3, 2, 8, 0, 0, 0),
        "it counts until it was ended"
    );
}

#[test]
fn what_was_not_answered_is_a_gap_and_never_zero() {
    let (mut story, id) = Story::begun();
    let tuesday = date(2026, 3, 3);
    story
        .answer(
            id,
            beep(DAY, 1),
            &[Some(0), Some(10)],
            datetime(2026, 3, 2, 9, 0, 0, 0),
        )
        .unwrap();
    story
        .answer(
            id,
            beep(DAY, 3),
            &[Some(5), None],
            datetime(2026, 3, 2, 21, 0, 0, 0),
        )
        .unwrap();
    let record = story.record();
    let state = record.diary(id).unwrap();
    let now = datetime(2026, 3, 3, 15, 0, 0, 0);
    assert_eq!(
        state.tally(now),
        Tally {
            asked: 4,
            answered: 2
        }
    );
    let mood = state.days(0, now);
    assert_eq!(
        (mood[0].on, mood[0].mean, mood[0].answers, mood[0].asked),
        (DAY, Some(2.5), 2, 3)
    );
    assert_eq!(
        (mood[1].on, mood[1].mean, mood[1].asked),
        (tuesday, None, 1)
    );
    assert_eq!(
        state.days(1, now)[0].mean,
        Some(10.0),
        "a line left out counts for nothing"
    );
    let csv = state.csv(now);
    assert_eq!(
        csv,
        "day,beep,date,v1,v2\n1,1,2026-03-02,0,10\n1,2,2026-03-02,,\n1,3,2026-03-02,5,\n2,1,2026-03-03,,\n"
    );
}

/// The hint counts the pairs as the statistics count them.
#[test]
fn the_hint_for_a_network_counts_what_the_statistics_count() {
    let (mut story, id) = Story::begun();
    let beeps = story.record().diary(id).unwrap().agreement.item.beeps();
    let mut moments = Vec::new();
    for (n, due) in (0_u8..).zip(&beeps) {
        // One beep missed, one incomplete.
        let values = [Some((n * 7) % 11), (n != 8).then_some((n * 5) % 9)];
        let values = if n == 4 { [None, None] } else { values };
        if n != 4 {
            story.answer(id, due.beep, &values, due.at).unwrap();
        }
        moments.push(Moment {
            day: i64::from((due.beep.on - DAY).get_days()),
            beep: i64::from(due.beep.number),
            values: values.iter().map(|value| value.map(f64::from)).collect(),
        });
    }
    let needs = story.record().diary(id).unwrap().network_needs();
    assert_eq!((needs.least, needs.arrows_and_edges), (6, 5));
    // Eight pairs, less two around the missed beep and one before the incomplete one.
    assert_eq!(needs.pairs, 5);
    let refused = LagPairs::new(&moments).unwrap_err().to_string();
    assert!(refused.contains('5') && refused.contains('6'), "{refused}");
}
