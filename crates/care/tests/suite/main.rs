//! The rules of the clinical loop, in one program; what takes the time has its own beside it.

mod appointments;
mod assess;
mod brief;
mod caseload;
mod chances;
mod diary;
mod diary_evidence;
#[path = "../drawing/mod.rs"]
mod drawing;
mod fold;
mod formulate;
mod formulate_steps;
mod golden_entries;
mod guided;
mod intake;
mod journal;
mod languages;
mod learn;
mod letters;
mod maps;
mod matching;
mod outcomes;
mod paper;
mod people;
mod personal;
mod plan;
mod preferences;
mod relationship;
mod rescore;
mod review;
mod risk;
mod schedule;
mod session;
mod space;
#[path = "../support/mod.rs"]
mod support;
mod tracking;
mod whole_person;
mod worksheets;
