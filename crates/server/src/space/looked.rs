//! Who looked at my record: the audit, for the person it is about.

use attune_ids::AccountId;
use attune_record::{Account, Actor, AuditAction, AuditFilter, AuditLine, Relation};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::SpaceSettings;
use crate::language::{Here, key};
use crate::policy::SpaceHolder;
use crate::{App, AppError};

/// Lines of the audit read for one page.
const PAGE: u32 = 500;

/// What somebody did on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Looked {
    pub(super) on: String,
    pub(super) who: String,
    /// Key of what was done.
    pub(super) what: &'static str,
}

/// One page, the newest first, and where the next, older one begins.
pub(super) async fn who_looked(
    app: &App,
    holder: &SpaceHolder,
    settings: SpaceSettings,
    before: Option<u64>,
) -> Result<(Vec<Looked>, Option<u64>), AppError> {
    let filter = AuditFilter::Client(holder.client);
    let stored = app.store.audit_lines(filter, before, PAGE).await?;
    let older = stored
        .last()
        .filter(|line| stored.len() == PAGE as usize && line.seq > 1)
        .map(|line| line.seq);
    let accounts: Vec<Account> = app
        .store
        .accounts()
        .await?
        .into_iter()
        .map(|found| found.value)
        .collect();
    let relations = app.store.relations_to(holder.client).await?;
    let who = |id: AccountId| named(id, &accounts, &relations, settings);
    let (today, zone) = (app.today().await, app.zone().await);
    let lines = stored.iter().map(|stored| &stored.line);
    Ok((by_day(lines, who, &zone, today), older))
}

/// The same person doing the same thing on the same day is one line.
fn by_day<'a>(
    lines: impl Iterator<Item = &'a AuditLine>,
    who: impl Fn(AccountId) -> String,
    zone: &TimeZone,
    today: Date,
) -> Vec<Looked> {
    let language = Here::now().language;
    let mut told: Vec<Looked> = Vec::new();
    for line in lines {
        let Some(what) = plain(line.action) else {
            continue;
        };
        let who = match line.actor {
            Actor::Account(account) => who(account),
            Actor::ClientLink(_) => language.say("you").to_string(),
            Actor::Program => language.say("the-program").to_string(),
        };
        let on = language.day(line.at.to_zoned(zone.clone()).date(), today);
        let looked = Looked { on, who, what };
        let same_day = told.iter().rev().take_while(|other| other.on == looked.on);
        if !same_day.into_iter().any(|other| *other == looked) {
            told.push(looked);
        }
    }
    told
}

/// A name and a part, as the practice has decided to tell them.
fn named(
    id: AccountId,
    accounts: &[Account],
    relations: &[(AccountId, Relation)],
    settings: SpaceSettings,
) -> String {
    let relation = relations.iter().find(|(account, _)| *account == id);
    let account = accounts.iter().find(|account| account.id == id);
    let part = match (relation, account.map(|account| account.roles)) {
        (Some((_, Relation::Clinician)), _) => key("your-therapist"),
        (Some((_, Relation::Supervisor)), _) => key("supervises"),
        (None, Some(roles)) if roles.administrator => key("runs-office"),
        (None, Some(_)) => key("worked-before"),
        (None, None) => key("has-left"),
    };
    let language = Here::now().language;
    let part = language.say(part);
    match account.filter(|_| settings.names_in_trail) {
        Some(account) => language
            .say("name-and-part")
            .with("name", &account.name)
            .with("part", part.to_string())
            .to_string(),
        None => part.to_string(),
    }
}

/// What was done, as the key of plain words; nothing for what says nothing about the record.
fn plain(action: AuditAction) -> Option<&'static str> {
    Some(match action {
        AuditAction::RecordRead | AuditAction::DraftRead => key("did-open"),
        AuditAction::IdentityRead => key("did-look-identity"),
        AuditAction::RecordWrite
        | AuditAction::DraftWrite
        | AuditAction::DraftDiscard
        | AuditAction::AlertAcknowledge => key("did-write"),
        AuditAction::IdentityWrite => key("did-change-identity"),
        AuditAction::AccessGrant => key("did-grant"),
        AuditAction::AccessRevoke => key("did-revoke"),
        AuditAction::EmergencyAccess => key("did-emergency"),
        AuditAction::ClientCreate | AuditAction::ClientImport => key("did-begin"),
        AuditAction::LinkCreate | AuditAction::LinkChange => key("did-link"),
        AuditAction::SignIn => key("did-sign-in"),
        AuditAction::SignOut => key("did-sign-out"),
        AuditAction::LinkOpen => key("did-open-link"),
        AuditAction::Export => key("did-export"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use attune_ids::SeededIds;
    use jiff::{SignedDuration, Timestamp};

    use super::*;

    fn line(hours: i64, account: AccountId, action: AuditAction) -> AuditLine {
        AuditLine {
            at: Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours),
            actor: Actor::Account(account),
            action,
            client: None,
            detail: String::new(),
        }
    }

    #[test]
    fn a_day_of_one_person_is_one_line_for_each_thing_done() {
        let ada = AccountId::new(&mut SeededIds::new(1));
        let lines = [
            line(30, ada, AuditAction::RecordRead),
            line(20, ada, AuditAction::RecordRead),
            line(19, ada, AuditAction::RecordWrite),
            line(18, ada, AuditAction::RecordRead),
            line(17, ada, AuditAction::ListRead),
        ];
        let told = by_day(
            lines.iter(),
            |_| "Ada".to_owned(),
            &TimeZone::UTC,
            Date::ZERO,
        );
        let what: Vec<_> = told.iter().map(|looked| looked.what).collect();
        assert_eq!(what, [key("did-open"), key("did-open"), key("did-write")]);
    }
}
