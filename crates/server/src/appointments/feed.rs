//! The address a calendar program reads: secret, made and taken back by the clinician, without a clinical word.

use askama::Template;
use attune_care::appointments::{AppointmentLine, LineStanding, instant};
use attune_ids::AccountId;
use attune_record::{Account, Actor, AuditAction, CalendarFeed, StoreError, TokenHash};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::ics::{Event, calendar, initials};
use super::week::lines_of;
use crate::page::{Frame, html};
use crate::policy::Clinical;
use crate::{App, AppError, token};

/// Letters of an account's id at the beginning of a secret: they say whose it is, and are no secret.
const ID_LETTERS: usize = 32;

#[derive(Template)]
#[template(path = "appointments/feed.html")]
struct FeedPage {
    frame: Frame,
    feed: Option<CalendarFeed>,
    /// Shown once, after it was made: only its hash is kept.
    address: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    initials: bool,
}

pub(crate) async fn show(
    State(app): State<App>,
    clinical: Clinical,
) -> Result<Html<String>, AppError> {
    html(&FeedPage {
        frame: Frame::staff(&app, "Your calendar", &clinical.staff).await,
        feed: clinical.staff.account.calendar,
        address: None,
    })
}

/// Makes a new address. An earlier one opens nothing from then on.
pub(crate) async fn make(
    State(app): State<App>,
    clinical: Clinical,
    Form(wanted): Form<Wanted>,
) -> Result<Html<String>, AppError> {
    let (secret, _) = token::fresh()?;
    let secret = format!("{}{secret}", clinical.staff.id());
    let feed = CalendarFeed {
        token_hash: TokenHash::of(secret.as_bytes()),
        initials: wanted.initials,
    };
    set(&app, clinical.staff.id(), Some(feed)).await?;
    let url = app.config.public_url.trim_end_matches('/');
    html(&FeedPage {
        frame: Frame::staff(&app, "Your calendar", &clinical.staff).await,
        feed: Some(feed),
        address: Some(format!("{url}/calendar/{secret}")),
    })
}

pub(crate) async fn end(State(app): State<App>, clinical: Clinical) -> Result<Redirect, AppError> {
    set(&app, clinical.staff.id(), None).await?;
    Ok(Redirect::to("/account/calendar"))
}

async fn set(
    app: &App,
    account: AccountId,
    calendar: Option<CalendarFeed>,
) -> Result<(), AppError> {
    let found = app.store.account(account).await?;
    let changed = Account {
        calendar,
        ..found.value
    };
    let line = app.line(Actor::Account(account), AuditAction::AccountChange, None);
    let store = &app.store;
    store.update_account(&changed, found.version, &line).await?;
    Ok(())
}

/// The calendar itself. Whose it is stands in the secret, so that a wrong one costs one look.
pub(crate) async fn serve(
    State(app): State<App>,
    Path(secret): Path<String>,
) -> Result<Response, AppError> {
    let named = secret.get(..ID_LETTERS).and_then(|id| id.parse().ok());
    let account: AccountId = named.ok_or(AppError::NotFound)?;
    let found = match app.store.account(account).await {
        Err(StoreError::NotFound(_)) => return Err(AppError::NotFound),
        found => found?.value,
    };
    let roles = found.roles;
    let given = TokenHash::of(secret.as_bytes());
    // Hashes are compared, so the time it takes says nothing about the secret.
    let feed = found
        .calendar
        .filter(|feed| feed.token_hash == given)
        .filter(|_| found.enabled && (roles.clinician || roles.supervisor))
        .ok_or(AppError::NotFound)?;
    let related = app.store.relations_of(account).await?;
    let zone = app.zone().await;
    let lines = lines_of(&app, account, &related).await?;
    let mut events: Vec<Event> = lines
        .iter()
        .filter_map(|(_, name, line)| event(name, line, feed.initials, &zone))
        .collect();
    events.sort_by_key(|event| (event.from, event.uid));
    app.store
        .audit(&app.line(Actor::Account(account), AuditAction::ListRead, None))
        .await?;
    let mut answer = calendar(&events, app.now()).into_response();
    let headers = answer.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/calendar; charset=utf-8"),
    );
    headers.insert(
        CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"appointments.ics\""),
    );
    Ok(answer)
}

fn event(
    name: &str,
    line: &AppointmentLine,
    with_initials: bool,
    zone: &TimeZone,
) -> Option<Event> {
    let from = instant(line.at, zone)?;
    let length = jiff::SignedDuration::from_mins(i64::from(line.minutes));
    Some(Event {
        // Of the appointment alone: the id of the client is in no calendar.
        uid: line.id.0,
        initials: if with_initials {
            initials(name)
        } else {
            String::new()
        },
        from,
        to: from.checked_add(length).ok()?,
        cancelled: line.standing == LineStanding::Cancelled,
    })
}
