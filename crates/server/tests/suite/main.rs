//! Everything the server answers, in one program: linking the server once for each file took longer than the tests.
//! What must be alone in its process (what counts statements, what takes the time) has a program of its own beside it.

mod access;
mod appointments;
mod assess;
mod beside;
mod diary;
mod erasure;
mod evidence;
mod formulate;
mod headers;
mod journal;
mod language;
mod learning;
mod letters;
mod life;
mod mail;
mod maps;
mod matching;
mod outcomes;
mod plan_lives;
mod portal;
mod portal_alone;
mod practice;
mod preferences;
mod process_notes;
mod questionnaires;
mod recent;
mod relationship;
mod review;
mod risk;
mod session;
mod sign_in;
mod smoke;
mod space;
mod space_account;
#[path = "../support/mod.rs"]
mod support;
mod texts;
mod together;
mod together_times;
mod tracking;
mod whole_person;
mod worksheets_client;
mod worksheets_given;
mod worksheets_own;
