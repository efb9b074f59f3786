use super::columns::{self, Columns, Line, narrow_count_lines};
use super::groups::{self, BRACKET};
use super::{ForestPlot, axis};
use crate::frame::root;
use crate::geometry::Area;
use crate::scale::Linear;
use crate::svg::{Anchor, Element, PathData, Wrapped, label, line, lines, paint, path, rect, wrap};
use crate::{Point, Size, key};

const LARGEST_SQUARE: f64 = 13.0;
const SMALLEST_SQUARE: f64 = 5.0;

pub(super) fn svg(plot: &ForestPlot, size: Size) -> String {
    let groups = plot.present_groups();
    let bracket_columns = groups::columns(&groups);
    let columns = columns::columns(
        plot,
        size,
        bracket_columns.iter().max().map_or(0, |c| c + 1),
    );
    let rows = columns::rows(plot, &groups, &columns);
    let bottom = rows.last().map_or(size.text() * 3.0, |line| line.bottom);
    let scale = axis::scale(plot, &columns);

    let mut body = Vec::new();
    if plot.rows.is_empty() {
        let at = Point::new(size.width() / 2.0, size.text() * 2.0);
        body.push(label(
            paint::QUIET,
            at,
            Anchor::Middle,
            &plot.frame.words.no_estimate,
        ));
    }
    body.extend(zero_line(scale.at(plot.no_difference), &rows, bottom, size));
    for (group, column) in groups.iter().zip(&bracket_columns) {
        let x = 1.0 + BRACKET * *column as f64;
        body.push(groups::bracket(
            x,
            rows[group.first].top + 3.0,
            rows[group.last].bottom - 3.0,
        ));
    }
    let heaviest = plot
        .rows
        .iter()
        .map(|r| r.weight)
        .filter(|w| w.is_finite())
        .fold(0.0, f64::max);
    for row in &rows {
        body.extend(texts(plot, row, &columns));
        body.extend(marks(row, &scale, heaviest));
    }
    let (mut axis, bottom) = axis::draw(plot, &scale, &columns, bottom + 4.0);
    body.append(&mut axis);
    let (mut key, bottom) = key::draw(&axis::key_entries(plot), size, bottom);
    body.append(&mut key);
    let view = [0.0, 0.0, size.width(), bottom];
    root(&plot.frame, "fig-forest", size, "img", view, body)
}

fn texts(plot: &ForestPlot, row: &Line, columns: &Columns) -> Vec<Element> {
    let text = columns.size.text();
    let line_height = text * 1.25;
    let mut body = Vec::new();
    let mut baseline = row.top + text + 3.0;
    for heading in &row.headings {
        let heading = wrap(heading, text, columns.size.width() - columns.words, 1);
        body.push(lines(
            paint::QUIET_ON_LINES,
            Point::new(columns.words, baseline),
            Anchor::Start,
            line_height,
            &heading,
        ));
        baseline += line_height + 4.0;
    }
    let estimate = plot.estimate_text(row.row);
    match columns.size {
        Size::Wide => {
            let centred = |wrapped: &Wrapped| {
                row.middle + text * 0.35
                    - (wrapped.lines.len().max(1) - 1) as f64 * line_height / 2.0
            };
            let at = Point::new(columns.words, centred(&row.label));
            body.push(lines(
                paint::TEXT,
                at,
                Anchor::Start,
                line_height,
                &row.label,
            ));
            let at = Point::new(columns.estimate, row.middle + text * 0.35);
            body.push(label(paint::TEXT, at, Anchor::Start, &estimate));
            let at = Point::new(columns.counts, centred(&row.counts));
            body.push(lines(
                paint::QUIET,
                at,
                Anchor::Start,
                line_height,
                &row.counts,
            ));
        }
        Size::Narrow => {
            let at = Point::new(columns.words, baseline + 3.0);
            body.push(lines(
                paint::STRONG,
                at,
                Anchor::Start,
                line_height,
                &row.label,
            ));
            let at = at.plus(0.0, line_height * row.label.lines.len() as f64);
            body.push(label(paint::TEXT, at, Anchor::Start, &estimate));
            let below = narrow_count_lines(plot, row.row, &row.counts, columns);
            let (at, anchor) = if below == 0 {
                (Point::new(columns.size.width(), at.y), Anchor::End)
            } else {
                (at.plus(0.0, line_height), Anchor::Start)
            };
            body.push(lines(
                paint::QUIET_ON_LINES,
                at,
                anchor,
                line_height,
                &row.counts,
            ));
        }
    }
    body
}

fn marks(row: &Line, scale: &Linear, heaviest: f64) -> Vec<Element> {
    if !row.row.is_drawable() {
        return Vec::new();
    }
    let at = |value| Point::new(scale.at(value), row.middle);
    let mut body = Vec::new();
    if let Some((low, high)) = row.row.finite_prediction() {
        let (low, high) = (at(low), at(high));
        let data = PathData::polyline(&[low, high])
            .move_to(low.plus(0.0, -3.5))
            .line_to(low.plus(0.0, 3.5))
            .move_to(high.plus(0.0, -3.5))
            .line_to(high.plus(0.0, 3.5));
        body.push(path(paint::PREDICTION, &data));
    }
    body.push(line(
        paint::INTERVAL,
        at(row.row.interval.0),
        at(row.row.interval.1),
    ));
    let share = row.row.weight / heaviest;
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    };
    let side = (LARGEST_SQUARE * share.sqrt()).max(SMALLEST_SQUARE);
    body.push(rect(
        paint::ESTIMATE,
        Area::around(at(row.row.estimate), side, side),
    ));
    body
}

/// The line of no difference: whole in a wide drawing; on a phone, where words
/// stand between the marks, only beside each mark.
fn zero_line(x: f64, rows: &[Line], bottom: f64, size: Size) -> Vec<Element> {
    let piece = |from, to| line(paint::ZERO, Point::new(x, from), Point::new(x, to));
    match size {
        Size::Wide => vec![piece(0.0, bottom + 4.0)],
        Size::Narrow => rows
            .iter()
            .map(|row| piece(row.middle - 9.0, row.middle + 9.0))
            .collect(),
    }
}
