//! The audit in plain words: who, when, what. It never holds clinical text; names
//! of clients are left to the page that may show them.

use std::collections::HashMap;

use attune_ids::{AccountId, ClientId};
use attune_record::{Actor, AuditAction, AuditFilter, StoredAuditLine};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::format::moment;
use crate::{App, AppError};

/// Lines read for one page. Neighbours that say the same become one.
const PAGE: u32 = 100;

/// One page of the audit, newest first.
#[derive(Debug, Clone)]
pub(crate) struct Trail {
    /// Newest first.
    pub(crate) lines: Vec<TrailLine>,
    /// Where the next, older page begins.
    pub(crate) older: Option<u64>,
}

/// What was done, once or several times in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrailLine {
    /// Who.
    pub(crate) who: String,
    /// What, with to whom where that is known.
    pub(crate) what: String,
    /// The last time.
    pub(crate) when: String,
    /// How often in a row, with the first time; none for once.
    pub(crate) before: Option<String>,
    /// Whose record, as the random end of its id: enough to see that two lines
    /// speak of one record, and nothing more.
    pub(crate) client: Option<String>,
}

/// The names of everybody with an account, open or closed.
pub(crate) async fn names(app: &App) -> Result<HashMap<AccountId, String>, AppError> {
    Ok(app
        .store
        .accounts()
        .await?
        .into_iter()
        .map(|found| (found.value.id, found.value.name))
        .collect())
}

/// One page of the audit, older than `before` if that is given.
pub(crate) async fn trail(
    app: &App,
    filter: AuditFilter,
    before: Option<u64>,
) -> Result<Trail, AppError> {
    let found = app.store.audit_lines(filter, before, PAGE).await?;
    let names = names(app).await?;
    let older = found
        .last()
        .filter(|line| found.len() == PAGE as usize && line.seq > 1)
        .map(|line| line.seq);
    let zone = app.zone().await;
    let today = app.today().await;
    let lines = in_a_row(&found)
        .iter()
        .map(|group| line(group, &names, &zone, today))
        .collect();
    Ok(Trail { lines, older })
}

/// Neighbours by the same person that say the same: the times of typing would
/// hide everything else.
struct Group<'a> {
    latest: &'a StoredAuditLine,
    first: Timestamp,
    times: usize,
}

fn in_a_row(lines: &[StoredAuditLine]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for stored in lines {
        let line = &stored.line;
        match groups.last_mut() {
            Some(group)
                if group.latest.line.actor == line.actor
                    && group.latest.line.action == line.action
                    && group.latest.line.client == line.client
                    && group.latest.line.detail == line.detail =>
            {
                group.first = line.at;
                group.times += 1;
            }
            _ => groups.push(Group {
                latest: stored,
                first: line.at,
                times: 1,
            }),
        }
    }
    groups
}

fn line(
    group: &Group<'_>,
    names: &HashMap<AccountId, String>,
    zone: &TimeZone,
    today: Date,
) -> TrailLine {
    let line = &group.latest.line;
    let detail = told(&line.detail, names);
    let what = action_words(line.action);
    TrailLine {
        who: match line.actor {
            Actor::Account(account) => name_of(account, names),
            Actor::ClientLink(_) => "the client, through a link".to_owned(),
            Actor::Program => "the program".to_owned(),
        },
        what: if detail.is_empty() {
            what.to_owned()
        } else {
            format!("{what}: {detail}")
        },
        when: moment(line.at, zone, today),
        before: (group.times > 1).then(|| {
            format!(
                "{} times since {}",
                group.times,
                moment(group.first, zone, today)
            )
        }),
        client: line.client.map(short),
    }
}

/// A detail with the ids of accounts replaced by names: names may change and are
/// not written into the chain.
fn told(detail: &str, names: &HashMap<AccountId, String>) -> String {
    detail
        .split(' ')
        .map(|word| match word.parse::<AccountId>() {
            Ok(account) => name_of(account, names),
            Err(_) => word.to_owned(),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn name_of(account: AccountId, names: &HashMap<AccountId, String>) -> String {
    names
        .get(&account)
        .cloned()
        .unwrap_or_else(|| "somebody who has left".to_owned())
}

/// The last eight digits: the first ones are the time at which the id was made.
fn short(client: ClientId) -> String {
    client.to_string().chars().skip(24).collect()
}

/// What was done, as the end of a sentence that begins with who did it.
fn action_words(action: AuditAction) -> &'static str {
    match action {
        AuditAction::SignIn => "signed in",
        AuditAction::SignInRefused => "refused a sign-in",
        AuditAction::SignOut => "signed out",
        AuditAction::SecondFactorChange => "changed the app that shows codes",
        AuditAction::PasswordChange => "set a password",
        AuditAction::AccountCreate => "made an account",
        AuditAction::AccountChange => "changed an account",
        AuditAction::AccessGrant => "gave access",
        AuditAction::AccessRevoke => "ended access",
        AuditAction::AccessRefused => "was refused",
        AuditAction::EmergencyAccess => "opened the record in an emergency",
        AuditAction::ClientCreate => "began the record",
        AuditAction::ClientImport => "brought records in from a file",
        AuditAction::ListRead => "looked at a list",
        AuditAction::RecordRead => "opened the record",
        AuditAction::IdentityRead => "looked at name and contact",
        AuditAction::RecordWrite => "added to the record",
        AuditAction::IdentityWrite => "changed name or contact",
        AuditAction::DraftRead => "looked at unfinished text",
        AuditAction::DraftWrite => "kept unfinished text",
        AuditAction::DraftDiscard => "threw unfinished text away",
        AuditAction::LinkCreate => "made a link for the client",
        AuditAction::LinkOpen => "came with a link",
        AuditAction::LinkChange => "used up or withdrew a link",
        AuditAction::AlertAcknowledge => "acted on a risk answer",
        AuditAction::Export => "took data out as a file",
        AuditAction::Erase => "erased the record",
        AuditAction::SettingsChange => "changed the practice's settings",
        AuditAction::ContentChange => "changed the practice's questionnaires",
        AuditAction::PublicPageChange => "changed the public page",
        AuditAction::KeyChange => "changed keys",
        AuditAction::Backup => "made a backup",
        AuditAction::Restore => "restored a backup",
        AuditAction::Verify => "checked the store",
        AuditAction::Start => "started",
        AuditAction::AlertEscalate => "brought somebody in for a risk answer",
        AuditAction::MailQueue => "queued a mail",
        AuditAction::MailSend => "sent a mail",
        AuditAction::MailGiveUp => "gave up sending a mail",
        _ => "did something this release does not know",
    }
}

#[cfg(test)]
mod tests {
    use attune_ids::SeededIds;
    use attune_record::AuditLine;
    use jiff::SignedDuration;

    use super::*;

    fn stored(seq: u64, action: AuditAction, detail: &str) -> StoredAuditLine {
        StoredAuditLine {
            seq,
            line: AuditLine {
                at: Timestamp::UNIX_EPOCH + SignedDuration::from_mins(seq.cast_signed()),
                actor: Actor::Program,
                action,
                client: None,
                detail: detail.to_owned(),
            },
        }
    }

    #[test]
    fn what_is_repeated_in_a_row_becomes_one_line() {
        let lines = [
            stored(5, AuditAction::DraftWrite, ""),
            stored(4, AuditAction::DraftWrite, ""),
            stored(3, AuditAction::RecordRead, ""),
            stored(2, AuditAction::DraftWrite, ""),
        ];
        let groups = in_a_row(&lines);
        let told: Vec<_> = groups
            .iter()
            .map(|group| line(group, &HashMap::new(), &TimeZone::UTC, Date::ZERO))
            .collect();
        assert_eq!(told.len(), 3);
        assert_eq!(told[0].when, "Thu 1 Jan 1970, 00:05");
        assert_eq!(
            told[0].before.as_deref(),
            Some("2 times since Thu 1 Jan 1970, 00:04")
        );
        assert_eq!(told[2].before, None);
    }

    #[test]
    fn accounts_in_a_detail_are_told_by_name() {
        let mut ids = SeededIds::new(4);
        let known = AccountId::new(&mut ids);
        let gone = AccountId::new(&mut ids);
        let names = HashMap::from([(known, "Ada Weil".to_owned())]);
        assert_eq!(
            told(&format!("supervisor {known}"), &names),
            "supervisor Ada Weil"
        );
        assert_eq!(
            told(&format!("supervisor {gone}"), &names),
            "supervisor somebody who has left"
        );
        assert_eq!(told("", &names), "");
    }

    #[test]
    fn a_short_id_is_the_random_end() {
        let client = ClientId::new(&mut SeededIds::new(9));
        assert_eq!(short(client).len(), 8);
        assert!(client.to_string().ends_with(&short(client)));
    }
}
