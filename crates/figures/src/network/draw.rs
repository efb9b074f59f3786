use super::cards::{self, CardShape};
use super::route::{self, Curve};
use super::{Effect, Factor, Influence, Network, View, drawable_strength, joined};
use crate::frame::root;
use crate::geometry::Area;
use crate::key::{self, SWATCH, Swatch};
use crate::svg::{Anchor, Element, PathData, label, line, lines, paint, path, rect};
use crate::{Point, Size};

pub(super) fn svg(network: &Network, size: Size) -> String {
    let shape = CardShape::new(&network.factors, size);
    let areas: Vec<Area> = cards::positions(network, size)
        .into_iter()
        .map(|centre| shape.at(centre))
        .collect();
    let ends: Vec<(usize, usize)> = network.influences.iter().map(|i| (i.from, i.to)).collect();
    let curves = route::all(&areas, &ends, size.width());
    let extent = extent(&areas, &curves, size);

    let mut body: Vec<Element> = Vec::new();
    for (index, curve) in curves.iter().enumerate() {
        body.push(influence(network, index, curve));
    }
    for (index, area) in areas.iter().enumerate() {
        body.push(card(network, index, *area, shape));
    }
    if areas.is_empty() {
        let at = Point::new(size.width() / 2.0, 60.0);
        body.push(label(
            paint::QUIET,
            at,
            Anchor::Middle,
            &network.frame.words.no_factors,
        ));
    }
    // The key is laid out from the left edge of the drawing's own units.
    let (key, bottom) = key::draw(&entries(network), size, extent.bottom);
    body.push(Element::new("g").children(key));

    let has_links = network.factors.iter().any(|factor| factor.link.is_some());
    let role = if has_links { "group" } else { "img" };
    let view = [extent.left, extent.top, extent.width(), bottom - extent.top];
    root(&network.frame, "fig-network", size, role, view, body)
}

/// What the drawing must hold: the whole width, every card and every curve.
fn extent(areas: &[Area], curves: &[Curve], size: Size) -> Area {
    const ROOM: f64 = 12.0;
    let mut all: Option<Area> = None;
    let mut include = |area: Area| {
        all = Some(all.map_or(area, |so_far| so_far.union(area)));
    };
    for area in areas {
        include(area.grown(2.0));
    }
    for curve in curves {
        for point in curve.points() {
            include(Area::around(point, ROOM, ROOM));
        }
    }
    let used = all.unwrap_or(Area::new(0.0, 0.0, size.width(), 100.0));
    Area::new(
        used.left.min(0.0),
        used.top,
        used.right.max(size.width()),
        used.bottom,
    )
}

fn with_loops(mut element: Element, loops: &[usize]) -> Element {
    for number in loops {
        element = element.class(&format!("fig-loop-{number}"));
    }
    if loops.is_empty() {
        element
    } else {
        element.attribute("data-loop", &joined(loops, " "))
    }
}

fn influence(network: &Network, index: usize, curve: &Curve) -> Element {
    let Influence {
        key,
        from,
        to,
        strength,
        effect,
        view,
        link,
    } = &network.influences[index];
    let words = &network.frame.words;
    let told = format!(
        "{} {} {} ({} {}; {})",
        network.factors[*from].label,
        network.effect_word(*effect),
        network.factors[*to].label,
        words.strength,
        words.format.number(drawable_strength(*strength), 2),
        network.view_word(*view),
    );
    let group = with_loops(
        Element::new("g").class("fig-influence"),
        &network.loops_of(index),
    )
    .attribute("data-influence", key)
    .tooltip(&told);
    let width = 1.2 + 3.8 * drawable_strength(*strength);
    let group = group
        .attribute("data-from", &network.factors[*from].key)
        .attribute("data-to", &network.factors[*to].key)
        .children(stroke_and_end(curve, width, *effect, *view));
    match link {
        Some(link) => Element::new("a")
            .class("fig-edge-link")
            .attribute("href", link.as_str())
            .attribute("tabindex", "-1")
            .child(group.child(reach(curve))),
        None => group,
    }
}

/// A curve is thinner than a finger: what can be pressed is wider than what is seen.
fn reach(curve: &Curve) -> Element {
    let data = PathData::new()
        .move_to(curve.start)
        .quad_to(curve.bend, curve.end);
    path(paint::EDGE_REACH, &data)
}

fn stroke_and_end(curve: &Curve, width: f64, effect: Effect, view: View) -> Vec<Element> {
    let head = 8.0 + 1.3 * width;
    let (stroke, end) = match effect {
        Effect::More => (curve.shortened(head * 0.8), arrowhead(curve, head)),
        Effect::Less => (*curve, bar(curve, 5.5 + 0.6 * width)),
    };
    let data = PathData::new()
        .move_to(stroke.start)
        .quad_to(stroke.bend, stroke.end);
    let mut stroke = path(paint::EDGE, &data).number("stroke-width", width);
    if view == View::One {
        let dash = format!("{} 3.5", 3.0 + (width / 2.0).round());
        stroke = stroke
            .class("fig-one-view")
            .attribute("stroke-dasharray", &dash);
    }
    vec![stroke, end]
}

/// Direction in which a curve arrives, of length one.
fn arrival(curve: &Curve, room: f64) -> Point {
    let before = curve.shortened(room).end;
    let length = before.distance(curve.end).max(1e-6);
    Point::new(
        (curve.end.x - before.x) / length,
        (curve.end.y - before.y) / length,
    )
}

fn arrowhead(curve: &Curve, length: f64) -> Element {
    let direction = arrival(curve, length);
    let half = length * 0.42;
    let back = curve.end.plus(-direction.x * length, -direction.y * length);
    let outline = [
        curve.end,
        back.plus(-direction.y * half, direction.x * half),
        back.plus(direction.y * half, -direction.x * half),
    ];
    path(paint::EDGE_HEAD, &PathData::polyline(&outline).close())
}

fn bar(curve: &Curve, half: f64) -> Element {
    let direction = arrival(curve, 6.0);
    line(
        paint::EDGE_BAR,
        curve.end.plus(-direction.y * half, direction.x * half),
        curve.end.plus(direction.y * half, -direction.x * half),
    )
}

fn card(network: &Network, index: usize, area: Area, shape: CardShape) -> Element {
    const ROUND: f64 = 5.0;
    let factor: &Factor = &network.factors[index];
    let mut group = with_loops(
        Element::new("g").class("fig-factor"),
        &network.loops_through(index),
    )
    .attribute("data-factor", &factor.key);
    if let Some(domain) = factor.domain {
        group = group.class(domain.class());
    }
    group = group.child(rect(paint::CARD, area).number("rx", ROUND));
    let said = shape.wrap(&factor.label);
    let (text, height) = (shape.text_size, shape.line_height());
    let at = Point::new(
        area.left + CardShape::INDENT,
        area.top + CardShape::PADDING + text * 0.95,
    );
    group = group.child(lines(paint::TEXT, at, Anchor::Start, height, &said));
    if let Some(domain) = factor.domain {
        let name = network.frame.words.domains.get(domain);
        let foot = Point::new(at.x, area.bottom - CardShape::PADDING);
        group = group
            .child(edge(area, ROUND))
            .child(label(paint::QUIET, foot, Anchor::Start, name).number("font-size", text - 1.0));
    }
    match &factor.link {
        Some(link) => Element::new("a")
            .class("fig-card-link")
            .attribute("href", link.as_str())
            .child(group),
        None => group,
    }
}

/// The card's left edge in its domain's hue, following the round corners.
fn edge(area: Area, round: f64) -> Element {
    let inner = area.left + round;
    let data = PathData::new()
        .move_to(Point::new(inner, area.top))
        .line_to(Point::new(inner, area.bottom))
        .arc_to(round, true, Point::new(area.left, area.bottom - round))
        .line_to(Point::new(area.left, area.top + round))
        .arc_to(round, true, Point::new(inner, area.top))
        .close();
    path(paint::CARD_EDGE, &data)
}

fn entries(network: &Network) -> Vec<(Swatch, &str)> {
    let words = &network.frame.words;
    let any = |test: fn(&Influence) -> bool| network.influences.iter().any(test);
    let all: [(bool, Swatch, &str); 3] = [
        (
            any(|i| i.effect == Effect::More),
            more_swatch,
            &words.leads_to_more,
        ),
        (
            any(|i| i.effect == Effect::Less),
            less_swatch,
            &words.leads_to_less,
        ),
        (
            any(|i| i.view == View::One),
            one_view_swatch,
            &words.one_thinks,
        ),
    ];
    all.into_iter()
        .filter(|(present, _, _)| *present)
        .map(|(_, swatch, text)| (swatch, text))
        .collect()
}

fn straight(centre: Point) -> Curve {
    let half = SWATCH / 2.0 - 1.5;
    Curve {
        start: centre.plus(-half, 0.0),
        bend: centre,
        end: centre.plus(half, 0.0),
    }
}

fn more_swatch(centre: Point) -> Vec<Element> {
    stroke_and_end(&straight(centre), 1.6, Effect::More, View::Both)
}

fn less_swatch(centre: Point) -> Vec<Element> {
    stroke_and_end(&straight(centre), 1.6, Effect::Less, View::Both)
}

fn one_view_swatch(centre: Point) -> Vec<Element> {
    let half = SWATCH / 2.0;
    let dashed = line(paint::EDGE, centre.plus(-half, 0.0), centre.plus(half, 0.0));
    vec![
        dashed
            .class("fig-one-view")
            .number("stroke-width", 1.6)
            .attribute("stroke-dasharray", "4 3"),
    ]
}
