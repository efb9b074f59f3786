//! From a [`Draft`] to the files of a measure.

use std::collections::BTreeMap;

use serde_json::json;

use super::MeasureFiles;
use super::draft::{AnswersOffered, Draft, Scoring};
use super::written::{
    BandToml, ChoiceToml, EndsToml, ItemToml, LicenceToml, MeasureToml, OptionsToml, ScoreToml,
    TextToml, text_file, toml_file,
};
use crate::measure::{AskedBy, LicenceEvidence, Standing};

/// The one set of answers that a questionnaire of the practice's own has.
const ANSWERS: &str = "answers";
/// The score that stands for the whole.
const TOTAL: &str = "total";

impl Draft {
    /// The files of this questionnaire. `written` is the day it was written,
    /// as `2026-05-14`.
    pub fn files(&self, id: &str, version: &str, written: &str) -> MeasureFiles {
        let files = BTreeMap::from([
            (
                "measure.toml".to_owned(),
                toml_file(&self.measure(id, version)),
            ),
            ("licence.toml".to_owned(), toml_file(&self.licence(written))),
            ("text.en.toml".to_owned(), text_file(&self.text())),
            ("vectors.json".to_owned(), self.vectors()),
        ]);
        MeasureFiles {
            id: id.to_owned(),
            version: version.to_owned(),
            files,
        }
    }

    fn measure(&self, id: &str, version: &str) -> MeasureToml {
        MeasureToml {
            id: id.to_owned(),
            version: version.to_owned(),
            name: self.title.clone(),
            title: self.title.clone(),
            purpose: self.purpose,
            standing: Standing::NotValidated,
            domains: self.domain.into_iter().collect(),
            direction: self.direction,
            asked_by: AskedBy::Client,
            codes: Vec::new(),
            open_questions: Vec::new(),
            total: (self.scoring != Scoring::Each).then(|| TOTAL.to_owned()),
            options: BTreeMap::from([(ANSWERS.to_owned(), self.options())]),
            items: self
                .items
                .iter()
                .enumerate()
                .map(|(position, item)| ItemToml {
                    id: item_id(position),
                    options: ANSWERS.to_owned(),
                    reverse: item.reverse,
                    ..ItemToml::default()
                })
                .collect(),
            scores: self.scores(),
        }
    }

    fn options(&self) -> OptionsToml {
        match &self.answers {
            AnswersOffered::Choices(choices) => {
                let choice = |(position, (value, _)): (usize, &(i32, String))| ChoiceToml {
                    id: choice_id(position),
                    value: *value,
                };
                OptionsToml {
                    choices: Some(choices.iter().enumerate().map(choice).collect()),
                    scale: None,
                }
            }
            AnswersOffered::Scale { from, to, .. } => OptionsToml {
                scale: Some((*from, *to)),
                choices: None,
            },
        }
    }

    fn scores(&self) -> Vec<ScoreToml> {
        let all: Vec<usize> = (0..self.items.len()).collect();
        if self.scoring == Scoring::Each {
            return vec![self.score("each", "each", &all)];
        }
        let op = if self.scoring == Scoring::Sum {
            "sum"
        } else {
            "mean"
        };
        let mut total = self.score(TOTAL, op, &all);
        if !self.bands.is_empty() {
            total.bands_source = Some(self.bands_source.clone());
            total.bands = self
                .bands
                .iter()
                .enumerate()
                .map(|(position, band)| BandToml {
                    from: band.from,
                    to: band.to,
                    code: format!("band{}", position + 1),
                    label: band.label.clone(),
                })
                .collect();
        }
        let parts = self
            .subscales
            .iter()
            .enumerate()
            .map(|(position, part)| ScoreToml {
                label: Some(part.name.clone()),
                ..self.score(&part_id(position), op, &part.items)
            });
        std::iter::once(total).chain(parts).collect()
    }

    fn score(&self, id: &str, op: &'static str, items: &[usize]) -> ScoreToml {
        ScoreToml {
            id: id.to_owned(),
            label: None,
            op,
            of: items.iter().map(|position| item_id(*position)).collect(),
            range: self.range(items.len()),
            bands_source: None,
            bands: Vec::new(),
        }
    }

    fn licence(&self, written: &str) -> LicenceToml {
        LicenceToml {
            class: "own",
            holder: self.holder.clone(),
            statement: "Written for use in this practice. Not a validated scale.".to_owned(),
            credit_line: format!("{}. Not a validated scale.", self.holder),
            allows: Vec::new(),
            evidence: vec![LicenceEvidence {
                source: "the practice itself".to_owned(),
                quote: format!(
                    "Whoever wrote it here named as holder of the rights: {}.",
                    self.holder
                ),
                seen: written.to_owned(),
            }],
            grant: None,
        }
    }

    fn text(&self) -> TextToml {
        let mut text = TextToml {
            language: "en".to_owned(),
            verified_against: vec!["own wording".to_owned()],
            stem: self.instruction.clone(),
            items: self
                .items
                .iter()
                .enumerate()
                .map(|(position, item)| (item_id(position), item.words.clone()))
                .collect(),
            ..TextToml::default()
        };
        match &self.answers {
            AnswersOffered::Choices(choices) => {
                let words = choices
                    .iter()
                    .enumerate()
                    .map(|(position, (_, words))| (choice_id(position), words.clone()))
                    .collect();
                text.options.insert(ANSWERS.to_owned(), words);
            }
            AnswersOffered::Scale { low, high, .. } => {
                let (low, high) = (low.clone(), high.clone());
                text.ends.insert(ANSWERS.to_owned(), EndsToml { low, high });
            }
        }
        text
    }

    /// Examples worked out here by hand, as it were, and not by the scoring they check: everything counted as little
    /// as it can be, everything as much as it can be, and one answer missing.
    fn vectors(&self) -> String {
        let (low, high) = self.answers.extent();
        let answers = |reversed: i32, plain: i32| -> Vec<i32> {
            let answer = |reverse: bool| if reverse { reversed } else { plain };
            self.items.iter().map(|item| answer(item.reverse)).collect()
        };
        let (least, most) = self.range(self.items.len());
        let score = |value: i32, answers: &[i32]| {
            if self.scoring == Scoring::Each {
                let first = answers.first().copied().unwrap_or_default();
                json!({ item_id(0): { "value": first } })
            } else {
                let band = self
                    .bands
                    .iter()
                    .position(|band| (band.from..=band.to).contains(&value));
                match band {
                    Some(band) => {
                        json!({ TOTAL: { "value": value, "band": format!("band{}", band + 1) } })
                    }
                    None => json!({ TOTAL: { "value": value } }),
                }
            }
        };
        let (lowest, highest) = (answers(high, low), answers(low, high));
        let mut gap: Vec<Option<i32>> = lowest.iter().copied().map(Some).collect();
        if let Some(first) = gap.first_mut() {
            *first = None;
        }
        let missing = if self.scoring == Scoring::Each {
            json!({ item_id(0): { "answered": 0 } })
        } else {
            json!({ TOTAL: { "answered": self.items.len().saturating_sub(1) } })
        };
        let vectors = json!({ "vectors": [
            { "name": "lowest", "answers": lowest, "scores": score(least, &lowest) },
            { "name": "highest", "answers": highest, "scores": score(most, &highest) },
            { "name": "one missing", "answers": gap, "scores": missing },
        ]});
        format!("{vectors:#}\n")
    }
}

/// Items are called q1, q2 and so on.
pub(super) fn item_id(position: usize) -> String {
    format!("q{}", position + 1)
}

fn choice_id(position: usize) -> String {
    format!("a{}", position + 1)
}

fn part_id(position: usize) -> String {
    format!("part{}", position + 1)
}
