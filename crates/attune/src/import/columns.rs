//! Which columns of a file mean what.

use anyhow::{Context, bail};
use csv::StringRecord;

/// The columns named at the command line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Columns {
    /// One row per score.
    Long {
        client: String,
        time: String,
        score: String,
    },
    /// One row per client: a column per time.
    Wide {
        client: String,
        /// Column and its time, as text.
        scores: Vec<(String, String)>,
    },
}

/// Where they are in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) client: usize,
    pub(super) scores: Vec<ScoreColumn>,
}

/// A column with scores, and where their times are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ScoreColumn {
    pub(super) position: usize,
    pub(super) name: String,
    pub(super) time: TimeSource,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TimeSource {
    /// In this column.
    Column { position: usize, name: String },
    /// The same for every row.
    Fixed(String),
}

impl Columns {
    /// Finds them in the header, whatever their case.
    pub(super) fn find(&self, header: &StringRecord) -> anyhow::Result<Found> {
        let find = |wanted: &str| {
            let position = header
                .iter()
                .position(|name| name == wanted)
                .or_else(|| header.iter().position(|name| name.eq_ignore_ascii_case(wanted)));
            position.with_context(|| {
                let all: Vec<&str> = header.iter().collect();
                format!("there is no column \"{wanted}\"; the file has: {}", all.join(", "))
            })
        };
        match self {
            Self::Long { client, time, score } => Ok(Found {
                client: find(client)?,
                scores: vec![ScoreColumn {
                    position: find(score)?,
                    name: score.clone(),
                    time: TimeSource::Column { position: find(time)?, name: time.clone() },
                }],
            }),
            Self::Wide { client, scores } => Ok(Found {
                client: find(client)?,
                scores: scores
                    .iter()
                    .map(|(column, time)| {
                        Ok(ScoreColumn {
                            position: find(column)?,
                            name: column.clone(),
                            time: TimeSource::Fixed(time.clone()),
                        })
                    })
                    .collect::<anyhow::Result<_>>()?,
            }),
        }
    }
}

/// Reads `bdi_pre=0` of `--wide bdi_pre=0,bdi_2m=2`.
pub(crate) fn parse_wide(text: &str) -> anyhow::Result<(String, String)> {
    match text.split_once('=') {
        Some((column, time)) if !column.trim().is_empty() && !time.trim().is_empty() => {
            Ok((column.trim().to_owned(), time.trim().to_owned()))
        }
        _ => bail!("\"{text}\" should name a column and its time, as in bdi_2m=2"),
    }
}
