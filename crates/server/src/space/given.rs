//! The clinician's side: giving a client the way into their space, and closing it.

use askama::Template;
use attune_ids::ClientId;
use attune_record::{Actor, AuditAction, ClientLink, LinkPurpose};
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use uuid::Uuid;

use super::sharing::SharingView;
use super::visit::going_on;
use crate::format::{day, moment};
use crate::page::{Banner, Frame, Step, html};
use crate::pictures::qr;
use crate::policy::{Reader, Writer};
use crate::{App, AppError, token};

#[derive(Template)]
#[template(path = "space/given.html")]
struct GivenPage {
    frame: Frame,
    banner: Banner,
    /// Links that can still be opened, by the day until when.
    unopened: Vec<String>,
    /// Devices that are in the space now: since when, and when last.
    devices: Vec<(String, String)>,
    sharing: SharingView,
}

/// How the space of this client stands.
pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let (now, today, zone) = (app.now(), app.today().await, app.zone().await);
    let links = links(&app, reader.client).await?;
    let open = links
        .iter()
        .filter(|link| link.completed.is_none() && link.revoked.is_none() && now < link.expires);
    let sharing = SharingView::of(&app, &opened).await;
    let visits = links.iter().filter_map(|link| going_on(link, now));
    html(&GivenPage {
        frame: Frame::staff(&app, "Their own space", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Access).await,
        unopened: open
            .map(|link| day(link.expires.to_zoned(zone.clone()).date(), today))
            .collect(),
        devices: visits
            .map(|visit| {
                (
                    moment(visit.opened, &zone, today),
                    moment(visit.last_seen, &zone, today),
                )
            })
            .collect(),
        sharing,
    })
}

async fn links(app: &App, client: ClientId) -> Result<Vec<ClientLink>, AppError> {
    let links = app.store.links_of(client).await?;
    Ok(links
        .into_iter()
        .map(|link| link.value)
        .filter(|link| link.purpose == LinkPurpose::Portal)
        .collect())
}

#[derive(Template)]
#[template(path = "space/link.html")]
struct LinkPage {
    frame: Frame,
    banner: Banner,
    address: String,
    until: String,
    picture: String,
    /// To send along, in the client's language.
    message: String,
    language: &'static str,
}

/// Makes a link that opens the space once. Earlier ones that nobody opened stop working.
pub(super) async fn link(State(app): State<App>, writer: Writer) -> Result<Html<String>, AppError> {
    let client = writer.reader.client;
    let actor = Actor::Account(writer.reader.staff.id());
    let told = app.line(actor, AuditAction::LinkChange, Some(client));
    for link in links(&app, client).await? {
        if link.completed.is_none() && link.revoked.is_none() {
            app.store
                .revoke_link(client, link.id, app.now(), &told)
                .await?;
        }
    }
    let now = app.now();
    let (secret, hash) = token::fresh()?;
    let link = ClientLink {
        id: Uuid::new_v4(),
        client,
        purpose: LinkPurpose::Portal,
        created: now,
        expires: now
            .saturating_add(SignedDuration::from_hours(24 * app.config.link_days))
            .map_err(|error| AppError::Broken(error.to_string()))?,
        session: None,
        completed: None,
        revoked: None,
    };
    let told = app.line(actor, AuditAction::LinkCreate, Some(client));
    app.store.create_link(&link, hash, &told).await?;
    let address = format!("{}/s/{secret}", app.config.public_url.trim_end_matches('/'));
    let opened = app.open(&writer.reader).await?;
    let (today, zone) = (app.today().await, app.zone().await);
    let expires = link.expires.to_zoned(zone).date();
    let language = app.language_with(&opened.person).await;
    let message = language
        .say("message-space")
        .with("address", &address)
        .with("until", language.day(expires, today));
    html(&LinkPage {
        frame: Frame::staff(&app, "A link to their own space", &writer.reader.staff).await,
        banner: Banner::of(&app, &writer.reader, &opened, Step::Access).await,
        until: day(expires, today),
        message: message.to_string(),
        language: language.tag(),
        picture: qr(&address)?,
        address,
    })
}

/// Closes the space at once: every device in it and every link to it.
pub(super) async fn close(State(app): State<App>, writer: Writer) -> Result<Response, AppError> {
    let client = writer.reader.client;
    let actor = Actor::Account(writer.reader.staff.id());
    let told = app.line(actor, AuditAction::LinkChange, Some(client));
    for link in links(&app, client).await? {
        if link.revoked.is_none() {
            app.store
                .revoke_link(client, link.id, app.now(), &told)
                .await?;
        }
    }
    super::account::forget(&app, client, &told).await?;
    Ok(Redirect::to(&format!("/clients/{client}/space")).into_response())
}
