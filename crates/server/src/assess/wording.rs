//! Items and answers in the words the person read.

use attune_catalog::{Answer, Item, Measure, OptionKind, Text};

use crate::language::{Language, Said};

/// A measure with its wording.
pub(crate) struct Wording<'a> {
    text: Option<&'a Text>,
    /// For the few words of ours between those of the measure.
    language: Language,
}

impl<'a> Wording<'a> {
    /// The wording in this language.
    pub(crate) fn of(measure: &'a Measure, language: &str) -> Self {
        let text = measure.text(language);
        let language = text.and_then(|text| Language::from_tag(&text.language));
        Self {
            text,
            language: language.unwrap_or_default(),
        }
    }

    /// Tag of the language the wording is in, for a screen reader's voice.
    pub(crate) fn tag(&self) -> &str {
        self.text.map_or("en", |text| &text.language)
    }

    /// Words of ours in the language of the wording.
    pub(crate) fn say(&self, key: &'static str) -> Said {
        self.language.say(key)
    }

    /// The question; its id where the wording is missing.
    pub(crate) fn item<'b>(&'b self, item: &'b Item) -> &'b str {
        self.text
            .and_then(|text| text.item(&item.id))
            .unwrap_or(&item.id)
    }

    /// The open question.
    pub(crate) fn open<'b>(&'b self, question: &'b str) -> &'b str {
        self.text
            .and_then(|text| text.open(question))
            .unwrap_or(question)
    }

    /// What stands above the items.
    pub(crate) fn stem(&self) -> &str {
        self.text.map_or("", |text| &text.stem)
    }

    /// The words at the two ends of an item's scale.
    pub(crate) fn ends(&self, item: &Item) -> (String, String) {
        self.text
            .and_then(|text| text.ends(&item.id, &item.options.id))
            .map(|ends| (ends.low.clone(), ends.high.clone()))
            .unwrap_or_default()
    }

    /// The words of one choice.
    pub(crate) fn choice<'b>(&'b self, item: &'b Item, choice: &'b str) -> &'b str {
        self.text
            .and_then(|text| text.choice(&item.options.id, choice))
            .unwrap_or(choice)
    }

    /// The answer that was given, in words; none where there is none.
    pub(crate) fn given(&self, item: &Item, answer: Answer) -> Option<String> {
        match answer {
            Answer::Value(value) => Some(self.value(item, value)),
            Answer::NotApplicable => Some(self.say("does-not-apply").to_string()),
            Answer::Skipped | Answer::NotAsked => None,
        }
    }

    fn value(&self, item: &Item, value: i32) -> String {
        match &item.options.kind {
            OptionKind::Choices(choices) => choices
                .iter()
                .find(|choice| choice.value == value)
                .map_or_else(
                    || value.to_string(),
                    |choice| self.choice(item, &choice.id).to_owned(),
                ),
            OptionKind::Scale { from, to } if *from < 0 => self
                .towards(value, &self.ends(item))
                .unwrap_or_else(|| self.value_of(value, *to)),
            OptionKind::Scale { to, .. } => self.value_of(value, *to),
        }
    }

    fn value_of(&self, value: i32, of: i32) -> String {
        self.say("value-of")
            .with("value", value)
            .with("of", of)
            .to_string()
    }

    /// A place on a scale with two sides, such as "2 towards to go gently".
    pub(super) fn towards(&self, value: i32, (low, high): &(String, String)) -> Option<String> {
        let side = match value.signum() {
            -1 => low,
            1 => high,
            _ => return Some(self.say("in-the-middle").to_string()),
        };
        (!side.is_empty()).then(|| {
            self.say("towards")
                .with("value", value.abs())
                .with("side", side)
                .to_string()
        })
    }
}

/// An answer to a missing question: said as such, never left blank.
pub(crate) fn missing(answer: Answer) -> &'static str {
    match answer {
        Answer::NotAsked => "not asked",
        Answer::NotApplicable => "does not apply",
        Answer::Skipped | Answer::Value(_) => "not answered",
    }
}
