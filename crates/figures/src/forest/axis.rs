//! The horizontal axis of a forest plot, and the key below it.

use super::columns::Columns;
use super::{ForestPlot, ForestRow};
use crate::Point;
use crate::geometry::Area;
use crate::key::{SWATCH, Swatch};
use crate::scale::{Linear, Range, decimals_needed, round_ticks};
use crate::svg::{Anchor, Element, label, line, lines, paint, rect, text_width, wrap};

/// From effects to the plot: every interval is inside, and no difference too.
pub(super) fn scale(plot: &ForestPlot, columns: &Columns) -> Linear {
    let ends = plot
        .rows
        .iter()
        .filter(|row| row.is_drawable())
        .flat_map(|row| {
            let prediction = row.finite_prediction().unwrap_or(row.interval);
            [
                row.estimate,
                row.interval.0,
                row.interval.1,
                prediction.0,
                prediction.1,
            ]
        });
    let range = Range::around(ends.chain([plot.no_difference]));
    Linear::new(range, columns.plot_left, columns.plot_right)
}

/// Numbers, what is estimated, and what each side favours.
pub(super) fn draw(
    plot: &ForestPlot,
    scale: &Linear,
    columns: &Columns,
    top: f64,
) -> (Vec<Element>, f64) {
    let text = columns.size.text();
    let line_height = text * 1.35;
    let (left, right) = (columns.plot_left, columns.plot_right);
    let mut body = vec![line(
        paint::AXIS,
        Point::new(left, top),
        Point::new(right, top),
    )];
    let ticks = round_ticks(scale.range(), 5);
    let decimals = decimals_needed(&ticks);
    let baseline = top + text + 8.0;
    for tick in ticks {
        let foot = Point::new(scale.at(tick), top);
        body.push(line(paint::AXIS, foot, foot.plus(0.0, 4.0)));
        let number = plot.frame.words.format.number(tick, decimals);
        body.push(label(
            paint::QUIET,
            Point::new(foot.x, baseline),
            Anchor::Middle,
            &number,
        ));
    }
    let (mut favours, second) = favours(
        plot,
        scale.at(plot.no_difference),
        columns,
        baseline + line_height,
    );
    body.append(&mut favours);
    let effect = wrap(&plot.effect, text, columns.size.width() - columns.words, 2);
    let at = Point::new(f64::midpoint(left, right), second + line_height);
    body.push(lines(
        paint::QUIET,
        at,
        Anchor::Middle,
        line_height,
        &effect,
    ));
    let bottom = second + line_height * effect.lines.len() as f64;
    (body, bottom + 4.0)
}

/// What each side of no difference favours, pointing away from it. Where one
/// of the two does not fit beside it, they stand at the edges, one under the
/// other. Returns the lowest baseline as well.
fn favours(plot: &ForestPlot, zero: f64, columns: &Columns, baseline: f64) -> (Vec<Element>, f64) {
    const GAP: f64 = 8.0;
    let size = columns.size;
    let to_left = format!("\u{2190} {}", plot.favours.0);
    let to_right = format!("{} \u{2192}", plot.favours.1);
    let fits = zero - GAP - text_width(&to_left, size.text()) >= columns.words
        && zero + GAP + text_width(&to_right, size.text()) <= size.width();
    if fits {
        let left = label(
            paint::TEXT,
            Point::new(zero - GAP, baseline),
            Anchor::End,
            &to_left,
        );
        let right = label(
            paint::TEXT,
            Point::new(zero + GAP, baseline),
            Anchor::Start,
            &to_right,
        );
        return (vec![left, right], baseline);
    }
    let second = baseline + size.text() * 1.35;
    let left = Point::new(columns.words, baseline);
    let right = Point::new(size.width(), second);
    let body = vec![
        label(paint::TEXT, left, Anchor::Start, &to_left),
        label(paint::TEXT, right, Anchor::End, &to_right),
    ];
    (body, second)
}

/// Only the kinds of mark that are in the picture.
pub(super) fn key_entries(plot: &ForestPlot) -> Vec<(Swatch, &str)> {
    let words = &plot.frame.words;
    let mut entries: Vec<(Swatch, &str)> = Vec::new();
    if plot.rows.iter().any(ForestRow::is_drawable) {
        entries.push((estimate_swatch, &words.estimate_by_weight));
        entries.push((interval_swatch, &plot.interval_name));
    }
    if plot
        .rows
        .iter()
        .any(|row| row.finite_prediction().is_some())
    {
        entries.push((prediction_swatch, &words.prediction_mark));
    }
    entries
}

fn estimate_swatch(centre: Point) -> Vec<Element> {
    vec![rect(paint::ESTIMATE, Area::around(centre, 9.0, 9.0))]
}

fn interval_swatch(centre: Point) -> Vec<Element> {
    let half = SWATCH / 2.0;
    vec![line(
        paint::INTERVAL,
        centre.plus(-half, 0.0),
        centre.plus(half, 0.0),
    )]
}

fn prediction_swatch(centre: Point) -> Vec<Element> {
    let half = SWATCH / 2.0;
    vec![line(
        paint::PREDICTION,
        centre.plus(-half, 0.0),
        centre.plus(half, 0.0),
    )]
}
