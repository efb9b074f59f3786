//! Real courses from a file, as records of a clinician.
//!
//! The whole file is read and checked before anything is written: one bad row and nothing is imported. Writing itself
//! goes in batches of clients, each in one transaction, so that a running server is never kept waiting. That is safe
//! because every id is derived from the source, the client code, the measure and the time: an import that was
//! interrupted between two batches is simply run again, finds what is there, and adds the rest.

mod apply;
mod columns;
mod faults;
mod report;
mod rows;
mod table;
mod times;

pub(crate) use apply::{Found, Prepared, apply, look_up, prepare};
pub(crate) use columns::{Columns, parse_wide};
pub(crate) use faults::Faults;
pub(crate) use report::{print_outcome, print_prepared};
pub(crate) use rows::{Readings, read_rows};
pub(crate) use table::{Table, read_table};
pub(crate) use times::Unit;

#[cfg(test)]
mod tests;
