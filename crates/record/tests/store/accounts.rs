use attune_record::{Account, AuditAction, Roles, Setup, StoreError, TokenHash, Versioned, What};
use attune_testkit::{TestDatabase, on_both_databases};

use crate::world::{account, at, line};

async fn an_account_is_found_by_its_address_however_it_is_typed(database: TestDatabase) {
    let store = database.store().await;
    let ada = account("Ada@Example.org");
    store
        .create_account(&ada, &line(AuditAction::AccountCreate, None))
        .await
        .unwrap();

    let expected = Versioned {
        version: 1,
        value: ada.clone(),
    };
    assert_eq!(
        store.account_by_email(" ada@example.ORG ").await.unwrap(),
        Some(expected.clone())
    );
    assert_eq!(store.account(ada.id).await.unwrap(), expected);
    assert_eq!(
        store.account_by_email("ada@example.com").await.unwrap(),
        None
    );
}

async fn two_accounts_cannot_share_an_address(database: TestDatabase) {
    let store = database.store().await;
    let audit = line(AuditAction::AccountCreate, None);
    let (ada, grace) = (account("ada@example.org"), account("grace@example.org"));
    store.create_account(&ada, &audit).await.unwrap();
    store.create_account(&grace, &audit).await.unwrap();

    let refused = store
        .create_account(&account("ADA@example.org"), &audit)
        .await;
    assert!(
        matches!(refused, Err(StoreError::AlreadyThere(What::Account))),
        "{refused:?}"
    );
    let renamed = Account {
        email: ada.email.clone(),
        ..grace
    };
    let refused = store.update_account(&renamed, 1, &audit).await;
    assert!(
        matches!(refused, Err(StoreError::AlreadyThere(What::Account))),
        "{refused:?}"
    );
    assert_eq!(store.accounts().await.unwrap().len(), 2);
}

async fn an_account_changes_version_by_version(database: TestDatabase) {
    let store = database.store().await;
    let audit = line(AuditAction::AccountChange, None);
    let ada = account("ada@example.org");
    store.create_account(&ada, &audit).await.unwrap();

    let changed = Account {
        email: "countess@example.org".to_owned(),
        password_hash: None,
        totp_secret: None,
        last_totp_step: Some(59_831_234),
        roles: Roles {
            administrator: true,
            ..Roles::default()
        },
        enabled: false,
        setup: Some(Setup {
            token_hash: TokenHash::of(b"token"),
            expires: at(3600),
        }),
        ..ada.clone()
    };
    assert_eq!(store.update_account(&changed, 1, &audit).await.unwrap(), 2);
    let found = store
        .account_by_email("countess@example.org")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        found,
        Versioned {
            version: 2,
            value: changed.clone()
        }
    );
    assert_eq!(
        store.account_by_email("ada@example.org").await.unwrap(),
        None
    );

    let late = store.update_account(&ada, 1, &audit).await;
    assert!(
        matches!(
            late,
            Err(StoreError::Conflict {
                what: What::Account,
                expected: 1,
                actual: 2
            })
        ),
        "{late:?}"
    );
    let unknown = store
        .update_account(&account("x@example.org"), 1, &audit)
        .await;
    assert!(
        matches!(unknown, Err(StoreError::NotFound(What::Account))),
        "{unknown:?}"
    );
}

on_both_databases![
    an_account_is_found_by_its_address_however_it_is_typed,
    two_accounts_cannot_share_an_address,
    an_account_changes_version_by_version,
];

#[test]
fn debugging_an_account_shows_no_secret() {
    let text = format!("{:?}", account("ada@example.org"));
    for secret in ["Ada", "ada@", "argon2id", "7, 7"] {
        assert!(!text.contains(secret), "{text}");
    }
}
