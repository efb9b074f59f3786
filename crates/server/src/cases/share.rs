//! Choosing what of a case goes to supervision, text by text.

use askama::Template;
use attune_care::supervise::{
    CaseInput, CaseText, LONGEST_DAYS, end_case, offered_courses, offered_texts, share_case,
};
use attune_ids::{AccountId, EntryId};
use attune_record::{AuditAction, AuditFilter};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::AS_A_CASE;
use crate::format::{day, moment};
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Writer;
use crate::{App, AppError};

/// Lines of the audit that are looked through for the log.
const LOG: u32 = 500;

#[derive(Template)]
#[template(path = "cases/share.html")]
struct SharePage {
    frame: Frame,
    banner: Banner,
    entry: EntryId,
    colleagues: Vec<(AccountId, String)>,
    texts: Vec<Offered>,
    has_courses: bool,
    longest: i64,
    shared: Vec<Shared>,
    log: Vec<(String, String)>,
    problem: Option<String>,
    typed: Typed,
}

/// A text to look through.
struct Offered {
    number: usize,
    about: &'static str,
    text: String,
}

struct Shared {
    case: EntryId,
    entry: EntryId,
    pseudonym: String,
    with: String,
    until: String,
    open: bool,
}

/// What was typed into the form.
#[derive(Default)]
struct Typed {
    with: String,
    pseudonym: String,
    question: String,
    until: String,
    courses: bool,
    /// The texts that were ticked, word for word.
    texts: Vec<String>,
}

impl Typed {
    fn is_with(&self, account: &AccountId) -> bool {
        self.with == account.to_string()
    }

    /// A text that changed meanwhile is another one, to be read again.
    fn has(&self, text: &String) -> bool {
        self.texts.contains(text)
    }
}

pub(super) async fn show(State(app): State<App>, writer: Writer) -> Result<Html<String>, AppError> {
    let opened = app.open(&writer.reader).await?;
    html(&page(&app, &writer, &opened, None, Typed::default()).await?)
}

/// Shares what was ticked. A text is sent as it was read, so that nothing goes along
/// that changed meanwhile.
pub(super) async fn share(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let one = |wanted: &str| {
        let found = fields.iter().find(|(name, _)| name == wanted);
        found.map_or("", |(_, value)| value.trim())
    };
    let entry: EntryId = one("entry")
        .parse()
        .map_err(|_| AppError::Refused("Please open the form again.".to_owned()))?;
    let opened = app.open(&writer.reader).await?;
    let ticked = fields.iter().filter(|(name, _)| name.starts_with("text-"));
    let typed = || Typed {
        with: one("with").to_owned(),
        pseudonym: one("pseudonym").to_owned(),
        question: one("question").to_owned(),
        until: one("until").to_owned(),
        courses: !one("courses").is_empty(),
        texts: ticked.clone().map(|(_, value)| value.clone()).collect(),
    };
    let chosen = one("with").parse::<AccountId>().ok();
    let known = colleagues(&app, &writer).await?;
    let Some((with, _)) = known.into_iter().find(|(id, _)| Some(*id) == chosen) else {
        let problem = Some("Please choose who should look at it.".to_owned());
        let page = page(&app, &writer, &opened, problem, typed()).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
    };
    let offered = offered_texts(&opened.record);
    let read = |name: &str| name.strip_prefix("text-")?.parse::<usize>().ok();
    let texts: Vec<CaseText> = fields
        .iter()
        .filter_map(|(name, value)| {
            let known = offered.get(read(name)?)?;
            Some(CaseText {
                case_about: known.case_about,
                text: value.clone(),
            })
        })
        .collect();
    let input = CaseInput {
        with,
        pseudonym: one("pseudonym").to_owned(),
        question: one("question").to_owned(),
        until: one("until").parse().ok(),
        texts,
        courses: !one("courses").is_empty(),
    };
    let person = opened.person.clone();
    let telling = [
        &person.name,
        &person.email,
        &person.telephone,
        &person.reference,
    ];
    let telling = telling.map(String::as_str);
    let action = AuditAction::RecordWrite;
    let kept = app
        .change_or_refusal(&writer, action, entry, &[], |record, today, _| {
            share_case(record, &app.catalog, &input, &telling, today, entry)
        })
        .await?;
    let Err(refusal) = kept else {
        return Ok(back(&writer).into_response());
    };
    let page = page(&app, &writer, &opened, Some(refusal.to_string()), typed()).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

#[derive(Deserialize)]
pub(super) struct Ending {
    entry: EntryId,
    case: EntryId,
}

/// Ends it before its last day.
pub(super) async fn end(
    State(app): State<App>,
    writer: Writer,
    Form(ending): Form<Ending>,
) -> Result<Redirect, AppError> {
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, ending.entry, &[], |record, _, _| {
        end_case(record, ending.case, ending.entry)
    })
    .await?;
    Ok(back(&writer))
}

fn back(writer: &Writer) -> Redirect {
    Redirect::to(&format!("/clients/{}/case#shared", writer.reader.client))
}

/// Everybody who could look at a case, but for the one who shares it.
async fn colleagues(app: &App, writer: &Writer) -> Result<Vec<(AccountId, String)>, AppError> {
    let accounts = app.store.accounts().await?;
    let me = writer.reader.staff.id();
    Ok(accounts
        .into_iter()
        .map(|found| found.value)
        .filter(|account| {
            let sees_clients = account.roles.supervisor || account.roles.clinician;
            account.id != me && account.enabled && sees_clients
        })
        .map(|account| (account.id, account.name))
        .collect())
}

async fn page(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    problem: Option<String>,
    typed: Typed,
) -> Result<SharePage, AppError> {
    let record = &opened.record;
    let (today, zone) = (app.today().await, app.zone().await);
    let authors = app.authors().await?;
    let filter = AuditFilter::Client(opened.client);
    let lines = app.store.audit_lines(filter, None, LOG).await?;
    Ok(SharePage {
        frame: Frame::staff(app, "Share this case", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, opened, Step::Review).await,
        entry: form_id(),
        colleagues: colleagues(app, writer).await?,
        texts: offered_texts(record)
            .into_iter()
            .enumerate()
            .map(|(number, offered)| Offered {
                number,
                about: offered.case_about.label(),
                text: offered.text,
            })
            .collect(),
        has_courses: !offered_courses(record, &app.catalog).is_empty(),
        longest: LONGEST_DAYS,
        shared: record
            .cases
            .iter()
            .rev()
            .map(|state| Shared {
                case: state.shared.entry,
                entry: form_id(),
                pseudonym: state.shared.item.pseudonym.clone(),
                with: authors.name(attune_care::Author::Staff(state.shared.item.with)),
                until: day(state.shared.item.until, today),
                open: state.is_open(today),
            })
            .collect(),
        log: lines
            .iter()
            .map(|stored| &stored.line)
            .filter(|line| line.detail == AS_A_CASE)
            .filter_map(|line| {
                let who = authors.name(attune_care::Author::Staff(line.actor.account()?));
                Some((moment(line.at, &zone, today), who))
            })
            .collect(),
        problem,
        typed,
    })
}
