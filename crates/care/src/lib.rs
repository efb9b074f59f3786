//! The clinical loop as plain functions on plain types.
//!
//! A [`Record`] is the fold of a client's [`Entry`] list. Each step of the loop
//! (assess, formulate, matching, plan, session, review) has a folder with its
//! payload types and its rules. A rule takes the record, the input, today's
//! date and an id source, and answers with new entries or a [`Refusal`]; it
//! knows nothing of storage, keys or pages.

pub mod appointments;
pub mod assess;
pub mod caseload;
pub mod diary;
pub mod entry;
pub mod formulate;
pub mod headline;
pub mod journal;
pub mod letter;
pub mod matching;
pub mod outcomes;
pub mod people;
pub mod plan;
pub mod record;
mod refusal;
pub mod relationship;
pub mod review;
pub mod risk;
pub mod session;
pub mod space;
pub mod supervise;
pub mod together;
pub mod worksheets;

pub use entry::{Author, Body, Entry, NewEntry};
pub use headline::Headline;
pub use record::{Dated, Record};
pub use refusal::Refusal;
