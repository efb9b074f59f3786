//! A practice's own evidence: a newer database of trials, pooled, held against what is there, and kept as a file.
//!
//! `codes` knows what the arms of such a database are called, `pooled` makes rows of it, `difference` says what would be
//! new or change, `kept` reads and writes the files in the folder of the practice. Nothing shipped is replaced: an own
//! row stands beside it, with its source.

mod codes;
mod difference;
mod kept;
mod pooled;

pub(crate) use codes::Codes;
pub(crate) use difference::{Difference, Kind, differences};
pub(crate) use kept::{catalog_of, write};
pub(crate) use pooled::{Columns, Database, Pooled, pool_database};
