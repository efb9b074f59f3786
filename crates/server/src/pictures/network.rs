use attune_care::formulate::{FURTHEST, LoopFinding, Place, Sign, Voice, WIDTH};
use attune_care::record::Formulation;
use attune_catalog::Domain;
use attune_figures::{
    Effect, Factor, FeedbackLoop, Figure, FigureId, Frame, Influence, Network, PagePath, Point,
    Size, View,
};
use attune_ids::{ClientId, FactorId};

use super::trajectory::drawing;
use crate::AppError;

/// A drawn formulation in parts, so that the page can set the loops between the
/// drawing and its table in its own way.
pub(crate) struct NetworkPicture {
    /// The sentence it shows.
    pub(crate) summary: String,
    /// For a wide page.
    pub(crate) wide: String,
    /// For a phone.
    pub(crate) narrow: String,
    /// The same data as a table.
    pub(crate) table: String,
}

/// The formulation as a network. `loops` are numbered from 1 in the order given;
/// with `editable`, each card leads to where its factor is changed.
pub(crate) fn network(
    client: ClientId,
    formulation: &Formulation,
    loops: &[&LoopFinding],
    editable: bool,
) -> Result<NetworkPicture, AppError> {
    let mut frame = Frame::new(
        FigureId::new("formulation").map_err(drawing)?,
        "What keeps it going",
        summary(formulation, loops),
    );
    "one view only".clone_into(frame.words.one_thinks.to_mut());
    let (mut factors, mut influences) = (cards(formulation), arrows(formulation));
    for (card, place) in factors.iter_mut().zip(places(formulation)) {
        card.position = Some(point(place));
    }
    if editable {
        let link = |part: &str, key: &str| {
            PagePath::new(format!("/clients/{client}/formulate/{part}/{key}")).map_err(drawing)
        };
        for card in &mut factors {
            card.link = Some(link("factors", &card.key)?);
        }
        for arrow in &mut influences {
            arrow.link = Some(link("influences", &arrow.key)?);
        }
    }
    let loops = loops
        .iter()
        .map(|found| FeedbackLoop {
            sentence: found.sentence.clone(),
            influences: found
                .influences
                .iter()
                .filter_map(|id| {
                    formulation
                        .influences
                        .iter()
                        .position(|arrow| arrow.id == *id)
                })
                .collect(),
        })
        .collect();
    let picture =
        Network::new(frame, factors, influences, loops, seed(formulation)).map_err(drawing)?;
    Ok(NetworkPicture {
        summary: picture.frame().summary.clone(),
        wide: picture.svg(Size::Wide),
        narrow: picture.svg(Size::Narrow),
        table: picture.table().to_html(),
    })
}

/// A map that stands beside another, or in the client's space: nothing in it can be pressed.
pub(crate) struct MapPicture {
    /// For a wide page.
    pub(crate) wide: String,
    /// For a phone.
    pub(crate) narrow: String,
    /// The same data as a table.
    pub(crate) table: String,
}

/// The formulation as it was drawn. Arrows are dashed unless both have said that they see them.
pub(crate) fn as_drawn(frame: Frame, formulation: &Formulation) -> Result<MapPicture, AppError> {
    map(frame, formulation, &|arrow| arrow.voice == Voice::Both)
}

/// A map. Arrows are dashed unless `both` says that it is seen on both sides.
pub(crate) fn map(
    frame: Frame,
    drawing_of: &Formulation,
    both: &dyn Fn(&attune_care::formulate::Influence) -> bool,
) -> Result<MapPicture, AppError> {
    let (mut cards, mut arrows) = (cards(drawing_of), arrows(drawing_of));
    for (card, place) in cards.iter_mut().zip(places(drawing_of)) {
        card.position = Some(point(place));
    }
    for arrow in &mut arrows {
        let of = |known: &&attune_care::formulate::Influence| known.id.to_string() == arrow.key;
        let seen = drawing_of.influences.iter().find(of).is_some_and(both);
        arrow.view = if seen { View::Both } else { View::One };
    }
    let picture =
        Network::new(frame, cards, arrows, Vec::new(), seed(drawing_of)).map_err(drawing)?;
    Ok(MapPicture {
        wide: picture.svg(Size::Wide),
        narrow: picture.svg(Size::Narrow),
        table: picture.table().to_html(),
    })
}

/// Where every card lies, in the order of the factors: where it was put, or where
/// the program finds room beside those. In whole units, as the record keeps them, so
/// that a card that is written down where it was seen does not stir.
pub(crate) fn places(formulation: &Formulation) -> Vec<Place> {
    let mut cards = cards(formulation);
    for (card, factor) in cards.iter_mut().zip(&formulation.factors) {
        card.position = formulation
            .placed(factor.id)
            .map(|known| point(known.place));
    }
    laid_out(formulation, cards)
}

/// Where every card would lie if nobody had put any anywhere.
pub(crate) fn arranged(formulation: &Formulation) -> Vec<Place> {
    laid_out(formulation, cards(formulation))
}

fn laid_out(formulation: &Formulation, cards: Vec<Factor>) -> Vec<Place> {
    // Neither can fail: the name is a constant, and arrows join factors that are
    // there. A drawing that had no places all the same would still be drawn.
    let Ok(id) = FigureId::new("places") else {
        return Vec::new();
    };
    let frame = Frame::new(id, "", "");
    let arrows = arrows(formulation);
    let Ok(network) = Network::new(frame, cards, arrows, Vec::new(), seed(formulation)) else {
        return Vec::new();
    };
    let factors = formulation.factors.iter();
    factors
        .zip(network.layout())
        .map(|(factor, at)| Place {
            factor: factor.id,
            x: whole(at.x, 0, WIDTH),
            y: whole(at.y, -FURTHEST, FURTHEST),
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rounded, and held within some thousands"
)]
fn whole(length: f64, least: i32, most: i32) -> i32 {
    (length.round() as i32).clamp(least, most)
}

fn point(place: Place) -> Point {
    Point::new(f64::from(place.x), f64::from(place.y))
}

fn cards(formulation: &Formulation) -> Vec<Factor> {
    let factors = formulation.factors.iter();
    factors
        .map(|factor| Factor {
            key: factor.id.to_string(),
            label: factor.text.clone(),
            domain: Some(domain(factor.domain)),
            position: None,
            link: None,
        })
        .collect()
}

fn arrows(formulation: &Formulation) -> Vec<Influence> {
    let position = |id: FactorId| formulation.factors.iter().position(|found| found.id == id);
    let influences = formulation.influences.iter();
    influences
        .filter_map(|arrow| {
            Some(Influence {
                key: arrow.id.to_string(),
                from: position(arrow.from)?,
                to: position(arrow.to)?,
                strength: arrow.weight().abs(),
                effect: match arrow.sign {
                    Sign::More => Effect::More,
                    Sign::Less => Effect::Less,
                },
                view: match arrow.voice {
                    Voice::Both => View::Both,
                    Voice::Client | Voice::Clinician | Voice::Diary => View::One,
                },
                link: None,
            })
        })
        .collect()
}

/// The first factor's id starts the layout: the same drawing looks the same on
/// every visit, and two clients' drawings do not resemble each other by chance.
fn seed(formulation: &Formulation) -> u64 {
    formulation
        .factors
        .first()
        .map_or(0, |factor| factor.id.0.as_u64_pair().1)
}

fn summary(formulation: &Formulation, loops: &[&LoopFinding]) -> String {
    let keeps_going = loops.iter().filter(|found| found.keeps_going).count();
    let balancing = loops.len() - keeps_going;
    let mut parts = vec![
        crate::format::count(formulation.factors.len(), "factor", "factors"),
        crate::format::count(formulation.influences.len(), "influence", "influences"),
    ];
    if keeps_going > 0 {
        parts.push(crate::format::count(
            keeps_going,
            "loop that keeps itself going",
            "loops that keep themselves going",
        ));
    }
    if balancing > 0 {
        parts.push(crate::format::count(
            balancing,
            "loop that works against itself",
            "loops that work against themselves",
        ));
    }
    format!("As drawn: {}.", parts.join(", "))
}

fn domain(domain: Domain) -> attune_figures::Domain {
    match domain {
        Domain::Thoughts => attune_figures::Domain::Thoughts,
        Domain::Emotions => attune_figures::Domain::Emotions,
        Domain::Behaviours => attune_figures::Domain::Behaviours,
        Domain::Environment => attune_figures::Domain::Environment,
        Domain::Economic => attune_figures::Domain::Economic,
        Domain::Relationships => attune_figures::Domain::Relationships,
    }
}
