use std::collections::HashMap;
use std::hash::Hash;

/// Which group each row belongs to, groups counted from 0 in the order in which
/// they first appear. Made from labels of any kind, so no group is empty and no
/// number is skipped.
///
/// ```
/// use attune_stats::growth::Levels;
/// let clients = Levels::of(&["b", "a", "b"]);
/// assert_eq!((clients.count(), clients.codes()), (2, &[0, 1, 0][..]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levels {
    codes: Vec<usize>,
    first_rows: Vec<usize>,
}

impl Levels {
    /// Numbers the labels, one label for each row.
    pub fn of<Label: Eq + Hash>(labels: &[Label]) -> Self {
        let mut known: HashMap<&Label, usize> = HashMap::new();
        let mut first_rows = Vec::new();
        let codes = labels
            .iter()
            .enumerate()
            .map(|(row, label)| {
                *known.entry(label).or_insert_with(|| {
                    first_rows.push(row);
                    first_rows.len() - 1
                })
            })
            .collect();
        Self { codes, first_rows }
    }

    /// The number of the group of each row.
    pub fn codes(&self) -> &[usize] {
        &self.codes
    }

    /// How many groups there are.
    pub fn count(&self) -> usize {
        self.first_rows.len()
    }

    /// For each group the first row in which it appears: where its label stands.
    pub fn first_rows(&self) -> &[usize] {
        &self.first_rows
    }
}
