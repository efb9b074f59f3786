//! The append-only, encrypted store on SQLite and PostgreSQL.
#![doc = include_str!("../README.md")]

mod access;
mod account;
mod append;
mod audit;
mod backup;
mod bulk;
mod client;
mod db;
mod draft;
mod entry;
mod error;
mod link;
mod location;
mod outbox;
pub mod place;
mod plain;
mod schema;
mod sealing;
mod session;
mod settings;
mod statements;
mod store;
mod throttle;
mod token;
mod verify;
mod versioned;

pub use access::Relation;
pub use account::{Account, KeptText, Roles, Setup};
pub use append::{Append, Appended};
pub use audit::{Actor, AuditAction, AuditFilter, AuditLine, Head, StoredAuditLine};
pub use backup::{CheckedBackup, Manifest};
pub use client::{ChangedClients, ClientRow, NewClient};
pub use draft::{DraftDone, DraftSaved, SaveDraft, StoredDraft};
pub use entry::{NewEntry, StoredEntry};
pub use error::{StoreError, What};
pub use link::{ClientLink, LinkPurpose, PortalSession};
pub use location::Location;
pub use outbox::{Mail, MailState, NewMail};
pub use session::StaffSession;
pub use store::Store;
pub use throttle::{Attempt, ThrottlePolicy, ThrottleState};
pub use token::TokenHash;
pub use verify::{Counted, Finding, VerifyReport};
pub use versioned::Versioned;
