//! One question of a questionnaire, ready to be drawn as a form field.

use attune_catalog::{Answer, Item, Measure, OptionKind};

use super::wording::Wording;

/// Sent for "does not apply to me".
const NOT_APPLICABLE: &str = "na";

/// A scale with more steps above its lowest than this is typed as a number.
const MOST_BUTTONS: i32 = 20;

/// A question with the answers it offers.
pub(crate) struct Question {
    /// Name of the form field.
    pub(crate) field: String,
    /// Tag of the language of the wording, for a screen reader's voice.
    pub(crate) language: String,
    /// What stands above the items; empty for items that are no part of the list.
    pub(crate) stem: String,
    /// The question.
    pub(crate) wording: String,
    /// A total can be made without it.
    pub(crate) optional: bool,
    /// The words at both ends, if the answers are steps of a scale.
    pub(crate) ends: Option<(String, String)>,
    /// The smallest and the largest number of a scale with more steps than buttons can show: a number is typed.
    pub(crate) typed: Option<(i32, i32)>,
    /// What was typed before.
    pub(crate) number: String,
    /// The answers, in the order of the form.
    pub(crate) offers: Vec<Offer>,
}

/// One answer that can be chosen.
pub(crate) struct Offer {
    /// What the form sends.
    pub(crate) value: String,
    /// What is read.
    pub(crate) words: String,
    /// What is read aloud, where the words on the page need their place to be understood.
    pub(crate) spoken: Option<String>,
    /// The key that picks it.
    pub(crate) key: Option<String>,
    /// It was given before.
    pub(crate) chosen: bool,
}

impl Question {
    /// An item with what was answered so far.
    pub(crate) fn of(
        measure: &Measure,
        language: &str,
        item: &Item,
        field: &str,
        given: Option<Answer>,
    ) -> Self {
        let wording = Wording::of(measure, language);
        let typed = match item.options.kind {
            OptionKind::Scale { from, to } if to - from > MOST_BUTTONS => Some((from, to)),
            OptionKind::Scale { .. } | OptionKind::Choices(_) => None,
        };
        let (ends, mut offers) = match &item.options.kind {
            OptionKind::Choices(choices) => {
                let offers = choices
                    .iter()
                    .map(|choice| (choice.value, wording.choice(item, &choice.id).to_owned()))
                    .zip(1..)
                    .map(|((value, words), key)| offer(value, words, None, key, given))
                    .collect::<Vec<_>>();
                (None, offers)
            }
            OptionKind::Scale { .. } if typed.is_some() => (Some(wording.ends(item)), Vec::new()),
            OptionKind::Scale { from, to } => {
                let ends = wording.ends(item);
                let offers = (*from..=*to)
                    .zip(if *from == 0 { 0.. } else { 1.. })
                    .map(|(value, key)| {
                        let spoken = spoken(&wording, value, *from, *to, &ends);
                        offer(value, value.abs().to_string(), spoken, key, given)
                    })
                    .collect::<Vec<_>>();
                (Some(ends), offers)
            }
        };
        if item.may_not_apply {
            offers.push(Offer {
                value: NOT_APPLICABLE.to_owned(),
                words: wording.say("does-not-apply-to-me").to_string(),
                spoken: None,
                key: None,
                chosen: given == Some(Answer::NotApplicable),
            });
        }
        Self {
            field: field.to_owned(),
            language: wording.tag().to_owned(),
            // An optional item asks about the list as a whole and stands on its own.
            stem: if item.optional {
                String::new()
            } else {
                wording.stem().to_owned()
            },
            wording: wording.item(item).to_owned(),
            optional: item.optional,
            ends,
            typed,
            number: match given {
                Some(Answer::Value(value)) => value.to_string(),
                _ => String::new(),
            },
            offers,
        }
    }
}

impl Question {
    /// The same question about something in the client's own words, where it is one.
    pub(crate) fn about(mut self, words: Option<&str>) -> Self {
        if let Some(words) = words {
            self.wording = format!("\u{201c}{words}\u{201d}: {}", self.wording);
        }
        self
    }
}

fn offer(
    value: i32,
    words: String,
    spoken: Option<String>,
    key: i32,
    given: Option<Answer>,
) -> Offer {
    Offer {
        value: value.to_string(),
        words,
        spoken,
        // One key, one digit.
        key: (0..=9).contains(&key).then(|| key.to_string()),
        chosen: given == Some(Answer::Value(value)),
    }
}

fn spoken(
    wording: &Wording<'_>,
    value: i32,
    from: i32,
    to: i32,
    ends: &(String, String),
) -> Option<String> {
    if from < 0 {
        return wording.towards(value, ends);
    }
    if value == from {
        return Some(format!("{value}, {}", ends.0));
    }
    (value == to).then(|| format!("{value}, {}", ends.1))
}

/// The answer a form sent; none where nothing was chosen.
pub(crate) fn read_answer(sent: &str) -> Option<Answer> {
    if sent == NOT_APPLICABLE {
        return Some(Answer::NotApplicable);
    }
    sent.parse().ok().map(Answer::Value)
}

#[cfg(test)]
mod tests {
    use attune_catalog::{Catalog, CatalogError};

    use super::*;

    fn question(
        measure: &str,
        item: &str,
        given: Option<Answer>,
    ) -> Result<Option<Question>, CatalogError> {
        let catalog = Catalog::shipped()?;
        Ok(catalog.measure(measure).and_then(|measure| {
            Some(Question::of(
                measure,
                "en",
                measure.item(item)?,
                "answer",
                given,
            ))
        }))
    }

    #[test]
    fn choices_keep_their_wording_and_show_what_was_given() -> Result<(), CatalogError> {
        let Some(question) = question("phq-9", "q9", Some(Answer::Value(0)))? else {
            panic!("no such question");
        };
        let words: Vec<&str> = question
            .offers
            .iter()
            .map(|offer| offer.words.as_str())
            .collect();
        assert_eq!(
            words,
            [
                "Not at all",
                "Several days",
                "More than half the days",
                "Nearly every day"
            ]
        );
        assert!(question.offers[0].chosen && !question.offers[1].chosen);
        assert_eq!(question.offers[0].key.as_deref(), Some("1"));
        assert!(question.ends.is_none());
        Ok(())
    }

    #[test]
    fn a_scale_with_two_sides_says_which_side() -> Result<(), CatalogError> {
        let Some(question) = question("preferences", "intensity", None)? else {
            panic!("no such question");
        };
        let words: Vec<&str> = question
            .offers
            .iter()
            .map(|offer| offer.words.as_str())
            .collect();
        assert_eq!(words, ["3", "2", "1", "0", "1", "2", "3"]);
        let spoken: Vec<&str> = question
            .offers
            .iter()
            .filter_map(|offer| offer.spoken.as_deref())
            .collect();
        assert_eq!(
            spoken[0],
            "3 towards \u{201c}to be pushed and challenged\u{201d}"
        );
        assert_eq!(spoken[3], "in the middle");
        assert!(
            question.offers.iter().all(|offer| !offer.chosen),
            "nothing is chosen beforehand"
        );
        Ok(())
    }

    #[test]
    fn nothing_chosen_is_no_answer() {
        assert_eq!(read_answer(""), None);
        assert_eq!(read_answer("two"), None);
        assert_eq!(read_answer("-3"), Some(Answer::Value(-3)));
        assert_eq!(read_answer("na"), Some(Answer::NotApplicable));
    }
}
