//! Backups: one SQLite file with the same tables, from whichever database, and a manifest beside it.
//!
//! Being the same for both databases, a backup also moves a practice from one to the other. It holds ciphertext and the
//! plain columns, and no keys: the keyring has its own backup line, so that destroying a client's keys erases the
//! client in every copy of the data too. Restoring always joins the data with the keyring as it is now.
//!
//! Signed-in sessions and counters of failed attempts are left out: nobody is signed in by restoring an old backup.

mod copy;
mod make;
mod manifest;
mod restore;

pub use manifest::Manifest;
pub use restore::CheckedBackup;

pub(crate) const STATEMENTS: &[&[&str]] = &[copy::STATEMENTS, restore::STATEMENTS];
