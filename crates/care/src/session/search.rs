//! Finding words again in one record. Everything happens in memory, on the opened record: no index of words is ever
//! written anywhere.

use std::collections::BTreeSet;

use attune_ids::{EntryId, LetterId, SessionId, SheetId};
use jiff::civil::Date;

use crate::Record;
use crate::review::RelapsePart;
use crate::risk::SafetyStep;
use crate::worksheets::Value;

/// Letters shown before the first hit.
const BEFORE: usize = 60;
/// Letters of an excerpt.
const LONGEST: usize = 240;

/// What kind of text a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PassageKind {
    /// The note of a session, or an amendment to it.
    Note,
    /// Something done in a session.
    Work,
    /// A between-session task, or what came of it.
    Task,
    /// The client's own words: about a domain, a problem, a goal, or at the end of a form.
    Words,
    /// A factor of the formulation.
    Factor,
    /// Why a plan or a decision in Match came about, and what was expected.
    Reason,
    /// What was made of a review.
    Review,
    /// What was done about a risk answer.
    Alert,
    /// A need or a strength.
    Aspect,
    /// Something that happened in their life.
    Life,
    /// A line of the safety plan or of the relapse plan.
    OwnPlan,
    /// Something written on a worksheet.
    Worksheet,
    /// A finished letter, in its latest version.
    Letter,
    /// The clinician's private note; only ever among one's own.
    Process,
}

impl PassageKind {
    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Work => "what was done",
            Self::Task => "task",
            Self::Words => "their words",
            Self::Factor => "factor",
            Self::Reason => "reason",
            Self::Review => "review",
            Self::Alert => "risk answer",
            Self::Aspect => "need or strength",
            Self::Life => "life event",
            Self::OwnPlan => "a line of their own plan",
            Self::Worksheet => "worksheet",
            Self::Letter => "letter",
            Self::Process => "process note, for you alone",
        }
    }
}

/// Where a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// On the page of a session.
    Session(SessionId),
    /// In the process note on a session.
    ProcessNote(SessionId),
    /// In a form that was answered.
    Form(EntryId),
    /// On the page of Assess.
    Assess,
    /// On the page of the whole person.
    Person,
    /// Among the life events.
    Life,
    /// In the safety plan.
    SafetyPlan,
    /// In the formulation.
    Formulate,
    /// On the page of Match.
    Match,
    /// In a version of the plan.
    Plan(u32),
    /// On the page of Review.
    Review,
    /// Where the relapse plan is.
    Ending,
    /// On a filled worksheet.
    Sheet(SheetId),
    /// On the page of appointments.
    Appointments,
    /// In a finished letter, in this version of it.
    Letter(LetterId, u32),
}

/// A piece of text in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What kind of text.
    pub kind: PassageKind,
    /// The day it is of; none for what has no day.
    pub on: Option<Date>,
    /// Where it stands.
    pub at: Whereabouts,
    /// The whole text.
    pub text: String,
}

/// A passage that has all the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The passage.
    pub passage: Passage,
    /// Some of its text around the first word found, in pieces; true where it is what was looked for.
    pub excerpt: Vec<(String, bool)>,
    /// There is more text before the excerpt, and after it.
    pub cut: (bool, bool),
}

/// Every text in a record that somebody wrote and that can be read without further ado: not what the client shared of
/// their journal, since reading it leaves a receipt.
pub fn passages(record: &Record) -> Vec<Passage> {
    let mut found = Collected(Vec::new());
    of_assess(record, &mut found);
    of_plan(record, &mut found);
    of_sessions(record, &mut found);
    of_the_person(record, &mut found);
    of_worksheets(record, &mut found);
    of_letters(record, &mut found);
    for review in &record.reviews {
        let held = &review.item;
        let at = Whereabouts::Review;
        found.add(PassageKind::Review, Some(held.on), at, &held.words);
        if let crate::review::Decision::NoChange { because } = &held.decision {
            found.add(PassageKind::Review, Some(held.on), at, because);
        }
    }
    found.0
}

struct Collected(Vec<Passage>);

impl Collected {
    fn add(&mut self, kind: PassageKind, on: Option<Date>, at: Whereabouts, text: &str) {
        if !text.trim().is_empty() {
            let text = text.to_owned();
            self.0.push(Passage { kind, on, at, text });
        }
    }
}

fn of_assess(record: &Record, found: &mut Collected) {
    for state in &record.problems {
        let words = &state.problem.words;
        found.add(PassageKind::Words, None, Whereabouts::Assess, words);
        if let Some(because) = &state.closed_because {
            found.add(PassageKind::Reason, None, Whereabouts::Assess, because);
        }
    }
    for words in &record.words {
        let on = Some(record.day(words.at));
        let text = &words.item.text;
        found.add(PassageKind::Words, on, Whereabouts::Assess, text);
    }
    for given in &record.responses {
        if let Some(words) = &given.item.words {
            let at = Whereabouts::Form(given.entry);
            found.add(PassageKind::Words, Some(given.item.on), at, words);
        }
    }
    for state in &record.alerts {
        if let Some(done) = &state.acknowledged {
            let on = Some(state.alert.on);
            found.add(PassageKind::Alert, on, Whereabouts::Assess, &done.words);
        }
    }
    for factor in &record.formulation.factors {
        let at = Whereabouts::Formulate;
        found.add(PassageKind::Factor, None, at, &factor.text);
    }
}

fn of_the_person(record: &Record, found: &mut Collected) {
    for aspect in &record.aspects {
        let on = Some(record.day(aspect.at));
        let at = Whereabouts::Person;
        found.add(PassageKind::Aspect, on, at, &aspect.item.words);
    }
    for event in &record.life_events {
        let on = Some(record.day(event.at));
        let at = Whereabouts::Life;
        found.add(PassageKind::Life, on, at, &event.item.what);
        found.add(PassageKind::Life, on, at, &event.item.words);
    }
    if let Some(plan) = record.safety_plan() {
        let at = Whereabouts::SafetyPlan;
        for line in SafetyStep::ALL
            .into_iter()
            .flat_map(|step| plan.lines(step))
        {
            found.add(PassageKind::OwnPlan, Some(plan.on), at, line);
        }
    }
    if let Some(plan) = record.relapse_plan() {
        let at = Whereabouts::Ending;
        for line in RelapsePart::ALL
            .into_iter()
            .flat_map(|part| plan.lines(part))
        {
            found.add(PassageKind::OwnPlan, Some(plan.on), at, line);
        }
    }
}

fn of_plan(record: &Record, found: &mut Collected) {
    for decision in &record.candidate_decisions {
        let on = Some(record.day(decision.at));
        let because = &decision.item.because;
        found.add(PassageKind::Reason, on, Whereabouts::Match, because);
    }
    // What a version took over from an earlier one is told where it was first said.
    let mut said = BTreeSet::new();
    for plan in &record.plans {
        let on = Some(record.day(plan.at));
        let at = Whereabouts::Plan(plan.item.number);
        found.add(PassageKind::Reason, on, at, &plan.item.reason);
        for strand in &plan.item.strands {
            if said.insert(&strand.expected) {
                found.add(PassageKind::Reason, on, at, &strand.expected);
            }
        }
        for goal in &plan.item.goals {
            if said.insert(&goal.words) {
                found.add(PassageKind::Words, on, at, &goal.words);
            }
        }
    }
}

fn of_sessions(record: &Record, found: &mut Collected) {
    for state in &record.sessions {
        let on = Some(state.meeting.on);
        let at = Whereabouts::Session(state.meeting.id);
        if let Some(note) = &state.note {
            found.add(PassageKind::Note, on, at, &note.item.text);
        }
        for amendment in &state.amendments {
            found.add(PassageKind::Note, on, at, &amendment.item.text);
            found.add(PassageKind::Note, on, at, &amendment.item.reason);
        }
        for work in &state.work {
            found.add(PassageKind::Work, on, at, &work.item.how_it_went);
        }
    }
    for state in &record.tasks {
        let session = record.session(state.task.session);
        let on = session.map(|session| session.meeting.on);
        let at = Whereabouts::Session(state.task.session);
        found.add(PassageKind::Task, on, at, &state.task.words);
        if let Some(told) = &state.told {
            let on = Some(record.day(told.at));
            found.add(PassageKind::Words, on, at, &told.item.words);
        }
        if let Some(outcome) = &state.outcome {
            found.add(PassageKind::Task, on, at, &outcome.words);
        }
    }
}

/// What was written, and what was chosen in words; not the questions.
fn of_worksheets(record: &Record, found: &mut Collected) {
    for kept in &record.sheets {
        let (on, at) = (Some(kept.item.on), Whereabouts::Sheet(kept.item.id));
        let rows = kept.item.parts.iter().flat_map(|part| &part.rows);
        for cell in rows.flat_map(|row| &row.cells) {
            match &cell.value {
                Value::Words(words) => found.add(PassageKind::Worksheet, on, at, words),
                Value::Row(picked) => found.add(PassageKind::Worksheet, on, at, &picked.name),
                Value::Chosen(chosen) => {
                    for (_, words) in chosen {
                        found.add(PassageKind::Worksheet, on, at, words);
                    }
                }
                Value::Number { .. } | Value::Day(_) | Value::Time(_) => {}
            }
        }
    }
}

/// What a letter says now; earlier versions are found from there.
fn of_letters(record: &Record, found: &mut Collected) {
    for letter in record.letters.iter().map(|letter| &letter.item) {
        let newer = record.letter(letter.letter);
        if newer.is_some_and(|latest| latest.item.number == letter.number) {
            let at = Whereabouts::Letter(letter.letter, letter.number);
            for text in [&letter.title, &letter.to, &letter.text] {
                found.add(PassageKind::Letter, Some(letter.on), at, text);
            }
        }
    }
    for said in &record.together {
        let on = Some(record.day(said.at));
        let at = Whereabouts::Appointments;
        found.add(PassageKind::Words, on, at, &said.item.words);
    }
}

/// Passages with every word that was asked for, in any order and also inside of other words, the latest first.
/// Capitals and accents make no difference. Nothing asked for finds nothing.
pub fn find(passages: Vec<Passage>, asked: &str) -> Vec<Hit> {
    let words: Vec<Vec<char>> = asked
        .split_whitespace()
        .map(|word| word.chars().map(folded).collect())
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<Hit> = passages
        .into_iter()
        .filter_map(|passage| hit(passage, &words))
        .collect();
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.passage.on));
    hits
}

fn hit(passage: Passage, words: &[Vec<char>]) -> Option<Hit> {
    let letters: Vec<char> = passage.text.chars().collect();
    let plain: Vec<char> = letters.iter().map(|letter| folded(*letter)).collect();
    let mut marked = vec![false; plain.len()];
    for word in words {
        let mut found = false;
        for (start, window) in plain.windows(word.len()).enumerate() {
            if window == word.as_slice() {
                marked[start..start + word.len()].fill(true);
                found = true;
            }
        }
        if !found {
            return None;
        }
    }
    let first = marked.iter().position(|hit| *hit)?;
    let start = beginning(&letters, first.saturating_sub(BEFORE), first);
    let end = letters.len().min(start + LONGEST);
    let mut excerpt: Vec<(String, bool)> = Vec::new();
    for (letter, hit) in letters[start..end].iter().zip(&marked[start..end]) {
        match excerpt.last_mut() {
            Some((piece, same)) if same == hit => piece.push(*letter),
            _ => excerpt.push((letter.to_string(), *hit)),
        }
    }
    Some(Hit {
        passage,
        excerpt,
        cut: (start > 0, end < letters.len()),
    })
}

/// Not in the middle of a word, if a word begins before the first hit.
fn beginning(letters: &[char], earliest: usize, first: usize) -> usize {
    if earliest == 0 {
        return 0;
    }
    let space = letters[earliest..first]
        .iter()
        .position(|letter| letter.is_whitespace());
    space.map_or(earliest, |space| earliest + space + 1)
}

/// One letter for one letter, so that positions stay: small, and without the accents of Latin writing.
pub(crate) fn folded(letter: char) -> char {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    match small {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        '\u{2019}' => '\'',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn passage(text: &str) -> Passage {
        Passage {
            kind: PassageKind::Note,
            on: None,
            at: Whereabouts::Assess,
            text: text.to_owned(),
        }
    }

    fn marked(text: &str, asked: &str) -> Vec<String> {
        let hits = find(vec![passage(text)], asked).into_iter();
        hits.flat_map(|hit| hit.excerpt)
            .filter_map(|(piece, is_hit)| is_hit.then_some(piece))
            .collect()
    }

    #[test]
    fn capitals_and_accents_make_no_difference() {
        assert_eq!(marked("Élan, and an elan again", "ELAN"), ["Élan", "elan"]);
        assert_eq!(
            marked("she couldn\u{2019}t sleep", "couldn't"),
            ["couldn\u{2019}t"]
        );
    }

    #[test]
    fn every_word_must_be_there_and_nothing_finds_nothing() {
        assert_eq!(
            marked("The dog slept badly.", "badly dog"),
            ["dog", "badly"]
        );
        assert!(marked("The dog slept badly.", "dog cat").is_empty());
        assert!(marked("The dog slept badly.", " \t").is_empty());
    }

    #[test]
    fn a_long_text_is_cut_around_the_first_hit() {
        let text = format!("{} needle {}", "before ".repeat(40), "after ".repeat(80));
        let hits = find(vec![passage(&text)], "needle");
        let shown: String = hits[0]
            .excerpt
            .iter()
            .map(|(piece, _)| piece.as_str())
            .collect();
        assert!(shown.starts_with("before") && shown.contains("needle"));
        assert!(shown.chars().count() <= LONGEST);
        assert_eq!(hits[0].cut, (true, true));
    }

    proptest! {
        #[test]
        fn an_excerpt_is_a_part_of_the_text(text in "(?s).{0,400}", asked in "[a-zé ]{1,4}") {
            for hit in find(vec![passage(&text)], &asked) {
                let shown: String = hit.excerpt.iter().map(|(piece, _)| piece.as_str()).collect();
                prop_assert!(text.contains(&shown));
                prop_assert!(hit.excerpt.iter().any(|(_, is_hit)| *is_hit));
            }
        }
    }
}
