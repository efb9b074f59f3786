//! The client's own yes to one version of the plan.

use serde::{Deserialize, Serialize};

use crate::{Dated, Record};

/// The client co-signed a version. What they saw is the version as it was shared; a
/// later version needs a yes of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cosigning {
    /// See [`PlanVersion::number`](super::PlanVersion::number).
    pub number: u32,
}

/// The client's yes to this version, if they gave it.
pub fn cosigned(record: &Record, number: u32) -> Option<&Dated<Cosigning>> {
    record
        .cosigned
        .iter()
        .find(|signed| signed.item.number == number)
}
