use attune_ids::{AssignmentId, ClientId};
use attune_record::{
    AuditAction, ClientLink, LinkPurpose, PortalSession, StoreError, TokenHash, What,
};
use attune_testkit::{TestDatabase, on_both_databases};
use uuid::Uuid;

use crate::world::{World, at, line};

fn link(client: ClientId) -> ClientLink {
    ClientLink {
        id: Uuid::now_v7(),
        client,
        purpose: LinkPurpose::Answer(AssignmentId(Uuid::now_v7())),
        created: at(0),
        expires: at(86_400),
        session: None,
        completed: None,
        revoked: None,
    }
}

async fn a_link_is_opened_once(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(0).await;
    let (link, token) = (link(client), TokenHash::of(b"in the link"));
    let audit = line(AuditAction::LinkCreate, Some(client));
    world.store.create_link(&link, token, &audit).await.unwrap();
    let found = world.store.link_by_token(token).await.unwrap().unwrap();
    assert_eq!((found.version, found.value), (1, link));

    let opened = ClientLink {
        session: Some(PortalSession {
            token_hash: TokenHash::of(b"in the cookie"),
            opened: at(5),
            last_seen: at(5),
            expires: at(1805),
        }),
        ..link
    };
    assert_eq!(
        world
            .store
            .update_link(&opened, 1, Some(&audit))
            .await
            .unwrap(),
        2
    );
    let second = world.store.update_link(&opened, 1, Some(&audit)).await;
    assert!(
        matches!(
            second,
            Err(StoreError::Conflict {
                what: What::Link,
                expected: 1,
                actual: 2
            })
        ),
        "{second:?}"
    );
    assert_eq!(
        world.store.link(link.id).await.unwrap().unwrap().value,
        opened
    );
    assert_eq!(
        world
            .store
            .link_by_token(token)
            .await
            .unwrap()
            .unwrap()
            .value,
        opened
    );
}

async fn a_withdrawn_link_says_so(database: TestDatabase) {
    let world = World::new(database).await;
    let (client, other) = (world.client(0).await, world.client(0).await);
    let (link, token) = (link(client), TokenHash::of(b"token"));
    let audit = line(AuditAction::LinkChange, Some(client));
    world.store.create_link(&link, token, &audit).await.unwrap();

    let refused = world.store.revoke_link(other, link.id, at(9), &audit).await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(What::Link))),
        "{refused:?}"
    );
    world
        .store
        .revoke_link(client, link.id, at(10), &audit)
        .await
        .unwrap();
    world
        .store
        .revoke_link(client, link.id, at(11), &audit)
        .await
        .unwrap();
    let links = world.store.links_of(client).await.unwrap();
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].value.revoked, Some(at(10)));
}

async fn a_link_stays_with_its_client(database: TestDatabase) {
    let world = World::new(database).await;
    let (client, other) = (world.client(0).await, world.client(0).await);
    let (link, token) = (link(client), TokenHash::of(b"token"));
    let audit = line(AuditAction::LinkCreate, Some(client));
    world.store.create_link(&link, token, &audit).await.unwrap();

    let moved = ClientLink {
        client: other,
        ..link
    };
    let refused = world.store.update_link(&moved, 1, None).await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(What::Link))),
        "{refused:?}"
    );
    let unknown = ClientLink {
        id: Uuid::now_v7(),
        ..link
    };
    let refused = world.store.update_link(&unknown, 1, None).await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(What::Link))),
        "{refused:?}"
    );
    let refused = world.store.create_link(&unknown, token, &audit).await;
    assert!(matches!(refused, Err(StoreError::IdTaken)), "{refused:?}");
}

on_both_databases![
    a_link_is_opened_once,
    a_withdrawn_link_says_so,
    a_link_stays_with_its_client,
];
