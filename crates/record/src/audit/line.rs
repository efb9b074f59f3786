use attune_ids::{AccountId, ClientId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::told::Wrote;

/// One thing that was done or seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor: Actor,
    /// What.
    pub action: AuditAction,
    /// Whose record, if anyone's.
    pub client: Option<ClientId>,
    /// A few words more, for whoever reads the audit. Never clinical, never a name: the audit is read by people
    /// who may not open the record.
    pub detail: String,
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Someone who signed in as staff.
    Account(AccountId),
    /// Someone who came with a client's link.
    ClientLink(ClientId),
    /// The program by itself, or someone at the command line of its machine.
    Program,
}

impl Actor {
    /// The account, if it was one.
    pub fn account(self) -> Option<AccountId> {
        match self {
            Self::Account(account) => Some(account),
            Self::ClientLink(_) | Self::Program => None,
        }
    }
}

/// What was done. Add to this list freely; never rename or reuse a name, since old lines are read for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AuditAction {
    /// Staff signed in.
    SignIn,
    /// A sign-in was refused.
    SignInRefused,
    /// Staff signed out, or was signed out.
    SignOut,
    /// A second factor was set up, confirmed or removed.
    SecondFactorChange,
    /// A password was set.
    PasswordChange,
    /// An account was made.
    AccountCreate,
    /// An account's roles, name or state were changed.
    AccountChange,
    /// Someone was allowed to open a record.
    AccessGrant,
    /// Someone may no longer open a record.
    AccessRevoke,
    /// Someone was refused.
    AccessRefused,
    /// A record was opened against the rule, for a stated reason.
    EmergencyAccess,
    /// A record was begun.
    ClientCreate,
    /// Records were brought over from another program.
    ClientImport,
    /// A list of clients was shown.
    ListRead,
    /// A record was read.
    RecordRead,
    /// A name or contact was read.
    IdentityRead,
    /// Something was added to a record.
    RecordWrite,
    /// A name or contact was changed.
    IdentityWrite,
    /// Unfinished text was read.
    DraftRead,
    /// Unfinished text was kept.
    DraftWrite,
    /// Unfinished text was thrown away.
    DraftDiscard,
    /// A link for a client was made.
    LinkCreate,
    /// A client came with a link.
    LinkOpen,
    /// A link was used up, changed or withdrawn.
    LinkChange,
    /// A risk alert was acknowledged.
    AlertAcknowledge,
    /// Data left the program as a file or over the API.
    Export,
    /// A client's keys were destroyed.
    Erase,
    /// Settings of the practice were changed.
    SettingsChange,
    /// Something the practice wrote for itself, such as a questionnaire, was added or taken out of use.
    ContentChange,
    /// The practice's public page was changed.
    PublicPageChange,
    /// Keys were added, removed or rotated.
    KeyChange,
    /// A backup was made.
    Backup,
    /// A backup was restored.
    Restore,
    /// The store was verified.
    Verify,
    /// The program was unlocked and started.
    Start,
    /// Somebody was brought in because nobody had acted on a risk alert.
    AlertEscalate,
    /// A mail was put into the outbox.
    MailQueue,
    /// A mail was handed to the mail server.
    MailSend,
    /// A mail could not be sent, time and again, and is tried no more.
    MailGiveUp,
    /// Something a newer release of the program did.
    #[serde(other)]
    Unknown,
}

/// What is sealed of a line; account and client are plain columns, and bound by the checksum.
#[derive(Serialize, Deserialize)]
pub(super) struct SealedLine {
    pub(super) at: Timestamp,
    pub(super) actor: Actor,
    pub(super) action: AuditAction,
    pub(super) detail: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) wrote: Vec<Wrote>,
}
