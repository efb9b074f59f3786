use attune_care::formulate::{LoopFinding, Sign, Voice};
use attune_care::record::Formulation;
use attune_catalog::Domain;
use attune_figures::{
    Effect, Factor, FeedbackLoop, Figure, FigureId, Frame, Influence, Network, PagePath, Size, View,
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
    let position = |id: FactorId| formulation.factors.iter().position(|found| found.id == id);
    let factors = formulation
        .factors
        .iter()
        .map(|factor| {
            let address = format!("/clients/{client}/formulate/factors/{}", factor.id);
            let link = editable.then(|| PagePath::new(address)).transpose();
            Ok(Factor {
                key: factor.id.to_string(),
                label: factor.text.clone(),
                domain: Some(domain(factor.domain)),
                position: None,
                link: link.map_err(drawing)?,
            })
        })
        .collect::<Result<Vec<_>, AppError>>()?;
    let influences = formulation
        .influences
        .iter()
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
            })
        })
        .collect();
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
