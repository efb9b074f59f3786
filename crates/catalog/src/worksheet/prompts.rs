//! The prompts of a technique, as a worksheet: one record with room for every answer.

use super::language::Translation;
use super::{Field, FieldKind, Part, PartKind, UsedBy, Worksheet};
use crate::content::{PromptWords, Technique};

/// The worksheets of a technique. Its id is that of the technique after `prompts-`; a second list of prompts adds its
/// number.
pub(super) fn of(technique: &Technique, workspace: &str) -> Vec<Worksheet> {
    let lists = technique.worksheets.iter().enumerate();
    lists
        .map(|(index, list)| {
            let fields = list.prompts.iter().enumerate().map(|(at, prompt)| Field {
                id: format!("answer-{}", at + 1),
                kind: FieldKind::Text(Vec::new()),
                label: prompt.clone(),
                help: None,
                at: None,
            });
            let number = if index == 0 {
                String::new()
            } else {
                format!("-{}", index + 1)
            };
            Worksheet {
                id: format!("prompts-{}{number}", technique.id),
                version: 1,
                name: list.name.clone(),
                workspace: workspace.to_owned(),
                stage: None,
                order: u16::MAX,
                used_by: UsedBy::Both,
                techniques: vec![technique.id.clone()],
                minutes: None,
                what: list.what.clone(),
                when: None,
                lens: None,
                source: format!("The technique \u{201c}{}\u{201d}.", technique.name),
                parts: vec![Part {
                    id: "answers".to_owned(),
                    kind: PartKind::Record,
                    title: list.name.clone(),
                    help: None,
                    fields: fields.collect(),
                }],
                guides: Vec::new(),
                cautions: technique.cautions.clone(),
                pictures: Vec::new(),
                turns: None,
                translations: list
                    .translations()
                    .map(|(language, words)| in_language(language, words))
                    .collect(),
            }
        })
        .collect()
}

/// Every word of such a worksheet in another language.
fn in_language(language: &'static str, words: &PromptWords) -> Translation {
    let prompts = words.prompts.iter().enumerate();
    let labels = prompts.map(|(at, prompt)| {
        let place = format!("field.answers.answer-{}.label", at + 1);
        (place, prompt.clone())
    });
    let head = [
        ("name".to_owned(), words.name.clone()),
        ("what".to_owned(), words.what.clone()),
        ("part.answers.title".to_owned(), words.name.clone()),
    ];
    Translation::new(language, head.into_iter().chain(labels))
}
