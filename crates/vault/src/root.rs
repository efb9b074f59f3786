//! The root key and what is derived from it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::error::VaultError;
use crate::secret::Secret;

/// What a keyed hash is for. Each purpose has a key of its own under the root key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MacLabel {
    /// Links the lines of the audit log.
    AuditChain,
    /// Finds an account by its sign-in name without storing the name.
    LoginLookup,
    /// Recognises a person or row met in an earlier import.
    ImportIdentity,
    /// Names somebody's private text, so that nobody else can tell whose it is or what it is about.
    PersonalText,
    /// Names a mail in the outbox by what causes it, so that one cause is one mail.
    MailKey,
}

/// The root key with its derived keys. The root key itself encrypts nothing.
pub(crate) struct RootKeys {
    root: Secret,
    /// Wraps each epoch's wrapping key.
    pub(crate) wrapping: Secret,
    /// Seals the header.
    pub(crate) header_seal: Secret,
    audit_chain: Hmac<Sha256>,
    login_lookup: Hmac<Sha256>,
    import_identity: Hmac<Sha256>,
    personal_text: Hmac<Sha256>,
    mail_key: Hmac<Sha256>,
}

impl RootKeys {
    pub(crate) fn derive(root: Secret, install: Uuid) -> Result<Self, VaultError> {
        let key = |label| root.derive(install.as_bytes(), label);
        let mac = |label| -> Result<Hmac<Sha256>, VaultError> {
            Hmac::new_from_slice(key(label)?.bytes()).map_err(|_| VaultError::Derivation)
        };
        Ok(Self {
            wrapping: key("attune root: wrapping keys")?,
            header_seal: key("attune root: keyring header")?,
            audit_chain: mac("attune root: audit chain")?,
            login_lookup: mac("attune root: login lookup")?,
            import_identity: mac("attune root: import identity")?,
            personal_text: mac("attune root: personal text")?,
            mail_key: mac("attune root: mail key")?,
            root,
        })
    }

    /// The root key, for a new unlock slot.
    pub(crate) fn root(&self) -> &Secret {
        &self.root
    }

    /// HMAC-SHA256 under the label's key.
    pub(crate) fn mac(&self, label: MacLabel, bytes: &[u8]) -> [u8; 32] {
        let keyed = match label {
            MacLabel::AuditChain => &self.audit_chain,
            MacLabel::LoginLookup => &self.login_lookup,
            MacLabel::ImportIdentity => &self.import_identity,
            MacLabel::PersonalText => &self.personal_text,
            MacLabel::MailKey => &self.mail_key,
        };
        keyed
            .clone()
            .chain_update(bytes)
            .finalize()
            .into_bytes()
            .into()
    }
}
