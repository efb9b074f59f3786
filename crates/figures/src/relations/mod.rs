//! The people of a life and what is between them, in the manner of a genogram.

mod lines;
mod place;

use crate::frame::root;
use crate::geometry::Area;
use crate::svg::{
    Anchor, Element, label, line, lines as text_lines, paint, pressed, rect, text_width, wrap,
};
use crate::{DataTable, Figure, Frame, Header, PagePath, Point, Size};

/// The client in the middle, family by generation above, beside and below, others at the foot.
#[derive(Debug, Clone, PartialEq)]
pub struct RelationMap {
    /// Title, summary, ids and words.
    pub frame: Frame,
    /// What stands on the card in the middle.
    pub middle: String,
    /// Everybody else.
    pub people: Vec<MapPerson>,
    /// What is between two of them; an index of nobody is left out.
    pub ties: Vec<MapTie>,
}

/// Somebody, or a group.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPerson {
    /// What they are called.
    pub name: String,
    /// Who they are, in a few words: "parent, died 2009".
    pub who: String,
    /// The generation: 0 beside the client, 1 above, -1 below; none outside of the family, at the foot.
    pub generation: Option<i8>,
    /// In the client's generation: to the right of the client, where partners stand.
    pub to_the_right: bool,
    /// Several people: a card with a dashed edge.
    pub group: bool,
    /// They died: a stroke over the corner of the card.
    pub died: bool,
    /// What is between them and the client.
    pub line: TieLine,
    /// What opens when the card is pressed.
    pub link: Option<PagePath>,
}

/// What is between two who are not the client.
#[derive(Debug, Clone, PartialEq)]
pub struct MapTie {
    /// Index of one.
    pub one: usize,
    /// Index of the other.
    pub other: usize,
    /// What is between them.
    pub line: TieLine,
}

/// How close a line shows two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nearness {
    /// Dashed.
    Distant,
    /// Single.
    Some,
    /// Double.
    Close,
    /// Triple.
    VeryClose,
}

/// How much conflict a line shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Conflict {
    /// A zigzag in the middle.
    Some,
    /// A zigzag along all of it.
    Strong,
}

/// A line between two. The default says nothing but that there is one: dotted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TieLine {
    /// None: not said.
    pub nearness: Option<Nearness>,
    /// None: no conflict, or not said; the words tell which.
    pub conflict: Option<Conflict>,
    /// A head at the end of the first of the two (the client): the second supports them.
    pub supports_first: bool,
    /// A head at the end of the second.
    pub supports_second: bool,
    /// The line is cut.
    pub broken: bool,
    /// All of it in words, for the tooltip and the table.
    pub words: String,
}

impl Figure for RelationMap {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        let layout = place::layout(self, size);
        let mut body = Vec::new();
        for (index, person) in self.people.iter().enumerate() {
            let Some(card) = layout.people.get(index) else {
                continue;
            };
            body.push(lines::between(
                &person.line,
                layout.middle,
                *card,
                &layout.cards(),
            ));
        }
        for tie in &self.ties {
            let ends = (layout.people.get(tie.one), layout.people.get(tie.other));
            if let (Some(one), Some(other)) = ends {
                body.push(lines::between(&tie.line, *one, *other, &layout.cards()));
            }
        }
        body.push(self.middle_card(layout.middle, size));
        for (person, card) in self.people.iter().zip(&layout.people) {
            body.extend(card_of(person, *card, size));
        }
        let bottom = key(self, size, layout.bottom, &mut body);
        let linked = self.people.iter().any(|person| person.link.is_some());
        let role = if linked { "group" } else { "img" };
        let view = [0.0, 0.0, size.width(), bottom];
        root(&self.frame, "fig-relations", size, role, view, body)
    }

    /// One row for everybody with what is between them and the client, then one for each tie between others.
    fn table(&self) -> DataTable {
        let words = &self.frame.words;
        let people = self.people.iter().map(|person| {
            vec![
                person.name.clone(),
                person.who.clone(),
                self.middle.clone(),
                person.line.words.clone(),
            ]
        });
        let name = |index: usize| self.people.get(index).map(|person| person.name.clone());
        let ties = self.ties.iter().filter_map(|tie| {
            Some(vec![
                name(tie.one)?,
                String::new(),
                name(tie.other)?,
                tie.line.words.clone(),
            ])
        });
        DataTable {
            caption: self.frame.title.clone(),
            headers: vec![
                Header::words(words.person.as_ref()),
                Header::words(words.who.as_ref()),
                Header::words(words.between.as_ref()),
                Header::words(words.in_words.as_ref()),
            ],
            rows: people.chain(ties).collect(),
        }
    }
}

impl RelationMap {
    fn middle_card(&self, card: Area, size: Size) -> Element {
        let text_size = size.text();
        let words = wrap(&self.middle, text_size, card.width() - 12.0, 2);
        let first = card.centre().y + text_size * 0.35
            - text_size * 0.6 * (words.lines.len().saturating_sub(1)) as f64;
        Element::new("g")
            .child(rect(paint::CLIENT_CARD, card).number("rx", 20.0))
            .child(text_lines(
                paint::TEXT,
                Point::new(card.centre().x, first),
                Anchor::Middle,
                text_size * 1.2,
                &words,
            ))
    }
}

/// The card, and over it what can be pressed: its words may be shortened, its name is not.
fn card_of(person: &MapPerson, card: Area, size: Size) -> Vec<Element> {
    let text_size = size.text();
    let told = format!("{}, {}: {}", person.name, person.who, person.line.words);
    let edge = if person.group {
        paint::GROUP_CARD
    } else {
        paint::CARD
    };
    let room = card.width() - 12.0;
    // Three lines: a name has two of them if it needs them.
    let name = wrap(&person.name, text_size, room, 2);
    let who = wrap(
        &person.who,
        text_size,
        room,
        3 - name.lines.len().clamp(1, 2),
    );
    let line_height = text_size * 1.2;
    let first = Point::new(card.left + 6.0, card.top + text_size + 4.0);
    let below = first.plus(0.0, line_height * name.lines.len() as f64);
    let text = |paint, at, words| text_lines(paint, at, Anchor::Start, line_height, words);
    let mut group = Element::new("g")
        .class("fig-person")
        .child(rect(edge, card).number("rx", 4.0))
        .child(text(paint::TEXT, first, &name))
        .child(text(paint::QUIET, below, &who));
    if person.died {
        let corner = Point::new(card.right, card.top);
        group = group.child(line(
            paint::TIE_CUT,
            corner.plus(-14.0, -3.0),
            corner.plus(3.0, 14.0),
        ));
    }
    match &person.link {
        Some(link) => {
            let reach = rect(paint::REACH, card.grown(3.0));
            let name = Element::new("g").tooltip(&told);
            vec![group, pressed(Some(link), &told, reach, name)]
        }
        None => vec![group.tooltip(&told)],
    }
}

/// What the lines mean, at the foot; the lower end of it.
fn key(picture: &RelationMap, size: Size, top: f64, body: &mut Vec<Element>) -> f64 {
    let words = &picture.frame.words;
    let said = |nearness| TieLine {
        nearness: Some(nearness),
        ..TieLine::default()
    };
    let single = said(Nearness::Some);
    let conflict = |much| TieLine {
        conflict: Some(much),
        ..single.clone()
    };
    let all = [
        (TieLine::default(), &words.tie_not_said),
        (said(Nearness::Distant), &words.tie_distant),
        (single.clone(), &words.tie_some),
        (said(Nearness::Close), &words.tie_close),
        (said(Nearness::VeryClose), &words.tie_very_close),
        (conflict(Conflict::Some), &words.tie_conflict),
        (conflict(Conflict::Strong), &words.tie_strong_conflict),
        (
            TieLine {
                broken: true,
                ..single.clone()
            },
            &words.tie_broken,
        ),
        (
            TieLine {
                supports_second: true,
                ..single.clone()
            },
            &words.tie_supports,
        ),
    ];
    let columns = match size {
        Size::Wide => 3,
        Size::Narrow => 2,
    };
    let (cell, row_height) = (size.width() / columns as f64, 24.0);
    for (index, (line, name)) in all.iter().enumerate() {
        let left = (index % columns) as f64 * cell + 8.0;
        let y = top + (index / columns) as f64 * row_height + 16.0;
        let ends = [Point::new(left, y), Point::new(left + 56.0, y)];
        body.push(lines::along(line, &lines::straight(ends[0], ends[1])));
        let room = cell - 76.0;
        let at = Point::new(left + 64.0, y + size.text() * 0.35);
        // The last of all may run on to the edge of the drawing.
        let shown = if text_width(name, size.text()) > room && index + 1 < all.len() {
            wrap(name, size.text(), room, 1).lines.concat()
        } else {
            name.to_string()
        };
        body.push(label(paint::QUIET, at, Anchor::Start, &shown));
    }
    top + (all.len().div_ceil(columns)) as f64 * row_height + 12.0
}
