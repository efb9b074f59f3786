//! Understanding together, agreeing on a plan, and looking at it again.

use anyhow::Context;
use attune_care::formulate::{Confidence, FactorInput, InfluenceInput, set_factor, set_influence};
use attune_care::matching::{CandidateDecision, Choice, SituationCheck, decide};
use attune_care::plan::{GoalInput, PlanInput, StrandInput, agree};
use attune_care::review::{ReviewInput, no_change};
use attune_catalog::{Catalog, Domain, Severity};
use attune_ids::{FactorId, ProblemId};
use jiff::civil::Date;

use super::calendar;
use super::life::Telling;
use super::texts::{InfluenceText, Special, Stage, StrandText};
use super::words::{fill, one_of, wording};

impl Telling<'_> {
    /// Draws the formulation up to so many factors, with the influences between those that are there.
    pub(super) fn formulate(&mut self, on: Date, factors: usize) -> anyhow::Result<()> {
        let story = self.story;
        let hand = self.clinician();
        for factor in story.factors.iter().take(factors).skip(self.factors.len()) {
            let text = wording(&factor.text, self.person, &mut self.dice);
            let input = FactorInput {
                id: None,
                text,
                domain: factor.domain,
                role: Some(factor.role),
                mechanism: factor.mechanism.clone(),
            };
            self.diary.apply(hand, on, |record, catalog, entry, ids| {
                set_factor(record, catalog, input, entry, ids)
            })?;
            let id = self
                .diary
                .record()
                .formulation
                .factors
                .last()
                .context("no factor was set")?
                .id;
            self.factors.push((&factor.key, id));
        }
        for text in &story.therapy.influences {
            let influence = InfluenceText::read(text)?;
            let (Some(from), Some(to)) = (self.factor(influence.from), self.factor(influence.to))
            else {
                continue;
            };
            let arrows = &self.diary.record().formulation.influences;
            if arrows
                .iter()
                .any(|arrow| arrow.from == from && arrow.to == to)
            {
                continue;
            }
            let confidence = match self.dice.below(5) {
                0 => Confidence::Low,
                1 | 2 => Confidence::Medium,
                _ => Confidence::High,
            };
            let input = InfluenceInput {
                id: None,
                from,
                to,
                sign: influence.sign,
                strength: influence.strength,
                voice: influence.voice,
                confidence,
            };
            self.diary.apply(hand, on, |record, _, entry, ids| {
                set_influence(record, &input, entry, ids)
            })?;
        }
        Ok(())
    }

    pub(super) fn factor(&self, key: &str) -> Option<FactorId> {
        self.factors
            .iter()
            .find(|(known, _)| *known == key)
            .map(|(_, id)| *id)
    }

    fn problem(&mut self) -> anyhow::Result<ProblemId> {
        let problem = self
            .diary
            .record()
            .problems
            .first()
            .context("no problem was named")?;
        Ok(problem.problem.id)
    }

    fn decide(
        &mut self,
        on: Date,
        technique: &str,
        choice: Choice,
        because: &str,
    ) -> anyhow::Result<()> {
        let decision = CandidateDecision {
            problem: self.problem()?,
            technique: technique.to_owned(),
            choice,
            because: because.to_owned(),
            checked: if choice == Choice::Taken {
                ruled_out(self.catalog, technique)
            } else {
                Vec::new()
            },
        };
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, catalog, entry, _| {
            decide(record, catalog, decision, entry)
        })
    }

    /// The plan after the first meetings.
    pub(super) fn first_plan(&mut self, on: Date) -> anyhow::Result<()> {
        let therapy = &self.story.therapy;
        let declined = fill(&therapy.declined.because, self.person);
        self.decide(on, &therapy.declined.technique, Choice::Declined, &declined)?;
        for strand in &therapy.strands {
            let because = one_of(&self.texts.notes.taken.because, self.person, &mut self.dice);
            self.decide(on, &strand.technique, Choice::Taken, &because)?;
        }
        let goals = therapy
            .goals
            .iter()
            .map(|goal| {
                let (domain, words) = goal
                    .split_once(": ")
                    .context("a goal begins with its domain")?;
                Ok(GoalInput {
                    id: None,
                    words: wording(words, self.person, &mut self.dice),
                    domain: Domain::from_code(domain),
                })
            })
            .collect::<anyhow::Result<_>>()?;
        let strands = therapy
            .strands
            .iter()
            .map(|strand| self.strand(strand))
            .collect::<anyhow::Result<_>>()?;
        let input = PlanInput {
            based_on: 0,
            strands,
            goals,
            review_on: Some(self.review_day(on)?),
            reason: one_of(
                &self.texts.notes.review.first_plan,
                self.person,
                &mut self.dice,
            ),
            agreed_with_client: true,
            ..PlanInput::default()
        };
        self.agree(on, &input, None)
    }

    fn strand(&mut self, text: &StrandText) -> anyhow::Result<StrandInput> {
        Ok(StrandInput {
            id: None,
            problem: Some(self.problem()?),
            factors: text.on.iter().filter_map(|key| self.factor(key)).collect(),
            technique: text.technique.clone(),
            measure: Some(self.story.lead.clone()),
            expected: fill(&text.expect, self.person),
            ..StrandInput::default()
        })
    }

    fn agree(
        &mut self,
        on: Date,
        input: &PlanInput,
        review: Option<&ReviewInput>,
    ) -> anyhow::Result<()> {
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, catalog, entry, ids| {
            agree(record, catalog, input, review, on, entry, ids)
        })?;
        let plan = self.diary.record().plan().context("no plan was agreed")?;
        self.strands = plan
            .strands
            .iter()
            .map(|strand| (strand.id, strand.technique.clone()))
            .collect();
        Ok(())
    }

    /// Six weeks ahead, or eight for those who come less often. A day between the last session and today is put off,
    /// unless this person is there to show a review that is due.
    fn review_day(&self, on: Date) -> anyhow::Result<Date> {
        let usual = calendar::after(on, if self.person.every > 7 { 56 } else { 42 })?;
        let last = *self.calendar.sessions.last().context("no session")?;
        if self.person.special == Some(Special::ReviewDue) && usual > last {
            return Ok(calendar::before(self.today, 2)?.max(calendar::after(on, 1)?));
        }
        if self.person.stage == Stage::Ended && usual > last {
            return calendar::after(self.today, 60);
        }
        if usual > last && usual <= calendar::after(self.today, 1)? {
            return calendar::after(self.today, 6);
        }
        Ok(usual)
    }

    /// Looks at the plan when its day has come.
    pub(super) fn review_if_due(&mut self, on: Date) -> anyhow::Result<()> {
        let Some(plan) = self.diary.record().plan().cloned() else {
            return Ok(());
        };
        if on < plan.review_on {
            return Ok(());
        }
        let words = &self.texts.notes.review;
        let change = self.change_since_start(on);
        let said = match change {
            change if change < -3.0 => &words.better,
            change if change > 2.0 => &words.worse,
            _ => &words.same,
        };
        let said = one_of(said, self.person, &mut self.dice);
        let review = ReviewInput::now(self.diary.record(), self.catalog, said, None);
        let mut input = PlanInput::from_version(Some(&plan));
        input.review_on = Some(self.review_day(on)?);
        input.agreed_with_client = true;
        input.reason = match plan.number {
            1 => self.change_strand(&mut input)?,
            _ if self.person.stage >= Stage::Ending => self.plan_ending(&mut input)?,
            _ => one_of(&words.goes_on, self.person, &mut self.dice),
        };
        self.agree(on, &input, Some(&review))
    }

    /// A look at the plan that leaves it as it is.
    pub(super) fn look_and_keep(&mut self, on: Date) -> anyhow::Result<()> {
        let words = one_of(&self.texts.notes.review.same, self.person, &mut self.dice);
        let because = one_of(
            &self.texts.notes.review.no_change,
            self.person,
            &mut self.dice,
        );
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, catalog, entry, ids| {
            let input = ReviewInput::now(record, catalog, words.clone(), None);
            no_change(&input, &because, on, entry, ids)
        })
    }

    /// What the first review brings: one strand goes, another one comes.
    fn change_strand(&mut self, input: &mut PlanInput) -> anyhow::Result<String> {
        let later = &self.story.therapy.later;
        input
            .strands
            .retain(|strand| strand.technique != later.drop);
        let new = StrandText {
            technique: later.technique.clone(),
            on: later.on.clone(),
            expect: later.expect.clone(),
        };
        input.strands.push(self.strand(&new)?);
        Ok(fill(&later.because, self.person))
    }

    fn plan_ending(&mut self, input: &mut PlanInput) -> anyhow::Result<String> {
        if !input
            .strands
            .iter()
            .any(|strand| strand.technique == "relapse-plan")
        {
            let ending = StrandText {
                technique: "relapse-plan".to_owned(),
                on: Vec::new(),
                expect: "A page of one's own for hard days.".to_owned(),
            };
            input.strands.truncate(2);
            input.strands.push(self.strand(&ending)?);
        }
        Ok(self.texts.notes.review.ending.clone())
    }

    fn change_since_start(&self, on: Date) -> f64 {
        let weeks = calendar::weeks(self.calendar.contact, on);
        self.character
            .symptoms_on(&self.story.lead)
            .map_or(0.0, |lead| lead.course.at(weeks) - lead.course.at(0.0))
    }
}

/// The situations in which the catalogue says "not now", each looked at and not found.
fn ruled_out(catalog: &Catalog, technique: &str) -> Vec<SituationCheck> {
    catalog
        .technique(technique)
        .into_iter()
        .flat_map(|technique| catalog.cautions_of(technique))
        .filter(|caution| caution.severity == Severity::NotNow)
        .map(|caution| SituationCheck {
            situation: caution.when.clone(),
            holds: false,
        })
        .collect()
}
