//! Step 1: the person as a whole. Problems, measures, answers, risk, words.

mod alert;
mod aspect;
mod assignment;
mod battery;
mod domain_scores;
mod filling;
mod history;
mod intake;
mod item_map;
pub(crate) mod kept;
mod languages;
mod life_event;
mod life_line;
mod mistake;
mod overdue;
mod paper;
mod personal;
mod problem;
mod reminder;
mod rescore;
mod response;
pub mod schedule;
mod series;
mod tracking;
mod when;
mod whole_person;
mod words;

pub use alert::{
    Acknowledgement, Alert, AlertAction, AlertState, acknowledge, alerts_while_filling,
};
pub use aspect::{
    Aspect, AspectInput, AspectSort, Met, SaidBy, aspects_of, set_aspect, undo_aspect_change,
    void_aspect,
};
pub use assignment::{
    Asking, Assignment, AssignmentState, Way, Withdrawal, askable, askable_by, assign, waiting,
    withdraw,
};
pub use battery::{Battery, Following, ask_differently, ask_together, following, following_of};
pub use domain_scores::{
    DomainScore, Doubt, WithoutScore, days_to_compare, domain_scores, without_score,
};
pub use filling::Filling;
pub use history::{AlertHistory, GivenResponse, alert_history, given_response, given_responses};
pub use intake::{Intake, IntakeLine, IntakeReason, IntakeState, LOW, intake};
pub use item_map::{Cell, Column, DARKEST, ItemMap};
pub(crate) use kept::keep;
pub use kept::{Kept, Lasting, TakenOut, put_back, taken_out, wording_before};
pub use languages::{LanguageChange, language_changes};
pub use life_event::{
    Felt, LifeEvent, LifeEventInput, LifeEventSort, began_after, events_between, life_in_order,
    set_life_event, undo_life_event_change, void_life_event,
};
pub use life_line::{FactorStory, LifeLine, factor_stories, life_line};
pub use mistake::void_response;
pub use overdue::{OVERDUE_DAYS, is_overdue, overdue};
pub use paper::{
    PaperDifferences, PaperOrigin, PaperPass, PaperSettlement, accept_single_pass, discard_pass,
    enter_paper, paper_differences, paper_passes, settle_paper,
};
pub use personal::{
    PersonalCandidate, PersonalEnding, PersonalMeasure, PersonalSource, PersonalState,
    end_personal, make_personal, personal_measure_id,
};
pub use problem::{
    Opening, Problem, ProblemClosing, ProblemState, close_problem, reword_problem, set_problem,
};
pub use reminder::{MOST_REMINDERS, REMIND_AFTER_DAYS, Reminder, remind, reminder_due};
pub use rescore::{Changed as ChangedScore, Difference, Rescored, rescore};
pub use response::{Answered, ImportedTotal, MeasureRef, Response, give_response};
pub use series::{Point, Series, incomplete_forms};
pub use tracking::{
    InWords, TELLING, Told, Tracking, TrackingChosen, TrackingInput, WEEKS, choose_tracking,
    in_words, told, tracking,
};
pub use when::{KnownTo, PartOfYear, When};
pub use whole_person::{Against, DomainView, WholePerson, whole_person, whole_person_against};
pub use words::{Words, WordsKind, hear};
