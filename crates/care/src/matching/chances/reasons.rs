use attune_catalog::Catalog;
use attune_stats::choice::Chance;

use super::LEADS_FROM;
use super::option::{Ground, Wishing};
use super::simulate::simulate;
use crate::matching::{Candidate, Matching};

/// What the draws are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consideration {
    /// What trials found.
    Trials,
    /// What it acts on in the drawing.
    Drawing,
    /// How it meets the client's wishes.
    Wishes,
}

impl Consideration {
    const ALL: [Self; 3] = [Self::Trials, Self::Drawing, Self::Wishes];

    /// "what trials found".
    pub fn label(self) -> &'static str {
        match self {
            Self::Trials => "what trials found",
            Self::Drawing => "what it acts on in the drawing",
            Self::Wishes => "the client's wishes",
        }
    }
}

/// Whether one therapy leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// None leads: choose together.
    ChooseTogether,
    /// One does.
    Leads {
        /// Catalogue id of the therapy.
        modality: String,
        /// Without which it would lead by least; none if it would lead much the same without any of them.
        mostly: Option<Consideration>,
    },
}

impl Verdict {
    fn leader(&self) -> Option<&str> {
        match self {
            Self::ChooseTogether => None,
            Self::Leads { modality, .. } => Some(modality),
        }
    }
}

/// A share that matters beside the error of the draws: three standard errors of a difference.
const NOTICEABLE: f64 = 0.07;

pub(super) fn verdict(ground: &Ground, drawn: &[Chance], seed: u64) -> Verdict {
    let Some((place, best)) = leader(drawn) else {
        return Verdict::ChooseTogether;
    };
    let mostly = Consideration::ALL
        .into_iter()
        .map(|left_out| {
            let other = simulate(&without(ground, left_out), seed);
            let loses = best - other.get(place).map_or(0.0, |chance| chance.best);
            (left_out, loses)
        })
        .filter(|(_, loses)| *loses > NOTICEABLE)
        .max_by(|one, two| one.1.total_cmp(&two.1))
        .map(|(left_out, _)| left_out);
    Verdict::Leads {
        modality: ground
            .options
            .get(place)
            .map_or_else(String::new, |option| option.modality.clone()),
        mostly,
    }
}

fn leader(drawn: &[Chance]) -> Option<(usize, f64)> {
    drawn
        .iter()
        .map(|chance| chance.best)
        .enumerate()
        .find(|(_, best)| *best > LEADS_FROM)
}

/// The same, as if this said nothing about any of them. The order stays, so that the draws stay comparable.
fn without(ground: &Ground, left_out: Consideration) -> Ground {
    let mut ground = ground.clone();
    match left_out {
        Consideration::Trials => {
            for option in &mut ground.options {
                option.found = None;
                option.effect = ground.family.effect(None).unwrap_or(option.effect);
            }
        }
        Consideration::Drawing => {
            for option in &mut ground.options {
                option.aims.clear();
            }
        }
        Consideration::Wishes => {
            for option in &mut ground.options {
                option.wishing = Wishing::Unknown;
            }
        }
    }
    ground
}

/// Turns each input and says what would come of it.
pub(super) fn would_change(
    ground: &Ground,
    matching: &Matching,
    catalog: &Catalog,
    verdict: &Verdict,
    drawn: &[Chance],
    seed: u64,
) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut held = |ground: &Ground, condition: String| {
        let led = leader(&simulate(ground, seed))
            .and_then(|(place, _)| ground.options.get(place).map(|option| option.name.clone()));
        let before = verdict.leader().and_then(|id| name(ground, id));
        if led != before {
            sentences.push(match led {
                Some(name) => format!("{condition}, {name} would lead."),
                None => format!("{condition}, none would lead."),
            });
        }
    };
    for left_out in Consideration::ALL {
        held(
            &without(ground, left_out),
            format!("Leaving out {}", left_out.label()),
        );
    }
    let turned = |wishes: &dyn Fn(usize) -> Wishing| {
        let mut ground = ground.clone();
        for (place, option) in ground.options.iter_mut().enumerate() {
            option.wishing = wishes(place);
        }
        ground
    };
    if let Some(leader) = verdict.leader() {
        let place = ground
            .options
            .iter()
            .position(|option| option.modality == leader);
        let against = turned(&|other| {
            if Some(other) == place {
                Wishing::NotMatched
            } else {
                Wishing::Matched
            }
        });
        held(
            &against,
            "If the client wished for anything but this".to_owned(),
        );
    } else {
        for place in foremost(drawn) {
            let only = turned(&|other| {
                if other == place {
                    Wishing::Matched
                } else {
                    Wishing::NotMatched
                }
            });
            let name = ground.options.get(place).map_or("", |option| &option.name);
            held(&only, format!("If only {name} met the client's wishes"));
        }
    }
    sentences.extend(not_now(ground, matching, catalog));
    sentences
}

/// The places of the three that were the best most often.
fn foremost(drawn: &[Chance]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..drawn.len()).collect();
    let best = |place: &usize| drawn.get(*place).map_or(0.0, |chance| chance.best);
    places.sort_by(|one, two| best(two).total_cmp(&best(one)));
    places.truncate(3);
    places
}

fn name(ground: &Ground, modality: &str) -> Option<String> {
    ground
        .options
        .iter()
        .find(|option| option.modality == modality)
        .map(|option| option.name.clone())
}

/// Therapies none of whose techniques may be begun before something is ruled out: they took no part.
fn not_now(ground: &Ground, matching: &Matching, catalog: &Catalog) -> Option<String> {
    let takes_part = |candidate: &Candidate| {
        catalog
            .technique(&candidate.technique)
            .is_some_and(|technique| {
                let id = &technique.modality;
                ground.options.iter().any(|option| option.modality == *id)
            })
    };
    let mut left: Vec<&str> = matching
        .groups
        .iter()
        .flat_map(|group| &group.candidates)
        .filter(|candidate| candidate.is_forbidden() && !takes_part(candidate))
        .map(|candidate| candidate.modality.as_str())
        .collect();
    left.sort_unstable();
    left.dedup();
    (!left.is_empty()).then(|| {
        format!(
            "Not weighed, because something has to be ruled out first: {}.",
            left.join(", ")
        )
    })
}
