//! Filling in questionnaires as this person would.

use anyhow::Context;
use attune_care::assess::{Answered, Asking, Way, assign, give_response};
use attune_catalog::{Answer, Catalog, Domain, Level, Measure};
use attune_ids::{AssignmentId, EntryId, SessionId};
use jiff::civil::Date;

use super::course::{Way as Course, spread};
use super::diary::{Diary, Hand};
use super::dice::Dice;
use super::texts::{Person, Story};

/// How a person answers.
pub(super) struct Character {
    pub(super) symptoms: Vec<Symptoms>,
    /// Where the six domains stand at the start, 0 to 10.
    domains: [f64; 6],
    /// Usual answers on a session.
    feedback: [i32; 5],
    preferences: Vec<i32>,
}

/// One symptom measure's course, with the items this person scores higher on.
pub(super) struct Symptoms {
    pub(super) measure: &'static str,
    pub(super) course: Course,
    weights: Vec<f64>,
}

/// A form to be filled in.
pub(super) struct Sheet<'a> {
    pub(super) measure: &'a str,
    pub(super) way: Way,
    pub(super) asked_on: Date,
    pub(super) given_on: Date,
    /// The hour of the clinician's day.
    pub(super) hour: i8,
    pub(super) session: Option<SessionId>,
    pub(super) words: Option<String>,
}

impl Character {
    pub(super) fn of(person: &Person, story: &Story, dice: &mut Dice) -> Self {
        let start = dice.between(story.start[0], story.start[1]);
        let (phq, gad) = if story.lead == "gad-7" {
            (start * 0.75, start)
        } else {
            (start, start * 0.62)
        };
        let symptoms = [("phq-9", phq, 27.0, 9), ("gad-7", gad, 21.0, 7)]
            .into_iter()
            .map(|(measure, start, most, items)| Symptoms {
                measure,
                course: Course::new(person.course, start, most, dice),
                weights: (0..items).map(|_| dice.between(0.4, 1.6)).collect(),
            })
            .collect();
        let troubled = |domain| {
            story
                .factors
                .iter()
                .filter(|factor| factor.domain == domain)
                .count() as f64
        };
        let domains = Domain::ALL
            .map(|domain| (7.0 - 1.4 * troubled(domain) + dice.normal()).clamp(1.0, 9.0));
        Self {
            symptoms,
            domains,
            feedback: [(); 5].map(|()| 7 + i32::from(dice.small(3))),
            preferences: (0..8).map(|_| i32::from(dice.small(7)) - 3).collect(),
        }
    }

    pub(super) fn symptoms_on(&self, measure: &str) -> anyhow::Result<&Symptoms> {
        let found = self
            .symptoms
            .iter()
            .find(|symptoms| symptoms.measure == measure);
        found.with_context(|| format!("nobody's course is known on {measure}"))
    }

    /// Answers to the six domains, better or worse as the course goes.
    pub(super) fn check_in(&self, weeks: f64, dice: &mut Dice) -> Vec<Answer> {
        let better = self
            .symptoms
            .first()
            .map_or(0.0, |first| first.course.at(0.0) - first.course.at(weeks));
        let mut answers: Vec<Answer> = self
            .domains
            .iter()
            .map(|at_start| whole(at_start + better * 0.35 + 0.7 * dice.normal(), 0.0, 10.0))
            .collect();
        let hardest = self
            .domains
            .iter()
            .zip(1..)
            .min_by(|one, other| one.0.total_cmp(other.0));
        answers.push(Answer::Value(hardest.map_or(1, |(_, number)| number)));
        answers
    }

    /// Answers on a session in which nothing stood out: the usual, or a point less.
    pub(super) fn feedback(&self, dice: &mut Dice) -> Vec<Answer> {
        self.feedback
            .map(|usual| Answer::Value(usual - i32::from(dice.happens(0.3))))
            .to_vec()
    }

    /// Answers on a session in which something was missed.
    pub(super) fn dip(&self) -> Vec<Answer> {
        let less = [2, 3, 4, 3, 2];
        self.feedback
            .iter()
            .zip(less)
            .map(|(usual, less)| Answer::Value(usual - less))
            .collect()
    }

    pub(super) fn preferences(&self) -> Vec<Answer> {
        self.preferences
            .iter()
            .map(|value| Answer::Value(*value))
            .collect()
    }
}

impl Symptoms {
    /// Answers whose total fits the course; the risk question is answered with `risk`.
    pub(super) fn answers(
        &self,
        catalog: &Catalog,
        weeks: f64,
        risk: i32,
        dice: &mut Dice,
    ) -> anyhow::Result<Vec<Answer>> {
        let measure = catalog
            .measure(self.measure)
            .context("the catalogue lacks a measure")?;
        let scored = measure
            .total_rule()
            .context("the measure has no total")?
            .operation
            .items()
            .to_vec();
        let risky: Vec<usize> = risk_items(measure);
        let free: Vec<usize> = scored
            .iter()
            .copied()
            .filter(|item| !risky.contains(item))
            .collect();
        let total = self
            .course
            .total(weeks, 3 * u32::try_from(free.len())?, dice);
        let weights: Vec<f64> = free
            .iter()
            .map(|item| self.weights.get(*item).copied().unwrap_or(1.0))
            .collect();
        let spread = spread(total, &weights, 3, dice);
        let answers = (0..measure.items.len()).map(|position| {
            if risky.contains(&position) {
                return Answer::Value(risk);
            }
            match free.iter().position(|item| *item == position) {
                Some(at) => Answer::Value(spread.get(at).copied().unwrap_or_default()),
                // Not scored: how hard it makes daily life.
                None => whole(f64::from(total) / 7.0, 0.0, 3.0),
            }
        });
        Ok(answers.collect())
    }
}

fn risk_items(measure: &Measure) -> Vec<usize> {
    measure
        .flags
        .iter()
        .filter(|flag| flag.level == Level::Risk)
        .map(|flag| flag.item)
        .collect()
}

fn whole(value: f64, low: f64, high: f64) -> Answer {
    #[expect(clippy::cast_possible_truncation, reason = "between two small numbers")]
    let value = value.round().clamp(low, high) as i32;
    Answer::Value(value)
}

/// Asks for a form.
pub(super) fn ask(diary: &mut Diary<'_>, sheet: &Sheet<'_>) -> anyhow::Result<AssignmentId> {
    let mut asked = None;
    let asking = Asking {
        measure: sheet.measure.to_owned(),
        way: sheet.way,
        session: sheet.session,
    };
    diary.apply(
        Hand::Clinician(sheet.hour),
        sheet.asked_on,
        |record, catalog, entry, ids| {
            let (assignment, entries) =
                assign(record, catalog, &asking, sheet.asked_on, entry, ids)?;
            asked = Some(assignment.id);
            Ok(entries)
        },
    )?;
    asked.context("a form was not asked for")
}

/// Asks for a form and has it answered.
pub(super) fn fill_in(
    diary: &mut Diary<'_>,
    sheet: &Sheet<'_>,
    answers: Vec<Answer>,
) -> anyhow::Result<EntryId> {
    let assignment = ask(diary, sheet)?;
    let hand = match sheet.way {
        // A form on paper is typed in by the clinician.
        Way::InRoom | Way::Paper => Hand::Clinician(sheet.hour),
        Way::Link => Hand::Client,
    };
    let mut given = None;
    diary.apply(hand, sheet.given_on, |record, catalog, entry, ids| {
        given = Some(entry);
        let answered = Answered {
            assignment,
            answers,
            words: sheet.words.clone(),
            language: "en".to_owned(),
        };
        give_response(record, catalog, answered, sheet.given_on, entry, ids)
    })?;
    given.context("a form was not given")
}
