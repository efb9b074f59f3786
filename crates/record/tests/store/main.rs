//! The store on both databases: every test runs on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod accounts;
mod append;
mod audit;
mod backup;
mod beside;
mod clients;
mod drafts;
mod erase;
mod kill;
mod links;
mod nothing_readable;
mod practice;
mod schema;
mod sessions;
mod throttle;
mod verify;
mod ways_in;
mod world;
