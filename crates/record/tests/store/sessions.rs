use attune_ids::AccountId;
use attune_record::{AuditAction, StaffSession, StoreError, TokenHash, What};
use attune_testkit::{TestDatabase, on_both_databases};
use uuid::Uuid;

use crate::world::{World, at, line};

fn session(account: AccountId) -> StaffSession {
    StaffSession {
        id: Uuid::now_v7(),
        account,
        created: at(0),
        last_seen: at(0),
        expires: at(3600),
        confirmed: None,
    }
}

async fn a_session_lives_from_sign_in_to_sign_out(database: TestDatabase) {
    let world = World::new(database).await;
    let session = session(world.account);
    let token = TokenHash::of(b"a random token");
    let audit = line(AuditAction::SignIn, None);
    world
        .store
        .open_session(&session, token, &audit)
        .await
        .unwrap();
    assert_eq!(world.store.session(token).await.unwrap(), Some(session));
    assert_eq!(
        world
            .store
            .session(TokenHash::of(b"another"))
            .await
            .unwrap(),
        None
    );

    let head = world.store.audit_head().await.unwrap();
    world.store.touch_session(token, at(60)).await.unwrap();
    let touched = world.store.session(token).await.unwrap().unwrap();
    assert_eq!(
        touched,
        StaffSession {
            last_seen: at(60),
            ..session
        }
    );
    assert_eq!(world.store.audit_head().await.unwrap(), head);

    world.store.close_session(session.id, &audit).await.unwrap();
    assert_eq!(world.store.session(token).await.unwrap(), None);
    world.store.touch_session(token, at(61)).await.unwrap();
}

async fn an_account_is_signed_out_everywhere(database: TestDatabase) {
    let world = World::new(database).await;
    let audit = line(AuditAction::SignIn, None);
    let tokens: Vec<TokenHash> = (0..3_u8).map(|number| TokenHash::of(&[number])).collect();
    for token in &tokens {
        world
            .store
            .open_session(&session(world.account), *token, &audit)
            .await
            .unwrap();
    }
    assert_eq!(
        world.store.sessions_of(world.account).await.unwrap().len(),
        3
    );

    world
        .store
        .close_all_of(world.account, &line(AuditAction::SignOut, None))
        .await
        .unwrap();
    for token in tokens {
        assert_eq!(world.store.session(token).await.unwrap(), None);
    }
}

async fn old_sessions_are_swept_away(database: TestDatabase) {
    let world = World::new(database).await;
    let audit = line(AuditAction::SignIn, None);
    let (old, new) = (TokenHash::of(b"old"), TokenHash::of(b"new"));
    world
        .store
        .open_session(&session(world.account), old, &audit)
        .await
        .unwrap();
    let longer = StaffSession {
        expires: at(9000),
        ..session(world.account)
    };
    world
        .store
        .open_session(&longer, new, &audit)
        .await
        .unwrap();

    assert_eq!(world.store.sweep_sessions(at(3600)).await.unwrap(), 1);
    assert_eq!(world.store.session(old).await.unwrap(), None);
    assert!(world.store.session(new).await.unwrap().is_some());
}

async fn a_session_needs_an_account_and_a_fresh_token(database: TestDatabase) {
    let world = World::new(database).await;
    let audit = line(AuditAction::SignIn, None);
    let token = TokenHash::of(b"token");
    let nobody = session(AccountId(Uuid::now_v7()));
    let refused = world.store.open_session(&nobody, token, &audit).await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(What::Account))),
        "{refused:?}"
    );
    world
        .store
        .open_session(&session(world.account), token, &audit)
        .await
        .unwrap();
    let refused = world
        .store
        .open_session(&session(world.account), token, &audit)
        .await;
    assert!(matches!(refused, Err(StoreError::IdTaken)), "{refused:?}");
}

on_both_databases![
    a_session_lives_from_sign_in_to_sign_out,
    an_account_is_signed_out_everywhere,
    old_sessions_are_swept_away,
    a_session_needs_an_account_and_a_fresh_token,
];
