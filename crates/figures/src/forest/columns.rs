//! Where the columns and rows of a forest plot are.

use super::groups::BRACKET;
use super::{ForestPlot, ForestRow, TiedGroup};
use crate::Size;
use crate::svg::{Wrapped, text_width, wrap};

/// Where the columns are.
pub(super) struct Columns {
    pub(super) size: Size,
    /// Left edge of the words, right of the brackets.
    pub(super) words: f64,
    pub(super) words_width: f64,
    pub(super) plot_left: f64,
    pub(super) plot_right: f64,
    /// Left edges of the estimate and the counts; only a wide drawing has these columns.
    pub(super) estimate: f64,
    pub(super) counts: f64,
    pub(super) counts_width: f64,
}

/// One row with the height it needs.
pub(super) struct Line<'a> {
    pub(super) row: &'a ForestRow,
    pub(super) label: Wrapped,
    pub(super) counts: Wrapped,
    /// Headings of the groups that begin here.
    pub(super) headings: Vec<&'a str>,
    pub(super) top: f64,
    /// Height of the centre of the mark.
    pub(super) middle: f64,
    pub(super) bottom: f64,
}

/// Columns as wide as their words, up to a limit; the plot has the rest.
pub(super) fn columns(plot: &ForestPlot, size: Size, brackets: usize) -> Columns {
    const GAP: f64 = 18.0;
    let words = if brackets == 0 {
        0.0
    } else {
        BRACKET * brackets as f64 + 6.0
    };
    let widest = |texts: &mut dyn Iterator<Item = String>| {
        texts
            .map(|text| text_width(&text, size.text()))
            .fold(0.0, f64::max)
    };
    match size {
        Size::Narrow => Columns {
            size,
            words,
            words_width: size.width() - words,
            // Room for half of the largest square and for the axis' numbers.
            plot_left: words + 14.0,
            plot_right: size.width() - 16.0,
            estimate: 0.0,
            counts: 0.0,
            counts_width: 0.0,
        },
        Size::Wide => {
            let estimate = widest(&mut plot.rows.iter().map(|r| plot.estimate_text(r))).min(230.0);
            let counts_width = widest(&mut plot.rows.iter().map(|r| r.counts.clone())).min(150.0);
            let words_width =
                widest(&mut plot.rows.iter().map(|r| r.label.clone())).clamp(60.0, 190.0);
            let counts = size.width() - counts_width;
            let estimate = counts - GAP - estimate;
            Columns {
                size,
                words,
                words_width,
                plot_left: words + words_width + GAP,
                plot_right: estimate - GAP,
                estimate,
                counts,
                counts_width,
            }
        }
    }
}

/// Every row from the top, as high as its words.
pub(super) fn rows<'a>(
    plot: &'a ForestPlot,
    groups: &'a [TiedGroup],
    columns: &Columns,
) -> Vec<Line<'a>> {
    let text = columns.size.text();
    let line_height = text * 1.25;
    let mut top = 0.0;
    plot.rows
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let label = wrap(&row.label, text, columns.words_width, 2);
            let headings: Vec<&str> = groups
                .iter()
                .filter(|group| group.first == index)
                .map(|group| group.label.as_str())
                .collect();
            let heading_height = headings.len() as f64 * (line_height + 4.0);
            let start = top + heading_height;
            let (counts, middle, bottom) = match columns.size {
                Size::Wide => {
                    let counts = wrap(&row.counts, text, columns.counts_width.max(1.0), 2);
                    let most = label.lines.len().max(counts.lines.len()).max(1) as f64;
                    let height = most * line_height + 14.0;
                    (counts, start + height / 2.0, start + height)
                }
                Size::Narrow => {
                    let counts = wrap(&row.counts, text, columns.words_width, 2);
                    let count =
                        label.lines.len() + 1 + narrow_count_lines(plot, row, &counts, columns);
                    let marks = start + 6.0 + count as f64 * line_height + 12.0;
                    (counts, marks, marks + 14.0)
                }
            };
            let line = Line {
                row,
                label,
                counts,
                headings,
                top,
                middle,
                bottom,
            };
            top = bottom;
            line
        })
        .collect()
}

/// On a phone the counts stand behind the estimate, or under it when they are
/// too long: the number of lines they add.
pub(super) fn narrow_count_lines(
    plot: &ForestPlot,
    row: &ForestRow,
    counts: &Wrapped,
    columns: &Columns,
) -> usize {
    let text = columns.size.text();
    let both = text_width(&plot.estimate_text(row), text) + 16.0 + counts.width(text);
    if counts.lines.len() <= 1 && both <= columns.words_width {
        0
    } else {
        counts.lines.len()
    }
}
