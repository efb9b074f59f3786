//! A worksheet as a form: what a template needs, for clinicians and clients alike.

use std::collections::BTreeMap;

use attune_care::worksheets::{CellProblem, Expected, PickedRow, Typed, TypedRow};
use attune_catalog::worksheet::{Field, FieldKind, Part, PartKind, Range, Rows, Worksheet};
use attune_ids::RowId;

use crate::language::{Language, key};

/// Numbers with up to this many steps are chosen by pressing one, others are typed.
const PRESSED: i32 = 10;

/// The words around the fields, in the reader's language.
pub(crate) struct Around {
    pub(crate) add: String,
    pub(crate) remove: String,
    pub(crate) up: String,
    pub(crate) down: String,
    pub(crate) row: String,
    pub(crate) choose: String,
    pub(crate) nothing_said: String,
    pub(crate) for_example: String,
    pub(crate) leads_to: String,
    pub(crate) nothing_to_pick: String,
}

impl Around {
    /// In this language.
    pub(crate) fn in_language(language: Language) -> Self {
        let say = |key: &'static str| language.say(key).to_string();
        Self {
            add: say(key("sheet-add-row")),
            remove: say(key("sheet-remove-row")),
            up: say(key("sheet-up")),
            down: say(key("sheet-down")),
            row: say(key("sheet-row")),
            choose: say(key("sheet-choose")),
            nothing_said: say(key("sheet-nothing-said")),
            for_example: say(key("sheet-for-example")),
            leads_to: say(key("sheet-leads-to")),
            nothing_to_pick: say(key("sheet-nothing-to-pick")),
        }
    }
}

/// One part with its rows.
pub(crate) struct PartView {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) help: Option<String>,
    /// Whether rows can be added.
    pub(crate) several: bool,
    /// Whether they keep the order they are written in.
    pub(crate) movable: bool,
    /// Whether its fields are boxes with a place.
    pub(crate) diagram: bool,
    /// Arrows as sentences: from, what stands on it, to.
    pub(crate) arrows: Vec<(String, String, String)>,
    /// Arrows as signs between the boxes: column and line counted with the gaps, and the sign.
    pub(crate) marks: Vec<(u8, u8, String)>,
    pub(crate) rows: Vec<RowView>,
    pub(crate) problem: Option<String>,
}

/// One row.
pub(crate) struct RowView {
    pub(crate) id: RowId,
    /// From 1.
    pub(crate) number: usize,
    pub(crate) first: bool,
    pub(crate) last: bool,
    pub(crate) cells: Vec<CellView>,
}

/// One field of one row.
pub(crate) struct CellView {
    /// In the form, and as the id of its element.
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) help: Option<String>,
    pub(crate) suggest: Vec<String>,
    pub(crate) problem: Option<String>,
    /// Column and row of a box.
    pub(crate) at: (u8, u8),
    pub(crate) kind: CellKind,
}

impl CellView {
    /// What explains the field, for the element.
    pub(crate) fn described(&self) -> String {
        let mut by = Vec::new();
        if self.help.is_some() {
            by.push(format!("{}-hint", self.name));
        }
        if matches!(self.kind, CellKind::Number(..)) {
            by.push(format!("{}-ends", self.name));
        }
        let invalid = if self.problem.is_some() {
            by.push(format!("{}-error", self.name));
            " aria-invalid=\"true\""
        } else {
            ""
        };
        if by.is_empty() {
            return String::new();
        }
        // Names are ids of the catalogue and of rows: letters, digits, dots and dashes.
        format!(" aria-describedby=\"{}\"{invalid}", by.join(" "))
    }

    pub(crate) fn on_one_line(&self) -> bool {
        matches!(self.kind, CellKind::Line(_))
    }

    pub(crate) fn pressed(steps: &[(i32, bool)]) -> bool {
        steps.iter().any(|(_, pressed)| *pressed)
    }

    pub(crate) fn chosen(options: &[(String, String, bool)]) -> bool {
        options.iter().any(|(.., chosen)| *chosen)
    }
}

/// How a field is asked.
pub(crate) enum CellKind {
    /// One line.
    Line(String),
    /// Many.
    Text(String),
    /// Press a number: number, pressed; and what the ends mean.
    Steps(Vec<(i32, bool)>, Option<(String, String)>),
    /// Type a number: as typed, lowest, highest, and what they mean.
    Number(String, i32, i32, String),
    /// One of these: id, words, chosen.
    Choice(Vec<(String, String, bool)>),
    /// Any of these.
    Several(Vec<(String, String, bool)>),
    /// A date.
    Day(String),
    /// A time of day.
    Time(String),
    /// A row of another sheet: id, name, chosen.
    Pick(Vec<(RowId, String, bool)>),
}

/// The whole form. `rows` are what can be picked.
pub(crate) fn parts(
    worksheet: &Worksheet,
    typed: &Typed,
    problems: &[CellProblem],
    rows: &dyn Fn(&Rows) -> Vec<PickedRow>,
    language: Language,
) -> Vec<PartView> {
    let said: BTreeMap<(&str, Option<RowId>, &str), String> = problems
        .iter()
        .map(|it| {
            let place = (it.part.as_str(), it.row, it.field.as_str());
            (place, expected(it.expected, language))
        })
        .collect();
    let view = |part: &Part| {
        let written = typed.parts.get(&part.id).map_or(&[][..], Vec::as_slice);
        let row = |(index, row): (usize, &TypedRow)| RowView {
            id: row.id,
            number: index + 1,
            first: index == 0,
            last: index + 1 == written.len(),
            cells: part
                .fields
                .iter()
                .map(|field| CellView {
                    problem: said
                        .get(&(part.id.as_str(), Some(row.id), field.id.as_str()))
                        .cloned(),
                    ..cell(part, field, row, rows)
                })
                .collect(),
        };
        PartView {
            id: part.id.clone(),
            title: part.title.clone(),
            help: part.help.clone(),
            several: part.kind.rows().is_some(),
            movable: !matches!(part.kind, PartKind::Ladder { .. }),
            diagram: matches!(part.kind, PartKind::Diagram { .. }),
            arrows: arrows(part),
            marks: marks(part),
            rows: written.iter().enumerate().map(row).collect(),
            problem: said.get(&(part.id.as_str(), None, "")).cloned(),
        }
    };
    worksheet.parts.iter().map(view).collect()
}

/// The arrows of a diagram, with the labels of their boxes.
pub(crate) fn arrows(part: &Part) -> Vec<(String, String, String)> {
    let PartKind::Diagram { arrows } = &part.kind else {
        return Vec::new();
    };
    let label = |id: &str| part.field(id).map_or("", |field| &field.label).to_owned();
    arrows
        .iter()
        .map(|arrow| {
            let on = arrow.label.clone().unwrap_or_default();
            (label(&arrow.from), on, label(&arrow.to))
        })
        .collect()
}

/// The arrows of a diagram as signs halfway between their boxes. Box 1 stands in column 1, box 2 in column 3: between
/// them is the gap. Where halfway lies a box, the sentence has to do.
fn marks(part: &Part) -> Vec<(u8, u8, String)> {
    let PartKind::Diagram { arrows } = &part.kind else {
        return Vec::new();
    };
    let place = |id: &str| part.field(id).and_then(|field| field.at);
    let taken: Vec<(u8, u8)> = part
        .fields
        .iter()
        .filter_map(|field| field.at)
        .map(|(column, line)| (2 * column - 1, 2 * line - 1))
        .collect();
    let mut marks: Vec<(u8, u8, String)> = Vec::new();
    for arrow in arrows {
        let (Some(from), Some(to)) = (place(&arrow.from), place(&arrow.to)) else {
            continue;
        };
        let halfway = (from.0 + to.0 - 1, from.1 + to.1 - 1);
        if taken.contains(&halfway) {
            continue;
        }
        let sign = sign(from, to);
        let known = marks
            .iter_mut()
            .find(|(column, line, _)| (*column, *line) == halfway);
        match known {
            Some((.., signs)) => signs.push_str(sign),
            None => marks.push((halfway.0, halfway.1, sign.to_owned())),
        }
    }
    marks
}

/// The sign of an arrow from one place to another; columns go right, lines go down.
fn sign(from: (u8, u8), to: (u8, u8)) -> &'static str {
    use std::cmp::Ordering::{Equal, Greater, Less};
    match (from.0.cmp(&to.0), from.1.cmp(&to.1)) {
        (Less, Equal) => "→",
        (Less, Less) => "↘",
        (Equal, Less) => "↓",
        (Greater, Less) => "↙",
        (Greater, Equal) => "←",
        (Greater, Greater) => "↖",
        (Equal, Greater) => "↑",
        (Less, Greater) => "↗",
        (Equal, Equal) => "↺",
    }
}

fn cell(
    part: &Part,
    field: &Field,
    row: &TypedRow,
    rows: &dyn Fn(&Rows) -> Vec<PickedRow>,
) -> CellView {
    let values = row.cells.get(&field.id).map_or(&[][..], Vec::as_slice);
    let first = values.first().cloned().unwrap_or_default();
    let chosen = |id: &str| values.iter().any(|value| value == id);
    let options = |options: &[attune_catalog::worksheet::Offered]| {
        let options = options.iter();
        options
            .map(|it| (it.id.clone(), it.label.clone(), chosen(&it.id)))
            .collect()
    };
    let mut suggest = Vec::new();
    let kind = match &field.kind {
        FieldKind::Line(offered) => {
            suggest.clone_from(offered);
            CellKind::Line(first)
        }
        FieldKind::Text(offered) => {
            suggest.clone_from(offered);
            CellKind::Text(first)
        }
        FieldKind::Number(range) => number(range, first),
        FieldKind::Choice(offered) => CellKind::Choice(options(offered)),
        FieldKind::Several(offered) => CellKind::Several(options(offered)),
        FieldKind::Day => CellKind::Day(first),
        FieldKind::Time => CellKind::Time(first),
        FieldKind::Pick(from) => {
            let there = rows(from).into_iter();
            let picked = there.map(|it| {
                let here = chosen(&it.row.to_string());
                (it.row, it.name, here)
            });
            CellKind::Pick(picked.collect())
        }
    };
    CellView {
        name: format!("{}.{}.{}", part.id, row.id, field.id),
        label: field.label.clone(),
        help: field.help.clone(),
        suggest,
        problem: None,
        at: field.at.unwrap_or((1, 1)),
        kind,
    }
}

fn number(range: &Range, first: String) -> CellKind {
    let pressed = first.trim().parse().ok();
    let fits =
        first.trim().is_empty() || pressed.is_some_and(|it| (range.min..=range.max).contains(&it));
    // What was typed and does not fit has to be seen to be mended.
    if range.max.saturating_sub(range.min) <= PRESSED && fits {
        let steps = (range.min..=range.max).map(|step| (step, pressed == Some(step)));
        return CellKind::Steps(steps.collect(), range.ends.clone());
    }
    let unit = range
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {unit}"));
    let ends = match &range.ends {
        Some((low, high)) => format!("{} {low}, {}{unit} {high}", range.min, range.max),
        None => format!("{} \u{2013} {}{unit}", range.min, range.max),
    };
    CellKind::Number(first, range.min, range.max, ends)
}

/// What would be accepted, in this language.
pub(crate) fn expected(expected: Expected, language: Language) -> String {
    let say = |key: &'static str| language.say(key);
    match expected {
        Expected::Number(low, high) => say(key("sheet-wants-number"))
            .with("low", low)
            .with("high", high)
            .to_string(),
        Expected::Day => say(key("sheet-wants-day")).to_string(),
        Expected::Time => say(key("sheet-wants-time")).to_string(),
        Expected::Offered => say(key("sheet-wants-offered")).to_string(),
        Expected::Shorter(most) => say(key("sheet-wants-shorter"))
            .with("most", most)
            .to_string(),
        Expected::FewerRows(most) => say(key("sheet-wants-fewer")).with("most", most).to_string(),
    }
}
