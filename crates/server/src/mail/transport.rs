//! Handing a mail to the practice's mail server.

use std::time::Duration;

use jiff::Timestamp;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Letter;
use crate::AppError;
use crate::language::Language;

/// A mail server that says nothing for so long is given up for this time.
const PATIENCE: Duration = Duration::from_secs(30);

/// The mail server of the practice, from the configuration file.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: MailSecurity,
    /// Who signs in there, and with what.
    pub sign_in: Option<(String, MailPassword)>,
    /// The address mails come from.
    pub from: String,
}

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailSecurity {
    /// Encrypted from the first byte (usually port 465).
    Tls,
    /// Begins in the open and must become encrypted before anything is said (usually port 587).
    StartTls,
    /// Not at all; only to a server on this machine.
    None,
}

/// A password that no debug output shows.
#[derive(Clone)]
pub struct MailPassword(pub Zeroizing<String>);

impl std::fmt::Debug for MailPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailPassword(***)")
    }
}

/// Sends mails.
pub(crate) struct Mailer {
    smtp: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

/// Why a mail was not taken. Never repeats what the server said: that may hold an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// In words, for the administrator.
    pub(crate) words: String,
    /// Trying others makes no sense now either.
    pub(crate) unreachable: bool,
    /// The server will say the same next time.
    pub(crate) permanent: bool,
}

impl Mailer {
    /// Nothing is connected yet.
    pub(crate) fn new(config: &MailConfig) -> Result<Self, AppError> {
        let wrong = |what: String| AppError::Refused(format!("mail in the configuration: {what}"));
        let from = config.from.parse::<Address>();
        let from = from.map_err(|_| wrong("smtp_from is not an e-mail address".to_owned()))?;
        let builder = match config.security {
            MailSecurity::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&config.host),
            MailSecurity::StartTls => {
                AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&config.host)
            }
            MailSecurity::None => Ok(AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(
                &config.host,
            )),
        };
        let mut builder = builder
            .map_err(|_| wrong("no encryption to smtp_host is possible".to_owned()))?
            .port(config.port)
            .timeout(Some(PATIENCE));
        if let Some((user, password)) = &config.sign_in {
            builder = builder.credentials(Credentials::new(user.clone(), password.0.to_string()));
        }
        Ok(Self {
            smtp: builder.build(),
            from,
        })
    }

    /// Hands one letter over. The same `id` gives the same `Message-ID`.
    pub(crate) async fn send(
        &self,
        id: Uuid,
        to: &str,
        letter: &Letter,
        language: Language,
        url: &str,
        now: Timestamp,
    ) -> Result<(), Trouble> {
        let message = self.message(id, to, letter, language, url, now)?;
        // The library's own limit is for each answer; a server that trickles could hold everybody up.
        match tokio::time::timeout(2 * PATIENCE, self.smtp.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(trouble(&error)),
            Err(_) => Err(Trouble {
                words: "the mail server did not answer in time".to_owned(),
                unreachable: true,
                permanent: false,
            }),
        }
    }

    fn message(
        &self,
        id: Uuid,
        to: &str,
        letter: &Letter,
        language: Language,
        url: &str,
        now: Timestamp,
    ) -> Result<Message, Trouble> {
        let unusable = |words: &str| Trouble {
            words: words.to_owned(),
            unreachable: false,
            permanent: true,
        };
        let to = to
            .trim()
            .parse::<Address>()
            .map_err(|_| unusable("the address is not an e-mail address"))?;
        Message::builder()
            .message_id(Some(format!("<{}@{}>", id.simple(), self.from.domain())))
            .date(now.into())
            .from(Mailbox::new(None, self.from.clone()))
            .to(Mailbox::new(None, to))
            .subject(letter.subject(language))
            // RFC 3834: keeps other people's automatic replies away.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text(language, url))
            .map_err(|_| unusable("the mail could not be put together"))
    }
}

fn trouble(error: &lettre::transport::smtp::Error) -> Trouble {
    let words = match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_timeout() => "the mail server did not answer in time".to_owned(),
        None if error.is_tls() => "no encrypted connection to the mail server".to_owned(),
        None => "the connection to the mail server failed or broke off".to_owned(),
    };
    Trouble {
        words,
        unreachable: error.status().is_none(),
        permanent: error.is_permanent(),
    }
}
