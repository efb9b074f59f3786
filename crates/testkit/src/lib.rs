//! What tests need: databases of both kinds with a vault to match, and eyes for what can be sent from a page.

mod database;
pub mod forms;
mod postgres;
mod sqlite;

pub use database::{PASSPHRASE, TestDatabase};
pub use sqlite::first_value;
