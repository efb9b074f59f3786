//! What two drawings say differently, in sentences to talk about.

use attune_ids::FactorId;

use crate::formulate::{Factor, Influence, Sign, quoted, strength_words};
use crate::record::Formulation;

/// Two strengths are far apart from so many points of ten on: about one step of the client's five words more than
/// neighbours are. Our own convention.
pub const FAR_APART: u8 = 4;

/// One of the two drawings.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// As the subject of a sentence: "the client", "the version of Tue 14 May".
    pub name: &'a str,
    /// What is drawn.
    pub drawing: &'a Formulation,
}

/// One thing to talk about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Only one side has a factor.
    Factor(String),
    /// Both have the two factors, and only one an arrow between them.
    Arrow(String),
    /// One says more, the other less.
    Opposite(String),
    /// Both have the arrow, with strengths far apart.
    Strength(String),
}

impl Difference {
    /// The sentence.
    pub fn sentence(&self) -> &str {
        match self {
            Self::Factor(words)
            | Self::Arrow(words)
            | Self::Opposite(words)
            | Self::Strength(words) => words,
        }
    }
}

/// What two drawings have in common, and what not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Factors both have.
    pub factors: usize,
    /// Arrows both have, with the same sign.
    pub arrows: usize,
    /// What to talk about: opposite signs first, then arrows, strengths and factors.
    pub differences: Vec<Difference>,
}

impl Comparison {
    /// What they have in common, in a sentence.
    pub fn agreement(&self) -> String {
        let many = |number: usize, one: &str| match number {
            1 => format!("1 {one}"),
            _ => format!("{number} {one}s"),
        };
        format!(
            "Both have {} and {} with the same direction.",
            many(self.factors, "factor"),
            many(self.arrows, "arrow")
        )
    }
}

/// Compares two drawings. `same` pairs a factor of `left` with one of `right`, each at most once.
pub fn compare(left: Side<'_>, right: Side<'_>, same: &[(FactorId, FactorId)]) -> Comparison {
    let over = |id: FactorId| same.iter().find(|pair| pair.0 == id).map(|pair| pair.1);
    let back = |id: FactorId| same.iter().find(|pair| pair.1 == id).map(|pair| pair.0);
    let mut found = Comparison {
        factors: same.len(),
        ..Comparison::default()
    };
    let (mut opposite, mut only, mut far, mut alone) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for arrow in &left.drawing.influences {
        let (Some(from), Some(to)) = (over(arrow.from), over(arrow.to)) else {
            continue;
        };
        let Some(other) = between(right.drawing, from, to) else {
            only.push(Difference::Arrow(only_one(left, right, arrow)));
            continue;
        };
        if other.sign != arrow.sign {
            opposite.push(Difference::Opposite(signs_differ(
                left, right, arrow, other,
            )));
            continue;
        }
        found.arrows += 1;
        if arrow.strength.abs_diff(other.strength) >= FAR_APART {
            far.push(Difference::Strength(strengths_differ(
                left, right, arrow, other,
            )));
        }
    }
    for arrow in &right.drawing.influences {
        if let (Some(from), Some(to)) = (back(arrow.from), back(arrow.to))
            && between(left.drawing, from, to).is_none()
        {
            only.push(Difference::Arrow(only_one(right, left, arrow)));
        }
    }
    for (side, other, known) in [
        (left, right, &over as &dyn Fn(FactorId) -> Option<FactorId>),
        (right, left, &back),
    ] {
        let new = side.drawing.factors.iter();
        let new = new.filter(|factor| known(factor.id).is_none());
        alone.extend(new.map(|factor| Difference::Factor(only_factor(side, other, factor))));
    }
    found.differences = [opposite, only, far, alone].concat();
    found
}

fn between(drawing: &Formulation, from: FactorId, to: FactorId) -> Option<&Influence> {
    let joins = |arrow: &&Influence| arrow.from == from && arrow.to == to;
    drawing.influences.iter().find(joins)
}

fn named(drawing: &Formulation, id: FactorId) -> String {
    let factor = drawing.factor(id);
    factor.map_or_else(|| "a factor".to_owned(), |factor| quoted(&factor.text))
}

fn leads(sign: Sign) -> &'static str {
    sign.label()
}

fn strength(arrow: &Influence) -> String {
    let (words, points) = (strength_words(arrow.strength), arrow.strength);
    format!("{words} ({points} of 10)")
}

fn only_one(side: Side<'_>, other: Side<'_>, arrow: &Influence) -> String {
    format!(
        "{} thinks that {} {} {}, {}; {} draws no arrow there.",
        capital(side.name),
        named(side.drawing, arrow.from),
        leads(arrow.sign),
        named(side.drawing, arrow.to),
        strength(arrow),
        other.name,
    )
}

fn signs_differ(left: Side<'_>, right: Side<'_>, one: &Influence, two: &Influence) -> String {
    format!(
        "They point opposite ways: for {} {} {} {}, for {} it {}.",
        left.name,
        named(left.drawing, one.from),
        leads(one.sign),
        named(left.drawing, one.to),
        right.name,
        leads(two.sign),
    )
}

fn strengths_differ(left: Side<'_>, right: Side<'_>, one: &Influence, two: &Influence) -> String {
    format!(
        "Both see that {} {} {}: {} says {}, {} says {}.",
        named(left.drawing, one.from),
        leads(one.sign),
        named(left.drawing, one.to),
        left.name,
        strength(one),
        right.name,
        strength(two),
    )
}

fn only_factor(side: Side<'_>, other: Side<'_>, factor: &Factor) -> String {
    let drawing = side.drawing;
    let arrows = drawing.influences.iter();
    let touching = arrows.filter_map(|arrow| {
        let far_end = named(
            drawing,
            if arrow.from == factor.id {
                arrow.to
            } else {
                arrow.from
            },
        );
        if arrow.from == factor.id {
            Some(format!("it {} {far_end}", leads(arrow.sign)))
        } else if arrow.to == factor.id {
            Some(format!("{far_end} {} it", leads_to(arrow.sign)))
        } else {
            None
        }
    });
    let touching: Vec<String> = touching.collect();
    let role = if touching.is_empty() {
        "no arrow touches it".to_owned()
    } else {
        touching.join("; ")
    };
    format!(
        "Only {} has {}: {role}. {} does not have it.",
        side.name,
        quoted(&factor.text),
        capital(other.name),
    )
}

/// Before "it": "leads to more of it".
fn leads_to(sign: Sign) -> &'static str {
    match sign {
        Sign::More => "leads to more of",
        Sign::Less => "leads to less of",
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
