//! What the vault promises, seen from outside.
#![expect(clippy::unwrap_used, reason = "tests")]

mod common;
mod erasure;
mod format;
mod keyring_file;
mod personal;
mod portal;
mod processes;
mod sealing;
mod unlocking;
