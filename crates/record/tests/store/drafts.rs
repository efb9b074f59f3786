use attune_ids::{ClientId, DraftId};
use attune_record::{
    Append, AuditAction, DraftDone, DraftSaved, SaveDraft, StoreError, StoredDraft, What, place,
};
use attune_testkit::{TestDatabase, on_both_databases};
use uuid::Uuid;

use crate::world::{World, line, opened, sealed};

fn draft(world: &World, client: ClientId, id: DraftId, expected: u64, text: &str) -> SaveDraft {
    SaveDraft {
        id,
        client,
        expected,
        sealed: sealed(world.vault(), place::draft(client, id, expected + 1), text),
        audit: (expected == 0).then(|| line(AuditAction::DraftWrite, Some(client))),
    }
}

fn text(world: &World, stored: &StoredDraft) -> String {
    let place = place::draft(stored.client, stored.id, stored.version);
    opened(world.vault(), place, &stored.sealed)
}

async fn a_draft_is_kept_as_it_grows(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(0).await;
    let id = DraftId(Uuid::now_v7());
    let head = world.store.audit_head().await.unwrap().seq;
    for (expected, words) in [(0, "I"), (1, "I see"), (2, "I see now")] {
        let saved = world
            .store
            .save_draft(&draft(&world, client, id, expected, words))
            .await
            .unwrap();
        assert_eq!(
            saved,
            DraftSaved::Saved {
                version: expected + 1
            }
        );
    }
    assert_eq!(
        text(&world, &world.store.draft(id).await.unwrap()),
        "I see now"
    );
    assert_eq!(world.store.drafts_of(client).await.unwrap().len(), 1);
    assert_eq!(world.store.audit_head().await.unwrap().seq, head + 1);
}

async fn a_second_window_gets_the_other_text_and_overwrites_nothing(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(0).await;
    let id = DraftId(Uuid::now_v7());
    world
        .store
        .save_draft(&draft(&world, client, id, 0, "first window"))
        .await
        .unwrap();

    let DraftSaved::Conflict(there) = world
        .store
        .save_draft(&draft(&world, client, id, 0, "second"))
        .await
        .unwrap()
    else {
        panic!("overwritten");
    };
    assert_eq!(text(&world, &there), "first window");
    assert_eq!(world.store.draft(id).await.unwrap(), there);
}

async fn a_draft_ends_with_the_entry_it_became(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(0).await;
    let id = DraftId(Uuid::now_v7());
    world
        .store
        .save_draft(&draft(&world, client, id, 0, "text"))
        .await
        .unwrap();
    let save = Append {
        drafts_done: vec![DraftDone { id, seen: None }],
        ..world.save(client, 0, "text")
    };
    world.store.append(&save).await.unwrap();

    let gone = world.store.draft(id).await;
    assert!(
        matches!(gone, Err(StoreError::NotFound(What::Draft))),
        "{gone:?}"
    );
    // An autosave that comes late does not bring it back.
    let late = world
        .store
        .save_draft(&draft(&world, client, id, 1, "late"))
        .await;
    assert!(
        matches!(late, Err(StoreError::NotFound(What::Draft))),
        "{late:?}"
    );
}

async fn a_draft_of_a_refused_save_stays(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(1).await;
    let id = DraftId(Uuid::now_v7());
    world
        .store
        .save_draft(&draft(&world, client, id, 0, "kept"))
        .await
        .unwrap();
    let save = Append {
        drafts_done: vec![DraftDone { id, seen: None }],
        ..world.save(client, 0, "on an old version")
    };
    world.store.append(&save).await.unwrap_err();
    assert_eq!(text(&world, &world.store.draft(id).await.unwrap()), "kept");
}

async fn a_text_typed_meanwhile_is_not_taken_away(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(0).await;
    let id = DraftId(Uuid::now_v7());
    for (version, typed) in [(0, "first"), (1, "typed meanwhile")] {
        world
            .store
            .save_draft(&draft(&world, client, id, version, typed))
            .await
            .unwrap();
    }
    let seen = |seen| Append {
        drafts_done: vec![DraftDone { id, seen }],
        ..world.save(client, 0, "first")
    };
    let refused = world.store.append(&seen(Some(1))).await;
    assert!(
        matches!(
            refused,
            Err(StoreError::Conflict {
                what: What::Draft,
                expected: 1,
                actual: 2
            })
        ),
        "{refused:?}"
    );
    assert!(world.store.entries(client).await.unwrap().is_empty());
    let kept = world.store.draft(id).await.unwrap();
    assert_eq!(text(&world, &kept), "typed meanwhile");
    world.store.append(&seen(Some(2))).await.unwrap();
    assert!(world.store.drafts_of(client).await.unwrap().is_empty());
}

async fn a_draft_belongs_to_one_client(database: TestDatabase) {
    let world = World::new(database).await;
    let (mine, theirs) = (world.client(0).await, world.client(0).await);
    let id = DraftId(Uuid::now_v7());
    world
        .store
        .save_draft(&draft(&world, theirs, id, 0, "theirs"))
        .await
        .unwrap();

    for expected in [0, 1] {
        let refused = world
            .store
            .save_draft(&draft(&world, mine, id, expected, "mine"))
            .await;
        assert!(matches!(refused, Err(StoreError::IdTaken)), "{refused:?}");
    }
    let audit = line(AuditAction::DraftDiscard, Some(mine));
    let refused = world.store.discard_draft(mine, id, &audit).await;
    assert!(
        matches!(refused, Err(StoreError::NotFound(What::Draft))),
        "{refused:?}"
    );
    let save = Append {
        drafts_done: vec![DraftDone { id, seen: None }],
        ..world.save(mine, 0, "text")
    };
    world.store.append(&save).await.unwrap();
    assert_eq!(
        text(&world, &world.store.draft(id).await.unwrap()),
        "theirs"
    );

    world.store.discard_draft(theirs, id, &audit).await.unwrap();
    assert!(world.store.drafts_of(theirs).await.unwrap().is_empty());
}

on_both_databases![
    a_draft_is_kept_as_it_grows,
    a_second_window_gets_the_other_text_and_overwrites_nothing,
    a_draft_ends_with_the_entry_it_became,
    a_draft_of_a_refused_save_stays,
    a_text_typed_meanwhile_is_not_taken_away,
    a_draft_belongs_to_one_client,
];
