//! What the practice as a whole can see of how therapies ended, without seeing any one person.
//!
//! Counts are made per group (a clinician) and one measure and year at a time. A group with
//! fewer pairs of scores than the practice's least number is left out, **and everything that
//! is shown is a function of the groups that are shown**: sums leave the others out as well.
//! So there is nothing to subtract from, and whatever happened in a small group, the page is
//! the same. Years and measures do not overlap: a therapy ends once and has one leading
//! measure. The reasons are in `docs/decisions/0028-outcomes.md`.

mod episode;
mod group;
pub mod learn;

pub use episode::{Episode, QUIET_DAYS, Scores, is_settled};
pub use group::Tally;

use std::collections::BTreeMap;

use attune_catalog::Measure;
use attune_stats::funnel::{Counted, Limits, Place, limits};
use attune_stats::{Proportion, StatsError};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Headline;

/// A funnel of fewer groups compares each of them mostly with itself. A convention of ours.
pub const FUNNEL_GROUPS: usize = 3;

/// The least number of pairs of scores a group must have to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "usize", into = "usize")]
pub struct Smallest(usize);

impl Smallest {
    /// What a practice may choose from; it can ask for more than the default, not for less.
    pub const CHOICES: [usize; 4] = [10, 15, 20, 30];

    /// The number itself.
    pub const fn get(self) -> usize {
        self.0
    }
}

impl From<usize> for Smallest {
    /// The nearest choice that protects at least as much.
    fn from(wanted: usize) -> Self {
        let found = Self::CHOICES.into_iter().find(|choice| *choice >= wanted);
        Self(found.unwrap_or(30))
    }
}

impl From<Smallest> for usize {
    fn from(smallest: Smallest) -> Self {
        smallest.0
    }
}

impl Default for Smallest {
    fn default() -> Self {
        Self(10)
    }
}

/// Whose therapies are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group<Key> {
    /// Those of one clinician.
    Of(Key),
    /// Those that several clinicians have together: counted once, and for none of them alone.
    Several,
}

/// One group that may be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown<Key> {
    /// Which.
    pub group: Group<Key>,
    /// Its counts.
    pub tally: Tally,
    /// Where its rate lies among the limits for its size; none without a funnel.
    pub limits: Option<(Limits, Place)>,
}

/// What the page shows. It depends on nothing but the groups in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes<Key> {
    /// Groups that are large enough, in the order of their keys: not by rate, which would rank them.
    pub groups: Vec<Shown<Key>>,
    /// The sum over these groups.
    pub total: Tally,
    /// Share of reliable improvement over these groups, where there is a funnel.
    pub target: Option<Proportion>,
    /// The least number a group must have.
    pub smallest: Smallest,
}

/// Counts what ended in a year, by group, on one measure.
///
/// `today` decides which therapies count as ended; the caller asks only for years that
/// [`is_settled`] allows, so that a page does not change from day to day by one person.
///
/// # Errors
/// What [`limits`] refuses; the rates themselves are checked before it is asked.
pub fn outcomes<'a, Key: Ord + Copy>(
    clients: impl IntoIterator<Item = (Group<Key>, &'a Headline)>,
    measure: &Measure,
    year: i16,
    smallest: Smallest,
    today: Date,
) -> Result<Outcomes<Key>, StatsError> {
    let mut tallies: BTreeMap<Group<Key>, Tally> = BTreeMap::new();
    for (group, headline) in clients {
        let tally = tallies.entry(group).or_default();
        tally.add(&Episode::of(headline, measure, today), year);
    }
    // From here on nothing knows of the others.
    tallies.retain(|_, tally| tally.paired >= smallest.get());
    of_shown(tallies, smallest)
}

fn of_shown<Key: Ord + Copy>(
    mut tallies: BTreeMap<Group<Key>, Tally>,
    smallest: Smallest,
) -> Result<Outcomes<Key>, StatsError> {
    for tally in tallies.values_mut() {
        tally.hide_small_recovery(smallest);
    }
    let total: Tally = tallies.values().copied().sum();
    let target = target(&tallies, total)?;
    let mut groups = Vec::with_capacity(tallies.len());
    for (group, tally) in tallies {
        let improved = tally.improved()?;
        let limits = target
            .map(|target| limits(improved.cases(), target))
            .transpose()?
            .map(|limits| (limits, limits.place(improved.rate())));
        groups.push(Shown {
            group,
            tally,
            limits,
        });
    }
    Ok(Outcomes {
        groups,
        total,
        target,
        smallest,
    })
}

/// The pooled rate, if there are enough groups and chance has anything to say.
fn target<Key>(
    tallies: &BTreeMap<Group<Key>, Tally>,
    total: Tally,
) -> Result<Option<Proportion>, StatsError> {
    if tallies.len() < FUNNEL_GROUPS {
        return Ok(None);
    }
    let pooled: Counted = total.improved()?;
    if pooled.events() == 0 || pooled.events() == pooled.cases() {
        return Ok(None);
    }
    Proportion::new(pooled.rate()).map(Some)
}
