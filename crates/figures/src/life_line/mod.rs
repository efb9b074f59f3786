//! A whole life on one line, with its recent stretch wide enough for weeks.

mod axis;
mod draw;
mod lanes;

use jiff::civil::Date;

use crate::{DataTable, Figure, Frame, Header, PagePath, Session, Size};

/// What happened in a life, and beside its recent stretch what happened in therapy.
///
/// Two scales on one axis: years up to [`LifeLine::recent_from`], weeks from there, with a clear break between. What
/// was good lies above the line, what was hard below, what was both or was not said on it: the sides tell without
/// colour.
#[derive(Debug, Clone, PartialEq)]
pub struct LifeLine {
    /// Title, summary, ids and words.
    pub frame: Frame,
    /// The first day drawn.
    pub from: Date,
    /// The last day drawn.
    pub to: Date,
    /// Where the scale changes; none for one scale.
    pub recent_from: Option<Date>,
    /// What happened, each with its number.
    pub events: Vec<LifeMark>,
    /// The meetings.
    pub sessions: Vec<Session>,
    /// New versions of the plan: day, words, and what opens.
    pub plans: Vec<(Date, String, Option<PagePath>)>,
    /// Measures under the line, each on its own scale.
    pub courses: Vec<SmallCourse>,
}

/// How something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Good: above the line.
    Good,
    /// Both, or not said: on the line.
    Between,
    /// Hard: below the line.
    Hard,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeMark {
    /// Its number in the list beside the picture.
    pub number: usize,
    /// The first day it can have begun.
    pub from: Date,
    /// The day it is drawn at.
    pub at: Date,
    /// The last day it can have touched.
    pub until: Date,
    /// Whether it lasted from the day it is drawn at until the last one. Otherwise the days around it are those it can have been.
    pub lasted: bool,
    /// How it was.
    pub side: Side,
    /// What happened, in a few words.
    pub label: String,
    /// When, in words: "about 1994".
    pub when: String,
    /// Anything more, for the table.
    pub detail: String,
    /// What opens when it is pressed.
    pub link: Option<PagePath>,
}

/// The course of one measure, too small for an axis: its name tells its ends.
#[derive(Debug, Clone, PartialEq)]
pub struct SmallCourse {
    /// With its range and its change: "PHQ-9 (0 to 27): 18, then 9, mild; 9 points lower than at the start".
    pub label: String,
    /// For a phone: "PHQ-9: 18, then 9, mild".
    pub short: String,
    /// The measure's whole range.
    pub range: crate::Range,
    /// Day, score, and the score as a phrase.
    pub points: Vec<(Date, f64, String)>,
    /// What opens when it is pressed.
    pub link: Option<PagePath>,
}

impl LifeLine {
    /// Events by the day they are drawn at, each with its number.
    fn numbered(&self) -> Vec<(usize, &LifeMark)> {
        let numbered = self.events.iter().map(|event| (event.number, event));
        let mut events: Vec<(usize, &LifeMark)> = numbered.collect();
        events.sort_by_key(|(number, event)| (event.at, *number));
        events
    }
}

impl Figure for LifeLine {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        draw::svg(self, size)
    }

    /// One row for each thing, by day. Events carry the number they have in the picture.
    fn table(&self) -> DataTable {
        let words = &self.frame.words;
        let mut rows: Vec<(Date, Vec<String>)> = Vec::new();
        for (number, event) in self.numbered() {
            let what = format!("{number}. {}", event.label);
            rows.push((
                event.at,
                vec![event.when.clone(), what, event.detail.clone()],
            ));
        }
        let day = |date: Date| words.format.date(date);
        for session in &self.sessions {
            rows.push((
                session.date,
                vec![day(session.date), words.session.to_string(), String::new()],
            ));
        }
        for (date, label, _) in &self.plans {
            let what = format!("{}: {label}", words.plan_change);
            rows.push((*date, vec![day(*date), what, String::new()]));
        }
        for course in &self.courses {
            for (date, _, phrase) in &course.points {
                rows.push((
                    *date,
                    vec![day(*date), phrase.clone(), course.label.clone()],
                ));
            }
        }
        rows.sort_by_key(|(date, _)| *date);
        DataTable {
            caption: self.frame.title.clone(),
            headers: vec![
                Header::words(words.date.as_ref()),
                Header::words(words.what.as_ref()),
                Header::words(words.detail.as_ref()),
            ],
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        }
    }
}
