//! The week of a clinician, across their clients.

use std::collections::BTreeSet;

use askama::Template;
use attune_care::appointments::{AppointmentLine, LineStanding, overlapping};
use attune_ids::{AccountId, AppointmentId, ClientId, EntryId};
use attune_record::{Actor, AuditAction, Relation};
use axum::extract::{Query, State};
use axum::response::Html;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use crate::format::day;
use crate::page::{Frame, form_id, html};
use crate::policy::Clinical;
use crate::together::address;
use crate::{App, AppError};

/// A headline holds what was settled for about half a year; what lies further back stands in the records.
const LIST_REACHES_BACK: i64 = 12 * 7;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// Any day of the week that is wanted; nothing or nonsense: this week.
    #[serde(default)]
    from: String,
}

#[derive(Template)]
#[template(path = "appointments/week.html")]
struct WeekPage {
    frame: Frame,
    title: String,
    monday: Date,
    before: Date,
    after: Date,
    this_week: bool,
    long_ago: bool,
    days: Vec<Day>,
    number: usize,
    conflicts: bool,
}

struct Day {
    name: String,
    is_today: bool,
    meetings: Vec<Meeting>,
}

/// One time to meet somebody.
pub(crate) struct Meeting {
    pub(crate) client: ClientId,
    pub(crate) appointment: AppointmentId,
    pub(crate) entry: EntryId,
    pub(crate) name: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) how: &'static str,
    /// What became of it; empty while nothing has.
    pub(crate) became: &'static str,
    pub(crate) conflict: bool,
    /// The page of this meeting, where others come as well and this person may write there.
    pub(crate) together: Option<String>,
    /// It is agreed, its day has come, and this person may write there.
    pub(crate) may_begin: bool,
    on: Date,
}

pub(crate) async fn show(
    State(app): State<App>,
    clinical: Clinical,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let today = app.today().await;
    let staff = &clinical.staff;
    let wanted: Date = asked.from.trim().parse().unwrap_or(today);
    let monday = add(wanted, -i64::from(wanted.weekday().to_monday_zero_offset()));
    let related = app.store.relations_of(staff.id()).await?;
    let meetings = meetings_between(&app, staff.id(), &related, monday, add(monday, 6)).await?;
    app.store
        .audit(&app.line(Actor::Account(staff.id()), AuditAction::ListRead, None))
        .await?;
    let number = meetings.iter().filter(|one| one.became.is_empty()).count();
    let conflicts = meetings.iter().any(|one| one.conflict);
    let mut days: Vec<Day> = (0..7)
        .map(|step| add(monday, step))
        .map(|date| Day {
            name: date.strftime("%A %-d %B").to_string(),
            is_today: date == today,
            meetings: Vec::new(),
        })
        .collect();
    for meeting in meetings {
        let place = usize::from(meeting.on.weekday().to_monday_zero_offset().unsigned_abs());
        if let Some(day) = days.get_mut(place) {
            day.meetings.push(meeting);
        }
    }
    html(&WeekPage {
        frame: Frame::staff(&app, "Week", staff).await,
        title: format!("{} to {}", day(monday, today), day(add(monday, 6), today)),
        monday,
        before: add(monday, -7),
        after: add(monday, 7),
        this_week: monday <= today && today <= add(monday, 6),
        long_ago: monday < add(today, -LIST_REACHES_BACK),
        days,
        number,
        conflicts,
    })
}

fn add(date: Date, days: i64) -> Date {
    date.saturating_add(days.days())
}

/// The times of one day, the first one first.
pub(crate) async fn meetings_on(
    app: &App,
    account: AccountId,
    related: &[(ClientId, Relation)],
    date: Date,
) -> Result<Vec<Meeting>, AppError> {
    meetings_between(app, account, related, date, date).await
}

async fn meetings_between(
    app: &App,
    account: AccountId,
    related: &[(ClientId, Relation)],
    first: Date,
    last: Date,
) -> Result<Vec<Meeting>, AppError> {
    let today = app.today().await;
    let lines = lines_of(app, account, related).await?;
    let all: Vec<AppointmentLine> = lines.iter().map(|(_, _, line)| line.clone()).collect();
    let conflicts = overlapping(&all);
    let mut found: Vec<_> = lines
        .into_iter()
        .filter(|(_, _, line)| (first..=last).contains(&line.at.date()))
        .collect();
    found.sort_by_key(|(client, _, line)| (line.at, *client));
    Ok(found
        .into_iter()
        .map(|(client, name, line)| Meeting {
            client,
            appointment: line.id,
            entry: form_id(),
            name,
            from: line.at.strftime("%H:%M").to_string(),
            to: line.end().strftime("%H:%M").to_string(),
            how: line.how.label(),
            became: became(line.standing),
            conflict: conflicts.contains(&line.id),
            together: line
                .together
                .filter(|_| related.contains(&(client, Relation::Clinician)))
                .map(|together| address(client, together, line.at.date())),
            may_begin: line.standing == LineStanding::Agreed
                && line.at.date() <= today
                && related.contains(&(client, Relation::Clinician)),
            on: line.at.date(),
        })
        .collect())
}

/// Appointments of this person that lie over each other.
pub(super) async fn conflicting(
    app: &App,
    account: AccountId,
) -> Result<BTreeSet<AppointmentId>, AppError> {
    let related = app.store.relations_of(account).await?;
    let lines = lines_of(app, account, &related).await?;
    let lines: Vec<AppointmentLine> = lines.into_iter().map(|(_, _, line)| line).collect();
    Ok(overlapping(&lines))
}

/// Every appointment with this person, among the clients they may see now.
pub(super) async fn lines_of(
    app: &App,
    account: AccountId,
    related: &[(ClientId, Relation)],
) -> Result<Vec<(ClientId, String, AppointmentLine)>, AppError> {
    app.refresh_index().await?;
    let mut mine: Vec<ClientId> = related.iter().map(|(client, _)| *client).collect();
    mine.sort_unstable();
    mine.dedup();
    let mut lines = Vec::new();
    for (client, indexed) in app.indexed(&mine).await {
        let with_them = indexed.headline.appointments.iter();
        lines.extend(
            with_them
                .filter(|line| line.with == account)
                .map(|line| (client, indexed.person.name.clone(), line.clone())),
        );
    }
    Ok(lines)
}

fn became(standing: LineStanding) -> &'static str {
    match standing {
        LineStanding::Agreed => "",
        LineStanding::Cancelled => "called off",
        LineStanding::Missed => "did not come",
        LineStanding::Kept => "you met",
    }
}
