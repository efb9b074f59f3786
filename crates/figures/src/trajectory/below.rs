use super::draw::Plot;
use super::{Mark, MarkKind, Trajectory};
use crate::date_axis::DateAxis;
use crate::geometry::Area;
use crate::svg::{
    Anchor, Element, PathData, Wrapped, label, line, lines, paint, path, pressed, rect, wrap,
};
use crate::{Point, Size};

/// Dotted lines through the plot on the days of life events and plan changes.
pub(super) fn through_plot(trajectory: &Trajectory, plot: &Plot) -> Vec<Element> {
    let Some(dates) = &plot.dates else {
        return Vec::new();
    };
    let mut days: Vec<_> = trajectory.marks.iter().map(|mark| mark.date).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter()
        .map(|day| {
            let x = dates.at(day);
            line(
                paint::LEADER,
                Point::new(x, plot.area.top),
                Point::new(x, plot.area.bottom),
            )
        })
        .collect()
}

/// Everything from the axis down: sessions, dates, marks and their labels.
/// Returns the lower end of what was drawn as well.
pub(super) fn draw(trajectory: &Trajectory, plot: &Plot) -> (Vec<Element>, f64) {
    let area = plot.area;
    let mut body = vec![line(
        paint::AXIS,
        Point::new(area.left, area.bottom),
        Point::new(area.right, area.bottom),
    )];
    let Some(dates) = &plot.dates else {
        return (body, area.bottom + 8.0);
    };
    // Thinner where there are many, so that they do not become a bar.
    let room = area.width() / trajectory.sessions.len().max(1) as f64;
    let width = (room * 0.3).clamp(0.5, 1.5);
    body.extend(trajectory.sessions.iter().map(|session| {
        let x = dates.at(session.date);
        let text = trajectory.frame.words.format.date(session.date);
        let told = format!("{text}: {}", trajectory.frame.words.session);
        let tick = line(
            paint::SESSION,
            Point::new(x, area.bottom + 3.0),
            Point::new(x, area.bottom + 11.0),
        )
        .number("stroke-width", width)
        .tooltip(&told);
        let finger = Area::around(
            Point::new(x, area.bottom + 7.0),
            room.clamp(width, 24.0),
            14.0,
        );
        let reach = rect(paint::REACH, finger);
        let pressed = pressed(session.link.as_ref(), &told, reach, tick);
        // Dozens of stops on the way through a page help nobody: by the keyboard
        // sessions are opened from the table.
        if session.link.is_some() {
            pressed.attribute("tabindex", "-1")
        } else {
            pressed
        }
    }));
    let (mut names, bottom) = date_names(trajectory, dates, plot);
    body.append(&mut names);
    if trajectory.marks.is_empty() {
        return (body, bottom);
    }
    let (mut marks, bottom) = marks(trajectory, dates, plot, bottom);
    body.append(&mut marks);
    (body, bottom)
}

fn date_names(trajectory: &Trajectory, dates: &DateAxis, plot: &Plot) -> (Vec<Element>, f64) {
    let text_size = plot.size.text();
    let baseline = plot.area.bottom + 14.0 + text_size;
    let year_baseline = baseline + text_size * 1.2;
    let ticks = dates.ticks(&trajectory.frame.words.format, text_size);
    let mut body = Vec::new();
    for tick in &ticks {
        let foot = Point::new(tick.x, plot.area.bottom);
        body.push(line(paint::AXIS, foot, foot.plus(0.0, 4.0)));
        body.push(label(
            paint::QUIET,
            Point::new(tick.x, baseline),
            Anchor::Middle,
            &tick.text,
        ));
        if let Some(year) = &tick.year {
            let at = Point::new(tick.x, year_baseline);
            body.push(label(paint::QUIET, at, Anchor::Middle, year));
        }
    }
    let any_year = ticks.iter().any(|tick| tick.year.is_some());
    (body, if any_year { year_baseline } else { baseline })
}

/// A mark's sign: a filled triangle or an open diamond.
pub(super) fn glyph(kind: MarkKind, centre: Point) -> Element {
    match kind {
        MarkKind::LifeEvent => path(
            paint::LIFE_EVENT,
            &PathData::polyline(&[
                centre.plus(0.0, -5.0),
                centre.plus(5.0, 4.0),
                centre.plus(-5.0, 4.0),
            ])
            .close(),
        ),
        MarkKind::PlanChange => path(
            paint::PLAN_CHANGE,
            &PathData::polyline(&[
                centre.plus(0.0, -5.0),
                centre.plus(5.0, 0.0),
                centre.plus(0.0, 5.0),
                centre.plus(-5.0, 0.0),
            ])
            .close(),
        ),
    }
}

/// One mark with the room its label wants.
struct Wanted<'a> {
    mark: &'a Mark,
    x: f64,
    text: Wrapped,
    /// Left and right end of the label.
    span: (f64, f64),
    anchor: Anchor,
}

/// A row of signs, and under it the labels in as few lanes as keep them apart.
/// Labels that find no lane are counted and stay in the tooltip and the table.
fn marks(trajectory: &Trajectory, dates: &DateAxis, plot: &Plot, top: f64) -> (Vec<Element>, f64) {
    let text_size = plot.size.text();
    let line_height = text_size * 1.2;
    let format = &trajectory.frame.words.format;
    let wanted = wanted(trajectory, dates, plot);
    let lanes = lanes(&wanted, plot.size);
    let glyph_y = top + 16.0;
    let (lane_tops, mut bottom) = lane_tops(&wanted, &lanes, glyph_y + 10.0, line_height);

    let (mut leaders, mut glyphs, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for (wanted, lane) in wanted.iter().zip(&lanes) {
        let centre = Point::new(wanted.x, glyph_y);
        let date = format.date(wanted.mark.date);
        let told = format!("{date}: {}", wanted.mark.label);
        glyphs.push(pressed(
            wanted.mark.link.as_ref(),
            &told,
            rect(paint::REACH, Area::around(centre, 24.0, 24.0)),
            glyph(wanted.mark.kind, centre).tooltip(&told),
        ));
        let Some(lane) = lane else { continue };
        let Some(&lane_top) = lane_tops.get(*lane) else {
            continue;
        };
        if *lane > 0 {
            let end = Point::new(wanted.x, lane_top + 1.0);
            leaders.push(line(paint::LEADER, centre, end));
        }
        let x = match wanted.anchor {
            Anchor::End => wanted.span.1,
            Anchor::Start | Anchor::Middle => wanted.span.0,
        };
        let at = Point::new(x, lane_top + text_size);
        texts.push(lines(
            paint::TEXT,
            at,
            wanted.anchor,
            line_height,
            &wanted.text,
        ));
    }
    let unnamed = lanes.iter().filter(|lane| lane.is_none()).count();
    if unnamed > 0 {
        let text = format!("+ {unnamed} {}", trajectory.frame.words.more_in_table);
        let at = Point::new(plot.area.right, bottom + text_size);
        texts.push(label(paint::QUIET, at, Anchor::End, &text));
        bottom += line_height;
    }
    leaders.append(&mut glyphs);
    leaders.append(&mut texts);
    (leaders, bottom)
}

/// The upper end of every lane that is used, and the lower end of the last:
/// each lane is as deep as its longest label.
fn lane_tops(
    wanted: &[Wanted],
    lanes: &[Option<usize>],
    first: f64,
    line_height: f64,
) -> (Vec<f64>, f64) {
    let used = lanes
        .iter()
        .flatten()
        .max()
        .map_or(0, |deepest| deepest + 1);
    let mut top = first;
    let tops = (0..used)
        .map(|lane| {
            let here = top;
            let labels = wanted
                .iter()
                .zip(lanes)
                .filter(|(_, taken)| **taken == Some(lane));
            let most_lines = labels.map(|(w, _)| w.text.lines.len()).max().unwrap_or(1);
            top += line_height * most_lines as f64 + 6.0;
            here
        })
        .collect();
    (tops, top)
}

fn wanted<'a>(trajectory: &'a Trajectory, dates: &DateAxis, plot: &Plot) -> Vec<Wanted<'a>> {
    let text_size = plot.size.text();
    let room = match plot.size {
        Size::Wide => 170.0,
        Size::Narrow => 130.0,
    };
    let mut marks: Vec<&Mark> = trajectory.marks.iter().collect();
    marks.sort_by_key(|mark| mark.date);
    marks
        .into_iter()
        .map(|mark| {
            let x = dates.at(mark.date);
            let text = wrap(&mark.label, text_size, room, 2);
            let width = text.width(text_size);
            // To the right of its day; to the left where the drawing ends.
            let (span, anchor) = if x - 5.0 + width <= plot.size.width() {
                ((x - 5.0, x - 5.0 + width), Anchor::Start)
            } else {
                ((x + 5.0 - width, x + 5.0), Anchor::End)
            };
            Wanted {
                mark,
                x,
                text,
                span,
                anchor,
            }
        })
        .collect()
}

/// A lane for each label, or none.
///
/// A label may neither touch another in its lane nor lie on the dotted leader
/// of one in a deeper lane. Going from right to left suits labels that stand to
/// the right of their day, the other way suits the others: the order that
/// leaves fewer labels without a lane, then uses fewer lanes, is taken.
fn lanes(wanted: &[Wanted], size: Size) -> Vec<Option<usize>> {
    let most = match size {
        Size::Wide => 5,
        Size::Narrow => 7,
    };
    let forwards: Vec<usize> = (0..wanted.len()).collect();
    let backwards: Vec<usize> = (0..wanted.len()).rev().collect();
    let badness = |lanes: &Vec<Option<usize>>| {
        let unnamed = lanes.iter().filter(|lane| lane.is_none()).count();
        (unnamed, lanes.iter().flatten().max().copied())
    };
    [backwards, forwards]
        .iter()
        .map(|order| assign(wanted, order, most))
        .min_by_key(badness)
        .unwrap_or_default()
}

fn assign(wanted: &[Wanted], order: &[usize], most: usize) -> Vec<Option<usize>> {
    const GAP: f64 = 10.0;
    let mut lanes: Vec<Option<usize>> = vec![None; wanted.len()];
    // Unit-high areas stand for lanes, so that overlap is asked in one way.
    let area = |index: usize, lane: usize| {
        let (left, right) = wanted[index].span;
        Area::new(
            left - GAP / 2.0,
            lane as f64,
            right + GAP / 2.0,
            lane as f64 + 1.0,
        )
    };
    let leader =
        |index: usize, lane: usize| Area::new(wanted[index].x, -1.0, wanted[index].x, lane as f64);
    for &index in order {
        lanes[index] = (0..most).find(|&lane| {
            let (text, line) = (area(index, lane), leader(index, lane));
            (0..wanted.len()).all(|other| {
                lanes[other].is_none_or(|taken| {
                    let (their_text, their_line) = (area(other, taken), leader(other, taken));
                    !text.overlaps(their_text)
                        && !text.overlaps(their_line)
                        && !line.overlaps(their_text)
                })
            })
        });
    }
    lanes
}
