use attune_catalog::worksheet::{FieldPlace, Part, PartKind, Rows};
use attune_ids::{EntryId, FactorId, MomentId, ProblemId, RowId, SessionId, SheetId, StrandId};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::Body;
use crate::assess::{Kept, Lasting};

/// A worksheet as it was filled in, with the words it asked in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Stays the same when it is filled in further.
    pub id: SheetId,
    /// Which worksheet it was.
    pub asked: Asked,
    /// The day it is about.
    pub on: Date,
    /// What was answered, part by part. Parts without an answer are left out.
    pub parts: Vec<FilledPart>,
    /// What it belongs to.
    #[serde(default)]
    pub links: Links,
}

/// Which worksheet was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Catalogue id.
    pub worksheet: String,
    /// Its version.
    pub version: u32,
    /// Its name, in the language it was asked in.
    pub name: String,
}

/// One part with its answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilledPart {
    /// Id within the worksheet.
    pub id: String,
    /// What stood above it.
    pub title: String,
    /// One row where it is filled once; as many as were written in a table.
    pub rows: Vec<FilledRow>,
}

/// One row of answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilledRow {
    /// Stays the same when the row is written better.
    pub id: RowId,
    /// Its answers. Fields without one are left out: nothing said is not zero.
    pub cells: Vec<Cell>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Id of the field within its part.
    pub field: String,
    /// What was asked.
    pub label: String,
    /// What was answered.
    pub value: Value,
}

/// What can be answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Words.
    Words(String),
    /// A whole number.
    Number {
        /// The number.
        value: i32,
        /// The lowest it could have been.
        min: i32,
        /// The highest.
        max: i32,
    },
    /// What was chosen: ids and words.
    Chosen(Vec<(String, String)>),
    /// A date.
    Day(Date),
    /// A time of day.
    Time(Time),
    /// A row of another sheet.
    Row(PickedRow),
}

/// A row of a sheet that another sheet speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickedRow {
    /// Which row.
    pub row: RowId,
    /// What it was called when it was picked.
    pub name: String,
}

/// What a sheet belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Links {
    /// Factors of the formulation it is about.
    #[serde(default)]
    pub factors: Vec<FactorId>,
    /// Problems it is about.
    #[serde(default)]
    pub problems: Vec<ProblemId>,
    /// Strands of the plan it serves.
    #[serde(default)]
    pub strands: Vec<StrandId>,
    /// The session it was filled in.
    #[serde(default)]
    pub session: Option<SessionId>,
    /// What happened that it looks at.
    #[serde(default)]
    pub moment: Option<MomentId>,
    /// The giving it answers.
    #[serde(default)]
    pub giving: Option<EntryId>,
}

impl Lasting for Sheet {
    const WHAT: &'static str = "sheet";
    type Id = SheetId;

    fn id(&self) -> SheetId {
        self.id
    }

    fn set_by(body: &Body) -> Option<&Self> {
        match body {
            Body::SheetFilled(sheet) => Some(sheet),
            _ => None,
        }
    }
}

/// Letters of the beginning of a sheet.
const BEGINNING: usize = 90;

impl Sheet {
    /// The first words somebody wrote on it, cut where they are long, to tell it from others of its kind.
    pub fn beginning(&self) -> Option<String> {
        let mut rows = self.parts.iter().flat_map(|part| &part.rows);
        let words = rows.find_map(FilledRow::name)?;
        let mut short: String = words.chars().take(BEGINNING).collect();
        if short.len() < words.len() {
            short.push('\u{2026}');
        }
        Some(short)
    }

    /// The part with this id, if anything was answered in it.
    pub fn part(&self, id: &str) -> Option<&FilledPart> {
        self.parts.iter().find(|part| part.id == id)
    }

    /// The answers at this place, row by row.
    pub fn values(&self, place: &FieldPlace) -> impl Iterator<Item = &Value> {
        let rows = self
            .part(&place.part)
            .into_iter()
            .flat_map(|part| &part.rows);
        rows.filter_map(|row| row.value(&place.field))
    }

    /// The number at this place of a part that is filled once.
    pub fn number(&self, place: &FieldPlace) -> Option<i32> {
        self.values(place).find_map(Value::number)
    }
}

impl FilledPart {
    /// Its rows as the part wants them shown: a ladder from its lowest step up, those without a number last.
    pub fn in_order(&self, part: &Part) -> Vec<&FilledRow> {
        let mut rows: Vec<&FilledRow> = self.rows.iter().collect();
        if let PartKind::Ladder { by, .. } = &part.kind {
            let height = |row: &FilledRow| row.value(by).and_then(Value::number);
            rows.sort_by_key(|row| height(row).map_or((1, 0), |height| (0, height)));
        }
        rows
    }
}

impl FilledRow {
    /// The answer to this field.
    pub fn value(&self, field: &str) -> Option<&Value> {
        let found = self.cells.iter().find(|cell| cell.field == field);
        found.map(|cell| &cell.value)
    }

    /// What the row is called: its first words.
    pub fn name(&self) -> Option<&str> {
        self.cells.iter().find_map(|cell| match &cell.value {
            Value::Words(words) => Some(words.as_str()),
            _ => None,
        })
    }
}

impl Value {
    /// The number, if it is one.
    pub fn number(&self) -> Option<i32> {
        match self {
            Self::Number { value, .. } => Some(*value),
            _ => None,
        }
    }
}

/// The rows that can be picked from these sheets, with their names, in the order written. The caller says whose eyes the
/// sheets are for: for a client [`super::open_to_client`].
pub fn pickable<'a>(
    sheets: impl IntoIterator<Item = &'a Kept<Sheet>>,
    from: &Rows,
) -> Vec<PickedRow> {
    let of_worksheet = |kept: &&Kept<Sheet>| kept.item.asked.worksheet == from.worksheet;
    let parts = sheets
        .into_iter()
        .filter(of_worksheet)
        .filter_map(|kept| kept.item.part(&from.part));
    parts
        .flat_map(|part| &part.rows)
        .filter_map(|row| {
            Some(PickedRow {
                row: row.id,
                name: row.name()?.to_owned(),
            })
        })
        .collect()
}
