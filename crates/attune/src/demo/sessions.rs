//! What happens around one session.

use anyhow::Context;
use attune_care::assess::{Way, WordsKind, set_problem};
use attune_care::session::{
    MeetingKind, TaskDone, Work, amend_note, give_task, hold, lock_note, record_work, review_task,
};
use attune_ids::SessionId;
use jiff::civil::Date;

use super::calendar;
use super::forms::{self, Sheet};
use super::life::Telling;
use super::texts::{Course, Special, Stage};
use super::words::{fill, one_of, wording};

/// Sessions before there is a plan.
const PLAN_AT: usize = 2;
/// The session in which an unsteady course is looked at before the plan's day has come.
const LOOK_AT: usize = 5;

impl Telling<'_> {
    /// The session with this number, counted from 0, and what comes before and after it.
    pub(super) fn session(&mut self, number: usize) -> anyhow::Result<()> {
        let on = *self
            .calendar
            .sessions
            .get(number)
            .context("no such session")?;
        let last = number + 1 == self.calendar.sessions.len();
        if number > 0 {
            self.forms_before(number, on)?;
        }
        let session = self.meet(on)?;
        self.look_at_task(on)?;
        self.work_of(number, session, on)?;
        let note = self.note(number, on, last);
        if last && self.person.special == Some(Special::DraftNote) {
            self.draft = Some((session, fill(&self.texts.notes.draft.text, self.person)));
        } else {
            let hand = self.clinician();
            self.diary.apply(hand, on, |record, _, entry, _| {
                lock_note(record, session, &note, entry)
            })?;
        }
        if number == PLAN_AT && self.person.stage >= Stage::Ending {
            let (text, reason) = (
                &self.texts.notes.amendment.text,
                &self.texts.notes.amendment.reason,
            );
            let hand = self.clinician();
            let next_day = calendar::after(on, 1)?;
            self.diary.apply(hand, next_day, |record, _, entry, _| {
                amend_note(record, session, text, reason, entry)
            })?;
        }
        if number >= PLAN_AT && !(last && self.person.stage >= Stage::Ended) {
            self.agree_task(session, on)?;
        }
        self.feedback(number, session, on)?;
        self.sheets_of(number, session, on)
    }

    fn forms_before(&mut self, number: usize, on: Date) -> anyhow::Result<()> {
        let (asked, given) = (calendar::before(on, 2)?, calendar::before(on, 1)?);
        let lead = self.story.lead.clone();
        self.symptoms(&lead, asked, given, 0)?;
        let other = if lead == "phq-9" { "gad-7" } else { "phq-9" };
        if number.is_multiple_of(3) {
            self.symptoms(other, asked, given, 0)?;
        }
        if number.is_multiple_of(2) {
            let weeks = calendar::weeks(self.calendar.contact, given);
            let answers = self.character.check_in(weeks, &mut self.dice);
            let sheet = self.sheet("six-domain-check-in", asked, given);
            forms::fill_in(&mut self.diary, &sheet, answers)?;
        }
        Ok(())
    }

    fn meet(&mut self, on: Date) -> anyhow::Result<SessionId> {
        let how = match self.dice.below(8) {
            0 => MeetingKind::Video,
            1 if self.person.every > 7 => MeetingKind::Telephone,
            _ => MeetingKind::InPerson,
        };
        let hand = self.clinician();
        let mut held = None;
        self.diary.apply(hand, on, |_, _, entry, ids| {
            let id = SessionId::new(ids);
            held = Some(id);
            hold(id, on, how, on, entry)
        })?;
        held.context("the session was not held")
    }

    /// What belongs to a session by its place in the whole.
    fn work_of(&mut self, number: usize, session: SessionId, on: Date) -> anyhow::Result<()> {
        match number {
            0 => {
                self.words(on, |about, position| {
                    about == WordsKind::Said && position < 4
                })?;
                if let Some(second) = self.story.second.clone() {
                    let words = wording(&second.words, self.person, &mut self.dice);
                    let hand = self.clinician();
                    self.diary.apply(hand, on, |_, _, entry, ids| {
                        set_problem(None, second.area, &words, entry, ids)
                    })?;
                }
            }
            1 => {
                self.words(on, |about, position| {
                    about != WordsKind::Said || position >= 4
                })?;
                self.take_up_words(on)?;
                self.formulate(on, 4)?;
            }
            PLAN_AT => {
                self.formulate(on, usize::MAX)?;
                self.life_before(on)?;
                self.people(on)?;
                self.first_plan(on)?;
            }
            _ => {
                if number == LOOK_AT && self.person.course == Course::Fluctuating {
                    self.look_and_keep(on)?;
                } else {
                    self.review_if_due(on)?;
                }
                self.life_since(number, on)?;
                self.use_technique(number, session, on)?;
            }
        }
        Ok(())
    }

    fn use_technique(&mut self, number: usize, session: SessionId, on: Date) -> anyhow::Result<()> {
        if self.strands.is_empty() {
            return Ok(());
        }
        let (strand, technique) = self.strands[number % self.strands.len()].clone();
        let went = self
            .texts
            .notes
            .went
            .get(&technique)
            .cloned()
            .unwrap_or_default();
        let how_it_went = one_of(&went, self.person, &mut self.dice);
        let work = Work {
            session,
            strand: Some(strand),
            technique,
            how_it_went,
        };
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, catalog, entry, _| {
            record_work(record, catalog, work, entry)
        })
    }

    fn look_at_task(&mut self, on: Date) -> anyhow::Result<()> {
        let Some(task) = self.open_task.take() else {
            return Ok(());
        };
        let words = &self.texts.notes.task;
        let (done, words) = match self.dice.below(10) {
            0..=5 => (TaskDone::Done, &words.done),
            6..=7 => (TaskDone::Partly, &words.partly),
            _ => (TaskDone::NotDone, &words.not_done),
        };
        let words = one_of(words, self.person, &mut self.dice);
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, _, entry, _| {
            review_task(record, task, done, &words, entry)
        })
    }

    fn agree_task(&mut self, session: SessionId, on: Date) -> anyhow::Result<()> {
        let words = wording(
            &self.tasks.draw(&mut self.dice),
            self.person,
            &mut self.dice,
        );
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, _, entry, ids| {
            give_task(record, session, &words, entry, ids)
        })?;
        self.open_task = self.diary.record().tasks.last().map(|state| state.task.id);
        Ok(())
    }

    /// Two to four sentences: how the client came, what it was about, how it ended.
    fn note(&mut self, number: usize, on: Date, last: bool) -> String {
        let notes = &self.texts.notes;
        let arrive = match number {
            0 => &notes.arrive.first,
            _ => match self.trend(on) {
                change if change < -0.6 => &notes.arrive.better,
                change if change > 0.6 => &notes.arrive.worse,
                _ => &notes.arrive.same,
            },
        };
        let arrive = one_of(arrive, self.person, &mut self.dice);
        let theme = match self.story.therapy.themes.get(number) {
            Some(theme) => theme.clone(),
            None => self.talks.draw(&mut self.dice),
        };
        let theme = fill(&theme, self.person);
        let close = if last && self.person.stage == Stage::Ended {
            one_of(&notes.close.last, self.person, &mut self.dice)
        } else {
            fill(&self.closes.draw(&mut self.dice), self.person)
        };
        let sentences = [arrive, theme, close];
        sentences
            .into_iter()
            .filter(|sentence| !sentence.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Points on the leading measure in the last two weeks; below zero is better.
    pub(super) fn trend(&self, on: Date) -> f64 {
        let weeks = calendar::weeks(self.calendar.contact, on);
        self.character
            .symptoms_on(&self.story.lead)
            .map_or(0.0, |lead| {
                lead.course.at(weeks) - lead.course.at((weeks - 2.0).max(0.0))
            })
    }

    fn feedback(&mut self, number: usize, session: SessionId, on: Date) -> anyhow::Result<()> {
        let words = &self.texts.notes.feedback;
        let left = self.calendar.sessions.len() - number - 1;
        let (answers, said) = match (self.person.special, left) {
            (Some(Special::Dip), 0) | (Some(Special::Repaired), 3) => {
                (self.character.dip(), Some(words.dip.clone()))
            }
            (Some(Special::Repaired), 2) => (
                self.character.feedback(&mut self.dice),
                Some(words.repaired.clone()),
            ),
            _ => {
                let said = self
                    .dice
                    .happens(0.25)
                    .then(|| self.next_times.draw(&mut self.dice));
                (self.character.feedback(&mut self.dice), said)
            }
        };
        let sheet = Sheet {
            way: if self.dice.happens(0.2) {
                Way::InRoom
            } else {
                Way::Link
            },
            session: Some(session),
            words: said,
            ..self.sheet("session-feedback", on, on)
        };
        forms::fill_in(&mut self.diary, &sheet, answers)?;
        match (self.person.special, left) {
            (Some(Special::Repaired), 3) => self.rupture_noticed(session, on),
            (Some(Special::Repaired), 2) => self.rupture_mended(session, on),
            _ => Ok(()),
        }
    }
}
