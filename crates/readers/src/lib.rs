//! Files that people bring, read from their bytes.
//!
//! Nobody checked these files before they came here: they were exported by another program, edited by hand, cut off by a
//! full disk. So each reader is a pure function from bytes to either something whole or an error that names the place,
//! what is there by kind, and what is expected there. No error repeats a cell, for it is somebody's.
//!
//! - [`table`]: rows and columns with commas or semicolons, as spreadsheets write them;
//! - [`causal_map`]: factors and what they do to each other, as JSON.
//!
//! `fuzz/` has a target for each, which `cargo xtask fuzz` runs.

pub mod causal_map;
pub mod table;
