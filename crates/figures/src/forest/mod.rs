//! Estimates with their intervals, one under the other.

mod axis;
mod columns;
mod draw;
mod groups;

use crate::{DataTable, Figure, Frame, Header, Size};

/// A forest plot.
#[derive(Debug, Clone, PartialEq)]
pub struct ForestPlot {
    /// Title, summary, ids and words.
    pub frame: Frame,
    /// What is estimated, with its unit: "standardised mean difference".
    pub effect: String,
    /// What the interval is: "95 % interval".
    pub interval_name: String,
    /// The value of no difference, on the same scale as the estimates: 0 for a
    /// difference and for the logarithm of a ratio.
    pub no_difference: f64,
    /// What lies to the left and to the right of no difference:
    /// "favours therapy", "favours waiting".
    pub favours: (String, String),
    /// Decimals of the estimates.
    pub decimals: usize,
    /// From top to bottom.
    pub rows: Vec<ForestRow>,
    /// Rows that cannot be told apart; groups may share rows.
    pub groups: Vec<TiedGroup>,
}

/// One line of a forest plot.
#[derive(Debug, Clone, PartialEq)]
pub struct ForestRow {
    /// A therapy, a trial or a group of them.
    pub label: String,
    /// The point estimate. When it or an end of its interval is not finite the
    /// row is shown without a mark.
    pub estimate: f64,
    /// Ends of its interval.
    pub interval: (f64, f64),
    /// Where the effect in a new setting would be expected.
    pub prediction: Option<(f64, f64)>,
    /// Any positive number; the area of the square is in proportion to it.
    pub weight: f64,
    /// How many trials and people: "12 trials, 1,480 people".
    pub counts: String,
}

/// Neighbouring rows that the data do not tell apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TiedGroup {
    /// Index of the first row. A group past the rows is left out.
    pub first: usize,
    /// Index of the last row, cut off at the end of the rows.
    pub last: usize,
    /// "cannot be told apart".
    pub label: String,
}

impl ForestRow {
    fn is_drawable(&self) -> bool {
        [self.estimate, self.interval.0, self.interval.1]
            .iter()
            .all(|v| v.is_finite())
    }

    fn finite_prediction(&self) -> Option<(f64, f64)> {
        self.prediction
            .filter(|(low, high)| low.is_finite() && high.is_finite())
    }
}

impl ForestPlot {
    fn span(&self, (low, high): (f64, f64)) -> String {
        let format = &self.frame.words.format;
        let number = |value| format.number(value, self.decimals);
        format!("{} {} {}", number(low), self.frame.words.to, number(high))
    }

    /// "−0.62 (−0.81 to −0.43)".
    fn estimate_text(&self, row: &ForestRow) -> String {
        if row.is_drawable() {
            let estimate = self.frame.words.format.number(row.estimate, self.decimals);
            format!("{estimate} ({})", self.span(row.interval))
        } else {
            self.frame.words.no_estimate.to_string()
        }
    }

    /// Groups that have rows, each cut to them.
    fn present_groups(&self) -> Vec<TiedGroup> {
        self.groups
            .iter()
            .filter(|g| g.first < self.rows.len() && g.first <= g.last)
            .map(|g| TiedGroup {
                last: g.last.min(self.rows.len() - 1),
                ..g.clone()
            })
            .collect()
    }
}

impl Figure for ForestPlot {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        draw::svg(self, size)
    }

    fn table(&self) -> DataTable {
        let words = &self.frame.words;
        let groups = self.present_groups();
        let rows = self.rows.iter().enumerate().map(|(index, row)| {
            let (estimate, interval) = if row.is_drawable() {
                let estimate = words.format.number(row.estimate, self.decimals);
                (estimate, self.span(row.interval))
            } else {
                (words.no_estimate.to_string(), String::new())
            };
            let prediction = row
                .finite_prediction()
                .map(|p| self.span(p))
                .unwrap_or_default();
            let member: Vec<String> = (1..)
                .zip(&groups)
                .filter(|(_, g)| (g.first..=g.last).contains(&index))
                .map(|(number, g)| {
                    if groups.len() > 1 {
                        format!("{number}: {}", g.label)
                    } else {
                        g.label.clone()
                    }
                })
                .collect();
            vec![
                row.label.clone(),
                estimate,
                interval,
                prediction,
                row.counts.clone(),
                member.join("; "),
            ]
        });
        DataTable {
            caption: format!("{} ({})", self.frame.title, self.effect),
            headers: vec![
                Header::words(words.comparison.as_ref()),
                Header::numbers(words.estimate.as_ref()),
                Header::numbers(self.interval_name.as_str()),
                Header::numbers(words.prediction.as_ref()),
                Header::words(words.counts.as_ref()),
                Header::words(words.group.as_ref()),
            ],
            rows: rows.collect(),
        }
    }
}
