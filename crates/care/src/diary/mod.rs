//! The diary: a few things asked several times a day, for as long as the two agreed.
//!
//! A *beep* is one of the times agreed. It can be answered until the next one, a day at the most. What is not answered
//! is not there: it is never a zero, and a gap in a curve stays a gap.

mod agreement;
mod answer;
mod beep;
mod course;
mod fold;

pub use agreement::{
    Agreeing, Agreement, DiaryEnding, Highest, LONGEST_DAYS, MOST_TIMES, MOST_VARIABLES, Variable,
    agree_diary, end_diary,
};
pub use answer::{Answering, DiaryAnswer, DiaryState, GRACE, answer_diary};
pub use beep::{Beep, Due};
pub use course::{DayMean, NetworkNeeds, Stretch, Tally};
