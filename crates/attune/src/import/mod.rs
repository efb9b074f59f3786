//! Courses from another system's file: read whole, checked whole, then brought in.
//!
//! `attune_readers::table` reads the file, `course` turns rows into courses and names every bad
//! row, `compare` holds them against what was imported before, `write` brings
//! the rest in. Nothing is written before everything has been checked.

mod compare;
mod course;
mod time;
mod write;

pub(crate) use compare::{Comparison, compare};
pub(crate) use course::{Columns, Course, ScoreColumns, read_courses};
pub(crate) use time::{Calendar, Unit};
pub(crate) use write::write;
