use std::collections::HashMap;

use crate::stats::Refusal;
use crate::stats::input::Rows;

/// Where in the file things are.
pub(super) struct Columns<'a> {
    pub(super) id: &'a str,
    pub(super) time: &'a str,
    pub(super) pre: &'a str,
    pub(super) post: &'a str,
    pub(super) outcome: &'a str,
}

/// First and last scores by person, in the order of the file.
#[derive(Debug)]
pub(super) struct Pairs {
    pub(super) both: Vec<(String, (f64, f64))>,
    /// Who has a row at one of the two times, and not both scores.
    pub(super) left_out: Vec<String>,
}

impl Pairs {
    pub(super) fn scores(&self) -> Vec<(f64, f64)> {
        self.both.iter().map(|(_, scores)| *scores).collect()
    }
}

/// Finds everybody's two scores. A second score of one person at one time is a mistake in the file.
pub(super) fn pairs(rows: &Rows, columns: &Columns<'_>) -> Result<Pairs, Refusal> {
    let ids = rows.words(columns.id)?;
    let times = rows.words(columns.time)?;
    let scores = rows.numbers(columns.outcome)?;
    let mut bad = Vec::new();
    let mut position = HashMap::new();
    let mut people: Vec<(&str, [Option<f64>; 2])> = Vec::new();
    for (row, ((id, time), score)) in ids.into_iter().zip(times).zip(scores).enumerate() {
        let Some(occasion) = time.and_then(|time| occasion(rows, columns, time)) else {
            continue;
        };
        let Some(id) = id else {
            bad.push(rows.bad(
                row,
                columns.id,
                "empty",
                "something that tells people apart",
            ));
            continue;
        };
        let place = *position.entry(id).or_insert_with(|| {
            people.push((id, [None, None]));
            people.len() - 1
        });
        let found = &mut people[place].1[occasion];
        match (score, *found) {
            (Some(_), Some(_)) => bad.push(rows.bad(
                row,
                columns.outcome,
                "a second score of this person at this time",
                "one score for each person and time",
            )),
            (Some(score), None) => *found = Some(score),
            (None, _) => {}
        }
    }
    rows.sound(bad)?;
    if people.is_empty() {
        return Err(rows.none_left(format!(
            "rows with {} = {} or {}",
            columns.time, columns.pre, columns.post
        )));
    }
    let mut pairs = Pairs {
        both: Vec::new(),
        left_out: Vec::new(),
    };
    for (id, scores) in people {
        match scores {
            [Some(first), Some(last)] => pairs.both.push((id.to_owned(), (first, last))),
            _ => pairs.left_out.push(id.to_owned()),
        }
    }
    Ok(pairs)
}

/// 0 for the first occasion, 1 for the last.
fn occasion(rows: &Rows, columns: &Columns<'_>, time: &str) -> Option<usize> {
    if rows.same(time, columns.pre) {
        Some(0)
    } else if rows.same(time, columns.post) {
        Some(1)
    } else {
        None
    }
}
