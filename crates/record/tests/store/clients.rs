use attune_ids::{AccountId, ClientId};
use attune_record::{AuditAction, NewClient, Relation, StoreError, What, place};
use attune_testkit::{TestDatabase, on_both_databases};
use uuid::Uuid;

use crate::world::{World, account, line, opened};

async fn a_client_comes_back_as_it_was_begun(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(3).await;
    let row = world.store.client_row(client).await.unwrap();

    assert_eq!((row.id, row.seq, row.identity_version), (client, 3, 1));
    assert_eq!(
        opened(world.vault(), place::identity(client, 1), &row.identity),
        "name 1"
    );
    assert_eq!(
        opened(world.vault(), place::headline(client, 3), &row.headline),
        "headline"
    );
    assert_eq!(row.change, world.store.audit_head().await.unwrap().seq);
    assert_eq!(
        world.store.relations_to(client).await.unwrap(),
        [(world.account, Relation::Clinician)]
    );
}

async fn beginning_many_is_all_or_nothing(database: TestDatabase) {
    let world = World::new(database).await;
    let there = world.new_client(1);
    let audit = line(AuditAction::ClientImport, None);
    world
        .store
        .create_clients(std::slice::from_ref(&there), &audit)
        .await
        .unwrap();
    let head = world.store.audit_head().await.unwrap();

    let refused = world
        .store
        .create_clients(&[world.new_client(1), there], &audit)
        .await;
    assert!(
        matches!(refused, Err(StoreError::AlreadyThere(What::Client))),
        "{refused:?}"
    );
    let stranger = NewClient {
        access: vec![(AccountId(Uuid::now_v7()), Relation::Clinician)],
        ..world.new_client(1)
    };
    let refused = world
        .store
        .create_clients(&[world.new_client(1), stranger], &audit)
        .await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(What::Account))),
        "{refused:?}"
    );

    assert_eq!(
        world.store.headlines_since(0).await.unwrap().clients.len(),
        1
    );
    assert_eq!(world.store.audit_head().await.unwrap(), head);
}

async fn an_import_of_hundreds_takes_one_transaction(database: TestDatabase) {
    let world = World::new(database).await;
    let clients: Vec<NewClient> = (0..300)
        .map(|number| world.new_client(number % 4))
        .collect();
    let audit = line(AuditAction::ClientImport, None);
    world.store.create_clients(&clients, &audit).await.unwrap();

    let listed = world.store.headlines_since(0).await.unwrap();
    assert_eq!(listed.clients.len(), 300);
    assert!(listed.clients.iter().all(|row| row.change == listed.cursor));
}

async fn a_list_learns_of_every_change_and_of_nothing_else(database: TestDatabase) {
    let world = World::new(database).await;
    let (one, two) = (world.client(0).await, world.client(0).await);
    let first = world.store.headlines_since(0).await.unwrap();
    let ids = |rows: &[attune_record::ClientRow]| {
        rows.iter().map(|row| row.id).collect::<Vec<ClientId>>()
    };
    assert_eq!(ids(&first.clients), [one, two]);

    let nothing = world.store.headlines_since(first.cursor).await.unwrap();
    assert_eq!((nothing.clients.len(), nothing.cursor), (0, first.cursor));

    world
        .store
        .append(&world.save(one, 0, "text"))
        .await
        .unwrap();
    let second = world.store.headlines_since(first.cursor).await.unwrap();
    assert_eq!(ids(&second.clients), [one]);
    assert!(second.cursor > first.cursor);
}

async fn access_is_given_and_taken_back(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(0).await;
    let colleague = account("grace@example.org");
    world
        .store
        .create_account(&colleague, &line(AuditAction::AccountCreate, None))
        .await
        .unwrap();
    let audit = line(AuditAction::AccessGrant, Some(client));

    for _ in 0..2 {
        world
            .store
            .grant(client, colleague.id, Relation::Supervisor, &audit)
            .await
            .unwrap();
    }
    assert_eq!(
        world.store.relations_of(colleague.id).await.unwrap(),
        [(client, Relation::Supervisor)]
    );
    assert_eq!(world.store.relations_to(client).await.unwrap().len(), 2);

    world
        .store
        .revoke(client, colleague.id, Relation::Supervisor, &audit)
        .await
        .unwrap();
    assert!(
        world
            .store
            .relations_of(colleague.id)
            .await
            .unwrap()
            .is_empty()
    );
    let again = world
        .store
        .revoke(client, colleague.id, Relation::Supervisor, &audit)
        .await;
    assert!(
        matches!(again, Err(StoreError::NotFound(What::Access))),
        "{again:?}"
    );

    let nobody = AccountId(Uuid::now_v7());
    let refused = world
        .store
        .grant(client, nobody, Relation::Clinician, &audit)
        .await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(What::Account))),
        "{refused:?}"
    );
}

on_both_databases![
    a_client_comes_back_as_it_was_begun,
    beginning_many_is_all_or_nothing,
    an_import_of_hundreds_takes_one_transaction,
    a_list_learns_of_every_change_and_of_nothing_else,
    access_is_given_and_taken_back,
];
