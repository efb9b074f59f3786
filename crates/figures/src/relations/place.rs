//! Where everybody stands: family by generation, others at the foot.

use super::RelationMap;
use crate::geometry::Area;
use crate::{Point, Size};

/// Cards, in the order of the people.
pub(super) struct Layout {
    pub(super) middle: Area,
    pub(super) people: Vec<Area>,
    pub(super) bottom: f64,
}

impl Layout {
    /// Every card there is.
    pub(super) fn cards(&self) -> Vec<Area> {
        let mut all = self.people.clone();
        all.push(self.middle);
        all
    }
}

/// Who stands in one row; none is the client.
type Row = Vec<Option<usize>>;

/// Rows from the oldest generation down; each as wide as the drawing, the client in the middle of theirs.
pub(super) fn layout(picture: &RelationMap, size: Size) -> Layout {
    let (most, card, row_height) = match size {
        Size::Wide => (5, Point::new(124.0, 60.0), 118.0),
        Size::Narrow => (3, Point::new(94.0, 58.0), 112.0),
    };
    let rows = rows(picture, most);
    let mut people = vec![Area::new(0.0, 0.0, 0.0, 0.0); picture.people.len()];
    let mut middle = Area::new(0.0, 0.0, 0.0, 0.0);
    for (number, row) in rows.iter().enumerate() {
        let y = row_height * number as f64 + card.y / 2.0 + 10.0;
        for (place, one) in row.iter().enumerate() {
            let x = size.width() * (place as f64 + 0.5) / row.len() as f64;
            let area = Area::around(Point::new(x, y), card.x, card.y);
            match one {
                Some(index) => {
                    if let Some(slot) = people.get_mut(*index) {
                        *slot = area;
                    }
                }
                None => middle = area,
            }
        }
    }
    Layout {
        middle,
        people,
        bottom: row_height * rows.len() as f64,
    }
}

fn rows(picture: &RelationMap, most: usize) -> Vec<Row> {
    let of = |fits: &dyn Fn(&super::MapPerson) -> bool| -> Vec<usize> {
        let all = picture.people.iter().enumerate();
        all.filter(|(_, person)| fits(person))
            .map(|(index, _)| index)
            .collect()
    };
    let mut rows = Vec::new();
    let generation = |number: i8| of(&|person| person.generation == Some(number));
    rows.extend(split(
        &of(&|person| person.generation.is_some_and(|g| g >= 2)),
        most,
    ));
    rows.extend(split(&generation(1), most));
    let left = of(&|person| person.generation == Some(0) && !person.to_the_right);
    let right = of(&|person| person.generation == Some(0) && person.to_the_right);
    // Both sides hold the same number of places, so that the client stays in the middle.
    let side = most / 2;
    let places = left.len().max(right.len()).min(side);
    let (near_left, far_left) = left.split_at(left.len().min(places));
    let (near_right, far_right) = right.split_at(right.len().min(places));
    rows.push(own_row(near_left, near_right, places));
    let far: Vec<usize> = far_left.iter().chain(far_right).copied().collect();
    rows.extend(split(&far, most));
    rows.extend(split(&generation(-1), most));
    rows.extend(split(
        &of(&|person| person.generation.is_some_and(|g| g <= -2)),
        most,
    ));
    rows.extend(split(&of(&|person| person.generation.is_none()), most));
    rows
}

/// The client between those of their generation. A place that is empty stays empty: an index nobody has.
fn own_row(left: &[usize], right: &[usize], places: usize) -> Row {
    let empty = |count: usize| std::iter::repeat_n(Some(usize::MAX), count);
    let mut row: Row = empty(places.saturating_sub(left.len())).collect();
    row.extend(left.iter().map(|index| Some(*index)));
    row.push(None);
    row.extend(right.iter().map(|index| Some(*index)));
    row.extend(empty(places.saturating_sub(right.len())));
    row
}

/// Rows of nearly equal length.
fn split(all: &[usize], most: usize) -> Vec<Row> {
    if all.is_empty() {
        return Vec::new();
    }
    let rows = all.len().div_ceil(most);
    let length = all.len().div_ceil(rows);
    all.chunks(length)
        .map(|chunk| chunk.iter().map(|index| Some(*index)).collect())
        .collect()
}
