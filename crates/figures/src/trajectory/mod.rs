//! How a measure went over time, against what was expected.

mod bands;
mod below;
mod course;
mod draw;
mod key;
mod labels;

use jiff::civil::Date;

use crate::{DataTable, Figure, Frame, Header, Range, Size};

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
    /// Days of the meetings.
    pub sessions: Vec<Date>,
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

    fn dated_rows(&self) -> Vec<(Date, Vec<String>)> {
        let words = &self.frame.words;
        let number = |value: f64| words.format.number(value, self.decimals);
        let row = |date: Date, what: &str, value: String, detail: String| {
            let cells = vec![words.format.date(date), what.to_owned(), value, detail];
            (date, cells)
        };
        let measured = self.measured.iter().map(|m| {
            let (what, value) = m
                .finite()
                .map_or((&words.not_answered, String::new()), |v| {
                    (&words.measured, number(v))
                });
            row(m.date, what, value, m.label.clone())
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
            row(e.date, &words.expected, mean, detail)
        });
        let sessions = self
            .sessions
            .iter()
            .map(|&date| row(date, &words.session, String::new(), String::new()));
        let marks = self.marks.iter().map(|mark| {
            let what = match mark.kind {
                MarkKind::LifeEvent => &words.life_event,
                MarkKind::PlanChange => &words.plan_change,
            };
            row(mark.date, what, String::new(), mark.label.clone())
        });
        measured
            .chain(expected)
            .chain(sessions)
            .chain(marks)
            .collect()
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
        let words = &self.frame.words;
        let mut dated = self.dated_rows();
        dated.sort_by_key(|(date, _)| *date);
        let undated = |what: &str, value: f64, name: &str| {
            vec![
                String::new(),
                what.to_owned(),
                words.format.number(value, self.decimals),
                name.to_owned(),
            ]
        };
        let thresholds = self
            .thresholds
            .iter()
            .map(|t| undated(&words.threshold, t.value, &t.name));
        let bands = self
            .bands
            .iter()
            .map(|b| undated(&words.band_from, b.from, &b.name));
        DataTable {
            caption: self.frame.title.clone(),
            headers: vec![
                Header::words(words.date.as_ref()),
                Header::words(words.what.as_ref()),
                Header::numbers(words.value.as_ref()),
                Header::words(words.detail.as_ref()),
            ],
            rows: dated
                .into_iter()
                .map(|(_, row)| row)
                .chain(thresholds)
                .chain(bands)
                .collect(),
        }
    }
}
