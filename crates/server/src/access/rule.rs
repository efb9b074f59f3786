//! Who may be given a record, and when an access may end. Plain functions on
//! accounts and relations.

use attune_ids::AccountId;
use attune_record::{Account, Relation};

/// Why an access was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum AccessRefusal {
    /// It would leave the record with nobody who can work with it.
    #[error(
        "At least one clinician must be able to open a record. Add a second one first, then end this access."
    )]
    LastClinician,
    /// There is no such access.
    #[error("This access has ended already.")]
    NotThere,
    /// The account cannot take this part.
    #[error("This person cannot be given this access. Reload the page to see who can.")]
    NotSuitable,
}

/// Accounts that can be given a record in this part: open, with the role, and
/// without any access yet. A person has one part in a record, not two.
pub(super) fn can_be_given<'a>(
    accounts: impl Iterator<Item = &'a Account>,
    relations: &[(AccountId, Relation)],
    relation: Relation,
) -> Vec<&'a Account> {
    accounts
        .filter(|account| account.enabled && has_role(account, relation))
        .filter(|account| relations.iter().all(|(known, _)| *known != account.id))
        .collect()
}

/// Whether this access may end: another clinician must be left who can open the record.
pub(super) fn may_end<'a>(
    accounts: impl Iterator<Item = &'a Account>,
    relations: &[(AccountId, Relation)],
    account: AccountId,
    relation: Relation,
) -> Result<(), AccessRefusal> {
    if !relations.contains(&(account, relation)) {
        return Err(AccessRefusal::NotThere);
    }
    if relation == Relation::Supervisor {
        return Ok(());
    }
    let another = accounts
        .filter(|other| other.enabled && other.roles.clinician && other.id != account)
        .any(|other| relations.contains(&(other.id, Relation::Clinician)));
    if another {
        Ok(())
    } else {
        Err(AccessRefusal::LastClinician)
    }
}

fn has_role(account: &Account, relation: Relation) -> bool {
    match relation {
        Relation::Clinician => account.roles.clinician,
        Relation::Supervisor => account.roles.supervisor,
    }
}

#[cfg(test)]
mod tests {
    use attune_ids::SeededIds;
    use attune_record::Roles;

    use super::*;

    fn account(ids: &mut SeededIds, roles: Roles) -> Account {
        Account {
            id: AccountId::new(ids),
            name: String::new(),
            email: String::new(),
            password_hash: None,
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

    const CLINICIAN: Roles = Roles {
        clinician: true,
        supervisor: false,
        administrator: false,
    };
    const BOTH: Roles = Roles {
        clinician: true,
        supervisor: true,
        administrator: false,
    };

    #[test]
    fn only_open_accounts_with_the_role_and_without_access_are_offered() {
        let mut ids = SeededIds::new(1);
        let jonas = account(&mut ids, CLINICIAN);
        let sabine = account(&mut ids, BOTH);
        let closed = Account {
            enabled: false,
            ..account(&mut ids, BOTH)
        };
        let all = [jonas.clone(), sabine.clone(), closed];
        let relations = [(jonas.id, Relation::Clinician)];
        let offered = |relation| {
            can_be_given(all.iter(), &relations, relation)
                .iter()
                .map(|account| account.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(offered(Relation::Clinician), [sabine.id]);
        assert_eq!(offered(Relation::Supervisor), [sabine.id]);
    }

    #[test]
    fn the_last_clinician_who_can_open_a_record_stays() {
        let mut ids = SeededIds::new(1);
        let jonas = account(&mut ids, CLINICIAN);
        let sabine = account(&mut ids, BOTH);
        let closed = Account {
            enabled: false,
            ..account(&mut ids, CLINICIAN)
        };
        let all = [jonas.clone(), sabine.clone(), closed.clone()];
        let alone = [
            (jonas.id, Relation::Clinician),
            (sabine.id, Relation::Supervisor),
            (closed.id, Relation::Clinician),
        ];
        let end = |relations: &[_], who, relation| may_end(all.iter(), relations, who, relation);
        assert_eq!(
            end(&alone, jonas.id, Relation::Clinician),
            Err(AccessRefusal::LastClinician)
        );
        assert_eq!(end(&alone, sabine.id, Relation::Supervisor), Ok(()));
        assert_eq!(end(&alone, closed.id, Relation::Clinician), Ok(()));
        assert_eq!(
            end(&alone, sabine.id, Relation::Clinician),
            Err(AccessRefusal::NotThere)
        );
        let two = [
            (jonas.id, Relation::Clinician),
            (sabine.id, Relation::Clinician),
        ];
        assert_eq!(end(&two, jonas.id, Relation::Clinician), Ok(()));
    }
}
