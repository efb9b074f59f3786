//! A skeleton completed with wording that a practice has a licence for. The scoring is that of the skeleton, to the
//! letter: its files are taken over, and checked against its own examples once more.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::written::{EndsToml, TextToml, text_file};
use super::{MeasureFiles, completion_version};
use crate::measure::{Grant, Measure, OptionKind, OptionSet};

/// The wording of one skeleton, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Completion {
    /// What stands above the items.
    pub instruction: String,
    /// One item a line, in the order of the form.
    pub items: String,
    /// The words of the answers, by option set: one a line, in the order of the form; for a scale the words at its
    /// two ends, or those of every number.
    pub answers: BTreeMap<String, String>,
    /// The words of the open questions, one a line.
    pub open: String,
    /// Who holds the licence.
    pub holder: String,
    /// What permits the use.
    pub basis: String,
}

/// What is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionProblem {
    /// Name of the field in the form; for answers, the id of the option set after `answers-`.
    pub field: String,
    /// What to do about it.
    pub words: String,
}

impl Completion {
    /// The answers that have to be worded: each option set once.
    pub fn option_sets(skeleton: &Measure) -> Vec<&OptionSet> {
        let mut sets: Vec<&OptionSet> = Vec::new();
        for item in &skeleton.items {
            if sets.iter().all(|set| set.id != item.options.id) {
                sets.push(&item.options);
            }
        }
        sets
    }

    /// What was typed when this measure was completed; empty for one without wording.
    pub fn of(measure: &Measure) -> Self {
        let Some(text) = measure.text("en") else {
            return Self::default();
        };
        let together = |lines: Vec<&str>| lines.join("\n");
        let items = measure.items.iter().filter_map(|item| text.item(&item.id));
        let open = measure.open_questions.iter().filter_map(|id| text.open(id));
        let answers = Self::option_sets(measure).into_iter().map(|set| {
            let words = match &set.kind {
                OptionKind::Choices(choices) => choices
                    .iter()
                    .filter_map(|choice| text.choice(&set.id, &choice.id))
                    .collect(),
                OptionKind::Scale { .. } => text
                    .ends("", &set.id)
                    .map_or_else(Vec::new, |ends| vec![ends.low.as_str(), ends.high.as_str()]),
            };
            (set.id.clone(), together(words))
        });
        let grant = measure.licence.grant.as_ref();
        Self {
            instruction: text.stem.clone(),
            items: together(items.collect()),
            answers: answers.collect(),
            open: together(open.collect()),
            holder: grant.map_or_else(String::new, |grant| grant.holder.clone()),
            basis: grant.map_or_else(String::new, |grant| grant.basis.clone()),
        }
    }

    /// The files of the completed measure: those of the skeleton, its licence with the grant, and the wording. `number`
    /// says how many times this skeleton has been completed, this one included.
    ///
    /// # Errors
    ///
    /// Everything that is missing, each with its field.
    pub fn files(
        &self,
        skeleton: &Measure,
        written: &MeasureFiles,
        number: u32,
        today: &str,
    ) -> Result<MeasureFiles, Vec<CompletionProblem>> {
        let mut problems = Vec::new();
        let mut say = |field: &str, words: String| {
            problems.push(CompletionProblem {
                field: field.to_owned(),
                words,
            });
        };
        for (field, text, words) in [
            (
                "holder",
                &self.holder,
                "Please write who holds the licence.",
            ),
            (
                "basis",
                &self.basis,
                "Please write what permits the use: a licence number, a letter, the terms of a website. It is kept with the wording.",
            ),
            (
                "instruction",
                &self.instruction,
                "Please paste what stands above the items.",
            ),
        ] {
            if text.trim().is_empty() {
                say(field, words.to_owned());
            }
        }
        let items = lines(&self.items);
        if items.len() != skeleton.items.len() {
            say("items", counted("item", items.len(), skeleton.items.len()));
        }
        let open = lines(&self.open);
        if open.len() != skeleton.open_questions.len() {
            say(
                "open",
                counted("open question", open.len(), skeleton.open_questions.len()),
            );
        }
        for set in Self::option_sets(skeleton) {
            let (given, wanted) = (self.worded(set).len(), words_of(set));
            if given != wanted && steps(set) != Some(given) {
                say(
                    &format!("answers-{}", set.id),
                    counted("answer", given, wanted),
                );
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let version = completion_version(&skeleton.version, number);
        let mut files = written.files.clone();
        if let Some(measure) = files.get_mut("measure.toml") {
            // The first line that says so is the measure's: tables come later.
            *measure = measure.replacen(
                &format!("version = \"{}\"", skeleton.version),
                &format!("version = \"{version}\""),
                1,
            );
        }
        for set in Self::option_sets(skeleton) {
            if self.words_every_step(set)
                && let Some(measure) = files.get_mut("measure.toml")
            {
                *measure = with_choices(measure, set);
            }
        }
        if let Some(licence) = files.get_mut("licence.toml") {
            let grant = Grant {
                holder: self.holder.trim().to_owned(),
                basis: self.basis.trim().to_owned(),
                stated: today.to_owned(),
            };
            *licence = format!("{licence}\n[grant]\n{}", super::written::toml_file(&grant));
        }
        files.insert(
            "text.en.toml".to_owned(),
            text_file(&self.text(skeleton, &items, &open)),
        );
        Ok(MeasureFiles {
            id: skeleton.id.clone(),
            version,
            files,
        })
    }

    /// The words given for an option set.
    fn worded(&self, set: &OptionSet) -> Vec<&str> {
        self.answers
            .get(&set.id)
            .map_or_else(Vec::new, |text| lines(text))
    }

    /// A scale of which every number was given words of its own, and not its two ends alone.
    fn words_every_step(&self, set: &OptionSet) -> bool {
        let given = self.worded(set).len();
        given > 2 && steps(set) == Some(given)
    }

    fn text(&self, skeleton: &Measure, items: &[&str], open: &[&str]) -> TextToml {
        let mut text = TextToml {
            language: "en".to_owned(),
            verified_against: vec![format!("as pasted by {}", self.holder.trim())],
            verification: Some("unverified"),
            stem: self.instruction.trim().to_owned(),
            items: skeleton
                .items
                .iter()
                .zip(items)
                .map(|(item, words)| (item.id.clone(), (*words).to_owned()))
                .collect(),
            open: skeleton
                .open_questions
                .iter()
                .zip(open)
                .map(|(question, words)| (question.clone(), (*words).to_owned()))
                .collect(),
            ..TextToml::default()
        };
        for set in Self::option_sets(skeleton) {
            let worded = self.worded(set);
            match &set.kind {
                OptionKind::Choices(choices) => {
                    let words = choices
                        .iter()
                        .zip(worded)
                        .map(|(choice, words)| (choice.id.clone(), words.to_owned()))
                        .collect();
                    text.options.insert(set.id.clone(), words);
                }
                OptionKind::Scale { .. } if self.words_every_step(set) => {
                    let words = set.values().into_iter().zip(worded);
                    let words = words.map(|(value, words)| (step_id(value), words.to_owned()));
                    text.options.insert(set.id.clone(), words.collect());
                }
                OptionKind::Scale { .. } => {
                    let mut ends = worded.into_iter().map(str::to_owned);
                    let (low, high) = (ends.next(), ends.next());
                    let (low, high) = (low.unwrap_or_default(), high.unwrap_or_default());
                    text.ends.insert(set.id.clone(), EndsToml { low, high });
                }
            }
        }
        text
    }
}

/// How many lines of words an option set needs.
fn words_of(set: &OptionSet) -> usize {
    match &set.kind {
        OptionKind::Choices(choices) => choices.len(),
        OptionKind::Scale { .. } => 2,
    }
}

/// How many numbers a scale offers; none for worded answers.
fn steps(set: &OptionSet) -> Option<usize> {
    match &set.kind {
        OptionKind::Choices(_) => None,
        OptionKind::Scale { .. } => Some(set.values().len()),
    }
}

/// The id of the worded step of a scale.
fn step_id(value: i32) -> String {
    if value < 0 {
        format!("minus{}", value.abs())
    } else {
        format!("a{value}")
    }
}

/// The same `measure.toml` with a scale as worded answers that count the same.
fn with_choices(measure: &str, set: &OptionSet) -> String {
    let choices: Vec<String> = set
        .values()
        .into_iter()
        .map(|value| format!("{{ id = \"{}\", value = {value} }}", step_id(value)))
        .collect();
    let mut within = false;
    let header = format!("[options.{}]", set.id);
    let lines = measure.lines().map(|line| {
        if line.starts_with('[') {
            within = line.trim() == header;
        }
        if within && line.starts_with("scale") {
            format!("choices = [{}]", choices.join(", "))
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn lines(text: &str) -> Vec<&str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect()
}

fn counted(what: &str, given: usize, wanted: usize) -> String {
    let plural = if wanted == 1 { "" } else { "s" };
    format!("The form has {wanted} {what}{plural}, one on each line; here are {given}.")
}
