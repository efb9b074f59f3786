//! Six domains of a life, now against then.

use crate::domain::{ByDomain, Domain};
use crate::frame::root;
use crate::geometry::Area;
use crate::key;
use crate::svg::{Anchor, Element, PathData, circle, label, line, lines, paint, path, rect, wrap};
use crate::{DataTable, Figure, Frame, Header, Point, Size};

/// One picture of the whole person: six arcs that lie farther out the higher
/// the value, a strong one for now and a thin one for then.
#[derive(Debug, Clone, PartialEq)]
pub struct WholePerson {
    /// Title, summary, ids and words.
    pub frame: Frame,
    /// When "now" is: "14 May".
    pub now: String,
    /// When "then" was: "at the start, 3 March".
    pub then: String,
    /// What 0 and 10 mean: "hardest", "well".
    pub ends: (String, String),
    /// The domains.
    pub domains: ByDomain<DomainState>,
}

/// One domain, on a scale from 0 to 10.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DomainState {
    /// The present value; None when it was not asked for. Values outside of
    /// the scale are drawn at its end.
    pub now: Option<f64>,
    /// The earlier value.
    pub then: Option<f64>,
    /// What there is to say, in a few words; may be empty.
    pub words: String,
}

const DECIMALS: usize = 1;

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|v| v.is_finite())
}

impl Figure for WholePerson {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        let wheel = match size {
            Size::Wide => Wheel::new(Point::new(400.0, 170.0), 130.0),
            Size::Narrow => Wheel::new(Point::new(179.0, 130.0), 104.0),
        };
        let mut body = Vec::new();
        for (index, domain) in Domain::ALL.into_iter().enumerate() {
            body.push(wheel.sector(self.domains.get(domain), domain, index));
        }
        body.extend(wheel.scale_numbers());
        let bottom = match size {
            Size::Wide => {
                body.extend(self.words_beside(&wheel));
                356.0
            }
            Size::Narrow => {
                body.extend(self.names_around(&wheel));
                let (mut words, bottom) = self.words_below(wheel.centre.y + wheel.radius + 28.0);
                body.append(&mut words);
                bottom
            }
        };
        let (mut key, bottom) = self.key(size, bottom);
        body.append(&mut key);
        let view = [0.0, 0.0, size.width(), bottom];
        root(&self.frame, "fig-whole-person", size, "img", view, body)
    }

    fn table(&self) -> DataTable {
        let words = &self.frame.words;
        let value = |value| {
            finite(value).map_or_else(
                || words.not_asked.to_string(),
                |v| words.format.number(v, DECIMALS),
            )
        };
        let head = |word: &str, when: &str| Header::numbers(format!("{word} ({when})"));
        DataTable {
            caption: self.frame.title.clone(),
            headers: vec![
                Header::words(words.domain.as_ref()),
                head(&words.then, &self.then),
                head(&words.now, &self.now),
                Header::words(words.in_words.as_ref()),
            ],
            rows: Domain::ALL
                .into_iter()
                .map(|domain| {
                    let state = self.domains.get(domain);
                    vec![
                        words.domains.get(domain).to_string(),
                        value(state.then),
                        value(state.now),
                        state.words.clone(),
                    ]
                })
                .collect(),
        }
    }
}

impl WholePerson {
    /// "6 now, 4 then", or what is missing of it.
    fn phrase(&self, state: &DomainState) -> String {
        let words = &self.frame.words;
        let (now, then) = (finite(state.now), finite(state.then));
        if now.is_none() && then.is_none() {
            return words.not_asked.to_string();
        }
        let value = |value: Option<f64>| {
            value.map_or_else(|| words.not_asked.to_string(), |v| short_number(self, v))
        };
        format!(
            "{} {}, {} {}",
            value(now),
            words.now,
            value(then),
            words.then
        )
    }

    /// On a wide page the words stand to the left and right of the wheel, each
    /// at the height of its arc.
    fn words_beside(&self, wheel: &Wheel) -> Vec<Element> {
        const NAME: f64 = 17.0;
        const TEXT: f64 = 14.0;
        const ROOM: f64 = 225.0;
        let mut body = Vec::new();
        for (index, domain) in Domain::ALL.into_iter().enumerate() {
            let state = self.domains.get(domain);
            let edge = wheel.place(wheel.radius, middle_angle(index));
            let (side, anchor) = if index < 3 {
                (1.0, Anchor::Start)
            } else {
                (-1.0, Anchor::End)
            };
            let x = wheel.centre.x + side * (wheel.radius + 34.0);
            let mark = Point::new(x - side * 8.0, edge.y);
            body.push(line(
                paint::LEADER,
                edge.plus(side * 6.0, 0.0),
                mark.plus(-side * 6.0, 0.0),
            ));
            body.push(
                rect(paint::DOMAIN_MARK, Area::around(mark, 4.0, 18.0)).class(domain.class()),
            );
            let name = self.frame.words.domains.get(domain);
            let at = Point::new(x, edge.y + 6.0);
            body.push(label(paint::STRONG, at, anchor, name).number("font-size", NAME));
            let at = at.plus(0.0, 21.0);
            body.push(
                label(paint::TEXT, at, anchor, &self.phrase(state)).number("font-size", TEXT),
            );
            let said = wrap(&state.words, TEXT, ROOM, 2);
            let text = lines(paint::QUIET, at.plus(0.0, 19.0), anchor, TEXT * 1.25, &said);
            body.push(text.number("font-size", TEXT));
        }
        body
    }

    /// On a phone only the names stand around the wheel.
    fn names_around(&self, wheel: &Wheel) -> Vec<Element> {
        Domain::ALL
            .into_iter()
            .enumerate()
            .map(|(index, domain)| {
                let at = wheel.place(wheel.radius + 8.0, middle_angle(index));
                let (anchor, room) = if index < 3 {
                    (Anchor::Start, Size::Narrow.width() - at.x)
                } else {
                    (Anchor::End, at.x)
                };
                let size = Size::Narrow.text();
                let height = size * 1.25;
                let name = wrap(self.frame.words.domains.get(domain), size, room, 2);
                let further = name.lines.len().saturating_sub(1) as f64;
                let top = at.plus(0.0, 4.0 - further * height / 2.0);
                lines(paint::QUIET, top, anchor, height, &name)
            })
            .collect()
    }

    fn words_below(&self, top: f64) -> (Vec<Element>, f64) {
        const NAME: f64 = 16.0;
        const TEXT: f64 = 14.0;
        const LEFT: f64 = 14.0;
        let mut body = Vec::new();
        let mut y = top;
        for domain in Domain::ALL {
            let state = self.domains.get(domain);
            let mark = Area::around(Point::new(4.0, y - 5.0), 4.0, 18.0);
            body.push(rect(paint::DOMAIN_MARK, mark).class(domain.class()));
            let name = self.frame.words.domains.get(domain);
            let at = Point::new(LEFT, y);
            body.push(label(paint::STRONG, at, Anchor::Start, name).number("font-size", NAME));
            y += 20.0;
            let at = Point::new(LEFT, y);
            let phrase = label(paint::TEXT, at, Anchor::Start, &self.phrase(state));
            body.push(phrase.number("font-size", TEXT));
            let said = wrap(&state.words, TEXT, Size::Narrow.width() - LEFT, 3);
            if !said.lines.is_empty() {
                let at = at.plus(0.0, 19.0);
                let text = lines(paint::QUIET, at, Anchor::Start, TEXT * 1.3, &said);
                body.push(text.number("font-size", TEXT));
                y += TEXT * 1.3 * said.lines.len() as f64;
            }
            y += 30.0;
        }
        (body, y - 14.0)
    }

    fn key(&self, size: Size, top: f64) -> (Vec<Element>, f64) {
        let words = &self.frame.words;
        let now = format!("{} ({})", words.now, self.now);
        let then = format!("{} ({})", words.then, self.then);
        let ends = format!("0 {}, 10 {}", self.ends.0, self.ends.1);
        let mut entries: Vec<(key::Swatch, &str)> = vec![(now_swatch, &now), (then_swatch, &then)];
        let missing = |domain: &Domain| finite(self.domains.get(*domain).now).is_none();
        if Domain::ALL.iter().any(missing) {
            entries.push((not_asked_swatch, &words.not_asked));
        }
        entries.push((ring_swatch, &ends));
        key::draw(&entries, size, top)
    }
}

/// Whole numbers without a decimal.
fn short_number(figure: &WholePerson, value: f64) -> String {
    let whole = (value - value.round()).abs() < 0.05;
    let decimals = if whole { 0 } else { DECIMALS };
    figure.frame.words.format.number(value, decimals)
}

/// Degrees clockwise from twelve o'clock to the middle of a domain's sector.
fn middle_angle(index: usize) -> f64 {
    30.0 + 60.0 * index as f64
}

/// The geometry of the six sectors.
struct Wheel {
    centre: Point,
    radius: f64,
}

impl Wheel {
    /// Half of a sector's opening in degrees; the rest of its 60 is a gap.
    const HALF_OPENING: f64 = 25.0;

    const fn new(centre: Point, radius: f64) -> Self {
        Self { centre, radius }
    }

    /// The radius of a value on the scale from 0 to 10. Zero is not the centre,
    /// where an arc would vanish.
    fn radius_of(&self, value: f64) -> f64 {
        let inner = self.radius * 0.28;
        inner + (self.radius - inner) * value.clamp(0.0, 10.0) / 10.0
    }

    fn place(&self, radius: f64, degrees: f64) -> Point {
        let angle = degrees.to_radians();
        self.centre
            .plus(radius * angle.sin(), -radius * angle.cos())
    }

    fn arc(&self, radius: f64, index: usize) -> PathData {
        let middle = middle_angle(index);
        PathData::new()
            .move_to(self.place(radius, middle - Self::HALF_OPENING))
            .arc_to(
                radius,
                true,
                self.place(radius, middle + Self::HALF_OPENING),
            )
    }

    fn sector(&self, state: &DomainState, domain: Domain, index: usize) -> Element {
        let (now, then) = (finite(state.now), finite(state.then));
        let ring = if now.is_some() {
            paint::RING
        } else {
            paint::NOT_ASKED
        };
        let mut sector = Element::new("g").class(domain.class());
        for value in [0.0, 5.0, 10.0] {
            sector = sector.child(path(ring, &self.arc(self.radius_of(value), index)));
        }
        if let Some(value) = then {
            let arc = self.arc(self.radius_of(value), index);
            sector = sector.child(path(paint::ARC_THEN, &arc));
        }
        if let (Some(now), Some(then)) = (now, then) {
            sector = sector.children(self.change(now, then, index));
        }
        if let Some(value) = now {
            let arc = self.arc(self.radius_of(value), index);
            sector = sector.child(path(paint::ARC_NOW, &arc));
        }
        sector
    }

    /// 0, 5 and 10 where they lie, in the gap at twelve o'clock.
    fn scale_numbers(&self) -> Vec<Element> {
        [("0", 0.0), ("5", 5.0), ("10", 10.0)]
            .into_iter()
            .map(|(text, value)| {
                let at = self.place(self.radius_of(value), 0.0);
                label(
                    paint::QUIET_ON_LINES,
                    at.plus(0.0, 4.0),
                    Anchor::Middle,
                    text,
                )
            })
            .collect()
    }

    /// A short arrow from then to now, where there is room for one.
    fn change(&self, now: f64, then: f64, index: usize) -> Option<Element> {
        let (from, to) = (self.radius_of(then), self.radius_of(now));
        let direction = (to - from).signum();
        let tip = to - direction * 4.0;
        if (to - from).abs() < 14.0 {
            return None;
        }
        let angle = middle_angle(index);
        let at = |radius, degrees| self.place(radius, degrees);
        // The wings of the head, four units to each side whatever the radius.
        let back = tip - direction * 5.0;
        let wing = (4.0 / back).to_degrees();
        let arrow = PathData::new()
            .move_to(at(from, angle))
            .line_to(at(tip, angle))
            .move_to(at(back, angle - wing))
            .line_to(at(tip, angle))
            .line_to(at(back, angle + wing));
        Some(path(paint::CHANGE, &arrow))
    }
}

fn now_swatch(centre: Point) -> Vec<Element> {
    vec![line(
        paint::ARC_NOW,
        centre.plus(-7.0, 0.0),
        centre.plus(7.0, 0.0),
    )]
}

fn then_swatch(centre: Point) -> Vec<Element> {
    vec![line(
        paint::ARC_THEN,
        centre.plus(-9.0, 0.0),
        centre.plus(9.0, 0.0),
    )]
}

fn not_asked_swatch(centre: Point) -> Vec<Element> {
    vec![line(
        paint::NOT_ASKED,
        centre.plus(-9.0, 0.0),
        centre.plus(9.0, 0.0),
    )]
}

fn ring_swatch(centre: Point) -> Vec<Element> {
    vec![
        circle(paint::RING, centre, 2.5),
        circle(paint::RING, centre, 7.0),
    ]
}
