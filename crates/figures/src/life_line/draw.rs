use super::axis::BrokenAxis;
use super::lanes;
use super::{LifeLine, LifeMark, Side, SmallCourse};
use crate::frame::root;
use crate::geometry::Area;
use crate::scale::Linear;
use crate::svg::{
    Anchor, Element, PathData, circle, label, line, lines, paint, path, pressed, rect, text_width,
    wrap,
};
use crate::{Point, Size};

/// Height of one row of events.
const ROW: f64 = 26.0;
/// Height of one small course.
const COURSE: f64 = 46.0;

/// One event with the room it takes.
struct Wanted<'a> {
    number: usize,
    event: &'a LifeMark,
    x: f64,
    /// Words beside the sign; on a phone the number only.
    text: String,
    to_the_left: bool,
    stretch: (f64, f64),
}

pub(super) fn svg(picture: &LifeLine, size: Size) -> String {
    let (left, right) = (8.0, size.width() - 8.0);
    let Some(axis) = BrokenAxis::new(picture.from, picture.recent_from, picture.to, left, right)
    else {
        return root(
            &picture.frame,
            "fig-life-line",
            size,
            "img",
            [0.0, 0.0, 1.0, 1.0],
            Vec::new(),
        );
    };
    let mut body = Vec::new();
    let mut top = 4.0;
    for felt in [Side::Good, Side::Between, Side::Hard] {
        top = band(picture, size, &axis, felt, top, &mut body);
    }
    let bottom = foot(picture, size, &axis, top, &mut body);
    if let Some(x) = axis.break_at {
        // Under everything else, so that no word is crossed out.
        body.insert(0, scale_change(x, 4.0, bottom));
    }
    let pressable = picture.events.iter().any(|event| event.link.is_some());
    let role = if pressable { "group" } else { "img" };
    let view = [0.0, 0.0, size.width(), bottom + 6.0];
    root(&picture.frame, "fig-life-line", size, role, view, body)
}

/// One of the three bands; the lower end of it.
fn band(
    picture: &LifeLine,
    size: Size,
    axis: &BrokenAxis,
    felt: Side,
    top: f64,
    body: &mut Vec<Element>,
) -> f64 {
    let words = &picture.frame.words;
    let name = match felt {
        Side::Good => &words.was_good,
        Side::Between => &words.was_between,
        Side::Hard => &words.was_hard,
    };
    let text_size = size.text();
    body.push(label(
        paint::QUIET,
        Point::new(8.0, top + text_size),
        Anchor::Start,
        name,
    ));
    let first = top + text_size + 6.0;
    let wanted: Vec<Wanted> = picture
        .numbered()
        .into_iter()
        .filter(|(_, event)| event.side == felt)
        .map(|(number, event)| room(number, event, axis, size))
        .collect();
    let stretches: Vec<(f64, f64)> = wanted.iter().map(|one| one.stretch).collect();
    let rows = lanes::rows(&stretches, 8.0);
    let used = rows.iter().max().map_or(0, |last| last + 1).max(1);
    for (one, row) in wanted.iter().zip(&rows) {
        let y = first + ROW * (*row as f64 + 0.5);
        body.extend(mark(one, axis, y, size));
    }
    let end = first + ROW * used as f64 + 4.0;
    let rule = if felt == Side::Hard {
        paint::AXIS
    } else {
        paint::GRID
    };
    body.push(line(
        rule,
        Point::new(8.0, end),
        Point::new(size.width() - 8.0, end),
    ));
    end
}

/// Where an event's sign and words stand.
fn room<'a>(number: usize, event: &'a LifeMark, axis: &BrokenAxis, size: Size) -> Wanted<'a> {
    let text_size = size.text();
    let x = axis.at(event.at);
    let text = match size {
        Size::Wide => {
            let named = format!("{number}. {}", event.label);
            wrap(&named, text_size, 190.0, 1).lines.concat()
        }
        Size::Narrow => number.to_string(),
    };
    let width = text_width(&text, text_size);
    // Words do not run over the break where they find room on their own side of it.
    let end = match axis.break_at {
        Some(at) if x < at => at - 6.0,
        _ => size.width() - 4.0,
    };
    let to_the_left = x + 10.0 + width > end && x - 10.0 - width > 4.0;
    let (from, until) = (axis.at(event.from), axis.at(event.until));
    let stretch = if to_the_left {
        ((x - 10.0 - width).min(from), (x + 8.0).max(until))
    } else {
        ((x - 8.0).min(from), (x + 10.0 + width).max(until))
    };
    Wanted {
        number,
        event,
        x,
        text,
        to_the_left,
        stretch,
    }
}

/// Words, and the sign with the days it lasted or can have been. The words stand outside of what can be pressed, since
/// they may be shortened and its name is not; where they are, it is pressed all the same.
fn mark(wanted: &Wanted, axis: &BrokenAxis, y: f64, size: Size) -> [Element; 2] {
    let event = wanted.event;
    let centre = Point::new(wanted.x, y);
    let told = format!("{}. {}, {}", wanted.number, event.label, event.when);
    let (from, until) = (axis.at(event.from), axis.at(event.until));
    let mut group = Element::new("g");
    if event.lasted {
        let area = Area::new(wanted.x, y + 6.0, until.max(wanted.x + 2.0), y + 9.0);
        group = group.child(rect(paint::LASTED, area));
    } else if until - from > 6.0 {
        // The days it can have been, with closed ends: nobody knows it better.
        let foot = y + 8.0;
        let ends = [
            (Point::new(from, foot), Point::new(until, foot)),
            (Point::new(from, foot - 3.0), Point::new(from, foot + 3.0)),
            (Point::new(until, foot - 3.0), Point::new(until, foot + 3.0)),
        ];
        group = group.children(ends.map(|(one, two)| line(paint::UNSURE, one, two)));
    }
    group = group.child(sign(event.side, centre));
    let (at, anchor) = if wanted.to_the_left {
        (centre.plus(-9.0, size.text() * 0.34), Anchor::End)
    } else {
        (centre.plus(9.0, size.text() * 0.34), Anchor::Start)
    };
    let words = label(paint::ON_LINES, at, anchor, &wanted.text);
    group = group.tooltip(&told);
    let (left, right) = wanted.stretch;
    let reach = Area::new(
        left.min(wanted.x - 12.0),
        y - ROW / 2.0 + 1.0,
        right.max(wanted.x + 12.0),
        y + ROW / 2.0 - 1.0,
    );
    let sign = pressed(event.link.as_ref(), &told, rect(paint::REACH, reach), group);
    [words, sign]
}

/// Good: an open circle. Hard: a filled triangle, downwards. Between: an open diamond.
fn sign(side: Side, centre: Point) -> Element {
    let shape = |points: &[Point]| PathData::polyline(points).close();
    match side {
        Side::Good => circle(paint::LIFE_GOOD, centre, 4.5),
        Side::Hard => path(
            paint::LIFE_EVENT,
            &shape(&[
                centre.plus(-5.0, -4.0),
                centre.plus(5.0, -4.0),
                centre.plus(0.0, 5.0),
            ]),
        ),
        Side::Between => path(
            paint::LIFE_GOOD,
            &shape(&[
                centre.plus(0.0, -5.0),
                centre.plus(5.0, 0.0),
                centre.plus(0.0, 5.0),
                centre.plus(-5.0, 0.0),
            ]),
        ),
    }
}

/// Days, meetings, plans and scores; the lower end of them.
fn foot(
    picture: &LifeLine,
    size: Size,
    axis: &BrokenAxis,
    top: f64,
    body: &mut Vec<Element>,
) -> f64 {
    let text_size = size.text();
    let words = &picture.frame.words;
    let baseline = top + 6.0 + text_size;
    let mut bottom = baseline + 4.0;
    for tick in axis.ticks(&words.format, text_size) {
        let foot = Point::new(tick.x, top);
        body.push(line(paint::AXIS, foot, foot.plus(0.0, 4.0)));
        let half = text_width(&tick.text, text_size) / 2.0;
        let x = tick.x.clamp(half, size.width() - half);
        body.push(label(
            paint::QUIET,
            Point::new(x, baseline),
            Anchor::Middle,
            &tick.text,
        ));
        if let Some(year) = &tick.year {
            let at = Point::new(x, baseline + text_size * 1.2);
            body.push(label(paint::QUIET, at, Anchor::Middle, year));
            bottom = baseline + text_size * 1.2 + 4.0;
        }
    }
    if !picture.sessions.is_empty() || !picture.plans.is_empty() {
        bottom = therapy(picture, size, axis, bottom, body);
    }
    for course in &picture.courses {
        body.extend(small_course(course, size, axis, bottom));
        bottom += COURSE;
    }
    bottom
}

/// A row of meetings and one of plans.
fn therapy(
    picture: &LifeLine,
    size: Size,
    axis: &BrokenAxis,
    top: f64,
    body: &mut Vec<Element>,
) -> f64 {
    let words = &picture.frame.words;
    let y = top + 14.0;
    let count = picture.sessions.len().max(1) as f64;
    let room = (size.width() - axis.break_at.unwrap_or(0.0)) / count;
    for session in &picture.sessions {
        let x = axis.at(session.date);
        let told = format!("{}: {}", words.format.date(session.date), words.session);
        let tick = line(
            paint::SESSION,
            Point::new(x, y - 5.0),
            Point::new(x, y + 5.0),
        )
        .number("stroke-width", (room * 0.3).clamp(0.5, 1.5))
        .tooltip(&told);
        let reach = Area::around(Point::new(x, y), room.clamp(2.0, 24.0), 14.0);
        let link = session.link.as_ref();
        let tick = pressed(link, &told, rect(paint::REACH, reach), tick);
        // As under a course: by the keyboard, meetings are opened from the table and from their own page.
        body.push(match link {
            Some(_) => tick.attribute("tabindex", "-1"),
            None => tick,
        });
    }
    for (date, plan, link) in &picture.plans {
        let centre = Point::new(axis.at(*date), y + 16.0);
        let told = format!("{}: {plan}", words.format.date(*date));
        let diamond = PathData::polyline(&[
            centre.plus(0.0, -5.0),
            centre.plus(5.0, 0.0),
            centre.plus(0.0, 5.0),
            centre.plus(-5.0, 0.0),
        ])
        .close();
        let reach = rect(paint::REACH, Area::around(centre, 16.0, 14.0));
        let thing = path(paint::PLAN_CHANGE, &diamond).tooltip(&told);
        body.push(pressed(link.as_ref(), &told, reach, thing));
    }
    if let Some(x) = axis.break_at {
        let rows = [(&words.session, 0.0), (&words.plan_change, 16.0)];
        for (name, down) in rows {
            let at = Point::new(x - 12.0, y + down + size.text() * 0.34);
            body.push(label(paint::QUIET, at, Anchor::End, name));
        }
    }
    y + 28.0
}

/// Its name before the break, its dots behind it: the whole range from bottom to top.
fn small_course(course: &SmallCourse, size: Size, axis: &BrokenAxis, top: f64) -> Vec<Element> {
    let text_size = size.text();
    let (name_right, anchor) = match axis.break_at {
        Some(x) => (x - 12.0, Anchor::End),
        None => (8.0, Anchor::Start),
    };
    let room = match axis.break_at {
        Some(x) => x - 24.0,
        None => size.width() - 16.0,
    };
    let said = match size {
        Size::Wide => &course.label,
        Size::Narrow => &course.short,
    };
    let name = wrap(said, text_size, room, 2);
    let at = Point::new(name_right, top + text_size + 2.0);
    let mut body = vec![lines(paint::QUIET, at, anchor, text_size * 1.2, &name)];
    let scale = Linear::new(course.range, top + COURSE - 6.0, top + 4.0);
    let along: Vec<Point> = course
        .points
        .iter()
        .filter(|(_, value, _)| value.is_finite())
        .map(|(date, value, _)| Point::new(axis.at(*date), scale.at(*value)))
        .collect();
    body.push(path(paint::MEASURED_LINE, &PathData::polyline(&along)));
    body.extend(
        along
            .iter()
            .map(|point| circle(paint::MEASURED, *point, 3.0)),
    );
    let reach = match (along.first(), along.last()) {
        (Some(first), Some(last)) => Area::new(first.x - 6.0, top, last.x + 6.0, top + COURSE),
        _ => Area::new(0.0, top, 1.0, top + 1.0),
    };
    if course.link.is_some() {
        let all = Element::new("g").tooltip(&course.label);
        let reach = rect(paint::REACH, reach);
        body.push(pressed(course.link.as_ref(), &course.label, reach, all));
    }
    body
}

/// Two slanted strokes on a blank stripe: the scale is another one from here.
fn scale_change(x: f64, top: f64, bottom: f64) -> Element {
    let zig = |offset: f64| {
        let down = std::iter::successors(Some(top), |y| Some(y + 12.0));
        let points: Vec<Point> = down
            .take_while(|y| *y <= bottom)
            .zip([-2.0, 2.0].into_iter().cycle())
            .map(|(y, side)| Point::new(x + offset + side, y))
            .collect();
        path(paint::SCALE_CHANGE, &PathData::polyline(&points))
    };
    Element::new("g").child(zig(-2.5)).child(zig(2.5))
}
