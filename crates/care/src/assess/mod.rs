//! Step 1: the person as a whole. Problems, measures, answers, risk, words.

mod alert;
mod assignment;
mod filling;
mod history;
mod mistake;
mod personal;
mod problem;
mod rescore;
mod response;
mod series;
mod whole_person;
mod words;

pub use alert::{
    Acknowledgement, Alert, AlertAction, AlertState, acknowledge, alerts_while_filling,
};
pub use assignment::{
    Asking, Assignment, AssignmentState, Way, Withdrawal, askable, askable_by, assign, waiting,
    withdraw,
};
pub use filling::Filling;
pub use history::{AlertHistory, GivenResponse, alert_history, given_response, given_responses};
pub use mistake::void_response;
pub use personal::{
    PersonalCandidate, PersonalEnding, PersonalMeasure, PersonalSource, PersonalState,
    end_personal, make_personal, personal_measure_id,
};
pub use problem::{
    Opening, Problem, ProblemClosing, ProblemState, close_problem, reword_problem, set_problem,
};
pub use rescore::{Changed as ChangedScore, Difference, Rescored, rescore};
pub use response::{Answered, ImportedTotal, MeasureRef, Response, give_response};
pub use series::{Point, Series};
pub use whole_person::{DomainView, WholePerson, whole_person};
pub use words::{Words, WordsKind, hear};
