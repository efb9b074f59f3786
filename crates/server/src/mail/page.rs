//! The administrator's page: whether mails go out.

use askama::Template;
use attune_ids::EntryId;
use attune_record::{Actor, Mail, MailState};
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use serde::Deserialize;

use super::post::Content;
use super::{Letter, Post, To};
use crate::format::{count, moment};
use crate::page::{Frame, form_id, html};
use crate::policy::Administrator;
use crate::{App, AppError};

/// Mails listed one by one.
const LISTED: usize = 50;

#[derive(Template)]
#[template(path = "mail/page.html")]
struct MailPage {
    frame: Frame,
    here: &'static str,
    /// Server and address mails come from; none without a mail server.
    server: Option<(String, String)>,
    own_address: String,
    entry: EntryId,
    asked: bool,
    summary: String,
    troubled: Vec<Line>,
    given_up: Vec<Line>,
    given_up_in_all: String,
}

struct Line {
    kind: &'static str,
    queued: String,
    attempts: String,
    trouble: String,
}

/// What to say at the top, after a redirect.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    asked: String,
}

pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Query(said): Query<Said>,
) -> Result<Html<String>, AppError> {
    let waiting = app.store.mails(MailState::Waiting).await?;
    let given_up = app.store.mails(MailState::GivenUp).await?;
    let sent = app.store.mails_in(MailState::Sent).await?;
    let mut troubled = Vec::new();
    for mail in waiting
        .iter()
        .filter(|mail| mail.value.trouble.is_some())
        .take(LISTED)
    {
        troubled.push(line(&app, &mail.value).await);
    }
    let mut listed = Vec::new();
    for mail in given_up.iter().rev().take(LISTED) {
        listed.push(line(&app, &mail.value).await);
    }
    let server = app.config.mail.as_ref();
    html(&MailPage {
        frame: Frame::staff(&app, "Mail", &administrator.staff).await,
        here: "mail",
        server: server.map(|mail| {
            (
                format!("{}, port {}", mail.host, mail.port),
                mail.from.clone(),
            )
        }),
        own_address: administrator.staff.account.email.clone(),
        entry: form_id(),
        asked: said.asked == "yes",
        summary: format!(
            "{} sent so far, {} waiting.",
            count(usize::try_from(sent).unwrap_or(usize::MAX), "mail", "mails"),
            waiting.len()
        ),
        troubled,
        given_up: listed,
        given_up_in_all: count(given_up.len(), "mail was given up", "mails were given up"),
    })
}

async fn line(app: &App, mail: &Mail) -> Line {
    // One that a newer program wrote is listed all the same.
    let content = serde_json::from_str::<Content>(&mail.content);
    Line {
        kind: content.map_or("unknown", |content| content.letter.kind()),
        queued: moment(mail.queued, &app.zone().await, app.today().await),
        attempts: count(mail.attempts as usize, "attempt", "attempts"),
        trouble: mail.trouble.clone().unwrap_or_default(),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Testing {
    entry: EntryId,
}

/// Sends the administrator a mail that says nothing but that it arrived.
pub(super) async fn test(
    State(app): State<App>,
    administrator: Administrator,
    Form(testing): Form<Testing>,
) -> Result<Redirect, AppError> {
    let me = administrator.staff.id();
    let post = Post {
        key: format!("test/{}/{me}", testing.entry),
        to: To::Account(me),
        letter: Letter::Test,
        client: None,
        due: app.now(),
    };
    app.queue(Actor::Account(me), vec![post]).await?;
    Ok(Redirect::to("/practice/mail?asked=yes"))
}
