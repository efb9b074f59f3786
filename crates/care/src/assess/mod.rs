//! Step 1: the person as a whole. Problems, measures, answers, risk, words.

mod alert;
mod assignment;
mod problem;
mod response;
mod series;
mod whole_person;
mod words;

pub use alert::{Acknowledgement, Alert, AlertAction, AlertState, acknowledge};
pub use assignment::{Assignment, AssignmentState, Way, Withdrawal, assign, withdraw};
pub use problem::{Opening, Problem, ProblemClosing, ProblemState, close_problem, set_problem};
pub use response::{Answered, ImportedTotal, MeasureRef, Response, give_response};
pub use series::{Point, Series};
pub use whole_person::{DomainView, WholePerson, whole_person};
pub use words::{Words, WordsKind, hear};
