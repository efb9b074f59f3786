//! Open data files and reference results beside the checkout.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

use std::collections::HashMap;

/// A comma-separated file, by column name.
pub struct Table {
    columns: HashMap<String, usize>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// `None`, and a line that says so, where the folder is not there.
    #[expect(clippy::print_stdout, reason = "a skipped test says so")]
    pub fn open(file: &str) -> Option<Self> {
        let path = format!("{}/../../../shared/data/{file}", env!("CARGO_MANIFEST_DIR"));
        let Ok(mut reader) = csv::Reader::from_path(path) else {
            println!("skipped: {file} is not here");
            return None;
        };
        let columns = reader.headers().unwrap().iter().enumerate();
        let columns = columns.map(|(at, name)| (name.to_owned(), at)).collect();
        let rows = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect());
        Some(Self {
            columns,
            rows: rows.collect(),
        })
    }

    /// The cells of one column.
    pub fn text(&self, column: &str) -> Vec<&str> {
        let at = self.columns[column];
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// The numbers of one column; `None` where a cell holds none.
    pub fn numbers(&self, column: &str) -> Vec<Option<f64>> {
        self.text(column)
            .iter()
            .map(|cell| cell.parse().ok())
            .collect()
    }
}

/// A reference result.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub fn oracle(file: &str) -> Option<serde_json::Value> {
    let path = format!(
        "{}/../../../shared/oracle/{file}",
        env!("CARGO_MANIFEST_DIR")
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: {file} is not here");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}
