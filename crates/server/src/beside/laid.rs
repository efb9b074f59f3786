//! Two sheets of one worksheet, question by question.

use attune_care::assess::Kept;
use attune_care::worksheets::{FilledPart, FilledRow, Laid, Sheet, turns};
use attune_catalog::Severity;
use attune_catalog::worksheet::{Part, Worksheet};
use jiff::civil::Date;

use crate::format::day;
use crate::language::Language;
use crate::worksheets::told::said;

/// All pairs of one worksheet.
pub(super) struct LaidView {
    /// Catalogue id, to be led to.
    pub(super) id: String,
    pub(super) name: String,
    /// When not to do this: when, and what instead.
    pub(super) cautions: Vec<(String, String)>,
    pub(super) pairs: Vec<PairView>,
}

/// One sheet of each.
pub(super) struct PairView {
    /// The day each is about.
    pub(super) on: [String; 2],
    /// Their circle in turn: what it is, and in whose words. Empty where the worksheet has none.
    pub(super) turns: Vec<TurnView>,
    pub(super) parts: Vec<PartView>,
}

pub(super) struct TurnView {
    pub(super) what: String,
    pub(super) words: Option<String>,
}

pub(super) struct PartView {
    pub(super) title: String,
    pub(super) questions: Vec<QuestionView>,
}

/// A question with what each answered; nothing where nothing was said.
pub(super) struct QuestionView {
    pub(super) label: String,
    pub(super) answers: [Vec<String>; 2],
}

pub(super) fn laid_view(
    laid: &Laid<'_>,
    worksheet: Option<&Worksheet>,
    names: &[String; 2],
    today: Date,
) -> LaidView {
    let first = laid.pairs.first().map(|pair| &pair[0].item.asked.name);
    let cautions = worksheet.map_or(&[][..], |it| &it.cautions);
    LaidView {
        id: laid.worksheet.to_owned(),
        name: worksheet
            .map(|it| &it.name)
            .or(first)
            .cloned()
            .unwrap_or_default(),
        cautions: cautions
            .iter()
            .filter(|caution| caution.severity == Severity::NotNow)
            .map(|caution| (caution.when.clone(), caution.text.clone()))
            .collect(),
        pairs: laid
            .pairs
            .iter()
            .map(|pair| PairView {
                on: pair.map(|kept| day(kept.item.on, today)),
                turns: told_in_turn(*pair, worksheet, names),
                parts: parts(*pair, worksheet, today),
            })
            .collect(),
    }
}

fn told_in_turn(
    pair: [&Kept<Sheet>; 2],
    worksheet: Option<&Worksheet>,
    names: &[String; 2],
) -> Vec<TurnView> {
    let Some(asked) = worksheet.and_then(|it| it.turns.as_ref()) else {
        return Vec::new();
    };
    let view = |turn: attune_care::worksheets::Turn<'_>| {
        let name = &names[turn.whose];
        TurnView {
            what: if turn.does {
                format!("What {name} does")
            } else {
                format!("What that stirs in {name}")
            },
            words: turn.words.map(str::to_owned),
        }
    };
    turns(asked, pair).map(view).into()
}

/// Parts in the order of the worksheet, and then what it does not ask any more.
fn parts(pair: [&Kept<Sheet>; 2], worksheet: Option<&Worksheet>, today: Date) -> Vec<PartView> {
    let mut ids: Vec<&str> = worksheet
        .iter()
        .flat_map(|it| &it.parts)
        .map(|part| part.id.as_str())
        .collect();
    for filled in pair.iter().flat_map(|kept| &kept.item.parts) {
        if !ids.contains(&filled.id.as_str()) {
            ids.push(&filled.id);
        }
    }
    let view = |id: &str| {
        let filled = pair.map(|kept| kept.item.part(id));
        let asked = worksheet.and_then(|it| it.part(id));
        // Neither said anything here.
        let there = filled.into_iter().flatten().next()?;
        let several = match asked {
            Some(asked) => asked.kind.rows().is_some(),
            None => there.rows.len() > 1,
        };
        Some(PartView {
            title: asked.map_or(&there.title, |asked| &asked.title).clone(),
            questions: if several {
                vec![QuestionView {
                    label: String::new(),
                    answers: filled.map(|part| rows(part, asked, today)),
                }]
            } else {
                questions(filled, asked, today)
            },
        })
    };
    ids.into_iter().filter_map(view).collect()
}

/// Each row as lines of question and answer.
fn rows(filled: Option<&FilledPart>, asked: Option<&Part>, today: Date) -> Vec<String> {
    let rows: Vec<&FilledRow> = match (filled, asked) {
        (Some(filled), Some(asked)) => filled.in_order(asked),
        (Some(filled), None) => filled.rows.iter().collect(),
        (None, _) => Vec::new(),
    };
    let row = |row: &FilledRow| {
        let cells = row.cells.iter();
        let lines = cells.map(|cell| {
            let words = said(&cell.value, Language::English, today);
            format!("{}: {words}", cell.label)
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    rows.into_iter().map(row).collect()
}

/// Every question that one of the two answered.
fn questions(
    filled: [Option<&FilledPart>; 2],
    asked: Option<&Part>,
    today: Date,
) -> Vec<QuestionView> {
    let mut fields: Vec<(&str, &str)> = asked
        .iter()
        .flat_map(|part| &part.fields)
        .map(|field| (field.id.as_str(), field.label.as_str()))
        .collect();
    let all = filled.into_iter().flatten().flat_map(|part| &part.rows);
    for cell in all.flat_map(|row| &row.cells) {
        if !fields.iter().any(|(id, _)| *id == cell.field) {
            fields.push((&cell.field, &cell.label));
        }
    }
    let view = |(field, label): (&str, &str)| {
        let answers = filled.map(|part| {
            let rows = part.into_iter().flat_map(|part| &part.rows);
            let values = rows.filter_map(|row| row.value(field));
            let words = values.map(|value| said(value, Language::English, today));
            words.collect::<Vec<_>>()
        });
        let answered = answers.iter().any(|answers| !answers.is_empty());
        answered.then(|| QuestionView {
            label: label.to_owned(),
            answers,
        })
    };
    fields.into_iter().filter_map(view).collect()
}
