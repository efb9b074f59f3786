//! A letter on its way to somebody.

use attune_ids::{AccountId, ClientId};
use attune_record::{Actor, AuditAction, AuditLine, NewMail};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Letter;
use crate::{App, AppError};

/// Whom a letter goes to. The address is looked up when it is sent: nobody's address waits in the outbox, and
/// whoever left meanwhile gets nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// Somebody who signs in here.
    Account(AccountId),
    /// A client, at the address in their identity.
    Client(ClientId),
}

/// A letter to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Names cause and addressee; one key is one mail, for ever. For example `attention/<alert>/<account>`.
    pub key: String,
    /// To whom.
    pub to: To,
    /// What it says.
    pub letter: Letter,
    /// The client it is about, for the audit alone.
    pub client: Option<ClientId>,
    /// Not to be sent earlier.
    pub due: Timestamp,
}

/// What lies sealed in the outbox.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) to: To,
    #[serde(flatten)]
    pub(super) letter: Letter,
}

impl Post {
    /// As the store keeps it.
    pub(crate) fn into_new_mail(self) -> Result<NewMail, AppError> {
        Ok(NewMail {
            content: serde_json::to_string(&Content {
                to: self.to,
                letter: self.letter,
            })?,
            key: self.key,
            client: self.client,
            due: self.due,
        })
    }
}

impl App {
    /// Whether this practice has a mail server. Without one nothing is queued: it would all go out, years late, on
    /// the day one is named.
    pub fn has_mail(&self) -> bool {
        self.mailer.is_some()
    }

    /// Queues letters that nothing else is saved with, and returns how many were new. What is saved in a record
    /// queues its letters in the same append instead.
    pub async fn queue(&self, actor: Actor, posts: Vec<Post>) -> Result<u64, AppError> {
        if !self.has_mail() || posts.is_empty() {
            return Ok(0);
        }
        let audit = AuditLine {
            detail: posts[0].letter.kind().to_owned(),
            ..self.line(actor, AuditAction::MailQueue, posts[0].client)
        };
        let mails = posts
            .into_iter()
            .map(Post::into_new_mail)
            .collect::<Result<Vec<_>, _>>()?;
        let new = self.store.queue_mails(&mails, &audit).await?;
        self.ring();
        Ok(new)
    }

    /// Tells the rounds that something waits, so that it does not wait for the next minute.
    pub(crate) fn ring(&self) {
        self.bell.notify_one();
    }
}
