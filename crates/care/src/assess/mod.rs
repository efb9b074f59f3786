//! Step 1: the person as a whole. Problems, measures, answers, risk, words.

mod alert;
mod assignment;
mod battery;
mod filling;
mod history;
mod intake;
mod mistake;
mod overdue;
mod paper;
mod problem;
mod reminder;
mod response;
pub mod schedule;
mod series;
mod whole_person;
mod words;

pub use alert::{
    Acknowledgement, Alert, AlertAction, AlertState, acknowledge, alerts_while_filling,
};
pub use assignment::{
    Asking, Assignment, AssignmentState, Way, Withdrawal, askable, assign, waiting, withdraw,
};
pub use battery::{Battery, Following, ask_differently, ask_together, following, following_of};
pub use filling::Filling;
pub use history::{AlertHistory, GivenResponse, alert_history, given_response, given_responses};
pub use intake::{Intake, IntakeLine, IntakeReason, IntakeState, LOW, intake};
pub use mistake::void_response;
pub use overdue::{OVERDUE_DAYS, is_overdue, overdue};
pub use paper::{
    PaperDifferences, PaperOrigin, PaperPass, PaperSettlement, accept_single_pass, discard_pass,
    enter_paper, paper_differences, paper_passes, settle_paper,
};
pub use problem::{
    Opening, Problem, ProblemClosing, ProblemState, close_problem, reword_problem, set_problem,
};
pub use reminder::{MOST_REMINDERS, REMIND_AFTER_DAYS, Reminder, remind, reminder_due};
pub use response::{Answered, ImportedTotal, MeasureRef, Response, give_response};
pub use series::{Point, Series};
pub use whole_person::{DomainView, WholePerson, whole_person};
pub use words::{Words, WordsKind, hear};
