//! The operations: from answers, and from scores already made, to scores.

use super::{Answer, Outcome, Score, complete};
use crate::flag::ItemTest;
use crate::measure::{Lookup, Measure, Missing, NotApplicable, Operation, OptionKind, ScoreRule};

/// All scores of a form, helpers included, in the order of the rules.
pub(super) fn scores(measure: &Measure, answers: &[Answer], policy: Option<&str>) -> Vec<Score> {
    let form = Form { measure, answers };
    let mut made: Vec<Score> = Vec::new();
    for rule in &measure.scores {
        let outcome = match &rule.operation {
            Operation::Sum(items) => form.added(rule, items, policy, sum),
            Operation::Mean(items) => form.added(rule, items, policy, mean),
            Operation::Percent(items) => form.added(rule, items, policy, percent),
            Operation::Count(tests) => form.count(rule, tests),
            Operation::Answered(items) => rule.outcome(form.number(items, Part::has_value)),
            Operation::Unanswered(items) => rule.outcome(form.number(items, Part::is_missing)),
            Operation::Difference { from, take } => difference(rule, &made, from, take),
            Operation::Lookup(lookup) => form.looked_up(rule, lookup, &made),
            Operation::Each(items) => {
                made.extend(form.each(rule, items));
                continue;
            }
            Operation::Entered => continue,
        };
        made.push(Score {
            id: rule.id.clone(),
            outcome,
        });
    }
    made
}

/// The outcome of a score that was made already.
pub(super) fn outcome<'a>(made: &'a [Score], id: &str) -> Option<&'a Outcome> {
    let score = made.iter().find(|score| score.id == id)?;
    Some(&score.outcome)
}

/// What one item brings to a score.
#[derive(Clone, Copy)]
enum Part {
    /// Points, and the least and the most the item could have brought.
    Value { points: f64, least: f64, most: f64 },
    /// Its condition rules it out: it was rightly not asked.
    RuledOut,
    /// It does not apply.
    NotApplicable,
    /// There should be an answer, and there is none.
    Missing,
}

impl Part {
    fn has_value(self) -> bool {
        matches!(self, Self::Value { .. })
    }

    fn is_missing(self) -> bool {
        matches!(self, Self::Missing)
    }
}

/// A filled-in form.
struct Form<'a> {
    measure: &'a Measure,
    answers: &'a [Answer],
}

impl Form<'_> {
    fn part(&self, position: usize) -> Part {
        match self.measure.asks(position, self.answers) {
            Some(true) => {}
            Some(false) => return Part::RuledOut,
            None => return Part::Missing,
        }
        let item = self.measure.items.get(position);
        match (item, self.answers.get(position)) {
            (Some(item), Some(Answer::Value(value))) => {
                let (least, most) = item.options.extent();
                let keyed = if item.reverse {
                    least + most - value
                } else {
                    *value
                };
                Part::Value {
                    points: keyed.into(),
                    least: least.into(),
                    most: most.into(),
                }
            }
            (_, Some(Answer::NotApplicable)) => Part::NotApplicable,
            _ => Part::Missing,
        }
    }

    fn number(&self, items: &[usize], counts: fn(Part) -> bool) -> f64 {
        let parts = items
            .iter()
            .filter(|position| counts(self.part(**position)));
        parts.count() as f64
    }

    /// A sum, mean or percentage.
    fn added(
        &self,
        rule: &ScoreRule,
        items: &[usize],
        policy: Option<&str>,
        combine: fn(&Tally) -> f64,
    ) -> Outcome {
        let mut tally = Tally::default();
        for position in items {
            tally.take(self.part(*position), rule.not_applicable);
        }
        let missing = tally.missing;
        let allowed = match (rule.missing_by(policy), tally.answered) {
            (_, 0) if missing > 0 || tally.left_out > 0 => false,
            (Missing::Strict, _) => missing == 0,
            (Missing::Prorate(most), _) => missing <= most,
            (Missing::LeaveOut, _) => true,
        };
        if !allowed {
            return Outcome::Insufficient {
                answered: tally.answered,
                of: items.len(),
            };
        }
        if rule.missing_by(policy) == Missing::LeaveOut {
            tally.missing = 0;
        }
        let value = rule.finish(combine(&tally));
        if missing == 0 {
            complete(rule, value)
        } else {
            Outcome::Prorated {
                value,
                band: rule.band(value),
                answered: tally.answered,
                of: items.len(),
            }
        }
    }

    fn count(&self, rule: &ScoreRule, tests: &[ItemTest]) -> Outcome {
        let (mut holds, mut answered) = (0_u32, 0);
        for test in tests {
            let state = match self.part(test.item) {
                Part::RuledOut => Some(false),
                Part::NotApplicable if rule.not_applicable != NotApplicable::Missing => Some(false),
                Part::NotApplicable | Part::Missing => None,
                Part::Value { .. } => test.holds(self.answers.get(test.item).copied()),
            };
            answered += usize::from(state.is_some());
            holds += u32::from(state == Some(true));
        }
        let (value, of) = (rule.finish(holds.into()), tests.len());
        match rule.missing {
            _ if answered == of => complete(rule, value),
            Missing::LeaveOut => Outcome::Prorated {
                value,
                band: rule.band(value),
                answered,
                of,
            },
            Missing::Strict | Missing::Prorate(_) => Outcome::Insufficient { answered, of },
        }
    }

    fn each(&self, rule: &ScoreRule, items: &[usize]) -> Vec<Score> {
        let score = |position: &usize| {
            let item = self.measure.items.get(*position)?;
            let outcome = match self.answers.get(*position) {
                Some(Answer::Value(value)) => rule.outcome((*value).into()),
                _ => Outcome::Insufficient { answered: 0, of: 1 },
            };
            Some(Score {
                id: item.id.clone(),
                outcome,
            })
        };
        items.iter().filter_map(score).collect()
    }

    /// The entry of the table that the circumstances choose. Only a complete score is looked up.
    fn looked_up(&self, rule: &ScoreRule, lookup: &Lookup, made: &[Score]) -> Outcome {
        let chosen: Vec<&str> = lookup
            .by
            .iter()
            .filter_map(|position| self.choice(*position))
            .collect();
        let of = 1 + lookup.by.len();
        let Some(Outcome::Complete { value, .. }) = outcome(made, &lookup.of) else {
            return Outcome::Insufficient {
                answered: chosen.len(),
                of,
            };
        };
        let table = lookup
            .tables
            .iter()
            .find(|(key, _)| key.iter().map(String::as_str).eq(chosen.iter().copied()));
        let steps = value - f64::from(lookup.from);
        let entry = table.and_then(|(_, entries)| {
            // The loader has checked that the table covers every value the score can take.
            (0_u32..)
                .zip(entries)
                .find_map(|(step, entry)| ((f64::from(step) - steps).abs() < 0.5).then_some(*entry))
        });
        match entry {
            Some(entry) => rule.outcome(entry.into()),
            None => Outcome::Insufficient {
                answered: 1 + chosen.len(),
                of,
            },
        }
    }

    /// The id of the choice made in an item.
    fn choice(&self, position: usize) -> Option<&str> {
        let item = self.measure.items.get(position)?;
        match (&item.options.kind, self.answers.get(position)) {
            (OptionKind::Choices(choices), Some(Answer::Value(value))) => choices
                .iter()
                .find(|choice| choice.value == *value)
                .map(|choice| choice.id.as_str()),
            _ => None,
        }
    }
}

/// What the items of a score bring together.
#[derive(Default)]
struct Tally {
    points: f64,
    least: f64,
    most: f64,
    /// Items with a value.
    answered: usize,
    /// Items that count without one: ruled out or not applicable, worth nothing.
    worth_nothing: usize,
    left_out: usize,
    missing: usize,
}

impl Tally {
    fn take(&mut self, part: Part, not_applicable: NotApplicable) {
        match part {
            Part::Value {
                points,
                least,
                most,
            } => {
                self.points += points;
                self.least += least;
                self.most += most;
                self.answered += 1;
            }
            Part::RuledOut => self.worth_nothing += 1,
            Part::NotApplicable => match not_applicable {
                NotApplicable::Missing => self.missing += 1,
                NotApplicable::Zero => self.worth_nothing += 1,
                NotApplicable::LeaveOut => self.left_out += 1,
            },
            Part::Missing => self.missing += 1,
        }
    }
}

/// Missing answers are taken to be like those given: the sum of the answered, stretched to the number that count.
fn sum(tally: &Tally) -> f64 {
    let given = (tally.answered + tally.worth_nothing) as f64;
    if tally.missing == 0 {
        tally.points
    } else {
        tally.points * (given + tally.missing as f64) / given
    }
}

fn mean(tally: &Tally) -> f64 {
    if tally.answered == 0 {
        0.0
    } else {
        tally.points / tally.answered as f64
    }
}

fn percent(tally: &Tally) -> f64 {
    let span = tally.most - tally.least;
    if span == 0.0 {
        0.0
    } else {
        100.0 * (tally.points - tally.least) / span
    }
}

fn difference(rule: &ScoreRule, made: &[Score], from: &str, take: &str) -> Outcome {
    let value = |id| outcome(made, id).and_then(Outcome::value);
    let prorated = |id| outcome(made, id).is_some_and(Outcome::is_prorated);
    let answered = [from, take].into_iter().filter_map(value).count();
    match (value(from), value(take)) {
        (Some(from_value), Some(take_value)) => {
            let value = rule.finish(from_value - take_value);
            if prorated(from) || prorated(take) {
                Outcome::Prorated {
                    value,
                    band: rule.band(value),
                    answered,
                    of: 2,
                }
            } else {
                complete(rule, value)
            }
        }
        _ => Outcome::Insufficient { answered, of: 2 },
    }
}

impl ScoreRule {
    /// How missing answers are treated here, given the policy asked for.
    fn missing_by(&self, policy: Option<&str>) -> Missing {
        let asked = self
            .policies
            .iter()
            .find(|known| Some(known.id.as_str()) == policy);
        asked.map_or(self.missing, |policy| Missing::Prorate(policy.max_missing))
    }

    /// Multiplied and rounded as the measure says.
    fn finish(&self, value: f64) -> f64 {
        let value = value * self.times;
        match self.decimals {
            Some(places) => {
                let unit = 10_f64.powi(places.into());
                (value * unit).round() / unit
            }
            None => value,
        }
    }

    fn outcome(&self, value: f64) -> Outcome {
        complete(self, self.finish(value))
    }
}
