//! The round that brings somebody in when nobody acts on a risk answer.

use std::collections::BTreeSet;

use attune_care::headline::OpenAlert;
use attune_care::risk::{EscalationStep, EscalationTimes, due_steps, escalate};
use attune_ids::{AccountId, ClientId, EntryId};
use attune_record::{Actor, AuditAction, AuditLine, Relation};
use jiff::{SignedDuration, Timestamp};

use super::RiskSettings;
use super::told::can_act;
use crate::{App, AppError};

impl RiskSettings {
    /// When who is brought in.
    pub fn times(&self) -> EscalationTimes {
        EscalationTimes {
            deputy: SignedDuration::from_mins(self.deputy_after_minutes.into()),
            lead: SignedDuration::from_mins(self.lead_after_minutes.into()),
        }
    }
}

/// Takes every step that is due, for every alert nobody has acted on.
pub(crate) async fn bring_somebody_in(app: &App) -> Result<(), AppError> {
    app.reload_settings().await?;
    app.refresh_index().await?;
    let times = app.settings.read().await.risk.times();
    let now = app.now();
    let mut failed = None;
    for (client, alerts) in app.clients_with_alerts().await {
        for alert in alerts {
            for step in due_steps(raised(app, &alert).await, &alert.steps, times, now) {
                // One record that cannot be opened must not keep the others waiting.
                if let Err(error) = take(app, client, &alert, step).await {
                    failed = Some(error);
                }
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

/// When an alert was raised. An older program wrote the day alone: then it counts from the day's beginning, since
/// too early is better than too late.
pub(super) async fn raised(app: &App, alert: &OpenAlert) -> Timestamp {
    if let Some(since) = alert.since {
        return since;
    }
    let day = alert.on.to_zoned(app.zone().await);
    day.map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp())
}

/// Whoever is brought in may open the record first, and only then is it said that they were brought in: should this
/// program end between the two, the step is taken again.
async fn take(
    app: &App,
    client: ClientId,
    alert: &OpenAlert,
    step: EscalationStep,
) -> Result<(), AppError> {
    let to = who(app, client, step).await?;
    // The step is not taken while there is nobody to take it: whoever is named later is brought in for what waits already.
    if to.is_empty() {
        return Ok(());
    }
    let related = app.store.relations_to(client).await?;
    for account in &to {
        if !related.contains(&(*account, Relation::Clinician)) {
            let line = AuditLine {
                detail: format!("brought in as {}: nobody had acted in time", step.label()),
                ..app.line(Actor::Program, AuditAction::AccessGrant, Some(client))
            };
            let relation = Relation::Clinician;
            app.store.grant(client, *account, relation, &line).await?;
        }
    }
    let entry = EntryId(app.import_id(&["escalation", &alert.id.to_string(), step.code()]));
    // A refusal says that somebody acted, or took this step, a moment ago.
    let _ = app
        .change_by_program(client, AuditAction::AlertEscalate, entry, |record, _, _| {
            escalate(record, alert.id, step, to.clone(), entry)
        })
        .await?;
    Ok(())
}

/// Who is brought in at this step. Where no deputy is named, it is the lead at the deputy's time already.
async fn who(
    app: &App,
    client: ClientId,
    step: EscalationStep,
) -> Result<Vec<AccountId>, AppError> {
    let risk = app.settings.read().await.risk.clone();
    let mut found = BTreeSet::new();
    if step == EscalationStep::Deputy {
        // Also of a clinician whose account is closed: that may be why nobody acts.
        for (account, relation) in app.store.relations_to(client).await? {
            if let Some(deputy) = risk.deputies.get(&account)
                && relation == Relation::Clinician
                && can_act(app, *deputy).await?
            {
                found.insert(*deputy);
            }
        }
    }
    if found.is_empty()
        && let Some(lead) = risk.lead
        && can_act(app, lead).await?
    {
        found.insert(lead);
    }
    Ok(found.into_iter().collect())
}
