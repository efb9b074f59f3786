//! Who is told by mail, at once.

use attune_care::{Body, Entry};
use attune_ids::{AccountId, ClientId};
use attune_record::{NewMail, Relation, StoreError};

use crate::mail::{Letter, Post, To};
use crate::{App, AppError};

/// The mails that these entries cause, to be saved with them: one to each of the client's clinicians for every alert.
pub(crate) async fn posts_for(
    app: &App,
    client: ClientId,
    entries: &[Entry],
) -> Result<Vec<NewMail>, AppError> {
    let causes: Vec<_> = entries.iter().filter_map(cause).collect();
    if causes.is_empty() || !app.has_mail() {
        return Ok(Vec::new());
    }
    let clinicians = responsible(app, client).await?;
    let no_mail = app.settings.read().await.risk.no_mail.clone();
    let mut mails = Vec::new();
    for cause in causes {
        for account in clinicians
            .iter()
            .filter(|account| !no_mail.contains(account))
        {
            let post = Post {
                key: format!("attention/{cause}/{account}"),
                to: To::Account(*account),
                letter: Letter::Attention,
                client: Some(client),
                due: app.now(),
            };
            mails.push(post.into_new_mail()?);
        }
    }
    Ok(mails)
}

/// What somebody is told of, by its id.
fn cause(entry: &Entry) -> Option<String> {
    match &entry.body {
        Body::AlertRaised(alert) => Some(alert.id.to_string()),
        _ => None,
    }
}

/// The clinicians of a client who can sign in.
pub(super) async fn responsible(app: &App, client: ClientId) -> Result<Vec<AccountId>, AppError> {
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
