use attune_ids::ClientId;
use attune_record::{Actor, AuditAction, AuditFilter, AuditLine, StoredAuditLine};
use attune_testkit::{TestDatabase, on_both_databases};

use crate::world::{World, at, line};

fn numbers(lines: &[StoredAuditLine]) -> Vec<u64> {
    lines.iter().map(|line| line.seq).collect()
}

async fn lines_come_back_as_they_were_told(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(0).await;
    let told = AuditLine {
        at: at(42),
        actor: Actor::Account(world.account),
        action: AuditAction::RecordRead,
        client: Some(client),
        detail: "plan page".to_owned(),
    };
    world.store.audit(&told).await.unwrap();
    let newest = world
        .store
        .audit_lines(AuditFilter::All, None, 1)
        .await
        .unwrap();
    assert_eq!(newest, [StoredAuditLine { seq: 3, line: told }]);
}

async fn pages_go_back_in_time_by_client_and_by_account(database: TestDatabase) {
    let world = World::new(database).await;
    let (one, two) = (world.client(0).await, world.client(0).await);
    let read = |client: ClientId, actor: Actor| AuditLine {
        actor,
        ..line(AuditAction::RecordRead, Some(client))
    };
    for _ in 0..3 {
        world
            .store
            .audit(&read(one, Actor::Account(world.account)))
            .await
            .unwrap();
        world
            .store
            .audit(&read(two, Actor::ClientLink(two)))
            .await
            .unwrap();
    }
    let page = async |filter, before, limit| {
        numbers(
            &world
                .store
                .audit_lines(filter, before, limit)
                .await
                .unwrap(),
        )
    };
    assert_eq!(page(AuditFilter::All, None, 4).await, [9, 8, 7, 6]);
    assert_eq!(page(AuditFilter::All, Some(6), 4).await, [5, 4, 3, 2]);
    assert_eq!(page(AuditFilter::Client(one), None, 9).await, [8, 6, 4, 2]);
    assert_eq!(page(AuditFilter::Client(two), Some(9), 1).await, [7]);
    assert_eq!(
        page(AuditFilter::Account(world.account), None, 9).await,
        [8, 6, 4]
    );
}

on_both_databases![
    lines_come_back_as_they_were_told,
    pages_go_back_in_time_by_client_and_by_account,
];
