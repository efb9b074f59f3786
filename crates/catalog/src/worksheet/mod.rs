//! Worksheets: what a therapy works with on paper, as data.
//!
//! A worksheet is a list of parts, a part a list of fields; both come in a closed list of kinds, so that one engine can
//! show, check, print and read every one of them. How a file looks: `catalog/README.md`, "Add a worksheet".

mod check;
mod language;
mod load;
mod prompts;
mod raw;

use serde::{Deserialize, Serialize};

pub use crate::content::Caution;
pub(crate) use load::load;
pub use load::own;

/// The most characters of a field that holds words.
pub const LONGEST_WORDS: usize = 10_000;

/// The most rows of a table, a ladder or a plan.
pub const MOST_ROWS: usize = 100;

/// The working tools of one therapy, or of therapies that work alike.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workspace {
    /// Stable id; the name of its file.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Place among the workspaces, lowest first.
    pub order: u16,
    /// Ids of the modalities whose tools these are.
    pub modalities: Vec<String>,
    /// What working here is like.
    pub what: String,
    /// Phases the work goes through, if it does.
    #[serde(default, rename = "stage")]
    pub stages: Vec<Stage>,
    /// Tools of this work that have a page of their own.
    #[serde(default, rename = "elsewhere")]
    pub elsewhere: Vec<Elsewhere>,
}

/// A tool that is no worksheet but a page of the client's.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// Which page.
    pub page: ToolPage,
    /// Name to show.
    pub name: String,
    /// What it is for in this work.
    pub what: String,
}

/// The client's pages that are working tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolPage {
    /// Sessions, with the clinician's process notes beside them.
    Session,
    /// The life line.
    Life,
    /// The map of people.
    People,
    /// The diary of a few questions a day.
    Diary,
    /// The drawing of what keeps it going.
    Formulate,
    /// The relationship between client and clinician.
    Relationship,
    /// How the therapy is followed, and what is asked.
    Assess,
    /// What the end of the therapy needs.
    Ending,
    /// The safety plan.
    SafetyPlan,
}

impl ToolPage {
    /// The last part of its address.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Life => "life",
            Self::People => "people",
            Self::Diary => "diary",
            Self::Formulate => "formulate",
            Self::Relationship => "relationship",
            Self::Assess => "assess",
            Self::Ending => "ending",
            Self::SafetyPlan => "safety-plan",
        }
    }
}

/// A phase of the work.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Stable id within its workspace.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// What it is for, and when it is time for it.
    pub what: String,
}

/// One worksheet, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worksheet {
    /// Stable id.
    pub id: String,
    /// One more with every change.
    pub version: u32,
    /// Name to show.
    pub name: String,
    /// Id of the workspace it belongs to.
    pub workspace: String,
    /// Id of the stage of that workspace, if it has stages.
    pub stage: Option<String>,
    /// Place in its workspace, lowest first.
    pub order: u16,
    /// Who fills it in.
    pub used_by: UsedBy,
    /// Ids of the techniques it serves.
    pub techniques: Vec<String>,
    /// About how long it takes.
    pub minutes: Option<u16>,
    /// What it is, in a sentence.
    pub what: String,
    /// When it has its place.
    pub when: Option<String>,
    /// What looking at one event through it adds. None: it is no lens.
    pub lens: Option<String>,
    /// Where the idea comes from.
    pub source: String,
    /// What is asked, in this order. At least one.
    pub parts: Vec<Part>,
    /// Help while filling in.
    pub guides: Vec<Guide>,
    /// When to think twice.
    pub cautions: Vec<Caution>,
    /// What can be seen once there are several sheets.
    pub pictures: Vec<Picture>,
    /// How two people's sheets are told in turn, if they can be.
    pub turns: Option<Turns>,
    /// Its words in other languages, whole.
    pub(crate) translations: Vec<language::Translation>,
}

/// Who fills in a worksheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsedBy {
    /// The clinician alone; the client is never shown it.
    Clinician,
    /// The two together, or the client between sessions.
    Both,
}

/// One part of a worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Stable id within its worksheet.
    pub id: String,
    /// What kind of part it is.
    pub kind: PartKind,
    /// What stands above it.
    pub title: String,
    /// A sentence of help.
    pub help: Option<String>,
    /// What is asked, in this order. At least one.
    pub fields: Vec<Field>,
}

/// The kinds of parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Named fields, filled once.
    Record,
    /// The same fields again and again.
    Table {
        /// How many empty rows to begin with.
        rows: usize,
    },
    /// A table shown in the order of a number, lowest first.
    Ladder {
        /// Id of that number's field.
        by: String,
        /// How many empty rows to begin with.
        rows: usize,
    },
    /// What is to be done, by whom, when.
    Plan {
        /// How many empty rows to begin with.
        rows: usize,
    },
    /// Boxes with a fixed place, joined by arrows.
    Diagram {
        /// From box to box.
        arrows: Vec<Arrow>,
    },
    /// One number.
    Scale,
    /// One text with room.
    Space,
}

impl PartKind {
    /// How many empty rows to begin with, where there can be several; none for what is filled once.
    pub fn rows(&self) -> Option<usize> {
        match self {
            Self::Table { rows } | Self::Ladder { rows, .. } | Self::Plan { rows } => Some(*rows),
            Self::Record | Self::Diagram { .. } | Self::Scale | Self::Space => None,
        }
    }
}

/// An arrow between two boxes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrow {
    /// Field id of the box it leaves.
    pub from: String,
    /// Field id of the box it reaches.
    pub to: String,
    /// What stands on it.
    pub label: Option<String>,
}

/// One thing asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Stable id within its part.
    pub id: String,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// What is asked.
    pub label: String,
    /// A sentence of help.
    pub help: Option<String>,
    /// Column and row of the box, counted from 1; in diagrams only.
    pub at: Option<(u8, u8)>,
}

/// The kinds of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Words on one line, with some that are offered.
    Line(Vec<String>),
    /// As many words as wanted, with some that are offered.
    Text(Vec<String>),
    /// A whole number.
    Number(Range),
    /// One of these.
    Choice(Vec<Offered>),
    /// Any number of these.
    Several(Vec<Offered>),
    /// A date.
    Day,
    /// A time of day.
    Time,
    /// A row of one of this client's sheets.
    Pick(Rows),
}

/// What a number may be and what its ends mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Lowest.
    pub min: i32,
    /// Highest.
    pub max: i32,
    /// What the lowest and the highest mean.
    pub ends: Option<(String, String)>,
    /// What is counted.
    pub unit: Option<String>,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// Stable id within its field.
    pub id: String,
    /// The words.
    pub label: String,
}

/// The rows of one part of a worksheet, over all sheets of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// Id of the worksheet.
    pub worksheet: String,
    /// Id of its part.
    pub part: String,
}

/// Help while filling in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// What stands above it.
    pub title: String,
    /// One thing each.
    #[serde(rename = "entry")]
    pub entries: Vec<GuideEntry>,
}

/// One thing that helps.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideEntry {
    /// Its name.
    pub name: String,
    /// What it is.
    pub text: String,
    /// A question to put to oneself.
    pub ask: Option<String>,
}

/// What can be seen once there are several sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What stands above it.
    pub title: String,
    /// What it does not show.
    pub note: Option<String>,
    /// What is drawn.
    pub kind: PictureKind,
}

/// The kinds of pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureKind {
    /// Two numbers of each sheet, sheet by sheet.
    Change {
        /// The earlier one.
        before: FieldPlace,
        /// The later one.
        after: FieldPlace,
    },
    /// A number by date.
    Course {
        /// The number.
        field: FieldPlace,
    },
    /// One line a sheet, and what was highest and last from sheet to sheet.
    Curve {
        /// The number along the bottom; of a table.
        across: FieldPlace,
        /// The number that goes up; of the same table.
        up: FieldPlace,
        /// What says which sheets belong together.
        by: Option<FieldPlace>,
    },
    /// How often each thing was given, over all sheets.
    Count {
        /// What is counted, field by field.
        fields: Vec<FieldPlace>,
    },
}

/// What is taken from the sheets of two people to tell their circle in turn: what one does, what that stirs in the other,
/// what the other does, what that stirs in the one. On each sheet both fields are about whoever it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turns {
    /// What this person does.
    pub does: FieldPlace,
    /// What the other's doing stirs in this person.
    pub stirs: FieldPlace,
}

/// A field of a worksheet, by its part.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldPlace {
    /// Id of the part.
    pub part: String,
    /// Id of the field.
    pub field: String,
}

impl Worksheet {
    /// The part with this id.
    pub fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id == id)
    }

    /// The field at this place.
    pub fn field(&self, place: &FieldPlace) -> Option<&Field> {
        self.part(&place.part)?.field(&place.field)
    }
}

impl Part {
    /// The field with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }
}
