//! How a measure went over time, against what was expected.

mod bands;
mod below;
mod course;
mod draw;
mod key;
mod labels;
mod multiples;

use jiff::civil::Date;

use crate::{DataTable, Figure, Frame, Header, PagePath, Range, Size, Words};

pub use multiples::Courses;

/// A measure over time: what was measured, what was expected, and what happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// Title, summary, ids and words.
    pub frame: Frame,
    /// The measure's whole range; the vertical axis never zooms into it.
    pub range: Range,
    /// Decimals of a value on this measure.
    pub decimals: usize,
    /// What was asked for, answered or not. Any order.
    pub measured: Vec<Measured>,
    /// The expected course; empty for none. Any order.
    pub expected: Vec<Expected>,
    /// Named bands of severity, drawn as hairlines with names at the right edge.
    pub bands: Vec<SeverityBand>,
    /// Lines with a meaning, named where they run.
    pub thresholds: Vec<Threshold>,
    /// The meetings.
    pub sessions: Vec<Session>,
    /// Life events and plan changes.
    pub marks: Vec<Mark>,
}

/// One occasion on which the measure was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The day.
    pub date: Date,
    /// The score; None (or a number that is not finite) when there is none.
    /// Outside of the measure's range it is drawn at its edge.
    pub value: Option<f64>,
    /// The score as a phrase: "14, moderate".
    pub label: String,
    /// Whether it differs from the first by more than measurement error; None where
    /// it does not, or where no rule says so.
    pub moved: Option<Moved>,
    /// What opens when it is pressed.
    pub link: Option<PagePath>,
}

/// Away from the first score by more than measurement error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moved {
    /// In the good direction: a ring around the dot.
    Better,
    /// In the bad one: a square around it.
    Worse,
}

/// One meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The day.
    pub date: Date,
    /// What opens when it is pressed.
    pub link: Option<PagePath>,
}

impl Session {
    /// A meeting that leads nowhere.
    pub const fn on(date: Date) -> Self {
        Self { date, link: None }
    }
}

impl Measured {
    pub(crate) fn finite(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }
}

/// The expected course on one day, in the measure's units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The day.
    pub date: Date,
    /// The expected middle.
    pub mean: f64,
    /// Ends of the 50 % band.
    pub half: (f64, f64),
    /// Ends of the 80 % band.
    pub most: (f64, f64),
}

impl Expected {
    fn is_finite(&self) -> bool {
        [
            self.mean,
            self.half.0,
            self.half.1,
            self.most.0,
            self.most.1,
        ]
        .iter()
        .all(|value| value.is_finite())
    }
}

/// A band of severity; it reaches to the next one or to the end of the measure.
#[derive(Debug, Clone, PartialEq)]
pub struct SeverityBand {
    /// Where it begins.
    pub from: f64,
    /// Its name: "moderate".
    pub name: String,
}

/// A value with a meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// The value.
    pub value: f64,
    /// What it means: "clinical cut-off".
    pub name: String,
}

/// Something that happened beside the measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub date: Date,
    /// What kind of thing.
    pub kind: MarkKind,
    /// A few words.
    pub label: String,
    /// What opens when it is pressed.
    pub link: Option<PagePath>,
}

/// The kinds of marks below a trajectory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// Something that happened in life: a filled triangle.
    LifeEvent,
    /// A new version of the plan: an open diamond.
    PlanChange,
}

impl Trajectory {
    /// Everything asked for, by day.
    pub(crate) fn measured_by_day(&self) -> Vec<&Measured> {
        let mut measured: Vec<&Measured> = self.measured.iter().collect();
        measured.sort_by_key(|m| m.date);
        measured
    }

    /// The expected course by day, without what is not finite.
    pub(crate) fn expected_by_day(&self) -> Vec<Expected> {
        let mut expected: Vec<Expected> = self
            .expected
            .iter()
            .copied()
            .filter(Expected::is_finite)
            .collect();
        expected.sort_by_key(|e| e.date);
        expected
    }

    /// Whether anything in it can be pressed.
    fn has_links(&self) -> bool {
        self.measured.iter().any(|m| m.link.is_some())
            || self.sessions.iter().any(|session| session.link.is_some())
            || self.marks.iter().any(|mark| mark.link.is_some())
    }

    /// What was measured and expected, as lines of the table. `named` stands before
    /// what each is, where several measures share a table.
    fn course_lines(&self, named: &str) -> Vec<Line> {
        let words = &self.frame.words;
        let number = |value: f64| words.format.number(value, self.decimals);
        let what = |what: &str| {
            if named.is_empty() {
                what.to_owned()
            } else {
                format!("{named}: {what}")
            }
        };
        let measured = self.measured.iter().map(|m| {
            let (kind, value) = m
                .finite()
                .map_or((&words.not_answered, String::new()), |v| {
                    (&words.measured, number(v))
                });
            let detail = match m.moved {
                Some(Moved::Better) => format!("{}; {}", m.label, words.moved_better),
                Some(Moved::Worse) => format!("{}; {}", m.label, words.moved_worse),
                None => m.label.clone(),
            };
            Line::new(words, m.date, what(kind), value, detail, m.link.as_ref())
        });
        let expected = self.expected.iter().filter(|e| e.is_finite()).map(|e| {
            let span = |(low, high): (f64, f64)| {
                format!(
                    "{} {} {}",
                    words.format.number(low, self.decimals.max(1)),
                    words.to,
                    words.format.number(high, self.decimals.max(1))
                )
            };
            let detail = format!(
                "{}: {}; {}: {}",
                words.half_band,
                span(e.half),
                words.most_band,
                span(e.most)
            );
            let mean = words.format.number(e.mean, self.decimals.max(1));
            Line::new(words, e.date, what(&words.expected), mean, detail, None)
        });
        measured.chain(expected).collect()
    }

    /// Meetings and marks, as lines of the table.
    fn beside_lines(&self) -> Vec<Line> {
        let words = &self.frame.words;
        let line = |date, what: &str, label: &str, link: Option<&PagePath>| {
            let (what, detail) = (what.to_owned(), label.to_owned());
            Line::new(words, date, what, String::new(), detail, link)
        };
        let sessions = self
            .sessions
            .iter()
            .map(|session| line(session.date, &words.session, "", session.link.as_ref()));
        let marks = self.marks.iter().map(|mark| {
            let what = match mark.kind {
                MarkKind::LifeEvent => &words.life_event,
                MarkKind::PlanChange => &words.plan_change,
            };
            line(mark.date, what, &mark.label, mark.link.as_ref())
        });
        sessions.chain(marks).collect()
    }

    /// Thresholds and bands, which have no day.
    fn undated_rows(&self, named: &str) -> Vec<Vec<String>> {
        let words = &self.frame.words;
        let row = |what: &str, value: f64, name: &str| {
            vec![
                String::new(),
                if named.is_empty() {
                    what.to_owned()
                } else {
                    format!("{named}: {what}")
                },
                words.format.number(value, self.decimals),
                name.to_owned(),
            ]
        };
        let thresholds = self
            .thresholds
            .iter()
            .map(|t| row(&words.threshold, t.value, &t.name));
        let bands = self
            .bands
            .iter()
            .map(|b| row(&words.band_from, b.from, &b.name));
        thresholds.chain(bands).collect()
    }

    /// All lines by day.
    fn lines(&self) -> Vec<Line> {
        let mut lines = self.course_lines("");
        lines.extend(self.beside_lines());
        lines.sort_by_key(|line| line.date);
        lines
    }
}

/// One line of the table with a day.
struct Line {
    date: Date,
    cells: Vec<String>,
    link: Option<PagePath>,
}

impl Line {
    fn new(
        words: &Words,
        date: Date,
        what: String,
        value: String,
        detail: String,
        link: Option<&PagePath>,
    ) -> Self {
        Self {
            date,
            cells: vec![words.format.date(date), what, value, detail],
            link: link.cloned(),
        }
    }
}

fn table(frame: &Frame, lines: Vec<Line>, undated: Vec<Vec<String>>) -> DataTable {
    let words = &frame.words;
    DataTable {
        caption: frame.title.clone(),
        headers: vec![
            Header::words(words.date.as_ref()),
            Header::words(words.what.as_ref()),
            Header::numbers(words.value.as_ref()),
            Header::words(words.detail.as_ref()),
        ],
        rows: lines
            .into_iter()
            .map(|line| line.cells)
            .chain(undated)
            .collect(),
    }
}

impl Figure for Trajectory {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        draw::svg(self, size)
    }

    /// One row for each thing by day, then thresholds and bands without a day.
    fn table(&self) -> DataTable {
        table(&self.frame, self.lines(), self.undated_rows(""))
    }

    fn table_html(&self) -> String {
        let links: Vec<_> = self.lines().into_iter().map(|line| line.link).collect();
        self.table().to_html_linked(&links)
    }
}
