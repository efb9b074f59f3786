use askama::Template;
use attune_care::assess::{WordsKind, whole_person};
use attune_care::caseload::reasons;
use attune_care::journal::unread;
use attune_care::review::{leading_measure, progress};
use attune_care::session::alliance;
use attune_care::{Headline, Record};
use axum::extract::State;
use axum::response::Html;
use jiff::civil::Date;

use crate::assess::{AlertBox, WaitingRow, overdue_rows};
use crate::format::{count, day};
use crate::page::{Banner, Frame, Step, html, reason_words};
use crate::pictures;
use crate::policy::Reader;
use crate::{App, AppError};

/// Lines of the history shown on the person page.
const RECENT: usize = 8;

#[derive(Template)]
#[template(path = "client/person.html")]
struct PersonPage {
    frame: Frame,
    banner: Banner,
    lede: String,
    alerts: AlertBox,
    reasons: Vec<String>,
    overdue: Vec<WaitingRow>,
    next: Next,
    problems: Vec<Problem>,
    words: Vec<Said>,
    person_picture: Option<String>,
    unknown_domains: String,
    course_picture: Option<String>,
    next_time: Option<String>,
    plan: Option<Plan>,
    recent: Vec<Event>,
    /// Shared pages of the journal this reader has not seen.
    unread: usize,
}

/// The one clear next action.
struct Next {
    words: &'static str,
    address: &'static str,
    button: &'static str,
}

struct Problem {
    area: &'static str,
    words: String,
}

struct Said {
    domain: &'static str,
    code: &'static str,
    about: &'static str,
    text: String,
    on: String,
}

struct Plan {
    number: u32,
    strands: Vec<String>,
    goals: Vec<String>,
    review_on: String,
}

struct Event {
    date: Date,
    on: String,
    what: String,
    href: String,
}

/// The client's page: the person first, then how it goes, then what was agreed.
pub(crate) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let record = &opened.record;
    let today = app.today().await;
    let headline = Headline::of(record, &app.catalog);
    let view = whole_person(record, &app.catalog);
    let course_picture = match leading_measure(record, &app.catalog) {
        Some(id) => match (
            app.catalog.measure(&id),
            progress(record, &app.catalog, &id),
        ) {
            (Some(measure), Some(progress)) => {
                pictures::trajectory(opened.client, record, measure, &progress, today)?
            }
            _ => None,
        },
        None => None,
    };
    html(&PersonPage {
        frame: Frame::staff(&app, "Client", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Person).await,
        lede: lede(&headline, today),
        alerts: AlertBox::of(&app, &reader, &opened).await?,
        overdue: overdue_rows(
            &app,
            opened.client,
            &headline.waiting,
            reader.may_write,
            today,
        ),
        reasons: reasons(&headline, today)
            .iter()
            .map(|reason| reason_words(reason, today))
            .collect(),
        next: next(record),
        problems: record
            .open_problems()
            .map(|state| Problem {
                area: state.problem.area.label(),
                words: state.problem.words.clone(),
            })
            .collect(),
        words: said(record, today),
        person_picture: pictures::whole_person(&view, today)?,
        unknown_domains: view
            .unknown
            .iter()
            .map(|domain| domain.label().to_lowercase())
            .collect::<Vec<_>>()
            .join(", "),
        course_picture,
        next_time: alliance(record, &app.catalog)
            .next_time()
            .map(str::to_owned),
        plan: plan(&app, record, today),
        recent: recent(&app, record, today),
        unread: unread(record, reader.staff.id()),
    })
}

fn lede(headline: &Headline, today: Date) -> String {
    let since = headline.opened_on.map_or_else(String::new, |on| {
        format!("With you since {}", day(on, today))
    });
    let sessions = match headline.last_session {
        Some(on) => format!(
            "; {}, the last one {}",
            count(headline.sessions, "session", "sessions"),
            day(on, today)
        ),
        None => "; no session yet".to_owned(),
    };
    format!("{since}{sessions}.")
}

/// Where the loop stands decides what is offered first.
fn next(record: &Record) -> Next {
    if record.problems.is_empty() {
        return Next {
            words: "What brings this person is not written down yet.",
            address: "assess",
            button: "Write it in their words",
        };
    }
    if record.responses.is_empty() && record.totals.is_empty() {
        return Next {
            words: "Nothing has been asked yet.",
            address: "assess",
            button: "Ask the first questionnaire",
        };
    }
    if record.formulation.influences.is_empty() {
        return Next {
            words: "There is no shared picture yet of what keeps the trouble going.",
            address: "formulate",
            button: "Draw it together",
        };
    }
    if record.plans.is_empty() {
        return Next {
            words: "There is a picture, and no plan yet.",
            address: "match",
            button: "See what could help",
        };
    }
    Next {
        words: "The plan is running.",
        address: "session",
        button: "Go to the sessions",
    }
}

fn said(record: &Record, today: Date) -> Vec<Said> {
    record
        .words
        .iter()
        .rev()
        .take(4)
        .map(|words| Said {
            domain: words.item.domain.label(),
            code: words.item.domain.code(),
            about: match words.item.about {
                WordsKind::Said => "",
                about => about.label(),
            },
            text: words.item.text.clone(),
            on: day(record.day(words.at), today),
        })
        .collect()
}

fn plan(app: &App, record: &Record, today: Date) -> Option<Plan> {
    let plan = record.plan()?;
    let technique = |id: &str| {
        app.catalog
            .technique(id)
            .map_or_else(|| id.to_owned(), |technique| technique.name.clone())
    };
    Some(Plan {
        number: plan.number,
        strands: plan
            .strands
            .iter()
            .map(|strand| technique(&strand.technique))
            .collect(),
        goals: plan.goals.iter().map(|goal| goal.words.clone()).collect(),
        review_on: day(plan.review_on, today),
    })
}

/// What happened lately, latest first.
fn recent(app: &App, record: &Record, today: Date) -> Vec<Event> {
    let name = |id: &str| match record.personal_words(id) {
        Some(words) => format!("\u{201c}{words}\u{201d}"),
        None => app
            .catalog
            .measure(id)
            .map_or_else(|| id.to_owned(), |measure| measure.name.clone()),
    };
    let mut events: Vec<Event> = Vec::new();
    let mut add = |date: Date, what: String, href| {
        events.push(Event {
            date,
            on: day(date, today),
            what,
            href,
        });
    };
    for response in &record.responses {
        add(
            response.item.on,
            format!("{} answered", name(&response.item.measure.id)),
            format!("assess/responses/{}", response.entry),
        );
    }
    for session in &record.sessions {
        let note = if session.note.is_some() {
            ""
        } else {
            ", note still a draft"
        };
        add(
            session.meeting.on,
            format!("Session {}{note}", session.meeting.how.label()),
            format!("session/{}", session.meeting.id),
        );
    }
    for plan in &record.plans {
        add(
            record.day(plan.at),
            format!("Plan {} agreed", plan.item.number),
            format!("plan/versions/{}", plan.item.number),
        );
    }
    for review in &record.reviews {
        add(
            review.item.on,
            "Review held".to_owned(),
            "review".to_owned(),
        );
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.date));
    events.truncate(RECENT);
    events
}
