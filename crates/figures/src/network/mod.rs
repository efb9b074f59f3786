//! A formulation: factors as cards, influences as curves between them.

mod cards;
mod draw;
mod layout;
mod random;
mod route;

use std::fmt::Write as _;

use crate::svg::escape;
use crate::{DataTable, Domain, Figure, FigureError, Frame, Header, Point, Size};

/// A path inside the program: the only kind of link a picture may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePath(String);

impl PagePath {
    /// Accepts a path that starts with one `/`, without spaces, control
    /// characters or backslashes (which browsers read as slashes).
    pub fn new(path: impl Into<String>) -> Result<Self, FigureError> {
        let path = path.into();
        let inside = path.starts_with('/') && !path.starts_with("//");
        let plain = !path
            .chars()
            .any(|c| c == '\\' || c.is_whitespace() || c.is_control());
        if inside && plain {
            Ok(Self(path))
        } else {
            Err(FigureError::OutsideLink)
        }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One card of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// An opaque name for scripts, written as `data-factor`.
    pub key: String,
    /// What it is, in the words of those who drew it.
    pub label: String,
    /// Its domain, shown as the card's edge and named on it.
    pub domain: Option<Domain>,
    /// Where the centre of the card was put, in units of the wide drawing
    /// (0 to 800 across). None, or not finite: the layout finds a place.
    /// Beyond 4,000 units from the origin it is drawn at that limit.
    pub position: Option<Point>,
    /// Where the card leads when pressed.
    pub link: Option<PagePath>,
}

/// What an influence does to the factor it points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Raises it: an arrowhead.
    More,
    /// Lowers it: a bar.
    Less,
}

/// Who thinks that an influence is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Client and clinician.
    Both,
    /// Only one of the two: drawn dashed.
    One,
}

/// One arrow of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Influence {
    /// An opaque name for scripts, written as `data-influence`.
    pub key: String,
    /// Index of the factor it comes from.
    pub from: usize,
    /// Index of the factor it points at.
    pub to: usize,
    /// From 0 to 1, drawn as the width of the curve. Outside, or not a number:
    /// drawn at the nearer end.
    pub strength: f64,
    /// Raises or lowers.
    pub effect: Effect,
    /// Who thinks so.
    pub view: View,
    /// Where the curve leads when pressed. It is left out of the order of the
    /// keyboard: a drawing has more arrows than anybody wants to step through, and
    /// the table beside it leads to each.
    pub link: Option<PagePath>,
}

/// Influences that close a circle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackLoop {
    /// The sentence that tells the loop.
    pub sentence: String,
    /// Indices of its influences.
    pub influences: Vec<usize>,
}

/// A map of factors and influences, checked to hang together.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    frame: Frame,
    factors: Vec<Factor>,
    influences: Vec<Influence>,
    loops: Vec<FeedbackLoop>,
    seed: u64,
}

impl Network {
    /// Refuses an influence between factors that are not there, and a loop of
    /// influences that are not there. The same seed gives the same layout.
    pub fn new(
        frame: Frame,
        factors: Vec<Factor>,
        influences: Vec<Influence>,
        loops: Vec<FeedbackLoop>,
        seed: u64,
    ) -> Result<Self, FigureError> {
        let known = |index: usize| index < factors.len();
        if !influences.iter().all(|i| known(i.from) && known(i.to)) {
            return Err(FigureError::UnknownFactor);
        }
        let mut in_loops = loops.iter().flat_map(|l| &l.influences);
        if !in_loops.all(|index| *index < influences.len()) {
            return Err(FigureError::UnknownInfluence);
        }
        Ok(Self {
            frame,
            factors,
            influences,
            loops,
            seed,
        })
    }

    /// The centre of every card in the wide drawing, in the order of the
    /// factors. Given positions are returned as they are; the others are found
    /// so that no card lies on another.
    pub fn layout(&self) -> Vec<Point> {
        cards::positions(self, Size::Wide)
    }

    /// Numbers (from 1) of the loops an influence belongs to.
    fn loops_of(&self, influence: usize) -> Vec<usize> {
        (1..)
            .zip(&self.loops)
            .filter(|(_, l)| l.influences.contains(&influence))
            .map(|(number, _)| number)
            .collect()
    }

    /// Numbers (from 1) of the loops that go through a factor.
    fn loops_through(&self, factor: usize) -> Vec<usize> {
        let touches = |index: &usize| {
            let influence = &self.influences[*index];
            influence.from == factor || influence.to == factor
        };
        (1..)
            .zip(&self.loops)
            .filter(|(_, l)| l.influences.iter().any(touches))
            .map(|(number, _)| number)
            .collect()
    }

    fn effect_word(&self, effect: Effect) -> &str {
        match effect {
            Effect::More => &self.frame.words.leads_to_more,
            Effect::Less => &self.frame.words.leads_to_less,
        }
    }

    fn view_word(&self, view: View) -> &str {
        match view {
            View::Both => &self.frame.words.both_think,
            View::One => &self.frame.words.one_thinks,
        }
    }
}

/// A strength that can be drawn.
fn drawable_strength(strength: f64) -> f64 {
    if strength.is_nan() {
        0.0
    } else {
        strength.clamp(0.0, 1.0)
    }
}

fn joined(numbers: &[usize], between: &str) -> String {
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    numbers.join(between)
}

impl Figure for Network {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        draw::svg(self, size)
    }

    /// One row for each influence, then one for each factor without any.
    fn table(&self) -> DataTable {
        let words = &self.frame.words;
        let label = |index: usize| self.factors[index].label.clone();
        let influences = self
            .influences
            .iter()
            .enumerate()
            .map(|(index, influence)| {
                vec![
                    label(influence.from),
                    self.effect_word(influence.effect).to_owned(),
                    label(influence.to),
                    words
                        .format
                        .number(drawable_strength(influence.strength), 2),
                    self.view_word(influence.view).to_owned(),
                    joined(&self.loops_of(index), ", "),
                ]
            });
        let lonely = (0..self.factors.len())
            .filter(|index| {
                self.influences
                    .iter()
                    .all(|i| i.from != *index && i.to != *index)
            })
            .map(|index| {
                let mut row = vec![label(index), words.no_influence.to_string()];
                row.resize(6, String::new());
                row
            });
        DataTable {
            caption: self.frame.title.clone(),
            headers: vec![
                Header::words(words.factor.as_ref()),
                Header::words(words.effect.as_ref()),
                Header::words(words.on_factor.as_ref()),
                Header::numbers(words.strength.as_ref()),
                Header::words(words.whose_view.as_ref()),
                Header::words(words.loops.as_ref()),
            ],
            rows: influences.chain(lonely).collect(),
        }
    }

    /// The sentences of the loops; pointing at one lights its loop up in the
    /// picture of the same figure.
    fn notes_html(&self) -> String {
        if self.loops.is_empty() {
            return String::new();
        }
        let mut html = String::from("<ol class=\"fig-loops\">");
        for (number, l) in (1_usize..).zip(&self.loops) {
            // Writing into a String cannot fail.
            let _ = write!(
                html,
                "<li class=\"fig-loop-name\" data-loop-name=\"{number}\" tabindex=\"0\">{}</li>",
                escape(&l.sentence)
            );
        }
        html.push_str("</ol>");
        html
    }
}
