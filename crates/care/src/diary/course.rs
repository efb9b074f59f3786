//! What a diary shows: how many beeps were answered, the course of each thing watched, what a network of them would
//! need, and the table that other programs read.

use std::collections::BTreeMap;

use attune_stats::graphical_autoregression::LagPairs;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::{Beep, DiaryAnswer, DiaryState, Due};
use crate::Dated;

/// How many beeps were answered so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Beeps whose time has passed, and those answered already.
    pub asked: usize,
    /// Answered, at least in part.
    pub answered: usize,
}

/// One day of one thing watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayMean {
    /// The day.
    pub on: Date,
    /// The mean of what was answered that day; none where nothing was.
    pub mean: Option<f64>,
    /// How many answers it is the mean of.
    pub answers: usize,
    /// How many were asked that day until now.
    pub asked: usize,
}

/// One thing watched, over the days after some day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// The mean of what was answered; none where nothing was.
    pub mean: Option<f64>,
    /// The lowest and the highest answer.
    pub range: Option<(u8, u8)>,
    /// How many answers it is the mean of.
    pub answers: usize,
}

/// How far a diary is from a network over time of its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkNeeds {
    /// Pairs of neighbouring, complete beeps of one day that there are.
    pub pairs: usize,
    /// Below this nothing can be computed ([`LagPairs::least_pairs`]).
    pub least: usize,
    /// Arrows and edges that would have to be found: with fewer pairs most are missed.
    pub arrows_and_edges: usize,
}

impl DiaryState {
    /// The moment its beeps are counted until: the present one, or the one it was ended at. What follows takes it.
    pub fn counted_until(&self, now: Timestamp, zone: &TimeZone) -> DateTime {
        let until = self.ended.map_or(now, |ended| ended.min(now));
        zone.to_datetime(until)
    }

    /// The beeps that count until then: those whose time has passed, and the open one once it is answered.
    fn past(&self, now: DateTime) -> Vec<(Due, Option<&Dated<DiaryAnswer>>)> {
        let given = self.by_beep();
        let beeps = self.agreement.item.beeps().into_iter();
        beeps
            .map(|due| (due, given.get(&due.beep).copied()))
            .filter(|(due, answer)| answer.is_some() || due.until <= now)
            .collect()
    }

    /// The answer that counts for each beep, the last one. A diary asks up to 736 times: looking through all answers
    /// for each beep anew would cost their product.
    pub(crate) fn by_beep(&self) -> BTreeMap<Beep, &Dated<DiaryAnswer>> {
        let answers = self.answers.iter();
        answers.map(|given| (given.item.beep, given)).collect()
    }

    /// How many beeps were answered until now.
    pub fn tally(&self, now: DateTime) -> Tally {
        let past = self.past(now);
        Tally {
            asked: past.len(),
            answered: past.iter().filter(|(_, answer)| answer.is_some()).count(),
        }
    }

    /// How many beeps of the days after this one were answered until now; of all days where none is given.
    pub fn tally_after(&self, day: Option<Date>, now: DateTime) -> Tally {
        let past = self.past(now);
        let after = past
            .iter()
            .filter(|(due, _)| day.is_none_or(|day| due.beep.on > day));
        let given: Vec<bool> = after.map(|(_, answer)| answer.is_some()).collect();
        Tally {
            asked: given.len(),
            answered: given.iter().filter(|given| **given).count(),
        }
    }

    /// What was answered about one thing on the days after this one. What is not answered is not in it.
    pub fn stretch(&self, variable: usize, day: Option<Date>, now: DateTime) -> Stretch {
        let past = self.past(now);
        let after = past
            .iter()
            .filter(|(due, _)| day.is_none_or(|day| due.beep.on > day));
        let values: Vec<u8> = after
            .filter_map(|(_, answer)| answer.as_ref()?.item.values.get(variable).copied()?)
            .collect();
        let answers = values.len();
        let sum: f64 = values.iter().map(|value| f64::from(*value)).sum();
        #[expect(clippy::cast_precision_loss, reason = "at most 92 days of 8 answers")]
        let mean = (answers > 0).then(|| sum / answers as f64);
        Stretch {
            mean,
            range: values
                .iter()
                .min()
                .copied()
                .zip(values.iter().max().copied()),
            answers,
        }
    }

    /// The days of one thing watched, the first first. A day without an answer has no mean.
    pub fn days(&self, variable: usize, now: DateTime) -> Vec<DayMean> {
        let mut days: Vec<(Date, Vec<Option<u8>>)> = Vec::new();
        for (due, answer) in self.past(now) {
            let value = answer.and_then(|given| given.item.values.get(variable).copied().flatten());
            match days.last_mut() {
                Some((on, values)) if *on == due.beep.on => values.push(value),
                _ => days.push((due.beep.on, vec![value])),
            }
        }
        days.into_iter()
            .map(|(on, values)| {
                let given: Vec<f64> = values
                    .iter()
                    .flatten()
                    .map(|value| f64::from(*value))
                    .collect();
                let sum: f64 = given.iter().sum();
                let answers = given.len();
                #[expect(clippy::cast_precision_loss, reason = "at most eight answers a day")]
                let mean = (answers > 0).then(|| sum / answers as f64);
                DayMean {
                    on,
                    mean,
                    answers,
                    asked: values.len(),
                }
            })
            .collect()
    }

    /// How far it is from a network over time. A pair is what [`LagPairs`] takes for one: two neighbouring beeps of
    /// the same day with every line answered in both.
    pub fn network_needs(&self) -> NetworkNeeds {
        let lines = self.agreement.item.variables.len();
        let given = self.by_beep();
        let mut complete: Vec<Beep> = self
            .agreement
            .item
            .beeps()
            .into_iter()
            .map(|due| due.beep)
            .filter(|beep| {
                given
                    .get(beep)
                    .is_some_and(|given| given.item.values.iter().all(Option::is_some))
            })
            .collect();
        complete.sort();
        let pairs = complete
            .windows(2)
            .filter(|pair| pair[0].on == pair[1].on && pair[0].number + 1 == pair[1].number)
            .count();
        NetworkNeeds {
            pairs,
            least: LagPairs::least_pairs(lines),
            arrows_and_edges: lines * lines + lines * lines.saturating_sub(1) / 2,
        }
    }

    /// The diary as a table with commas: day (counted from the first, 1), beep, date, one column for each line, named
    /// `v1`, `v2` and so on. What was not answered is empty. Every beep that has passed has its row.
    pub fn csv(&self, now: DateTime) -> String {
        let agreement = &self.agreement.item;
        let mut table = String::from("day,beep,date");
        for number in 1..=agreement.variables.len() {
            table.push_str(&format!(",v{number}"));
        }
        table.push('\n');
        for (due, answer) in self.past(now) {
            let day = (due.beep.on - agreement.from).get_days() + 1;
            table.push_str(&format!("{day},{},{}", due.beep.number, due.beep.on));
            for variable in 0..agreement.variables.len() {
                let value =
                    answer.and_then(|given| given.item.values.get(variable).copied().flatten());
                table.push(',');
                table.push_str(&value.map_or_else(String::new, |value| value.to_string()));
            }
            table.push('\n');
        }
        table
    }
}
