use std::iter::Sum;

use attune_stats::StatsError;
use attune_stats::funnel::Counted;

use super::Smallest;
use super::episode::{Episode, Scores};
use crate::review::Meaning;

/// What was counted in one group and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Therapies that began.
    pub began: usize,
    /// Therapies that ended with the measure in the lead.
    pub ended: usize,
    /// Therapies that ended without a complete score on any measure of symptoms.
    pub unscored: usize,
    /// Of those that ended, how many have a first and a last score.
    pub paired: usize,
    /// Of the pairs: better by more than measurement error.
    pub better: usize,
    /// Of the pairs: worse by more than measurement error.
    pub worse: usize,
    /// Of the pairs: a case at the start.
    pub cases: usize,
    /// Of these: better by more than measurement error, and no case at the end.
    pub recovered: usize,
}

impl Tally {
    pub(super) fn add(&mut self, episode: &Episode, year: i16) {
        self.began += usize::from(episode.began == Some(year));
        if episode.ended != Some(year) {
            return;
        }
        match episode.scores {
            Scores::None => self.unscored += 1,
            Scores::Elsewhere => {}
            Scores::Single => self.ended += 1,
            Scores::Pair {
                meaning,
                case_then,
                case_now,
            } => {
                self.ended += 1;
                self.paired += 1;
                let better = meaning == Meaning::Improved;
                self.better += usize::from(better);
                self.worse += usize::from(meaning == Meaning::Deteriorated);
                if case_then == Some(true) {
                    self.cases += 1;
                    self.recovered += usize::from(better && case_now == Some(false));
                }
            }
        }
    }

    /// People who began as cases are a group of their own, and may be a small one.
    pub(super) fn hide_small_recovery(&mut self, smallest: Smallest) {
        if self.cases < smallest.get() {
            (self.cases, self.recovered) = (0, 0);
        }
    }

    /// Better by more than measurement error, of all pairs.
    ///
    /// # Errors
    /// There is no pair.
    pub fn improved(&self) -> Result<Counted, StatsError> {
        Counted::new(self.better as u64, self.paired as u64)
    }

    /// Worse by more than measurement error, of all pairs.
    ///
    /// # Errors
    /// There is no pair.
    pub fn deteriorated(&self) -> Result<Counted, StatsError> {
        Counted::new(self.worse as u64, self.paired as u64)
    }

    /// Recovered, of those who were a case at the start; none where too few were.
    pub fn recovery(&self) -> Option<Counted> {
        Counted::new(self.recovered as u64, self.cases as u64).ok()
    }

    /// How many have a pair, of all that ended with this measure in the lead or without a score.
    pub fn completeness(&self) -> Option<Counted> {
        Counted::new(self.paired as u64, (self.ended + self.unscored) as u64).ok()
    }
}

impl Sum for Tally {
    fn sum<Tallies: Iterator<Item = Self>>(tallies: Tallies) -> Self {
        tallies.fold(Self::default(), |one, two| Self {
            began: one.began + two.began,
            ended: one.ended + two.ended,
            unscored: one.unscored + two.unscored,
            paired: one.paired + two.paired,
            better: one.better + two.better,
            worse: one.worse + two.worse,
            cases: one.cases + two.cases,
            recovered: one.recovered + two.recovered,
        })
    }
}
