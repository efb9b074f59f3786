//! Which row of its band an event stands in, so that nothing lies on anything.

/// The first free row for each stretch, `(left, right)`, taken in the order given.
pub(super) fn rows(stretches: &[(f64, f64)], gap: f64) -> Vec<usize> {
    let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
    stretches
        .iter()
        .map(|&(left, right)| {
            let free = |row: &Vec<(f64, f64)>| {
                row.iter()
                    .all(|&(from, to)| right + gap <= from || left >= to + gap)
            };
            let row = taken.iter().position(free).unwrap_or_else(|| {
                taken.push(Vec::new());
                taken.len() - 1
            });
            if let Some(row) = taken.get_mut(row) {
                row.push((left, right));
            }
            row
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_touch_gets_a_row_of_its_own() {
        let stretches = [(0.0, 10.0), (5.0, 15.0), (12.0, 20.0), (16.0, 30.0)];
        assert_eq!(rows(&stretches, 1.0), [0, 1, 0, 1]);
    }
}
