//! Who did what, when, to whose record: a chain of sealed lines.
//!
//! Each line carries a keyed checksum of itself and the line before, and is appended in the transaction of the
//! write it tells of. A line that was changed, moved or removed breaks the chain; a chain cut at its end no longer
//! matches the head. Someone who holds the keys could rewrite the whole chain: [`Head`] is there to be kept
//! elsewhere (printed, mailed, in a backup's manifest) and compared.

pub(crate) mod chain;
mod line;
pub(crate) mod query;
mod told;

pub use chain::Head;
pub use line::{Actor, AuditAction, AuditLine};
pub(crate) use told::{Told, Wrote};

pub use query::{AuditFilter, StoredAuditLine};
