//! A case taken to supervision: under a pseudonym, for some weeks, and only what the
//! clinician looked through.
//!
//! What is shared is a copy, made when it is shared: nothing that is written later is
//! seen by anybody, and the one who looks never opens the record. Days are counted from
//! the first contact; no date of the calendar is in it.

mod share;

pub use share::{
    CaseAbout, CaseCourse, CaseEnding, CaseInput, CaseSharing, CaseState, CaseText, LONGEST_DAYS,
    end_case, offered_courses, offered_texts, share_case,
};
