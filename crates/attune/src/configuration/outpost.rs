//! The configuration of a portal that runs alone: `portal.toml` in its folder.

use std::path::Path;

use anyhow::{Context, bail};
use attune_record::TokenHash;
use attune_server::OutpostConfig;
use attune_vault::{SubmissionKey, from_hexadecimal, hexadecimal};
use serde::Deserialize;

use super::{Mail, Web};

/// What `attune portal init` writes. Nothing in it opens anything: the submission key is public, and of the access key
/// there is a hash.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outpost {
    submission_key: String,
    access_key_hash: String,
    /// Whom to tell that something waits.
    #[serde(default)]
    urgent_to: Option<String>,
    /// Where it listens.
    #[serde(default)]
    pub(crate) web: Web,
    #[serde(default)]
    mail: Mail,
}

impl Outpost {
    pub(crate) const FILE: &str = "portal.toml";

    /// Reads it from the portal's folder.
    pub(crate) fn load(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(Self::FILE);
        let here = path.display();
        let text = std::fs::read_to_string(&path).with_context(|| {
            format!("could not read {here}; `attune portal init`, run at the practice, writes it")
        })?;
        toml::from_str(&text).with_context(|| format!("{here} cannot be used"))
    }

    /// What the portal is started with.
    pub(crate) fn checked(&self) -> anyhow::Result<OutpostConfig> {
        let key = SubmissionKey::from_text(&self.submission_key)
            .context("submission_key in portal.toml is not what `attune portal init` wrote")?;
        let access = hash_from(&self.access_key_hash)
            .context("access_key_hash in portal.toml is not what `attune portal init` wrote")?;
        let urgent = match (self.mail.server()?, &self.urgent_to) {
            (Some(server), Some(to)) => Some((server, to.clone())),
            (None, None) => None,
            (Some(_), None) => bail!("a mail server is set, but not urgent_to, who is to be told"),
            (None, Some(_)) => bail!("urgent_to is set, but no mail server under [mail]"),
        };
        Ok(OutpostConfig {
            key,
            access,
            urgent,
        })
    }

    /// The file for a new portal.
    pub(crate) fn written(key: SubmissionKey, access: TokenHash, address: &str) -> String {
        let access = hexadecimal(&access.0);
        let address = toml::Value::from(address);
        format!(
            "# A portal of Attune that runs alone. Nothing in this file opens anything.\n\
             # The practice's public key: answers are sealed with it, and only the practice opens them.\n\
             submission_key = \"{}\"\n\
             # The hash of the key with which the practice calls.\n\
             access_key_hash = \"{access}\"\n\
             # Who gets a mail at once when an answer must not wait. The mail says only that something waits.\n\
             # urgent_to = \"somebody@example.org\"\n\n\
             [web]\nlisten = \"127.0.0.1\"\nport = 7879\npublic_url = {address}\n\n\
             [mail]\n# smtp_host = \"mail.example.org\"\n# smtp_port = 465\n# smtp_security = \"tls\"\n\
             # smtp_user = \"attune\"\n# smtp_password = \"written-here\"\n# smtp_from = \"attune@example.org\"\n",
            key.to_text()
        )
    }
}

fn hash_from(text: &str) -> Option<TokenHash> {
    from_hexadecimal(text)?.try_into().ok().map(TokenHash)
}
