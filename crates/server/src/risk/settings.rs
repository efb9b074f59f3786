use std::collections::{BTreeMap, BTreeSet};

use attune_ids::AccountId;
use serde::{Deserialize, Serialize};

/// Who acts on risk answers, and when somebody else does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RiskSettings {
    /// After so many minutes without an action the deputy is brought in.
    pub deputy_after_minutes: u32,
    /// After so many minutes without an action the lead is.
    pub lead_after_minutes: u32,
    /// Who acts for a clinician who does not.
    pub deputies: BTreeMap<AccountId, AccountId>,
    /// Who acts when nobody else did.
    pub lead: Option<AccountId>,
    /// Who wants no mail when a client gives a risk answer.
    pub no_mail: BTreeSet<AccountId>,
}

impl Default for RiskSettings {
    fn default() -> Self {
        Self {
            deputy_after_minutes: 4 * 60,
            lead_after_minutes: 24 * 60,
            deputies: BTreeMap::new(),
            lead: None,
            no_mail: BTreeSet::new(),
        }
    }
}
