//! The mail server.

use anyhow::{Context, bail};
use attune_server::mail::{MailConfig, MailPassword, MailSecurity};
use serde::Deserialize;
use zeroize::Zeroizing;

/// How mails leave the practice; without a host there are none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_field_names,
    reason = "a key is also the name of an environment variable, where no section stands before it"
)]
pub(crate) struct Mail {
    pub(crate) smtp_host: Option<String>,
    pub(crate) smtp_port: u16,
    pub(crate) smtp_security: Security,
    pub(crate) smtp_user: Option<String>,
    pub(crate) smtp_password: Option<Secret>,
    pub(crate) smtp_from: Option<String>,
}

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Security {
    Tls,
    StartTls,
    None,
}

impl Security {
    /// As it stands in the file.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::None => "none",
        }
    }
}

/// A password that is never shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Secret(Zeroizing<String>);

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            smtp_host: None,
            smtp_port: 465,
            smtp_security: Security::Tls,
            smtp_user: None,
            smtp_password: None,
            smtp_from: None,
        }
    }
}

impl Mail {
    /// What the server needs; none without a host.
    pub(crate) fn server(&self) -> anyhow::Result<Option<MailConfig>> {
        let Some(host) = self.smtp_host.clone() else {
            return Ok(None);
        };
        let from = self
            .smtp_from
            .clone()
            .context("smtp_host is set, but not smtp_from, the address that mails come from")?;
        let security = match self.smtp_security {
            Security::Tls => MailSecurity::Tls,
            Security::StartTls => MailSecurity::StartTls,
            Security::None => MailSecurity::None,
        };
        if security == MailSecurity::None && !is_this_machine(&host) {
            bail!(
                "smtp_security = \"none\" would let others on the network read mails and the password for {host}; \
                 use \"tls\" or \"starttls\", or a mail server on this machine"
            );
        }
        let sign_in = match (&self.smtp_user, &self.smtp_password) {
            (Some(user), Some(password)) => Some((user.clone(), MailPassword(password.0.clone()))),
            (None, None) => None,
            (Some(_), None) => bail!("smtp_user is set, but not smtp_password"),
            (None, Some(_)) => bail!("smtp_password is set, but not smtp_user"),
        };
        Ok(Some(MailConfig {
            host,
            port: self.smtp_port,
            security,
            sign_in,
            from,
        }))
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
impl Secret {
    pub(super) fn of(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn mail(host: &str, security: Security) -> Mail {
        Mail {
            smtp_host: Some(host.to_owned()),
            smtp_security: security,
            smtp_from: Some("attune@example.org".to_owned()),
            ..Mail::default()
        }
    }

    #[test]
    fn nothing_leaves_the_machine_unencrypted() {
        assert!(Mail::default().server().unwrap().is_none());
        for host in ["localhost", "127.0.0.1", "::1"] {
            assert!(mail(host, Security::None).server().unwrap().is_some());
        }
        let refused = mail("mail.example.org", Security::None).server();
        assert!(refused.unwrap_err().to_string().contains("starttls"));
        assert!(mail("mail.example.org", Security::Tls).server().is_ok());
    }

    #[test]
    fn what_belongs_together_is_asked_for() {
        let mut alone = mail("localhost", Security::Tls);
        alone.smtp_user = Some("attune".to_owned());
        assert!(
            alone
                .server()
                .unwrap_err()
                .to_string()
                .contains("smtp_password")
        );
        alone.smtp_from = None;
        assert!(
            alone
                .server()
                .unwrap_err()
                .to_string()
                .contains("smtp_from")
        );
    }

    #[test]
    fn no_password_is_shown() {
        let secret = Secret::of("hush");
        assert_eq!(format!("{secret:?}"), "***");
    }
}
