//! Somebody types words into every field of the program that takes any. Afterwards the words are in no file it wrote:
//! not in the database, its log or its backups, not in what the program said, not in what PostgreSQL logged.
//!
//! The fields are found on the pages themselves, so a new form is part of this test on the day it is added.
#![allow(
    clippy::pedantic,
    unreachable_pub,
    reason = "a harness that nothing else builds on"
)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise, and tells how much it looked at"
)]

mod practice;
#[path = "../support/mod.rs"]
mod support;
mod sweep;
mod walk;
mod words;

use attune_testkit::TestDatabase;

use crate::practice::Practice;
use crate::sweep::{Sweeper, Swept};

#[test]
fn nothing_that_is_typed_is_in_any_file_with_sqlite() {
    nothing_is_in_any_file(&Practice::on_sqlite(), Vec::new());
}

#[test]
fn nothing_that_is_typed_is_in_any_file_with_postgresql() {
    let Some(database) = TestDatabase::postgres() else {
        return;
    };
    let log = database.postgres_log().unwrap();
    // Its data, its write-ahead log, and every statement it was sent with its parameters.
    let server = log.parent().unwrap().to_owned();
    nothing_is_in_any_file(&Practice::on_postgres(database), vec![server]);
}

fn nothing_is_in_any_file(practice: &Practice, more: Vec<std::path::PathBuf>) {
    let typed = practice.live_a_day();
    typed.tell();

    let sweeper = Sweeper::new(typed.stem());
    let mut swept = Swept::default();
    for place in more.iter().chain([&practice.folder()]) {
        sweeper.sweep(place, &mut swept);
    }
    eprintln!(
        "{} words in {} files, {} bytes: {} hits",
        typed.number(),
        swept.files,
        swept.bytes,
        swept.hits.len()
    );
    assert!(swept.hits.is_empty(), "{:#?}", swept.hits);
    // Otherwise nothing was looked for, or in nothing.
    assert!(typed.number() > 100 && swept.files > 5 && swept.bytes > 100_000);
    typed.assert_seen();
}
