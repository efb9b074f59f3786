use std::time::Duration;

use attune_ids::ClientId;
use attune_record::{
    Append, Appended, AuditAction, AuditFilter, Relation, StoreError, What, place,
};
use attune_testkit::{TestDatabase, on_both_databases};

use crate::world::{World, line, new_entry, opened, sealed};

async fn entries_come_back_in_order_and_open_at_their_place(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(2).await;
    let written = world
        .store
        .append(&world.save(client, 2, "third"))
        .await
        .unwrap();

    assert_eq!(written, Appended::Written { seq: 3 });
    assert_eq!(world.texts(client).await, ["entry 1", "entry 2", "third"]);
    let tail = world.store.entries_after(client, 2).await.unwrap();
    assert_eq!(tail.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [3]);
}

async fn a_save_on_an_old_version_is_refused_and_leaves_no_trace(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(1).await;
    world
        .store
        .append(&world.save(client, 1, "first window"))
        .await
        .unwrap();
    let head = world.store.audit_head().await.unwrap();

    let refused = world
        .store
        .append(&world.save(client, 1, "second window"))
        .await;

    let Err(StoreError::Conflict {
        what: What::Client,
        expected: 1,
        actual: 2,
    }) = refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!(world.texts(client).await, ["entry 1", "first window"]);
    assert_eq!(world.store.audit_head().await.unwrap(), head);
}

async fn a_repeated_save_is_recognised(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(1).await;
    let mut save = world.save(client, 1, "once");
    save.entries
        .push(new_entry(world.vault(), client, 3, "and once more"));
    save.headline = sealed(world.vault(), place::headline(client, 3), "headline");
    world.store.append(&save).await.unwrap();

    let again = world.store.append(&save).await.unwrap();
    assert_eq!(again, Appended::AlreadyThere { seqs: vec![2, 3] });

    // Also when the page was loaded anew in between and knows the new version.
    let later = Append {
        expected: 3,
        ..save
    };
    let again = world.store.append(&later).await.unwrap();
    assert_eq!(again, Appended::AlreadyThere { seqs: vec![2, 3] });
    assert_eq!(world.texts(client).await.len(), 3);
}

async fn an_entry_id_in_use_is_refused_without_telling_where(database: TestDatabase) {
    let world = World::new(database).await;
    let (mine, theirs) = (world.client(1).await, world.client(1).await);
    let taken = world.store.entries(theirs).await.unwrap()[0].id;

    let mut save = world.save(mine, 1, "text");
    save.entries[0].id = taken;
    let refused = world.store.append(&save).await;
    assert!(matches!(refused, Err(StoreError::IdTaken)), "{refused:?}");

    // Nor as a later entry of the save, nor when only a part of it is there.
    let mut save = world.save(mine, 1, "text");
    save.entries.push(save.entries[0].clone());
    save.entries[1].id = taken;
    let refused = world.store.append(&save).await;
    assert!(matches!(refused, Err(StoreError::IdTaken)), "{refused:?}");
    let mut save = world.save(mine, 1, "text");
    save.entries.insert(0, save.entries[0].clone());
    save.entries[0].id = world.store.entries(mine).await.unwrap()[0].id;
    let refused = world.store.append(&save).await;
    assert!(matches!(refused, Err(StoreError::IdTaken)), "{refused:?}");
    assert_eq!(world.texts(mine).await.len(), 1);
}

async fn an_unknown_client_is_not_found(database: TestDatabase) {
    let world = World::new(database).await;
    let unknown = world.new_client(0).id;
    let refused = world.store.append(&world.save(unknown, 0, "text")).await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(What::Client))),
        "{refused:?}"
    );
    assert!(world.store.entries(unknown).await.unwrap().is_empty());
}

async fn an_identity_changes_with_its_own_version(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(1).await;
    let renamed = |expected: u64, seq: u64| Append {
        identity: Some((
            expected,
            sealed(
                world.vault(),
                place::identity(client, expected + 1),
                "name 2",
            ),
        )),
        ..world.save(client, seq, "renamed")
    };
    world.store.append(&renamed(1, 1)).await.unwrap();
    let row = world.store.client_row(client).await.unwrap();
    assert_eq!(row.identity_version, 2);
    assert_eq!(
        opened(world.vault(), place::identity(client, 2), &row.identity),
        "name 2"
    );

    let refused = world.store.append(&renamed(1, 2)).await;
    assert!(
        matches!(
            refused,
            Err(StoreError::Conflict {
                what: What::Identity,
                expected: 1,
                actual: 2
            })
        ),
        "{refused:?}"
    );
    assert_eq!(world.store.client_row(client).await.unwrap().seq, 2);
}

async fn a_headline_can_be_renewed_alone(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(2).await;
    let before = world.store.client_row(client).await.unwrap();
    let renewal = Append {
        entries: Vec::new(),
        headline: sealed(world.vault(), place::headline(client, 2), "renewed"),
        ..world.save(client, 2, "")
    };
    assert_eq!(
        world.store.append(&renewal).await.unwrap(),
        Appended::Written { seq: 2 }
    );
    let after = world.store.client_row(client).await.unwrap();
    assert_eq!(
        opened(world.vault(), place::headline(client, 2), &after.headline),
        "renewed"
    );
    assert!(after.change > before.change);
}

async fn several_records_are_saved_together_or_not_at_all(database: TestDatabase) {
    let world = World::new(database).await;
    let (one, two) = (world.client(0).await, world.client(0).await);
    let saves = [world.save(one, 0, "of one"), world.save(two, 0, "of two")];
    let cursor = world.store.headlines_since(0).await.unwrap().cursor;
    let outcomes = world.store.append_many(&saves).await.unwrap();
    assert_eq!(
        outcomes,
        [Appended::Written { seq: 1 }, Appended::Written { seq: 1 }]
    );
    let changed = world.store.headlines_since(cursor).await.unwrap();
    let order: Vec<ClientId> = changed.clients.iter().map(|row| row.id).collect();
    assert_eq!(order, [one, two]);
    assert_eq!(changed.cursor, cursor + 2);

    let refused = world
        .store
        .append_many(&[world.save(one, 1, "good"), world.save(two, 7, "bad")])
        .await;
    assert!(
        matches!(refused, Err(StoreError::Conflict { .. })),
        "{refused:?}"
    );
    assert_eq!(world.texts(one).await, ["of one"]);

    // An interrupted import is repeated as a whole.
    let again = world.store.append_many(&saves).await.unwrap();
    assert_eq!(
        again,
        [
            Appended::AlreadyThere { seqs: vec![1] },
            Appended::AlreadyThere { seqs: vec![1] }
        ]
    );
}

async fn of_many_saves_at_once_one_wins_each_version(database: TestDatabase) {
    const WRITERS: usize = 8;
    const VERSIONS: u64 = 12;
    let world = World::new(database).await;
    let client = world.client(0).await;
    for version in 0..VERSIONS {
        let mut tasks = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            let save = world.save(client, version, &format!("{version} by {writer}"));
            let store = world.store.clone();
            tasks.spawn(async move { store.append(&save).await });
        }
        let outcomes = tasks.join_all().await;
        let won = outcomes
            .iter()
            .filter(|outcome| matches!(outcome, Ok(Appended::Written { .. })))
            .count();
        let lost = outcomes
            .iter()
            .filter(|outcome| matches!(outcome, Err(StoreError::Conflict { .. })))
            .count();
        assert_eq!((won, lost), (1, WRITERS - 1), "{outcomes:?}");
    }
    assert_eq!(world.texts(client).await.len() as u64, VERSIONS);
    let lines = world
        .store
        .audit_lines(AuditFilter::Client(client), None, 100)
        .await
        .unwrap();
    assert_eq!(lines.len() as u64, VERSIONS + 1);
}

async fn an_abandoned_save_is_kept_whole_or_not_at_all(database: TestDatabase) {
    let world = World::new(database).await;
    for patience in (0..3000).step_by(150) {
        let client = world.client(0).await;
        let head = world.store.audit_head().await.unwrap();
        let save = world.save(client, 0, "abandoned");
        // As a server drops a request in the middle when the browser goes away.
        let patience = Duration::from_micros(patience);
        let _ = tokio::time::timeout(patience, world.store.append(&save)).await;

        world
            .store
            .grant(
                client,
                world.account,
                Relation::Supervisor,
                &line(AuditAction::AccessGrant, Some(client)),
            )
            .await
            .unwrap();
        let lines = world.store.audit_head().await.unwrap().seq - head.seq;
        let row = world.store.client_row(client).await.unwrap();
        let texts = world.texts(client).await;
        assert!(
            (lines, row.seq, texts.len()) == (1, 0, 0)
                || (lines, row.seq, texts.len()) == (2, 1, 1)
        );
    }
}

/// A request that is dropped while its transaction begins gives back a connection the next one can use.
async fn saves_abandoned_at_their_beginning_disturb_nobody(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(0).await;
    let save = world.save(client, 0, "abandoned");
    for round in 0..200 {
        for _ in 0..round % 4 {
            let mut saving = Box::pin(world.store.append(&save));
            let _ = futures_util::poll!(&mut saving);
            tokio::task::yield_now().await;
            drop(saving);
        }
        world.store.audit_head().await.unwrap();
    }
    // Whether or not one of them got through: now it is there, once.
    world.store.append(&save).await.unwrap();
    assert_eq!(world.texts(client).await, ["abandoned"]);
    assert_eq!(world.store.verify(&[]).await.unwrap().findings, []);
}

on_both_databases![
    saves_abandoned_at_their_beginning_disturb_nobody,
    entries_come_back_in_order_and_open_at_their_place,
    a_save_on_an_old_version_is_refused_and_leaves_no_trace,
    a_repeated_save_is_recognised,
    an_entry_id_in_use_is_refused_without_telling_where,
    an_unknown_client_is_not_found,
    an_identity_changes_with_its_own_version,
    a_headline_can_be_renewed_alone,
    several_records_are_saved_together_or_not_at_all,
    of_many_saves_at_once_one_wins_each_version,
    an_abandoned_save_is_kept_whole_or_not_at_all,
];
