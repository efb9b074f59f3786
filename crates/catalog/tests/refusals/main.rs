//! Every rule of the loader, each broken on purpose in an otherwise good catalogue.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod content;
mod measures;
mod scoring;

use attune_catalog::{Catalog, CatalogError, Files, Place};

const PHQ: &str = "measures/core/phq-9/1.0.0";
const BDI: &str = "measures/skeleton/bdi-ii/1.0.0";
const FEEDBACK: &str = "measures/own/session-feedback/1.0.0";

/// The shipped files with one text replaced by another in one file.
fn broken(path: &str, from: &str, to: &str) -> CatalogError {
    let mut files = Files::shipped().unwrap();
    let text = files.remove(path).unwrap();
    assert!(text.contains(from), "{path} does not contain {from}");
    files.insert(path, text.replacen(from, to, 1));
    Catalog::from_files(&files).unwrap_err()
}

/// Line, counted from 1, at which a text first stands in a shipped file.
fn line_of(path: &str, text: &str) -> usize {
    let files = Files::shipped().unwrap();
    let line = files
        .get(path)
        .unwrap()
        .lines()
        .position(|line| line.contains(text));
    line.unwrap() + 1
}

fn in_phq(name: &str) -> String {
    format!("{PHQ}/{name}")
}

fn place(file: &str, line: usize) -> (&str, Option<usize>) {
    (file, Some(line))
}

/// File and line of a place, whatever its column.
fn line_at(at: &Place) -> (&str, Option<usize>) {
    (&at.file, at.line)
}
