use std::collections::{BTreeMap, BTreeSet};

use super::contrast::Contrast;
use super::trial::{Pair, Trial};
use crate::StatsError;

/// Trials and treatments, checked: every trial with several arms has all its
/// comparisons, they add up, and their standard errors are possible.
///
/// A network may fall into parts that no trial connects. It can then be looked at
/// ([`Network::parts`]) and each part analysed ([`Network::part_with`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// In alphabetical order, so that results do not depend on the order of rows.
    pub(super) treatments: Vec<String>,
    pub(super) trials: Vec<Trial>,
}

impl Network {
    /// Groups comparisons by trial.
    ///
    /// Errors: no comparison; a treatment compared with itself; a pair twice in one
    /// trial (combine them first); comparisons of a trial missing, not adding up, or
    /// with standard errors that no set of arms can have.
    pub fn new(contrasts: &[Contrast]) -> Result<Self, StatsError> {
        if contrasts.is_empty() {
            return Err(StatsError::TooFew {
                what: "comparisons",
                needed: 1,
                given: 0,
            });
        }
        let mut studies: BTreeMap<&str, Vec<&Contrast>> = BTreeMap::new();
        for contrast in contrasts {
            studies.entry(&contrast.study).or_default().push(contrast);
        }
        let treatments: Vec<String> = names(contrasts.iter())
            .into_iter()
            .map(str::to_owned)
            .collect();
        let trials = studies
            .into_iter()
            .map(|(study, contrasts)| trial(study, &contrasts, &treatments))
            .collect::<Result<_, _>>()?;
        Ok(Self { treatments, trials })
    }

    /// The treatments in alphabetical order.
    pub fn treatments(&self) -> &[String] {
        &self.treatments
    }

    /// How many trials.
    pub fn trials(&self) -> usize {
        self.trials.len()
    }

    /// How many comparisons, counting each pair of arms of each trial.
    pub fn comparisons(&self) -> usize {
        self.trials.iter().map(|trial| trial.pairs().count()).sum()
    }

    /// The parts that trials connect, each in alphabetical order; one part if the
    /// network is connected.
    pub fn parts(&self) -> Vec<Vec<&str>> {
        let labels = self.labels();
        let mut parts: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (label, treatment) in labels.into_iter().zip(&self.treatments) {
            parts.entry(label).or_default().push(treatment);
        }
        parts.into_values().collect()
    }

    /// The part that holds a treatment, with its trials.
    ///
    /// Errors: a treatment that is not there.
    pub fn part_with(&self, treatment: &str) -> Result<Self, StatsError> {
        let labels = self.labels();
        let label = labels[self.index(treatment)?];
        let kept: Vec<usize> = (0..labels.len())
            .filter(|index| labels[*index] == label)
            .collect();
        // Ascending, so the order of arms within a trial stays as it is.
        let number = |arm: usize| kept.partition_point(|index| *index < arm);
        Ok(Self {
            treatments: kept
                .iter()
                .map(|index| self.treatments[*index].clone())
                .collect(),
            trials: self
                .trials
                .iter()
                .filter(|trial| labels[trial.arms[0]] == label)
                .map(|trial| trial.renumbered(number))
                .collect(),
        })
    }

    /// Refuses a network that falls into parts.
    pub(super) fn connected(&self) -> Result<(), StatsError> {
        let parts = self.parts();
        if parts.len() == 1 {
            return Ok(());
        }
        Err(StatsError::DisconnectedNetwork {
            parts: parts
                .into_iter()
                .map(|part| part.into_iter().map(str::to_owned).collect())
                .collect(),
        })
    }

    /// Position of a treatment.
    pub(super) fn index(&self, treatment: &str) -> Result<usize, StatsError> {
        self.treatments
            .binary_search_by(|other| other.as_str().cmp(treatment))
            .map_err(|_| StatsError::NoSuchTreatment {
                treatment: treatment.to_owned(),
            })
    }

    /// For each treatment, the lowest position that trials connect it with.
    fn labels(&self) -> Vec<usize> {
        let mut above: Vec<usize> = (0..self.treatments.len()).collect();
        for trial in &self.trials {
            for pair in trial.arms.windows(2) {
                let (one, other) = (root(&mut above, pair[0]), root(&mut above, pair[1]));
                above[one.max(other)] = one.min(other);
            }
        }
        (0..above.len())
            .map(|index| root(&mut above, index))
            .collect()
    }
}

/// Follows the links up, halving the way for the next time.
fn root(above: &mut [usize], mut index: usize) -> usize {
    while above[index] != index {
        above[index] = above[above[index]];
        index = above[index];
    }
    index
}

fn names<'a>(contrasts: impl Iterator<Item = &'a Contrast>) -> BTreeSet<&'a str> {
    contrasts
        .flat_map(|contrast| contrast.treatments.iter().map(String::as_str))
        .collect()
}

fn trial(study: &str, contrasts: &[&Contrast], treatments: &[String]) -> Result<Trial, StatsError> {
    let arms: Vec<&str> = names(contrasts.iter().copied()).into_iter().collect();
    let mut seen = BTreeSet::new();
    let mut pairs = Vec::with_capacity(contrasts.len());
    for contrast in contrasts {
        let [first, second] = [0, 1].map(|side| {
            let name: &str = &contrast.treatments[side];
            arms.partition_point(|other| *other < name)
        });
        if first == second {
            return Err(StatsError::ComparedWithItself {
                study: study.to_owned(),
                treatment: contrast.treatments[0].clone(),
            });
        }
        if !seen.insert([first.min(second), first.max(second)]) {
            return Err(StatsError::RepeatedComparison {
                study: study.to_owned(),
                treatments: contrast.treatments.clone(),
            });
        }
        pairs.push(Pair {
            arms: [first, second],
            effect: contrast.effect.get(),
            standard_error: contrast.standard_error.get(),
            people: contrast.people,
        });
    }
    let needed = arms.len() * (arms.len() - 1) / 2;
    if pairs.len() < needed {
        return Err(StatsError::MissingComparisons {
            study: study.to_owned(),
            arms: arms.len(),
            needed,
            given: pairs.len(),
        });
    }
    let numbers = arms
        .iter()
        .map(|arm| treatments.partition_point(|other| other.as_str() < *arm))
        .collect();
    Trial::new(study.to_owned(), numbers, &pairs)
}
