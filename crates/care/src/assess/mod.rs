//! Step 1: the person as a whole. Problems, measures, answers, risk, words.

mod alert;
mod assignment;
mod filling;
mod history;
mod languages;
mod mistake;
mod problem;
mod response;
mod series;
mod whole_person;
mod words;

pub use alert::{
    Acknowledgement, Alert, AlertAction, AlertState, acknowledge, alerts_while_filling,
};
pub use assignment::{
    Asking, Assignment, AssignmentState, Way, Withdrawal, askable, assign, waiting, withdraw,
};
pub use filling::Filling;
pub use history::{AlertHistory, GivenResponse, alert_history, given_response, given_responses};
pub use languages::{LanguageChange, language_changes};
pub use mistake::void_response;
pub use problem::{
    Opening, Problem, ProblemClosing, ProblemState, close_problem, reword_problem, set_problem,
};
pub use response::{Answered, ImportedTotal, MeasureRef, Response, give_response};
pub use series::{Point, Series};
pub use whole_person::{DomainView, WholePerson, whole_person};
pub use words::{Words, WordsKind, hear};
