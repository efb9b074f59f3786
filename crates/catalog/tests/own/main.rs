//! Measures of a practice's own: designed in a form, or skeletons completed with licensed wording.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod complete;
mod design;
mod together;
