//! One person's way through the practice, from the first contact to today.

use anyhow::Context;
use attune_care::assess::{
    AlertAction, Opening, SaidBy, Tracking, TrackingInput, Way, WordsKind, acknowledge,
    choose_tracking, close_problem, hear, set_problem,
};
use attune_care::{Body, NewEntry};
use attune_catalog::{Catalog, Domain};
use attune_ids::{
    AccountId, ClientId, FactorId, ProblemId, SeededIds, SessionId, StrandId, TaskId,
};
use attune_server::identity::Identity;
use jiff::Zoned;
use jiff::civil::Date;

use super::Life;
use super::calendar::{self, Calendar};
use super::diary::{Diary, Hand};
use super::dice::{Deck, Dice};
use super::forms::{self, Character, Sheet};
use super::texts::{Person, Special, Stage, Story, Texts};
use super::words::{one_of, wording};

/// Everything at hand while a life is told.
pub(super) struct Telling<'a> {
    pub(super) texts: &'a Texts,
    pub(super) person: &'a Person,
    pub(super) story: &'a Story,
    pub(super) catalog: &'a Catalog,
    pub(super) calendar: Calendar,
    pub(super) today: Date,
    /// The hour at which they meet.
    pub(super) hour: i8,
    pub(super) dice: Dice,
    pub(super) character: Character,
    pub(super) diary: Diary<'a>,
    pub(super) talks: Deck,
    pub(super) closes: Deck,
    pub(super) next_times: Deck,
    pub(super) tasks: Deck,
    /// Factors by their key in the story.
    pub(super) factors: Vec<(&'a str, FactorId)>,
    /// Strands of the plan in force, with their technique.
    pub(super) strands: Vec<(StrandId, String)>,
    pub(super) open_task: Option<TaskId>,
    pub(super) draft: Option<(SessionId, String)>,
}

/// When sessions are held.
pub(super) const HOURS: [i8; 8] = [9, 10, 11, 12, 14, 15, 16, 17];

/// Tells the life of one person.
pub(super) fn of(
    texts: &Texts,
    catalog: &Catalog,
    person: &Person,
    number: usize,
    colleagues: &[AccountId],
    now: &Zoned,
) -> anyhow::Result<Life> {
    let story = texts.story(&person.story)?;
    let mut dice = Dice::of_person(number as u64);
    let mut ids = SeededIds::new(dice.word());
    let client = ClientId::new(&mut ids);
    let clinician = *colleagues
        .get(person.clinician)
        .context("there is no such clinician")?;
    let today = now.date();
    let mut telling = Telling {
        texts,
        person,
        story,
        catalog,
        calendar: Calendar::of(person, today, &mut dice)?,
        today,
        hour: dice.pick(&HOURS).copied().unwrap_or(HOURS[0]),
        character: Character::of(person, story, &mut dice),
        diary: Diary::new(catalog, ids, clinician, now.time_zone().clone()),
        talks: Deck::of(&texts.notes.talk.later),
        closes: Deck::of(&texts.notes.close.middle),
        next_times: Deck::of(&texts.notes.feedback.next_time),
        tasks: Deck::of(&story.therapy.tasks),
        dice,
        factors: Vec::new(),
        strands: Vec::new(),
        open_task: None,
        draft: None,
    };
    telling.first_contact()?;
    for number in 0..telling.calendar.sessions.len() {
        telling.session(number)?;
    }
    telling.agree_on_times(clinician)?;
    telling.last_days()?;
    telling.as_a_couple(clinician)?;
    Ok(Life {
        client,
        identity: identity(person, number),
        clinician: person.clinician,
        shared: person.special == Some(Special::Shared),
        draft: telling.draft,
        entries: telling.diary.into_entries(),
    })
}

fn identity(person: &Person, number: usize) -> Identity {
    let plain: String = person
        .called
        .to_lowercase()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect();
    Identity {
        language: String::new(),
        name: person.name.clone(),
        born: Some(person.born),
        email: format!("{plain}.{number}@clients.example"),
        // Numbers that Ofcom keeps free for drama.
        telephone: format!("07700 900{:03}", 100 + number),
        reference: format!("A-{:03}", 101 + number),
        reminders: false,
    }
}

impl Telling<'_> {
    pub(super) fn clinician(&self) -> Hand {
        Hand::Clinician(self.hour)
    }

    fn first_contact(&mut self) -> anyhow::Result<()> {
        let on = self.calendar.contact;
        self.diary.apply(self.clinician(), on, |_, _, entry, _| {
            let opening = Opening { on, source: None };
            Ok(vec![NewEntry {
                id: entry,
                body: Body::RecordOpened(opening),
            }])
        })?;
        let words = self.person.problem.as_ref().unwrap_or(&self.story.problem);
        let words = wording(words, self.person, &mut self.dice);
        let area = self.story.area;
        self.diary.apply(self.clinician(), on, |_, _, entry, ids| {
            set_problem(None, area, &words, entry, ids)
        })?;

        let answered_on = calendar::after(on, 1)?;
        if self.person.stage == Stage::Contact && self.dice.happens(0.4) {
            let lead = self.story.lead.clone();
            let sheet = self.sheet(&lead, on, answered_on);
            forms::ask(&mut self.diary, &sheet)?;
            return Ok(());
        }
        let risk = i32::from(self.person.special == Some(Special::KnownAlert));
        self.symptoms("phq-9", on, answered_on, risk)?;
        self.symptoms("gad-7", on, answered_on, 0)?;
        let answers = self.character.check_in(0.0, &mut self.dice);
        let sheet = self.sheet("six-domain-check-in", on, answered_on);
        forms::fill_in(&mut self.diary, &sheet, answers)?;
        let answers = self.character.preferences();
        let words = self.preference_words();
        let sheet = Sheet {
            words,
            ..self.sheet("preferences", on, answered_on)
        };
        forms::fill_in(&mut self.diary, &sheet, answers)?;
        if risk > 0 {
            self.acknowledge_alert(answered_on)?;
        }
        Ok(())
    }

    fn preference_words(&mut self) -> Option<String> {
        let all = &self.texts.notes.preferences;
        let background = self.dice.pick(&all.background).cloned().unwrap_or_default();
        let breakers = self
            .dice
            .pick(&all.deal_breakers)
            .cloned()
            .unwrap_or_default();
        let words = format!("{background} {breakers}").trim().to_owned();
        (!words.is_empty()).then_some(words)
    }

    fn acknowledge_alert(&mut self, on: Date) -> anyhow::Result<()> {
        let alert = self
            .diary
            .record()
            .open_alerts()
            .map(|state| state.alert.id)
            .next();
        let alert = alert.context("no alert was raised")?;
        let words = one_of(&self.texts.notes.alert.words, self.person, &mut self.dice);
        self.diary
            .apply(Hand::Clinician(21), on, |record, _, entry, _| {
                acknowledge(record, alert, AlertAction::SafetyPlan, &words, entry)
            })
    }

    /// A form sent through a link.
    pub(super) fn sheet<'s>(&self, measure: &'s str, asked_on: Date, given_on: Date) -> Sheet<'s> {
        Sheet {
            measure,
            way: Way::Link,
            asked_on,
            given_on,
            hour: self.hour,
            session: None,
            words: None,
        }
    }

    /// A symptom measure, asked and answered.
    pub(super) fn symptoms(
        &mut self,
        measure: &str,
        asked_on: Date,
        given_on: Date,
        risk: i32,
    ) -> anyhow::Result<()> {
        let weeks = calendar::weeks(self.calendar.contact, given_on);
        let symptoms = self.character.symptoms_on(measure)?;
        let answers = symptoms.answers(self.catalog, weeks, risk, &mut self.dice)?;
        let sheet = self.sheet(measure, asked_on, given_on);
        forms::fill_in(&mut self.diary, &sheet, answers)?;
        Ok(())
    }

    /// The client's words about some domains, by kind.
    pub(super) fn words(
        &mut self,
        on: Date,
        which: impl Fn(WordsKind, usize) -> bool,
    ) -> anyhow::Result<()> {
        let story = self.story;
        let kinds = [
            (WordsKind::Said, &story.said),
            (WordsKind::Need, &story.need),
            (WordsKind::Strength, &story.strength),
        ];
        for (about, by_domain) in kinds {
            for (position, (domain, text)) in by_domain.iter().enumerate() {
                if which(about, position) {
                    let text = wording(text, self.person, &mut self.dice);
                    let hand = self.clinician();
                    self.diary.apply(hand, on, |_, _, entry, _| {
                        hear(*domain, about, &text, entry)
                    })?;
                }
            }
        }
        Ok(())
    }

    /// What has happened since the last session.
    fn last_days(&mut self) -> anyhow::Result<()> {
        let Some(last) = self.calendar.sessions.last().copied() else {
            return Ok(());
        };
        match self.person.special {
            Some(Special::OpenAlert) => {
                let yesterday = calendar::before(self.today, 1)?;
                self.symptoms("phq-9", last, yesterday, 1)?;
            }
            Some(Special::Unanswered) => {
                let on = calendar::before(self.today, 9)?.min(last);
                let lead = self.story.lead.clone();
                let sheet = self.sheet(&lead, on, on);
                forms::ask(&mut self.diary, &sheet)?;
            }
            Some(Special::InWords) => self.followed_in_words(last)?,
            _ => {}
        }
        if self.person.stage == Stage::Ended {
            self.close_problems(last)?;
        }
        Ok(())
    }

    /// Agreed on in the last session, in which something was told as well.
    fn followed_in_words(&mut self, on: Date) -> anyhow::Result<()> {
        let texts = &self.texts.notes.in_words;
        let input = TrackingInput {
            tracking: Tracking::InWords { every_weeks: 4 },
            wanted_by: SaidBy::Client,
            because: texts.because.clone(),
            keep: Vec::new(),
        };
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, catalog, entry, ids| {
            choose_tracking(record, catalog, &input, on, entry, ids)
        })?;
        let hand = self.clinician();
        self.diary.apply(hand, on, |_, _, entry, _| {
            hear(Domain::Emotions, WordsKind::Said, &texts.told, entry)
        })
    }

    fn close_problems(&mut self, on: Date) -> anyhow::Result<()> {
        let open: Vec<ProblemId> = self
            .diary
            .record()
            .open_problems()
            .map(|state| state.problem.id)
            .collect();
        for problem in open {
            let because = one_of(&self.texts.notes.review.closed, self.person, &mut self.dice);
            let hand = self.clinician();
            self.diary.apply(hand, on, |record, _, entry, _| {
                close_problem(record, problem, &because, entry)
            })?;
        }
        Ok(())
    }
}
