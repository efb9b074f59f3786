use std::path::PathBuf;

use attune_figures::FigureError;
use attune_stats::StatsError;
use serde_json::{Value, json};

use attune_readers::table::{BadCell, TableError};

/// Bad cells that are listed one by one.
const LISTED: usize = 20;

/// Why there is no result. Every one of these ends with exit code 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// The file is no table, or lacks a column.
    #[error("{}: {error}", file.display())]
    Table {
        /// Which file.
        file: PathBuf,
        /// What is wrong with it.
        error: TableError,
    },
    /// Cells that cannot be taken.
    #[error("{}", listed(file, cells))]
    Cells {
        /// Which file.
        file: PathBuf,
        /// All of them, by row.
        cells: Vec<BadCell>,
    },
    /// No row was left.
    #[error("{}: no row is left; expected {expected}", file.display())]
    NoRows {
        /// Which file.
        file: PathBuf,
        /// What would have been a row.
        expected: String,
    },
    /// A file that is not CSV says something that cannot be taken.
    #[error("{}: {place}: {found}; expected {expected}", file.display())]
    Place {
        /// Which file.
        file: PathBuf,
        /// Where in it, such as `influences[2].weight`.
        place: String,
        /// What is there, by kind.
        found: String,
        /// What would be taken.
        expected: String,
    },
    /// An option whose value fits no file.
    #[error("{option}: expected {expected}")]
    Option {
        /// Such as `--where`.
        option: &'static str,
        /// What would be taken.
        expected: String,
    },
    /// A column that is always the same, by its name.
    #[error("column {name}: {error}")]
    Constant {
        /// The column.
        name: String,
        /// What the library said.
        error: StatsError,
    },
    /// The method cannot give a number that could be trusted.
    #[error("{0}")]
    Statistics(#[from] StatsError),
    /// There is nothing that could be drawn.
    #[error("the picture cannot be drawn: {0}")]
    Picture(#[from] FigureError),
    /// A file could not be written.
    #[error("{} could not be written: {error}", file.display())]
    Write {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
}

impl Refusal {
    /// For programs: what kind, and where.
    pub(crate) fn json(&self) -> Value {
        let message = self.to_string();
        let mut refused = match self {
            Self::Table { file, .. } => json!({"kind": "unreadable_table", "file": file}),
            Self::Cells { file, cells } => {
                json!({"kind": "bad_cells", "file": file, "cells": cells})
            }
            Self::NoRows { file, .. } => json!({"kind": "no_rows", "file": file}),
            Self::Place { file, place, .. } => {
                json!({"kind": "bad_place", "file": file, "place": place})
            }
            Self::Option { option, .. } => json!({"kind": "bad_option", "option": option}),
            Self::Statistics(error) => {
                serde_json::to_value(error).unwrap_or_else(|_| json!({"kind": "statistics"}))
            }
            Self::Constant { name, .. } => json!({"kind": "constant_column", "column": name}),
            Self::Picture(_) => json!({"kind": "no_picture"}),
            Self::Write { file, .. } => json!({"kind": "not_written", "file": file}),
        };
        if let Some(refused) = refused.as_object_mut() {
            refused.insert("message".to_owned(), message.into());
        }
        json!({ "refused": refused })
    }
}

fn listed(file: &std::path::Path, cells: &[BadCell]) -> String {
    let mut lines: Vec<String> = cells
        .iter()
        .take(LISTED)
        .map(|cell| format!("{}: {cell}", file.display()))
        .collect();
    if cells.len() > LISTED {
        lines.push(format!("and {} more", cells.len() - LISTED));
    }
    lines.join("\n")
}
