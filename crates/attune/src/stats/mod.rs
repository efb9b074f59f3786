//! `attune stats`: the numbers of `attune-stats` for whoever has a file and a question.
//!
//! One file per subcommand, each with its options, one function from options to an [`Answer`], the answer's JSON keys
//! as a plain struct, and its table for people. What they share: `input` reads and selects rows and names every bad
//! cell, `answer` prints one JSON document or a table and writes the picture, `refusal` is everything that ends with
//! exit code 2. No arithmetic on scores lives here: it belongs into the library, where it is tested.

mod answer;
pub(crate) mod change;
mod courses;
pub(crate) mod evaluate;
pub(crate) mod expect;
pub(crate) mod ggm;
pub(crate) mod growth;
mod input;
pub(crate) mod map;
pub(crate) mod meta;
pub(crate) mod nma;
mod refusal;
mod text;
pub(crate) mod var;

pub(crate) use answer::{Answer, Output, Report, answer};
pub(crate) use input::{Rows, Selection};
pub(crate) use refusal::Refusal;
