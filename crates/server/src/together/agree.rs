//! Agreeing on a time with several people, and the list of such times.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use attune_care::appointments::{LineStanding, NewBooking};
use attune_care::together::{self, Company, Consent};
use attune_ids::{ClientId, EntryId, TogetherId, derived};
use attune_record::{Actor, AuditAction};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::ToSpan;
use jiff::civil::Date;

use super::address;
use super::begin::what_is_wrong;
use super::shown::Outcome;
use crate::appointments::TypedTimes;
use crate::format::day;
use crate::page::{Frame, form_id, html};
use crate::policy::{Clinical, Writer};
use crate::{App, AppError};

/// How far back the list goes. What lies before stands with each client.
const DAYS_BACK: i64 = 60;
/// How many meetings it holds at most.
const MOST: usize = 40;

#[derive(Template)]
#[template(path = "together/list.html")]
struct TogetherPage {
    frame: Frame,
    entry: EntryId,
    meetings: Vec<Meeting>,
    people: Vec<Choice>,
    companies: Vec<(&'static str, &'static str, bool)>,
    typed: TypedTimes,
    problem: Option<String>,
    /// What was kept for whom, where something was not.
    outcomes: Vec<Outcome>,
}

/// One meeting of several people.
struct Meeting {
    address: String,
    when: String,
    who: String,
    company: &'static str,
    /// Their note is still to be filed.
    unfiled: bool,
}

/// Somebody who can be chosen.
struct Choice {
    client: ClientId,
    name: String,
    chosen: bool,
    agreed: bool,
}

/// The form as it was sent.
#[derive(Default)]
struct Sent {
    entry: Option<EntryId>,
    times: TypedTimes,
    company: String,
    with: BTreeSet<ClientId>,
    agreed: BTreeSet<ClientId>,
}

impl Sent {
    /// Read pair by pair, since the same field comes once for each person.
    fn of(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self::default();
        for (field, value) in pairs {
            match field.as_str() {
                "entry" => sent.entry = value.parse().ok(),
                "company" => sent.company = value,
                "with" => sent.with.extend(value.parse::<ClientId>()),
                "agreed" => sent.agreed.extend(value.parse::<ClientId>()),
                "on" => sent.times.on = value,
                "time" => sent.times.time = value,
                "minutes" => sent.times.minutes = value,
                "how" => sent.times.how = value,
                "every" => sent.times.every = value,
                "number" => sent.times.number = value,
                "until" => sent.times.until = value,
                _ => {}
            }
        }
        sent
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    clinical: Clinical,
) -> Result<Html<String>, AppError> {
    let writers = clinical.writers(&app).await?;
    let sent = Sent {
        times: TypedTimes::fresh(app.today().await),
        ..Sent::default()
    };
    page(&app, &clinical, &writers, sent, None, Vec::new()).await
}

/// Writes the times into the record of each, with an entry of its own.
pub(crate) async fn agree(
    State(app): State<App>,
    clinical: Clinical,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let writers = clinical.writers(&app).await?;
    let sent = Sent::of(pairs);
    let (new, company, form) = match read(&sent, &clinical, &writers) {
        Ok(read) => read,
        Err(AppError::Refused(problem)) => {
            let page = page(&app, &clinical, &writers, sent, Some(problem), Vec::new()).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        Err(other) => return Err(other),
    };
    // The same when the form is sent again, whatever was kept of it the first time.
    let together = TogetherId(derived(form.0, "together"));
    let chosen = writers
        .iter()
        .filter(|writer| sent.with.contains(&writer.reader.client));
    let mut outcomes = Vec::new();
    for writer in chosen {
        let client = writer.reader.client;
        let entry = EntryId(derived(form.0, &client.to_string()));
        let consent = if sent.agreed.contains(&client) {
            Consent::Given
        } else {
            Consent::Open
        };
        let changed = app
            .change(writer, AuditAction::RecordWrite, entry, &[], |_, _, ids| {
                together::agree(&new, together, company, consent, entry, ids)
            })
            .await;
        let known = app.indexed(&[client]).await;
        outcomes.push(Outcome {
            name: known.first().map_or_else(
                || "A client".to_owned(),
                |(_, known)| known.person.name.clone(),
            ),
            trouble: changed.err().map_or_else(String::new, what_is_wrong),
        });
    }
    if outcomes.iter().any(|outcome| !outcome.trouble.is_empty()) {
        let page = page(&app, &clinical, &writers, sent, None, outcomes).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let first = sent.with.iter().next().copied();
    let to = first.map_or_else(
        || "/together".to_owned(),
        |client| address(client, together, new.first.date()),
    );
    Ok(Redirect::to(&to).into_response())
}

fn read(
    sent: &Sent,
    clinical: &Clinical,
    writers: &[Writer],
) -> Result<(NewBooking, Company, EntryId), AppError> {
    let refused = |words: &str| AppError::Refused(words.to_owned());
    let form = sent
        .entry
        .ok_or_else(|| refused("The form was not whole. Reload the page."))?;
    let mine: BTreeSet<ClientId> = writers.iter().map(|writer| writer.reader.client).collect();
    if sent.with.len() < 2 || !sent.with.is_subset(&mine) {
        return Err(refused(
            "Who comes: please choose at least two of your clients.",
        ));
    }
    let company = Company::ALL
        .into_iter()
        .find(|company| company.code() == sent.company)
        .ok_or_else(|| refused("What they are to each other: please choose one of the list."))?;
    let times = sent.times.read()?;
    let new = NewBooking {
        with: clinical.staff.id(),
        how: times.how,
        first: times.first,
        minutes: times.minutes,
        repeat: times.repeat,
        together: None,
    };
    // Before anything is written anywhere: what one record would refuse, all would.
    attune_care::appointments::make(&new, form, &mut attune_ids::RandomIds)?;
    Ok((new, company, form))
}

async fn page(
    app: &App,
    clinical: &Clinical,
    writers: &[Writer],
    sent: Sent,
    problem: Option<String>,
    outcomes: Vec<Outcome>,
) -> Result<Html<String>, AppError> {
    app.refresh_index().await?;
    let staff = &clinical.staff;
    let mine: Vec<ClientId> = writers.iter().map(|writer| writer.reader.client).collect();
    let known = app.indexed(&mine).await;
    app.store
        .audit(&app.line(Actor::Account(staff.id()), AuditAction::ListRead, None))
        .await?;
    let today = app.today().await;
    let mut people: Vec<Choice> = known
        .iter()
        .map(|(client, known)| Choice {
            client: *client,
            name: known.person.name.clone(),
            chosen: sent.with.contains(client),
            agreed: sent.agreed.contains(client),
        })
        .collect();
    people.sort_by_key(|choice| (choice.name.to_lowercase(), choice.client));
    html(&TogetherPage {
        frame: Frame::staff(app, "Several people at once", staff).await,
        entry: sent.entry.unwrap_or_else(form_id),
        meetings: meetings(&known, today),
        people,
        companies: Company::ALL
            .iter()
            .map(|company| {
                let code = company.code();
                (code, company.label(), code == sent.company)
            })
            .collect(),
        typed: sent.times,
        problem,
        outcomes,
    })
}

/// Meetings by day, the next ones first and then what was, from the headlines of those who meet.
fn meetings(known: &[(ClientId, crate::caseload::Indexed)], today: Date) -> Vec<Meeting> {
    let mut found: BTreeMap<(Date, TogetherId), Vec<(ClientId, &str)>> = BTreeMap::new();
    let mut unfiled: BTreeSet<(Date, TogetherId)> = BTreeSet::new();
    let mut companies: BTreeMap<TogetherId, &'static str> = BTreeMap::new();
    for (client, known) in known {
        let name = known.person.name.as_str();
        for line in &known.headline.appointments {
            if let Some(together) = line.together
                && line.standing != LineStanding::Cancelled
            {
                let key = (line.at.date(), together);
                found.entry(key).or_default().push((*client, name));
            }
        }
        for line in &known.headline.together {
            companies.insert(line.together, line.company.label());
            for on in &line.unfiled {
                let key = (*on, line.together);
                unfiled.insert(key);
                let who = found.entry(key).or_default();
                if !who.iter().any(|(known, _)| known == client) {
                    who.push((*client, name));
                }
            }
        }
    }
    let earliest = today.saturating_sub(DAYS_BACK.days());
    let (ahead, behind): (Vec<_>, Vec<_>) = found
        .into_iter()
        .filter(|(key, _)| key.0 >= earliest || unfiled.contains(key))
        .partition(|((on, _), _)| *on >= today);
    ahead
        .into_iter()
        .take(MOST)
        .chain(behind.into_iter().rev().take(MOST))
        .filter_map(|((on, together), mut who)| {
            who.sort_by_key(|(_, name)| name.to_lowercase());
            let names: Vec<&str> = who.iter().map(|(_, name)| *name).collect();
            Some(Meeting {
                address: address(who.first()?.0, together, on),
                when: day(on, today),
                who: names.join(", "),
                company: companies.get(&together).copied().unwrap_or_default(),
                unfiled: unfiled.contains(&(on, together)),
            })
        })
        .collect()
}
