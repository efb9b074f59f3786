//! From the record to the words of a letter, in the letter's language. Every number comes with its scale, its day, and what
//! a change amounts to; nothing is looked at that was not ticked.

use attune_care::Record;
use attune_care::formulate::Sign;
use attune_care::letter::{Part, PictureOf};
use attune_care::plan::goal_course;
use attune_care::review::{Meaning, Progress, RelapsePart, courses};
use attune_care::risk::SafetyStep;
use attune_catalog::{Catalog, Measure, Standing};
use jiff::civil::Date;

use crate::ending::relapse_title;
use crate::language::{Language, domain_name, key};
use crate::safety;

/// What words are made from.
pub(super) struct Source<'a> {
    pub(super) record: &'a Record,
    pub(super) catalog: &'a Catalog,
    pub(super) language: Language,
    pub(super) today: Date,
    /// Measures that were ticked, by id.
    pub(super) measures: &'a [String],
}

impl Source<'_> {
    /// What belongs into the place of a part; empty if there is nothing.
    pub(super) fn part(&self, part: Part) -> String {
        match part {
            Part::Problems => self.problems(),
            Part::Sessions => self.sessions().unwrap_or_default(),
            Part::Scores => self.scores(),
            Part::WholePerson => self.whole_person().unwrap_or_default(),
            Part::Map => self.map(),
            Part::Plan => self.plan().unwrap_or_default(),
            Part::Goals => self.goals(),
            Part::SafetyPlan => self.safety_plan(),
            Part::RelapsePlan => self.relapse_plan(),
        }
    }

    /// A day with its year: a letter is read in other years.
    fn day(&self, date: Date) -> String {
        self.language.day(date, Date::ZERO)
    }

    fn problems(&self) -> String {
        let words = self
            .record
            .open_problems()
            .map(|state| quoted(&state.problem.words));
        words.collect::<Vec<_>>().join("\n\n")
    }

    fn sessions(&self) -> Option<String> {
        let days = self.record.sessions.iter().map(|held| held.meeting.on);
        let (first, last) = (days.clone().min()?, days.max()?);
        let said = self
            .language
            .say("letter-met")
            .with("times", self.record.sessions.len())
            .with("first", self.day(first))
            .with("last", self.day(last));
        Some(said.to_string())
    }

    fn scores(&self) -> String {
        let all = courses(self.record, self.catalog);
        let ticked = all
            .iter()
            .filter(|course| self.measures.contains(&course.measure));
        let words = ticked.filter_map(|course| {
            let measure = self.catalog.measure(&course.measure)?;
            let sentence = self.score(measure, course)?;
            let picture = PictureOf::Course(measure.id.clone()).mark();
            Some(format!("{picture} {sentence}"))
        });
        words.collect::<Vec<_>>().join("\n\n")
    }

    /// The last score, the first, and what lies between.
    fn score(&self, measure: &Measure, course: &Progress) -> Option<String> {
        let rule = measure.total_rule()?;
        let (first, last) = (course.series.points.first()?, course.series.points.last()?);
        let say = |key| self.language.say(key);
        let mut sentences = vec![
            say(key("letter-score"))
                .with("measure", &measure.name)
                .with("value", self.language.number(last.value))
                .with("on", self.day(last.on))
                .with("low", self.language.number(f64::from(rule.range.0)))
                .with("high", self.language.number(f64::from(rule.range.1)))
                .to_string(),
        ];
        if let Some(band) = &last.band {
            sentences.push(
                say(key("letter-band"))
                    .with("band", &band.label)
                    .to_string(),
            );
        }
        match &course.change {
            None => sentences.push(say(key("letter-once")).to_string()),
            Some(change) => {
                let since = say(key("letter-since"))
                    .with("on", self.day(first.on))
                    .with("value", self.language.number(first.value));
                sentences.push(since.to_string());
                let points = self.language.number(change.points.abs());
                let amounts =
                    match (change.meaning, change.threshold) {
                        (Meaning::NoRule, _) | (_, None) => say(key("letter-no-rule")),
                        (Meaning::Improved, Some(needed)) => say(key("letter-better"))
                            .with("threshold", self.language.number(needed)),
                        (Meaning::Deteriorated, Some(needed)) => {
                            say(key("letter-worse")).with("threshold", self.language.number(needed))
                        }
                        (Meaning::Unchanged, Some(needed)) => say(key("letter-within"))
                            .with("threshold", self.language.number(needed)),
                    };
                sentences.push(amounts.with("points", points).to_string());
                if let Some(source) = &course.rule_source {
                    let source = source.trim_end_matches('.');
                    sentences.push(say(key("letter-rule")).with("source", source).to_string());
                }
            }
        }
        if measure.standing == Standing::NotValidated {
            sentences.push(say(key("letter-own-scale")).to_string());
        }
        Some(sentences.join(" "))
    }

    fn whole_person(&self) -> Option<String> {
        let view = attune_care::assess::whole_person(self.record, self.catalog);
        let on = view.now_on?;
        let domains = view.domains.iter().filter_map(|found| {
            let name = self.language.say(domain_name(found.domain));
            let now = self.language.number(found.now?);
            Some(match found.then {
                Some(then) => format!("{name} {now} ({})", self.language.number(then)),
                None => format!("{name} {now}"),
            })
        });
        let list = domains.collect::<Vec<_>>().join(", ");
        let said = self
            .language
            .say("letter-person")
            .with("on", self.day(on))
            .with("list", list);
        Some(format!("{} {said}", PictureOf::WholePerson.mark()))
    }

    fn map(&self) -> String {
        let map = &self.record.formulation;
        if map.factors.is_empty() {
            return String::new();
        }
        let said = self
            .language
            .say("letter-map")
            .with("factors", map.factors.len())
            .with("arrows", map.influences.len());
        let mut text = format!("{} {said}", PictureOf::Map.mark());
        for arrow in &map.influences {
            if let (Some(from), Some(to)) = (map.factor(arrow.from), map.factor(arrow.to)) {
                let leads = match arrow.sign {
                    Sign::More => key("leads-to-more"),
                    Sign::Less => key("leads-to-less"),
                };
                text.push_str(&format!(
                    "\n- {} → {}: {}",
                    one_line(&from.text),
                    self.language.say(leads),
                    one_line(&to.text)
                ));
            }
        }
        text
    }

    fn plan(&self) -> Option<String> {
        let agreed = self.record.plans.last()?;
        let plan = &agreed.item;
        let on = self.record.day(agreed.at);
        let mut text = self
            .language
            .say("letter-together")
            .with("number", plan.number)
            .with("on", self.day(on))
            .with("again", self.day(plan.review_on))
            .to_string();
        for strand in &plan.strands {
            let technique = self.catalog.technique(&strand.technique);
            let name = technique.map_or(strand.technique.as_str(), |found| found.name.as_str());
            text.push_str(&format!("\n- {name}"));
            if !strand.expected.trim().is_empty() {
                text.push_str(&format!(": {}", one_line(&strand.expected)));
            }
        }
        Some(text)
    }

    fn goals(&self) -> String {
        let Some(plan) = self.record.plan() else {
            return String::new();
        };
        let goals = plan
            .goals
            .iter()
            .map(|goal| match goal_course(self.record, goal.id) {
                Some(course) => {
                    let rated = self
                        .language
                        .say("book-rated")
                        .with("first", u32::from(course.first.1))
                        .with("firston", self.day(course.first.0))
                        .with("last", u32::from(course.last.1))
                        .with("laston", self.day(course.last.0));
                    format!("- {} {rated}", sentence(&goal.words))
                }
                None => format!("- {}", one_line(&goal.words)),
            });
        goals.collect::<Vec<_>>().join("\n")
    }

    fn safety_plan(&self) -> String {
        let Some(plan) = self.record.safety_plan() else {
            return String::new();
        };
        let steps = SafetyStep::ALL.map(|step| self.lines(safety::title(step), plan.lines(step)));
        joined(&steps)
    }

    fn relapse_plan(&self) -> String {
        let Some(plan) = self.record.relapse_plan() else {
            return String::new();
        };
        let parts = RelapsePart::ALL.map(|part| self.lines(relapse_title(part), plan.lines(part)));
        joined(&parts)
    }

    fn lines(&self, title: &'static str, lines: &[String]) -> String {
        if lines.is_empty() {
            return String::new();
        }
        let points = lines.iter().map(|line| format!("- {}", one_line(line)));
        let points = points.collect::<Vec<_>>().join("\n");
        format!("## {}\n{points}", self.language.say(title))
    }

    /// What stands within a line of a template.
    pub(super) fn today(&self) -> String {
        self.day(self.today)
    }

    /// A day of birth.
    pub(super) fn born(&self, born: Option<Date>) -> String {
        let unknown = || self.language.say("letter-unknown").to_string();
        born.map_or_else(unknown, |born| self.day(born))
    }
}

fn joined(parts: &[String]) -> String {
    let said = parts.iter().filter(|part| !part.is_empty()).cloned();
    said.collect::<Vec<_>>().join("\n\n")
}

/// Marks of a letter stand at the beginnings of lines, so words of the record stay on one.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With a full stop, unless they end in a mark of their own.
fn sentence(words: &str) -> String {
    let words = one_line(words);
    if words.ends_with(['.', '!', '?', '…']) {
        words
    } else {
        format!("{words}.")
    }
}

fn quoted(words: &str) -> String {
    format!("> {}", one_line(words))
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(sentence("Run\ntwice a week."), "Run twice a week.");
        assert_eq!(sentence("Sleep through"), "Sleep through.");
        assert_eq!(sentence("Who am I?"), "Who am I?");
    }
}
