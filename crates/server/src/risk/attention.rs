//! What needs attention now, over all clients one may see: every risk answer nobody has acted on, the worst and
//! oldest first.

use askama::Template;
use attune_care::assess::AlertAction;
use attune_care::headline::OpenAlert;
use attune_care::risk::EscalationStep;
use attune_ids::{AlertId, ClientId, EntryId};
use attune_record::{Actor, AuditAction, MailState, Relation};
use axum::extract::State;
use axum::response::Html;
use jiff::Timestamp;

use super::{escalation, in_words};
use crate::format::{count, moment};
use crate::page::{Frame, form_id, html};
use crate::policy::Clinical;
use crate::{App, AppError};

/// Attempts after which a mail that waits is worth a word here.
const TROUBLED: u32 = 3;

#[derive(Template)]
#[template(path = "risk/attention.html")]
struct AttentionPage {
    frame: Frame,
    lede: String,
    items: Vec<Item>,
    /// Clients whose records could not be read.
    unknown: Vec<ClientId>,
    /// Said when mails do not go out: then only this page tells.
    mail_trouble: bool,
    /// Whether there is a mail server, and whether I want its mails.
    mails: Option<bool>,
    actions: [AlertAction; 4],
    now: String,
}

struct Item {
    client: ClientId,
    name: String,
    alert: AlertId,
    entry: EntryId,
    measure: String,
    since: String,
    raised: Timestamp,
    worse: bool,
    brought_in: String,
    may_write: bool,
}

/// The list. It is read anew each time it is opened; its time stands on it.
pub(super) async fn show(
    State(app): State<App>,
    clinical: Clinical,
) -> Result<Html<String>, AppError> {
    let staff = &clinical.staff;
    app.refresh_index().await?;
    let related = app.store.relations_of(staff.id()).await?;
    let mut mine: Vec<ClientId> = related.iter().map(|(client, _)| *client).collect();
    mine.dedup();
    app.store
        .audit(&app.line(Actor::Account(staff.id()), AuditAction::ListRead, None))
        .await?;
    let now = app.now();
    let mut items = Vec::new();
    for (client, indexed) in app.indexed(&mine).await {
        let may_write =
            staff.account.roles.clinician && related.contains(&(client, Relation::Clinician));
        for alert in &indexed.headline.open_alerts {
            let raised = escalation::raised(&app, alert).await;
            items.push(Item {
                client,
                name: indexed.person.name.clone(),
                alert: alert.id,
                entry: form_id(),
                measure: measure(&app, alert),
                since: in_words(now.duration_since(raised)),
                raised,
                worse: alert.worse,
                brought_in: brought_in(&alert.steps),
                may_write,
            });
        }
    }
    items.sort_by_key(|item| (!item.worse, item.raised));
    let unknown = app.unreadable(&mine).await;
    let risk = app.settings.read().await.risk.clone();
    html(&AttentionPage {
        frame: Frame::staff(&app, "Needs attention", staff).await,
        lede: lede(items.len(), unknown.len()),
        items,
        unknown,
        mail_trouble: mail_trouble(&app).await?,
        mails: (app.has_mail() && staff.account.roles.clinician)
            .then(|| !risk.no_mail.contains(&staff.id())),
        actions: AlertAction::ALL,
        now: moment(now, &app.zone().await, app.today().await),
    })
}

/// What cannot be read is unknown. It is never said that nothing waits while something is unknown.
fn lede(waiting: usize, unknown: usize) -> String {
    let waiting = match (waiting, unknown) {
        (0, 0) => {
            return "No risk answer is waiting. This page is for the day when one is.".to_owned();
        }
        (0, _) => "None is known to be waiting".to_owned(),
        (number, _) => format!(
            "{} for somebody to act",
            count(number, "risk answer waits", "risk answers wait")
        ),
    };
    match unknown {
        0 => format!("{waiting}."),
        number => format!(
            "{waiting}; of {} it is unknown.",
            count(number, "record", "records")
        ),
    }
}

fn measure(app: &App, alert: &OpenAlert) -> String {
    let measure = app.catalog.measure(&alert.measure);
    measure.map_or_else(|| alert.measure.clone(), |measure| measure.name.clone())
}

fn brought_in(steps: &[EscalationStep]) -> String {
    let names: Vec<&str> = steps.iter().map(|step| step.label()).collect();
    names.join(" and ")
}

async fn mail_trouble(app: &App) -> Result<bool, AppError> {
    if !app.has_mail() {
        return Ok(false);
    }
    if app.store.mails_in(MailState::GivenUp).await? > 0 {
        return Ok(true);
    }
    let waiting = app.store.mails(MailState::Waiting).await?;
    Ok(waiting.iter().any(|mail| mail.value.attempts >= TROUBLED))
}
