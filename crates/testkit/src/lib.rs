//! What tests need: databases of both kinds with a vault to match, eyes for what can be sent from a page, a mail server that
//! misbehaves, and an encrypted door in front of something else.

mod database;
pub mod forms;
mod postgres;
pub mod smtp;
mod sqlite;
pub mod tls;

pub use database::{PASSPHRASE, TestDatabase};
pub use sqlite::first_value;
