//! What tests need: databases of both kinds with a vault to match.

mod database;
mod postgres;

pub use database::{PASSPHRASE, TestDatabase};
