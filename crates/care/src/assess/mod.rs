//! Step 1: the person as a whole. Problems, measures, answers, risk, words.

mod alert;
mod aspect;
mod assignment;
mod domain_scores;
mod filling;
mod history;
mod item_map;
mod kept;
mod languages;
mod life_event;
mod mistake;
mod personal;
mod problem;
mod rescore;
mod response;
mod series;
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
pub use domain_scores::{
    DomainScore, Doubt, WithoutScore, days_to_compare, domain_scores, without_score,
};
pub use filling::Filling;
pub use history::{AlertHistory, GivenResponse, alert_history, given_response, given_responses};
pub use item_map::{Cell, Column, DARKEST, ItemMap};
pub(crate) use kept::keep;
pub use kept::{Kept, Lasting, TakenOut, put_back, taken_out, wording_before};
pub use languages::{LanguageChange, language_changes};
pub use life_event::{
    Felt, LifeEvent, LifeEventInput, LifeEventSort, events_between, life_in_order, set_life_event,
    undo_life_event_change, void_life_event,
};
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
pub use series::{Point, Series, incomplete_forms};
pub use when::{KnownTo, PartOfYear, When};
pub use whole_person::{Against, DomainView, WholePerson, whole_person, whole_person_against};
pub use words::{Words, WordsKind, hear};
