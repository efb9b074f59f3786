use super::TiedGroup;
use crate::Point;
use crate::svg::{Element, PathData, paint, path};

/// Width of one bracket with its gap.
pub(super) const BRACKET: f64 = 10.0;

/// A column for each group's bracket, so that groups that share rows stand
/// beside each other; wide ones outside.
pub(super) fn columns(groups: &[TiedGroup]) -> Vec<usize> {
    let mut columns: Vec<usize> = Vec::with_capacity(groups.len());
    for (index, group) in groups.iter().enumerate() {
        let taken: Vec<usize> = columns
            .iter()
            .zip(&groups[..index])
            .filter(|(_, other)| other.first <= group.last && group.first <= other.last)
            .map(|(column, _)| *column)
            .collect();
        let free = (0..=taken.len()).find(|column| !taken.contains(column));
        columns.push(free.unwrap_or(taken.len()));
    }
    columns
}

/// A bracket open to the right.
pub(super) fn bracket(x: f64, top: f64, bottom: f64) -> Element {
    let arm = BRACKET - 4.0;
    let data = PathData::polyline(&[
        Point::new(x + arm, top),
        Point::new(x, top),
        Point::new(x, bottom),
        Point::new(x + arm, bottom),
    ]);
    path(paint::BRACKET, &data)
}
