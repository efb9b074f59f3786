use std::collections::{BTreeMap, BTreeSet};

use attune_catalog::{Measure, Outcome, ScoreError, score_from_total};

use super::time::{Moment, Unit};
use attune_readers::table::{BadCell, Row, Table};

/// Where in the file things are.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    /// The client's code.
    pub(crate) client: String,
    /// The scores.
    pub(crate) scores: ScoreColumns,
    /// What time is counted in.
    pub(crate) unit: Unit,
}

/// One score a row, or one column for each moment.
#[derive(Debug, Clone)]
pub(crate) enum ScoreColumns {
    /// A column with the time and one with the score.
    Long {
        /// Column with the time.
        time: String,
        /// Column with the score.
        score: String,
    },
    /// Columns with scores, each with its moment.
    Wide(Vec<(String, String)>),
}

/// One client's scores.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Course {
    /// The client's code in the file.
    pub(crate) code: String,
    /// In the order of the file.
    pub(crate) scores: Vec<Score>,
}

/// One score.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Score {
    /// Its row.
    pub(crate) row: usize,
    /// Its column.
    pub(crate) column: String,
    /// When.
    pub(crate) moment: Moment,
    /// The total, checked, with its band.
    pub(crate) outcome: Outcome,
}

/// Everything the file holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Courses {
    /// By code, in the order of the file.
    pub(crate) courses: Vec<Course>,
    /// Cells without a score. They are not zeros; they are nothing.
    pub(crate) without_score: usize,
}

/// Turns rows into courses. Every bad row is named, not only the first.
pub(crate) fn read_courses(
    table: &Table,
    columns: &Columns,
    measure: &Measure,
) -> anyhow::Result<Result<Courses, Vec<BadCell>>> {
    let client = table.column(&columns.client)?;
    let cells = cells(table, columns)?;
    let mut order: Vec<String> = Vec::new();
    let mut by_code: BTreeMap<String, Vec<Score>> = BTreeMap::new();
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut bad = Vec::new();
    let mut without_score = 0;
    for row in table.rows() {
        let Some(code) = row.cell(client) else {
            bad.push(bad_row(row, &columns.client, "empty", "the client's code"));
            continue;
        };
        if !by_code.contains_key(code) {
            order.push(code.to_owned());
        }
        let scores = by_code.entry(code.to_owned()).or_default();
        for cell in &cells {
            match read_score(table, columns.unit, row, cell, measure) {
                Ok(None) => without_score += 1,
                Ok(Some(score)) if seen.insert((code.to_owned(), score.moment.key())) => {
                    scores.push(score);
                }
                Ok(Some(score)) => bad.push(bad_row(
                    row,
                    &score.column,
                    "a second score of this client at this time",
                    "one score for each client and time",
                )),
                Err(problem) => bad.push(problem),
            }
        }
    }
    if !bad.is_empty() {
        return Ok(Err(bad));
    }
    let courses = order
        .into_iter()
        .map(|code| {
            let scores = by_code.remove(&code).unwrap_or_default();
            Course { code, scores }
        })
        .collect();
    Ok(Ok(Courses {
        courses,
        without_score,
    }))
}

/// Where one score of a row is.
struct Cell<'a> {
    time: Time<'a>,
    score: usize,
    name: &'a str,
}

enum Time<'a> {
    Column(usize, &'a str),
    Fixed(Moment),
}

fn cells<'a>(table: &Table, columns: &'a Columns) -> anyhow::Result<Vec<Cell<'a>>> {
    match &columns.scores {
        ScoreColumns::Long { time, score } => Ok(vec![Cell {
            time: Time::Column(table.column(time)?, time),
            score: table.column(score)?,
            name: score,
        }]),
        ScoreColumns::Wide(pairs) => pairs
            .iter()
            .map(|(name, time)| {
                let moment =
                    Moment::read(columns.unit, time, table.number(time)).map_err(|expected| {
                        anyhow::anyhow!("--wide {name}={time}: expected {expected} after the =")
                    })?;
                Ok(Cell {
                    time: Time::Fixed(moment),
                    score: table.column(name)?,
                    name,
                })
            })
            .collect(),
    }
}

fn read_score(
    table: &Table,
    unit: Unit,
    row: Row<'_>,
    cell: &Cell<'_>,
    measure: &Measure,
) -> Result<Option<Score>, BadCell> {
    let Some(text) = row.cell(cell.score) else {
        return Ok(None);
    };
    let total = table
        .number(text)
        .ok_or_else(|| bad_row(row, cell.name, "not a number", "a score, or nothing"))?;
    let moment = match cell.time {
        Time::Fixed(moment) => moment,
        Time::Column(column, name) => {
            let text = row.cell(column).ok_or_else(|| {
                bad_row(row, name, "empty beside a score", "the time of the score")
            })?;
            Moment::read(unit, text, table.number(text))
                .map_err(|expected| bad_row(row, name, "not a time", expected))?
        }
    };
    let outcome = score_from_total(measure, total).map_err(|error| match error {
        ScoreError::OutsideRange { low, high, .. } => bad_row(
            row,
            cell.name,
            "outside of the measure's range",
            &format!("{low} to {high}"),
        ),
        ScoreError::NotWhole { .. } => bad_row(
            row,
            cell.name,
            "not a whole number",
            "a whole number of points",
        ),
        other => bad_row(
            row,
            cell.name,
            "not a total of this measure",
            &other.to_string(),
        ),
    })?;
    Ok(Some(Score {
        row: row.number(),
        column: cell.name.to_owned(),
        moment,
        outcome,
    }))
}

fn bad_row(row: Row<'_>, column: &str, found: &str, expected: &str) -> BadCell {
    BadCell {
        row: row.number(),
        column: column.to_owned(),
        found: found.to_owned(),
        expected: expected.to_owned(),
    }
}
