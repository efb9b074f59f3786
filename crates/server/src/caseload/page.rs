use std::collections::HashSet;

use askama::Template;
use attune_care::assess::{InWords, is_overdue};
use attune_care::caseload::{Filter, Line, Order, arrange};
use attune_care::headline::{LatestScore, WaitingRequest};
use attune_catalog::ProblemArea;
use attune_figures::{Range, Sparkline};
use attune_ids::ClientId;
use attune_record::{Actor, AuditAction, Relation};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Html;
use jiff::civil::Date;
use serde::Deserialize;

use super::index::Indexed;
use crate::appointments::{Meeting, meetings_on};
use crate::assess::{WaitingRow, waiting_row};
use crate::format::{count, day, number};
use crate::page::{Frame, html, reason_words};
use crate::policy::Clinical;
use crate::{App, AppError};

/// Lines on one page of the list.
const PAGE: usize = 50;

/// Questionnaires that wait too long and are listed one by one, the oldest first.
const MOST_OVERDUE: usize = 20;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    text: String,
    #[serde(default)]
    area: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    order: String,
    #[serde(default)]
    page: usize,
}

#[derive(Template)]
#[template(path = "caseload/page.html", blocks = ["list"])]
struct CaseloadPage {
    frame: Frame,
    /// What was just done elsewhere and led here.
    done: Option<&'static str>,
    asked: Asked,
    areas: Vec<(&'static str, &'static str, bool)>,
    orders: Vec<(&'static str, &'static str, bool)>,
    /// Somebody shares a case with this person today.
    shared_cases: bool,
    may_add: bool,
    lede: String,
    rows: Vec<Row>,
    found: String,
    nobody_yet: bool,
    /// Whom this person meets today, the first one first.
    meetings: Vec<Meeting>,
    overdue: Vec<Overdue>,
    overdue_left: usize,
    before: Option<usize>,
    after: Option<usize>,
}

/// A questionnaire that has waited too long, and whose it is.
struct Overdue {
    name: String,
    row: WaitingRow,
}

struct Row {
    client: ClientId,
    name: String,
    areas: String,
    why: Vec<Why>,
    score: Option<Score>,
    sessions: String,
    plan: Option<String>,
}

struct Why {
    shape: &'static str,
    words: String,
}

struct Score {
    phrase: String,
    on: String,
    /// A small picture of the course; the phrase says the same in words.
    course: String,
}

/// After a record was erased for good.
const ERASED: &str = "The record is erased for good. The history of the practice keeps who did it, when and why, under a number without a name.";

/// What to say at the top, after a redirect.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    erased: String,
}

/// The whole caseload, who needs attention first.
pub(crate) async fn show(
    State(app): State<App>,
    clinical: Clinical,
    Query(said): Query<Said>,
) -> Result<Html<String>, AppError> {
    let view = view(&app, &clinical, Asked::default()).await?;
    html(&CaseloadPage {
        done: (said.erased == "yes").then_some(ERASED),
        ..view
    })
}

/// The caseload narrowed or reordered. The form is posted, not put into the
/// address: a name searched for must not stay in a log or a history. htmx asks
/// for the list alone.
pub(crate) async fn narrow(
    State(app): State<App>,
    clinical: Clinical,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Html<String>, AppError> {
    let view = view(&app, &clinical, asked).await?;
    if headers.contains_key("hx-request") {
        return Ok(Html(view.as_list().render()?));
    }
    html(&view)
}

async fn view(app: &App, clinical: &Clinical, asked: Asked) -> Result<CaseloadPage, AppError> {
    let staff = &clinical.staff;
    app.refresh_index().await?;
    let related = app.store.relations_of(staff.id()).await?;
    // Whoever is two things to somebody sees them once: relations come in the order of their clients.
    let mut mine: Vec<ClientId> = related.iter().map(|(client, _)| *client).collect();
    mine.dedup();
    let clients = app.indexed(&mine).await;
    app.store
        .audit(&app.line(Actor::Account(staff.id()), AuditAction::ListRead, None))
        .await?;

    let today = app.today().await;
    let total = clients.len();
    let treated: HashSet<ClientId> = related
        .iter()
        .filter(|(_, relation)| *relation == Relation::Clinician)
        .map(|(client, _)| *client)
        .collect();
    let may_write = |client: &ClientId| staff.account.roles.clinician && treated.contains(client);
    let mut late: Vec<(ClientId, &Indexed, &WaitingRequest)> = clients
        .iter()
        .flat_map(|(id, client)| {
            let waiting = client.headline.waiting.iter();
            let late = waiting.filter(|request| is_overdue(request.on, today));
            late.map(move |request| (*id, client, request))
        })
        .collect();
    late.sort_by_key(|(.., request)| request.on);
    let overdue_left = late.len().saturating_sub(MOST_OVERDUE);
    let overdue: Vec<Overdue> = late
        .into_iter()
        .take(MOST_OVERDUE)
        .map(|(id, client, request)| Overdue {
            name: client.person.name.clone(),
            row: waiting_row(app, id, request, may_write(&id), today),
        })
        .collect();
    let filter = Filter {
        text: asked.text.clone(),
        area: ProblemArea::ALL
            .into_iter()
            .find(|area| area.code() == asked.area),
        only_attention: asked.show == "attention",
        only_review: asked.show == "review",
    };
    let order = order_of(&asked.order);
    let lines = arrange(
        clients
            .into_iter()
            .map(|(id, client)| (id, client.person.name.clone(), client.headline)),
        &filter,
        order,
        today,
    );
    let needing = lines.iter().filter(|line| !line.reasons.is_empty()).count();
    let pages = lines.len().div_ceil(PAGE).max(1);
    let page = asked.page.min(pages - 1);
    let rows = lines
        .iter()
        .skip(page * PAGE)
        .take(PAGE)
        .map(|line| row(app, line, today))
        .collect();

    Ok(CaseloadPage {
        frame: Frame::staff(app, "Caseload", staff).await,
        done: None,
        areas: ProblemArea::ALL
            .iter()
            .map(|area| (area.code(), area.label(), filter.area == Some(*area)))
            .collect(),
        orders: [
            ("attention", "who needs attention first", Order::Attention),
            ("name", "name", Order::Name),
            ("seen", "longest not seen", Order::LastSeen),
            ("change", "largest worsening", Order::Change),
        ]
        .map(|(code, label, this)| (code, label, this == order))
        .to_vec(),
        shared_cases: !app.clients_with_case(staff.id(), today).await.is_empty(),
        may_add: staff.account.roles.clinician,
        lede: lede(needing, app.unreadable(&mine).await.len()),
        found: count(lines.len(), "person", "people"),
        rows,
        nobody_yet: total == 0,
        meetings: meetings_on(app, staff.id(), &related, today).await?,
        overdue,
        overdue_left,
        before: page.checked_sub(1),
        after: (page + 1 < pages).then_some(page + 1),
        asked,
    })
}

/// Nobody is said to be well while something about somebody is unknown.
fn lede(needing: usize, unreadable: usize) -> String {
    let known = match needing {
        0 if unreadable > 0 => "Nobody else is known to need special attention today.".to_owned(),
        0 => "Nobody needs special attention today.".to_owned(),
        1 => "One person is worth a look today; the list says why.".to_owned(),
        more => format!("{more} people are worth a look today; the list says why."),
    };
    match unreadable {
        0 => known,
        number => format!(
            "{} cannot be read and {} missing here: look at what needs attention. {known}",
            count(number, "record", "records"),
            if number == 1 { "is" } else { "are" }
        ),
    }
}

fn order_of(code: &str) -> Order {
    match code {
        "name" => Order::Name,
        "seen" => Order::LastSeen,
        "change" => Order::Change,
        _ => Order::Attention,
    }
}

fn row(app: &App, line: &Line<ClientId>, today: Date) -> Row {
    let headline = &line.headline;
    let score = match &headline.in_words {
        Some(words) => Some(followed_in_words(words, today)),
        None => headline
            .latest
            .as_ref()
            .map(|latest| score(app, latest, today)),
    };
    let sessions = match headline.last_session {
        Some(on) => format!(
            "{}, last {}",
            count(headline.sessions, "session", "sessions"),
            day(on, today)
        ),
        None => "no session yet".to_owned(),
    };
    let plan = headline
        .plan
        .map(|(version, review_on)| format!("plan {version}, review {}", day(review_on, today)));
    Row {
        client: line.key,
        name: line.name.clone(),
        areas: headline
            .areas
            .iter()
            .map(|area| area.label())
            .collect::<Vec<_>>()
            .join(", "),
        why: line
            .reasons
            .iter()
            .map(|reason| Why {
                shape: shape(reason),
                words: reason_words(reason, today),
            })
            .collect(),
        score,
        sessions,
        plan,
    }
}

/// Nobody who is followed in words is shown as a number.
fn followed_in_words(words: &InWords, today: Date) -> Score {
    Score {
        phrase: "Followed in words".to_owned(),
        on: match words.told {
            Some(on) => format!("last told {}", day(on, today)),
            None => "nothing told yet".to_owned(),
        },
        course: String::new(),
    }
}

fn score(app: &App, latest: &LatestScore, today: Date) -> Score {
    let title = app
        .catalog
        .measure(&latest.measure)
        .map_or(latest.measure.as_str(), |measure| &measure.name);
    let mut phrase = format!("{title} {}", number(latest.value));
    if let Some(band) = &latest.band {
        phrase.push_str(", ");
        phrase.push_str(&band.to_lowercase());
    }
    if let Some(change) = &latest.change {
        phrase.push_str("; ");
        phrase.push_str(&change.words());
    }
    Score {
        phrase,
        on: day(latest.on, today),
        course: course(app, latest),
    }
}

fn shape(reason: &attune_care::caseload::Reason) -> &'static str {
    use attune_care::caseload::Reason;
    match reason {
        Reason::RiskAnswer(_) => "signal-safety",
        Reason::NotOnTrack | Reason::AllianceDip(_) | Reason::LookAgain(..) | Reason::Watch => {
            "signal-look"
        }
        Reason::ReviewDue(_)
        | Reason::OpenNotes(_)
        | Reason::Waiting(_)
        | Reason::NothingTold(_)
        | Reason::NoPlan
        | Reason::LookedAt(..) => "signal-steady",
    }
}

fn course(app: &App, latest: &LatestScore) -> String {
    let range = app
        .catalog
        .measure(&latest.measure)
        .and_then(|measure| measure.total_rule())
        .and_then(|rule| Range::new(f64::from(rule.range.0), f64::from(rule.range.1)).ok());
    let Some(range) = range.filter(|_| latest.course.len() > 1) else {
        return String::new();
    };
    let picture = Sparkline {
        title: String::new(),
        range,
        decimals: 0,
        points: latest
            .course
            .iter()
            .map(|(on, value)| (*on, Some(*value)))
            .collect(),
        decorative: true,
    };
    picture.svg()
}
