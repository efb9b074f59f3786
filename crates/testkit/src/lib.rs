//! What tests need: databases of both kinds with a vault to match, eyes for what can be sent from a page, and a mail
//! server that misbehaves.

mod database;
pub mod forms;
mod postgres;
pub mod smtp;
mod sqlite;

pub use database::{PASSPHRASE, TestDatabase};
pub use sqlite::first_value;
