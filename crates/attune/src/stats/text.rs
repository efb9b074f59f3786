//! Numbers and tables for people.

/// A table: words to the left, numbers to the right.
#[derive(Debug)]
pub(crate) struct Grid {
    /// How many of the first columns hold words.
    words: usize,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// With the heads of its columns; the first `words` of them hold words.
    pub(crate) fn new<const N: usize>(words: usize, heads: [&str; N]) -> Self {
        Self {
            words,
            rows: vec![heads.map(str::to_owned).to_vec()],
        }
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(Vec::from(cells));
    }
}

impl std::fmt::Display for Grid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &self.rows {
            let mut line = String::new();
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let width = *width;
                if column < self.words {
                    line.push_str(&format!("  {cell:<width$}"));
                } else {
                    line.push_str(&format!("  {cell:>width$}"));
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// A number with so many decimals; a hyphen where there is none.
pub(crate) fn number(value: impl Into<Option<f64>>, decimals: usize) -> String {
    match value.into() {
        Some(value) if value.is_finite() => {
            let text = format!("{value:.decimals$}");
            // A rounded minus zero is a zero.
            let zero = text.starts_with('-') && text.trim_matches(['-', '0', '.']).is_empty();
            if zero { text[1..].to_owned() } else { text }
        }
        _ => "-".to_owned(),
    }
}

/// A probability with so many decimals; what rounds to nothing is "below".
pub(crate) fn probability(value: impl Into<Option<f64>>, decimals: usize) -> String {
    let value = value.into();
    let rounded = number(value, decimals);
    let nothing = number(0.0, decimals);
    match value {
        Some(value) if value > 0.0 && rounded == nothing => {
            format!("<{}1", &nothing[..nothing.len() - 1])
        }
        _ => rounded,
    }
}

/// Both ends of an interval.
pub(crate) fn interval(ends: impl Into<Option<[f64; 2]>>, decimals: usize) -> String {
    match ends.into() {
        Some([low, high]) => format!("{} to {}", number(low, decimals), number(high, decimals)),
        None => "-".to_owned(),
    }
}

/// A share as per cent.
pub(crate) fn percent(share: impl Into<Option<f64>>) -> String {
    match share.into() {
        Some(share) if share.is_finite() => format!("{:.0} %", 100.0 * share),
        _ => "-".to_owned(),
    }
}

/// "1 person", "2 people".
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_under_each_other() {
        let mut grid = Grid::new(1, ["term", "estimate"]);
        grid.row(["time".to_owned(), number(-2.5, 2)]);
        grid.row(["Überlänge".to_owned(), number(10.25, 2)]);
        let text = grid.to_string();
        let ends: Vec<usize> = text.lines().map(|line| line.chars().count()).collect();
        assert_eq!(ends[0], ends[1]);
        assert_eq!(ends[1], ends[2]);
    }

    #[test]
    fn there_is_no_minus_zero_and_no_nan() {
        assert_eq!(number(-0.0004, 2), "0.00");
        assert_eq!(number(-0.4, 0), "0");
        assert_eq!(number(-1.0, 0), "-1");
        assert_eq!(number(f64::NAN, 2), "-");
        assert_eq!(number(None, 2), "-");
        assert_eq!(probability(0.000_01, 3), "<0.001");
        assert_eq!(probability(0.04, 3), "0.040");
    }
}
