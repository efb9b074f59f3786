//! A second way to one's own process notes: a code on paper, for when the password is forgotten.

use attune_record::Account;
use attune_vault::{Argon2Cost, PersonalCode, PersonalKey};

use super::own::slowly;
use crate::{App, AppError};

impl App {
    /// A new code for the key that this password opens, and the account as it is to be stored with it. A former code of
    /// the same key opens nothing any more. None for who has no key of their own.
    pub(crate) async fn make_own_code(
        &self,
        account: Account,
        password: &str,
    ) -> Result<Option<(PersonalCode, Account)>, AppError> {
        let (Some(key), personal_keys) = self.unlock_own(&account, password).await? else {
            return Ok(None);
        };
        let install = self.vault.install();
        slowly(move || {
            let code = PersonalCode::random()?;
            let mut personal_codes = account.personal_codes;
            personal_codes.retain(|locked| locked.id() != key.id());
            personal_codes.push(key.lock(install, code.as_str(), Argon2Cost::default())?);
            let account = Account {
                personal_keys,
                personal_codes,
                ..account
            };
            Ok(Some((code, account)))
        })
        .await
    }

    /// Opens an earlier key with its code and keeps it under the one that this password opens: the account as it is to
    /// be stored. None if the code opens none.
    pub(crate) async fn open_with_own_code(
        &self,
        account: Account,
        password: &str,
        code: PersonalCode,
    ) -> Result<Option<Account>, AppError> {
        let (Some(key), personal_keys) = self.unlock_own(&account, password).await? else {
            return Ok(None);
        };
        let install = self.vault.install();
        slowly(move || {
            let mut locks = account.personal_codes.iter();
            let earlier = loop {
                let Some(locked) = locks.next() else {
                    return Ok(None);
                };
                if locked.id() != key.id()
                    && let Some(earlier) = locked.open(install, code.as_str())?
                {
                    break earlier;
                }
            };
            let mut kept_keys = account.kept_keys;
            kept_keys.retain(|kept| kept.id() != earlier.id());
            kept_keys.push(key.keep(install, &earlier)?);
            Ok(Some(Account {
                personal_keys,
                kept_keys,
                ..account
            }))
        })
        .await
    }

    /// Earlier keys that the one that is here opens, one through another if it has to be.
    pub(crate) fn earlier_keys(&self, account: &Account, own: &PersonalKey) -> Vec<PersonalKey> {
        let install = self.vault.install();
        let mut opened: Vec<PersonalKey> = Vec::new();
        loop {
            let has = |id| own.id() == id || opened.iter().any(|key| key.id() == id);
            let mut locked = account.kept_keys.iter().filter(|kept| !has(kept.id()));
            let next = locked.find_map(|kept| {
                let mut here = std::iter::once(own).chain(&opened);
                here.find_map(|key| key.take_out(install, kept))
            });
            match next {
                Some(key) => opened.push(key),
                None => return opened,
            }
        }
    }
}
