use attune_record::{AuditAction, KeptPasskey, StoreError, WayIn, What};
use attune_testkit::{TestDatabase, on_both_databases};
use uuid::Uuid;

use crate::world::{World, at, line};

async fn a_way_in_is_found_by_address_and_handle_and_by_nothing_else(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(0).await;
    let audit = line(AuditAction::LinkChange, Some(client));
    let way_in = WayIn {
        client,
        handle: Uuid::now_v7(),
        email: Some("Mira@example.org".to_owned()),
        passkeys: vec![KeptPasskey {
            id: Uuid::now_v7(),
            added: at(3),
            key: "{}".to_owned(),
        }],
    };
    let store = &world.store;
    assert_eq!(store.keep_way_in(&way_in, 0, &audit).await.unwrap(), 1);
    let found = store.way_in_by_email(" mira@EXAMPLE.org ").await.unwrap();
    assert_eq!(found.unwrap().value, way_in);
    let found = store.way_in_by_handle(way_in.handle).await.unwrap();
    assert_eq!(found.unwrap().value, way_in);
    assert!(store.way_in_by_handle(client.0).await.unwrap().is_none());
    assert!(
        store
            .account_by_email("mira@example.org")
            .await
            .unwrap()
            .is_none()
    );

    // The address of one is nobody else's.
    let other = WayIn {
        client: world.client(0).await,
        handle: Uuid::now_v7(),
        ..way_in.clone()
    };
    let taken = store.keep_way_in(&other, 0, &audit).await;
    assert!(matches!(taken, Err(StoreError::AlreadyThere(What::WayIn))));

    let without = WayIn {
        email: None,
        ..way_in
    };
    assert_eq!(store.keep_way_in(&without, 1, &audit).await.unwrap(), 2);
    let late = store.keep_way_in(&without, 1, &audit).await;
    assert!(matches!(late, Err(StoreError::Conflict { .. })));
    assert!(
        store
            .way_in_by_email("mira@example.org")
            .await
            .unwrap()
            .is_none()
    );
    assert!(store.verify(&[]).await.unwrap().is_sound());
}

on_both_databases![a_way_in_is_found_by_address_and_handle_and_by_nothing_else];
