//! Who is told by mail, at once.

use attune_care::{Body, Entry};
use attune_ids::{AccountId, ClientId};
use attune_record::{NewMail, Relation, StoreError};

use crate::mail::{Letter, Post, To};
use crate::{App, AppError};

/// The mails that these entries cause, to be saved with them: one to each of the client's clinicians for an alert
/// and for every answer that makes it worse, and one to whoever is brought in.
pub(crate) async fn posts_for(
    app: &App,
    client: ClientId,
    entries: &[Entry],
) -> Result<Vec<NewMail>, AppError> {
    if !app.has_mail() {
        return Ok(Vec::new());
    }
    let mut mails = Vec::new();
    for entry in entries {
        for (key, account, letter) in letters(app, client, entry).await? {
            let post = Post {
                key,
                to: To::Account(account),
                letter,
                client: Some(client),
                due: app.now(),
            };
            mails.push(post.into_new_mail()?);
        }
    }
    Ok(mails)
}

/// Who is told what because of this entry, each with a key of its own.
async fn letters(
    app: &App,
    client: ClientId,
    entry: &Entry,
) -> Result<Vec<(String, AccountId, Letter)>, AppError> {
    let cause = match &entry.body {
        Body::AlertRaised(alert) => alert.id.to_string(),
        Body::AlertRepeated(repeat) if repeat.worse => format!("{}/{}", repeat.alert, entry.id),
        Body::AlertEscalated(taken) => {
            let (alert, step) = (taken.alert, taken.step.code());
            let letter = |account: &AccountId| {
                let key = format!("passed-on/{alert}/{step}/{account}");
                (key, *account, Letter::PassedOn)
            };
            return Ok(taken.to.iter().map(letter).collect());
        }
        _ => return Ok(Vec::new()),
    };
    let no_mail = app.settings.read().await.risk.no_mail.clone();
    let clinicians = responsible(app, client).await?.into_iter();
    let wanting = clinicians.filter(|account| !no_mail.contains(account));
    let letter = |account| {
        let key = format!("attention/{cause}/{account}");
        (key, account, Letter::Attention)
    };
    Ok(wanting.map(letter).collect())
}

/// The clinicians of a client who can sign in.
async fn responsible(app: &App, client: ClientId) -> Result<Vec<AccountId>, AppError> {
    let mut found = Vec::new();
    for (account, relation) in app.store.relations_to(client).await? {
        if relation == Relation::Clinician && can_act(app, account).await? {
            found.push(account);
        }
    }
    Ok(found)
}

/// Whether this account exists, is open and works with clients.
pub(super) async fn can_act(app: &App, account: AccountId) -> Result<bool, AppError> {
    match app.store.account(account).await {
        Err(StoreError::NotFound(_)) => Ok(false),
        found => {
            let account = found?.value;
            Ok(account.enabled && account.roles.clinician)
        }
    }
}
