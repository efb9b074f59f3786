//! What an administrator may do to accounts. Plain functions.

use attune_record::{Account, Roles};

/// Why an account was not made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum AccountRefusal {
    /// Nobody could administer the practice any more.
    #[error(
        "This is the last administrator who can sign in. Make somebody else one first; when they have signed in, come back."
    )]
    LastAdministrator,
    /// A field is empty or cannot be used.
    #[error("{0}")]
    Field(&'static str),
    /// The address belongs to somebody.
    #[error("There is an account with this e-mail already.")]
    AddressInUse,
    /// A new link takes the password away, one's own too.
    #[error(
        "A new link would sign you out here and take your password away. Change your own password on your account page."
    )]
    OwnReset,
}

/// A name, an address and at least one role, trimmed.
pub(super) fn checked(
    name: &str,
    email: &str,
    roles: Roles,
) -> Result<(String, String), AccountRefusal> {
    let (name, email) = (name.trim(), email.trim());
    if name.is_empty() {
        return Err(AccountRefusal::Field("Please write a name."));
    }
    let plausible = email
        .split_once('@')
        .is_some_and(|(person, place)| !person.is_empty() && place.contains('.'))
        && !email.contains(char::is_whitespace);
    if !plausible {
        return Err(AccountRefusal::Field(
            "Please write an e-mail address such as ada@example.org.",
        ));
    }
    if roles == Roles::default() {
        return Err(AccountRefusal::Field(
            "Please choose at least one role: without one there is nothing to see.",
        ));
    }
    Ok((name.to_owned(), email.to_owned()))
}

/// Refuses a change that takes the last administrator away who can sign in.
/// `changed` is one of the accounts, as it would be.
pub(super) fn keeps_an_administrator<'a>(
    accounts: impl Iterator<Item = &'a Account> + Clone,
    changed: &Account,
) -> Result<(), AccountRefusal> {
    let can_administer = |account: &Account| {
        account.enabled && account.roles.administrator && account.password_hash.is_some()
    };
    let takes_one_away = accounts
        .clone()
        .any(|account| account.id == changed.id && can_administer(account))
        && !can_administer(changed);
    let another = accounts
        .filter(|account| account.id != changed.id)
        .any(can_administer);
    if takes_one_away && !another {
        Err(AccountRefusal::LastAdministrator)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use attune_ids::{AccountId, SeededIds};

    use super::*;

    const ADMINISTRATOR: Roles = Roles {
        clinician: false,
        supervisor: false,
        administrator: true,
    };

    fn account(ids: &mut SeededIds, roles: Roles) -> Account {
        Account {
            id: AccountId::new(ids),
            name: "Ada".to_owned(),
            email: "ada@example.org".to_owned(),
            password_hash: Some("hash".to_owned()),
            totp_secret: None,
            last_totp_step: None,
            roles,
            enabled: true,
            setup: None,
            personal_keys: Vec::new(),
            personal_codes: Vec::new(),
            kept_keys: Vec::new(),
            kept_texts: Vec::new(),
            calendar: None,
        }
    }

    #[test]
    fn one_administrator_who_can_sign_in_always_remains() {
        let mut ids = SeededIds::new(1);
        let ada = account(&mut ids, ADMINISTRATOR);
        let closed = Account {
            enabled: false,
            ..account(&mut ids, ADMINISTRATOR)
        };
        let invited = Account {
            password_hash: None,
            ..account(&mut ids, ADMINISTRATOR)
        };
        let clinician = account(
            &mut ids,
            Roles {
                clinician: true,
                ..Roles::default()
            },
        );
        let alone = [ada.clone(), closed, invited, clinician.clone()];
        let refused = Err(AccountRefusal::LastAdministrator);
        for changed in [
            Account {
                enabled: false,
                ..ada.clone()
            },
            Account {
                roles: Roles::default(),
                ..ada.clone()
            },
            Account {
                password_hash: None,
                ..ada.clone()
            },
        ] {
            assert_eq!(keeps_an_administrator(alone.iter(), &changed), refused);
        }
        let renamed = Account {
            name: "Ada W.".to_owned(),
            ..ada.clone()
        };
        assert_eq!(keeps_an_administrator(alone.iter(), &renamed), Ok(()));
        let closing_another = Account {
            enabled: false,
            ..clinician
        };
        assert_eq!(
            keeps_an_administrator(alone.iter(), &closing_another),
            Ok(())
        );
        let two = [ada.clone(), account(&mut ids, ADMINISTRATOR)];
        let changed = Account {
            enabled: false,
            ..ada
        };
        assert_eq!(keeps_an_administrator(two.iter(), &changed), Ok(()));
    }

    #[test]
    fn an_account_needs_a_name_an_address_and_a_role() {
        let ok = checked("  Ada Weil ", " ada@example.org ", ADMINISTRATOR);
        assert_eq!(
            ok,
            Ok(("Ada Weil".to_owned(), "ada@example.org".to_owned()))
        );
        assert!(checked(" ", "ada@example.org", ADMINISTRATOR).is_err());
        for email in ["", "ada", "@example.org", "ada@example", "a da@example.org"] {
            assert!(checked("Ada", email, ADMINISTRATOR).is_err(), "{email}");
        }
        assert!(checked("Ada", "ada@example.org", Roles::default()).is_err());
    }
}
