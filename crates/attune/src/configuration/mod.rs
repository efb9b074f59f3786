//! What whoever runs the program decides: `attune.toml` in the data folder, and the environment over it.

mod mail;
mod outpost;
mod redacted;
mod written;

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use config::{Config, File, FileFormat};
use serde::Deserialize;

use crate::data_folder::DataFolder;

pub(crate) use mail::Mail;
pub(crate) use outpost::Outpost;
pub(crate) use redacted::without_password;
pub(crate) use written::{first_file, with_values};

/// Every key, by section. The environment variable of `port` is `ATTUNE_PORT`: the section is left out there.
const KEYS: &[(&str, &str)] = &[
    ("web", "listen"),
    ("web", "port"),
    ("web", "public_url"),
    ("storage", "database"),
    ("unlock", "key_file"),
    ("sign_in", "idle_minutes"),
    ("sign_in", "absolute_hours"),
    ("portal", "link_days"),
    ("portal", "portal_address"),
    ("portal", "portal_key_file"),
    ("mail", "smtp_host"),
    ("mail", "smtp_port"),
    ("mail", "smtp_security"),
    ("mail", "smtp_user"),
    ("mail", "smtp_password"),
    ("mail", "smtp_from"),
];

/// The whole configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Configuration {
    pub(crate) web: Web,
    pub(crate) storage: Storage,
    pub(crate) unlock: Unlocking,
    pub(crate) sign_in: SignIn,
    pub(crate) portal: Portal,
    pub(crate) mail: Mail,
}

/// Where the program listens and under which address people reach it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Web {
    pub(crate) listen: IpAddr,
    pub(crate) port: u16,
    pub(crate) public_url: Option<String>,
}

/// Where the data is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Storage {
    /// A path relative to the data folder, or a PostgreSQL URL.
    pub(crate) database: String,
}

/// What opens the keyring without a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Unlocking {
    pub(crate) key_file: Option<PathBuf>,
}

/// How long somebody stays signed in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SignIn {
    pub(crate) idle_minutes: u16,
    pub(crate) absolute_hours: u16,
}

/// What clients reach.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_field_names,
    reason = "a key is also the name of an environment variable, where no section stands before it"
)]
pub(crate) struct Portal {
    pub(crate) link_days: u16,
    /// Where the portal is, if it runs alone.
    pub(crate) portal_address: Option<String>,
    /// With what the practice calls it.
    pub(crate) portal_key_file: Option<PathBuf>,
}

impl Default for Web {
    fn default() -> Self {
        Self {
            listen: IpAddr::from([127, 0, 0, 1]),
            port: 7878,
            public_url: None,
        }
    }
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            database: "record.sqlite".to_owned(),
        }
    }
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            idle_minutes: 30,
            absolute_hours: 12,
        }
    }
}

impl Default for Portal {
    fn default() -> Self {
        Self {
            link_days: 14,
            portal_address: None,
            portal_key_file: None,
        }
    }
}

impl Configuration {
    /// Reads the file named at the command line, or else the one in the data folder, if it is there; then the
    /// environment.
    pub(crate) fn load(named: Option<&Path>, folder: &DataFolder) -> anyhow::Result<Self> {
        let own = folder.configuration();
        let file = match named {
            Some(named) => Some(named),
            None => own.try_exists()?.then_some(own.as_path()),
        };
        Self::from(file, |variable| std::env::var(variable).ok())
    }

    fn from(
        file: Option<&Path>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Self> {
        let mut builder = Config::builder();
        if let Some(file) = file {
            builder = builder.add_source(File::from(file).format(FileFormat::Toml));
        }
        for (section, key) in KEYS {
            let value = environment(&variable(key)).filter(|value| !value.is_empty());
            builder = builder.set_override_option(format!("{section}.{key}"), value)?;
        }
        let source = file.map_or("the environment".to_owned(), |file| {
            file.display().to_string()
        });
        builder
            .build()
            .and_then(Config::try_deserialize)
            .with_context(|| {
                format!(
                    "the configuration in {source} cannot be used; `attune config` explains every key"
                )
            })
    }

    /// What the keys have been set to, in the order of [`KEYS`], as TOML; `None` where a key has no value.
    fn values(&self) -> Vec<(&'static str, Option<toml::Value>)> {
        let text = |text: &str| Some(toml::Value::from(text));
        let number = |number: u16| Some(toml::Value::from(i64::from(number)));
        vec![
            ("listen", text(&self.web.listen.to_string())),
            ("port", number(self.web.port)),
            ("public_url", self.web.public_url.as_deref().and_then(text)),
            ("database", text(&without_password(&self.storage.database))),
            (
                "key_file",
                self.unlock
                    .key_file
                    .as_ref()
                    .and_then(|path| text(&path.display().to_string())),
            ),
            ("idle_minutes", number(self.sign_in.idle_minutes)),
            ("absolute_hours", number(self.sign_in.absolute_hours)),
            ("link_days", number(self.portal.link_days)),
            (
                "portal_address",
                self.portal.portal_address.as_deref().and_then(text),
            ),
            (
                "portal_key_file",
                self.portal
                    .portal_key_file
                    .as_ref()
                    .and_then(|path| text(&path.display().to_string())),
            ),
            ("smtp_host", self.mail.smtp_host.as_deref().and_then(text)),
            ("smtp_port", number(self.mail.smtp_port)),
            ("smtp_security", text(self.mail.smtp_security.word())),
            ("smtp_user", self.mail.smtp_user.as_deref().and_then(text)),
            (
                "smtp_password",
                self.mail.smtp_password.as_ref().and_then(|_| text("***")),
            ),
            ("smtp_from", self.mail.smtp_from.as_deref().and_then(text)),
        ]
    }

    /// The commented configuration with the values in force. A key that has its default stays a comment.
    pub(crate) fn explained(&self) -> String {
        let defaults = Self::default().values();
        let changed: Vec<(&str, toml::Value)> = self
            .values()
            .into_iter()
            .zip(defaults)
            .filter(|(value, default)| value != default)
            .filter_map(|((key, value), _)| Some((key, value?)))
            .collect();
        with_values(&changed)
    }
}

/// The environment variable of a key.
fn variable(key: &str) -> String {
    format!("ATTUNE_{}", key.to_uppercase())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;
    use crate::configuration::mail::Secret;

    fn from_text(text: &str, environment: &[(&str, &str)]) -> anyhow::Result<Configuration> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("attune.toml");
        std::fs::write(&file, text).unwrap();
        Configuration::from(Some(&file), |wanted| {
            let found = environment.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_example_as_it_is_gives_the_defaults() {
        assert_eq!(
            from_text(&first_file(&[]), &[]).unwrap(),
            Configuration::default()
        );
    }

    #[test]
    fn the_example_names_every_key_with_its_default() {
        let uncommented: String = first_file(&[])
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest)
                    if KEYS
                        .iter()
                        .any(|(_, key)| rest.starts_with(&format!("{key} = "))) =>
                {
                    format!("{rest}\n")
                }
                _ => format!("{line}\n"),
            })
            .collect();
        let read = from_text(&uncommented, &[]).unwrap();
        assert_eq!(
            read.values()
                .iter()
                .filter(|(_, value)| value.is_some())
                .count(),
            KEYS.len()
        );
        // Some keys have no default; the example shows what they look like.
        let mut expected = Configuration::default();
        expected.web.public_url = Some("https://attune.example.org".to_owned());
        expected.unlock.key_file = Some("/etc/attune/key".into());
        expected.portal.portal_address = Some("https://answers.example.org".to_owned());
        expected.portal.portal_key_file = Some("/etc/attune/portal.key".into());
        expected.mail.smtp_host = Some("mail.example.org".to_owned());
        expected.mail.smtp_user = Some("attune".to_owned());
        expected.mail.smtp_password = Some(Secret::of("written-here"));
        expected.mail.smtp_from = Some("attune@example.org".to_owned());
        assert_eq!(read, expected);
    }

    #[test]
    fn the_environment_counts_more_than_the_file() {
        let text = "[web]\nport = 81\nlisten = \"::1\"\n";
        let read = from_text(text, &[("ATTUNE_PORT", "82"), ("ATTUNE_LINK_DAYS", "3")]).unwrap();
        assert_eq!((read.web.port, read.portal.link_days), (82, 3));
        assert_eq!(read.web.listen.to_string(), "::1");
    }

    #[test]
    fn a_misspelt_key_is_refused_by_name() {
        let error = from_text("[web]\nprot = 81\n", &[]).unwrap_err();
        assert!(format!("{error:#}").contains("prot"), "{error:#}");
        let error = from_text("", &[("ATTUNE_PORT", "many")]).unwrap_err();
        assert!(format!("{error:#}").contains("many"), "{error:#}");
    }

    #[test]
    fn what_is_explained_reads_back_as_the_same() {
        let mut configuration = Configuration::default();
        configuration.web.port = 9000;
        configuration.unlock.key_file = Some("/run/a \"key\"".into());
        assert_eq!(
            from_text(&configuration.explained(), &[]).unwrap(),
            configuration
        );
    }
}
