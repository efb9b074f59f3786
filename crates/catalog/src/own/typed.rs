//! A questionnaire as somebody types it into a form: one question a line, and what is wrong with it in plain words.

use super::draft::{AnswersOffered, Draft, DraftItem, Scoring, Subscale};
use crate::measure::Purpose;
use crate::words::{Direction, Domain};

/// The most questions one questionnaire can have.
const MOST_ITEMS: usize = 100;
/// The widest scale that can be offered: as many buttons on a phone as a thumb can bear.
const WIDEST_SCALE: i32 = 100;

/// The fields of the form, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedDraft {
    /// Name on lists and pages.
    pub title: String,
    /// What stands above the questions.
    pub instruction: String,
    /// One question a line.
    pub items: String,
    /// Numbers of the questions counted backwards: `2, 5-7`.
    pub reverse: String,
    /// Worded answers, one a line: `0 = Never`. Empty for a scale.
    pub choices: String,
    /// The number at the low end of a scale.
    pub from: String,
    /// The number at the high end.
    pub to: String,
    /// The words at the low end.
    pub low: String,
    /// The words at the high end.
    pub high: String,
    /// `sum`, `mean` or `each`.
    pub scoring: String,
    /// Parts with a score of their own, one a line: `Sleep: 1-3, 7`.
    pub subscales: String,
    /// Bands, one a line: `0-4 quiet`.
    pub bands: String,
    /// Where the bands come from.
    pub bands_source: String,
    /// `higher` or `lower`: which is better.
    pub better: String,
    /// Code of the purpose.
    pub purpose: String,
    /// Code of the part of life; empty for none.
    pub domain: String,
    /// Who wrote it.
    pub holder: String,
}

/// What is wrong with a field, said to whoever typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Name of the field in the form.
    pub field: &'static str,
    /// What to do about it.
    pub words: String,
}

pub(super) fn problem<T>(field: &'static str, words: impl Into<String>) -> Result<T, Problem> {
    let words = words.into();
    Err(Problem { field, words })
}

impl TypedDraft {
    /// The questionnaire.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, in the order of the form, each with its field.
    pub fn read(&self) -> Result<Draft, Vec<Problem>> {
        let mut problems = Vec::new();
        let title = keep(
            &mut problems,
            needed("title", &self.title, "Please give it a name."),
        );
        let instruction = needed(
            "instruction",
            &self.instruction,
            "Please write what stands above the questions, for example \u{201c}In the past week, how often \u{2026}\u{201d}.",
        );
        let instruction = keep(&mut problems, instruction);
        let items = keep(&mut problems, self.items());
        let answers = keep(&mut problems, self.answers());
        let scoring = keep(&mut problems, self.scoring());
        let direction = keep(&mut problems, self.direction());
        let purpose = keep(&mut problems, self.purpose());
        let holder = needed(
            "holder",
            &self.holder,
            "Please write who wrote these questions.",
        );
        let holder = keep(&mut problems, holder);
        let count = items.as_ref().map_or(0, Vec::len);
        let subscales = if items.is_some() {
            keep(&mut problems, self.subscales(count))
        } else {
            None
        };
        let (
            Some(title),
            Some(instruction),
            Some(items),
            Some(answers),
            Some(scoring),
            Some(subscales),
            Some(direction),
            Some(purpose),
            Some(holder),
        ) = (
            title,
            instruction,
            items,
            answers,
            scoring,
            subscales,
            direction,
            purpose,
            holder,
        )
        else {
            return Err(problems);
        };
        let mut draft = Draft {
            title,
            instruction,
            items,
            answers,
            scoring,
            subscales,
            bands: Vec::new(),
            bands_source: self.bands_source.trim().to_owned(),
            direction,
            purpose,
            domain: Domain::from_code(&self.domain),
            holder,
        };
        if scoring == Scoring::Each && !draft.subscales.is_empty() {
            problems.push(Problem {
                field: "subscales",
                words: "Parts need a total: choose a sum or a mean, or leave the parts out."
                    .to_owned(),
            });
        }
        if let Some(bands) = keep(&mut problems, self.bands(&draft)) {
            draft.bands = bands;
        }
        if problems.is_empty() {
            Ok(draft)
        } else {
            Err(problems)
        }
    }

    fn items(&self) -> Result<Vec<DraftItem>, Problem> {
        let lines: Vec<&str> = lines(&self.items).map(|(_, line)| line).collect();
        if lines.is_empty() {
            return problem(
                "items",
                "Please write at least one question, one on each line.",
            );
        }
        if lines.len() > MOST_ITEMS {
            return problem(
                "items",
                format!(
                    "These are {} questions; {MOST_ITEMS} is the most one form can ask.",
                    lines.len()
                ),
            );
        }
        let reverse = positions("reverse", &self.reverse, lines.len())?;
        Ok(lines
            .into_iter()
            .enumerate()
            .map(|(position, words)| DraftItem {
                words: words.to_owned(),
                reverse: reverse.contains(&position),
            })
            .collect())
    }

    fn answers(&self) -> Result<AnswersOffered, Problem> {
        if self.choices.trim().is_empty() {
            return self.scale();
        }
        let mut choices: Vec<(i32, String)> = Vec::new();
        for (number, line) in lines(&self.choices) {
            let read = line.split_once('=').and_then(|(value, words)| {
                let words = words.trim();
                (!words.is_empty()).then_some((value.trim().parse().ok()?, words.to_owned()))
            });
            let Some((value, words)) = read else {
                return problem(
                    "choices",
                    format!(
                        "Line {number}: a number, an equals sign and the words, for example \u{201c}0 = Never\u{201d}."
                    ),
                );
            };
            if choices.iter().any(|(known, _)| *known == value) {
                return problem(
                    "choices",
                    format!(
                        "Line {number}: {value} stands for another answer already. Every answer has a number of its own."
                    ),
                );
            }
            if choices.iter().any(|(_, known)| *known == words) {
                return problem(
                    "choices",
                    format!("Line {number}: these words stand there twice."),
                );
            }
            choices.push((value, words));
        }
        if choices.len() < 2 {
            return problem(
                "choices",
                "A question needs at least two answers to choose from.",
            );
        }
        Ok(AnswersOffered::Choices(choices))
    }

    fn scale(&self) -> Result<AnswersOffered, Problem> {
        let whole = |field, text: &str| match text.trim().parse::<i32>() {
            Ok(number) if number.abs() <= 1000 => Ok(number),
            _ => problem(
                field,
                "Please write worded answers above, or a whole number at each end of a scale, for example 0 and 10.",
            ),
        };
        let (from, to) = (whole("from", &self.from)?, whole("to", &self.to)?);
        if from >= to {
            return problem(
                "to",
                "A scale runs upwards: the second number is the larger one.",
            );
        }
        if to - from > WIDEST_SCALE {
            return problem(
                "to",
                format!("At most {WIDEST_SCALE} steps; more nobody can tell apart."),
            );
        }
        let low = needed(
            "low",
            &self.low,
            "Please write what the lowest number means.",
        )?;
        let high = needed(
            "high",
            &self.high,
            "Please write what the highest number means.",
        )?;
        Ok(AnswersOffered::Scale {
            from,
            to,
            low,
            high,
        })
    }

    fn scoring(&self) -> Result<Scoring, Problem> {
        match self.scoring.as_str() {
            "sum" => Ok(Scoring::Sum),
            "mean" => Ok(Scoring::Mean),
            "each" => Ok(Scoring::Each),
            _ => problem("scoring", "Please choose how the total is made."),
        }
    }

    fn direction(&self) -> Result<Direction, Problem> {
        match self.better.as_str() {
            "higher" => Ok(Direction::HigherIsBetter),
            "lower" => Ok(Direction::LowerIsBetter),
            _ => problem(
                "better",
                "Please say whether more points are better or worse.",
            ),
        }
    }

    fn purpose(&self) -> Result<Purpose, Problem> {
        PURPOSES
            .into_iter()
            .find(|purpose| purpose_code(*purpose) == self.purpose)
            .map_or_else(|| problem("purpose", "Please say what it asks about."), Ok)
    }

    fn subscales(&self, count: usize) -> Result<Vec<Subscale>, Problem> {
        let mut parts: Vec<Subscale> = Vec::new();
        for (number, line) in lines(&self.subscales) {
            let Some((name, items)) = line
                .split_once(':')
                .filter(|(name, _)| !name.trim().is_empty())
            else {
                return problem(
                    "subscales",
                    format!(
                        "Line {number}: a name, a colon and the numbers of its questions, for example \u{201c}Sleep: 1-3, 7\u{201d}."
                    ),
                );
            };
            let items = positions("subscales", items, count)?;
            if items.is_empty() {
                return problem(
                    "subscales",
                    format!("Line {number}: which questions belong to it?"),
                );
            }
            let name = name.trim().to_owned();
            if parts.iter().any(|part| part.name == name) {
                return problem(
                    "subscales",
                    format!("Line {number}: this name stands there twice."),
                );
            }
            parts.push(Subscale { name, items });
        }
        Ok(parts)
    }
}

/// What a questionnaire of the practice's own can be for, in the order of the form.
const PURPOSES: [Purpose; 4] = [
    Purpose::WellBeing,
    Purpose::Symptoms,
    Purpose::Functioning,
    Purpose::Circumstances,
];

/// The code of a purpose in form fields.
pub(super) fn purpose_code(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Symptoms => "symptoms",
        Purpose::Functioning => "functioning",
        Purpose::Circumstances => "circumstances",
        _ => "well_being",
    }
}

/// Takes what is right and writes down what is not.
pub(super) fn keep<T>(problems: &mut Vec<Problem>, read: Result<T, Problem>) -> Option<T> {
    read.map_err(|problem| problems.push(problem)).ok()
}

pub(super) fn needed(field: &'static str, text: &str, words: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return problem(field, words);
    }
    Ok(text.to_owned())
}

/// Lines with something on them, with their number as the person counts them.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(text.lines().map(str::trim))
        .filter(|(_, line)| !line.is_empty())
}

/// Numbers of questions such as `1-3, 7`, as positions from 0, in order and without repetition.
pub(super) fn positions(
    field: &'static str,
    text: &str,
    count: usize,
) -> Result<Vec<usize>, Problem> {
    let mut found = Vec::new();
    for part in text
        .split([',', ';', ' '])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (Ok(first), Ok(last)) = (first.trim().parse::<usize>(), last.trim().parse::<usize>())
        else {
            return problem(
                field,
                format!(
                    "\u{201c}{part}\u{201d} is not the number of a question. Write them like \u{201c}1-3, 7\u{201d}."
                ),
            );
        };
        if first == 0 || first > last || last > count {
            return problem(
                field,
                format!("There is no question {part}: they go from 1 to {count}."),
            );
        }
        found.extend(first - 1..last);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
