//! A worksheet as it stands in its file, before its kinds are known.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Arrow, Guide, Offered, UsedBy};
use crate::content::Caution;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWorksheet {
    pub(super) id: String,
    pub(super) version: u32,
    pub(super) name: String,
    pub(super) workspace: String,
    pub(super) stage: Option<String>,
    pub(super) order: u16,
    pub(super) used_by: UsedBy,
    #[serde(default)]
    pub(super) techniques: Vec<String>,
    pub(super) minutes: Option<u16>,
    pub(super) what: String,
    pub(super) when: Option<String>,
    pub(super) lens: Option<String>,
    pub(super) source: String,
    #[serde(rename = "part")]
    pub(super) parts: Vec<RawPart>,
    #[serde(default, rename = "guide")]
    pub(super) guides: Vec<Guide>,
    #[serde(default, rename = "caution")]
    pub(super) cautions: Vec<Caution>,
    #[serde(default, rename = "picture")]
    pub(super) pictures: Vec<RawPicture>,
    pub(super) turns: Option<RawTurns>,
    pub(super) de: Option<BTreeMap<String, String>>,
    pub(super) es: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTurns {
    pub(super) does: String,
    pub(super) stirs: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPart {
    pub(super) id: String,
    pub(super) kind: RawPartKind,
    pub(super) title: String,
    pub(super) help: Option<String>,
    pub(super) rows: Option<usize>,
    pub(super) by: Option<String>,
    #[serde(rename = "field")]
    pub(super) fields: Vec<RawField>,
    #[serde(default, rename = "arrow")]
    pub(super) arrows: Vec<Arrow>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawPartKind {
    Record,
    Table,
    Ladder,
    Plan,
    Diagram,
    Scale,
    Space,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub(super) id: String,
    pub(super) kind: RawFieldKind,
    pub(super) label: String,
    pub(super) help: Option<String>,
    #[serde(default)]
    pub(super) suggest: Vec<String>,
    pub(super) min: Option<i32>,
    pub(super) max: Option<i32>,
    pub(super) low: Option<String>,
    pub(super) high: Option<String>,
    pub(super) unit: Option<String>,
    #[serde(default)]
    pub(super) options: Vec<Offered>,
    pub(super) from: Option<String>,
    pub(super) at: Option<[u8; 2]>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawFieldKind {
    Line,
    Text,
    Number,
    Choice,
    Several,
    Day,
    Time,
    Pick,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum RawPicture {
    Change {
        title: String,
        note: Option<String>,
        before: String,
        after: String,
    },
    Course {
        title: String,
        note: Option<String>,
        field: String,
    },
    Curve {
        title: String,
        note: Option<String>,
        across: String,
        up: String,
        by: Option<String>,
    },
    Count {
        title: String,
        note: Option<String>,
        fields: Vec<String>,
    },
}
