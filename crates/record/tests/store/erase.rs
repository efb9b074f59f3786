use std::sync::Arc;

use attune_ids::{AssignmentId, DraftId};
use attune_record::{
    AuditAction, CheckedBackup, ClientLink, LinkPurpose, MailState, NewMail, PortalSession,
    Relation, SaveDraft, Store, TokenHash, WayIn, place,
};
use attune_testkit::{TestDatabase, on_both_databases};
use uuid::Uuid;

use crate::beside::Beside;
use crate::world::{World, at, line, sealed};

/// A client with everything that stands in tables of its own, and another one of whom nothing may be touched.
async fn with_everything(database: TestDatabase) -> (World, attune_ids::ClientId, Uuid) {
    let world = World::new(database).await;
    let (client, other) = (world.client(3).await, world.client(2).await);
    let mut link = Uuid::nil();
    for (number, whose) in [(1, client), (2, other)] {
        let audit = line(AuditAction::LinkCreate, Some(whose));
        let draft = DraftId(Uuid::now_v7());
        let save = SaveDraft {
            id: draft,
            client: whose,
            expected: 0,
            sealed: sealed(world.vault(), place::draft(whose, draft, 1), "draft"),
            audit: None,
        };
        world.store.save_draft(&save).await.unwrap();
        world
            .store
            .grant(whose, world.account, Relation::Clinician, &audit)
            .await
            .unwrap();
        let token = TokenHash::of(&[number]);
        let made = ClientLink {
            id: Uuid::now_v7(),
            client: whose,
            purpose: LinkPurpose::Answer(AssignmentId(Uuid::now_v7())),
            created: at(0),
            expires: at(100),
            session: Some(PortalSession {
                token_hash: token,
                opened: at(1),
                last_seen: at(1),
                expires: at(90),
            }),
            completed: None,
            revoked: None,
        };
        world.store.create_link(&made, token, &audit).await.unwrap();
        let way_in = WayIn {
            client: whose,
            handle: whose.0,
            email: Some(format!("{number}@example.org")),
            passkeys: Vec::new(),
        };
        world.store.keep_way_in(&way_in, 0, &audit).await.unwrap();
        let mail = NewMail {
            key: format!("mail {number}"),
            client: Some(whose),
            due: at(5),
            content: "\"something waits\"".to_owned(),
        };
        world.store.queue_mails(&[mail], &audit).await.unwrap();
        if whose == client {
            link = made.id;
        }
    }
    (world, client, link)
}

async fn what_the_keys_do_not_reach_goes_with_the_first_half(database: TestDatabase) {
    let (world, client, link) = with_everything(database).await;
    let other = world.store.headlines_since(0).await.unwrap().clients;
    let other = other.iter().find(|row| row.id != client).unwrap().id;
    world
        .store
        .erase(client, &line(AuditAction::Erase, Some(client)))
        .await
        .unwrap();

    let row = world.store.client_row(client).await.unwrap();
    assert!(row.identity.as_bytes().is_empty());
    assert!(row.headline.as_bytes().is_empty());
    assert_eq!(world.store.relations_to(client).await.unwrap(), []);
    assert_eq!(world.store.drafts_of(client).await.unwrap(), []);
    let withdrawn = world.store.link(link).await.unwrap().unwrap().value;
    assert!(withdrawn.revoked.is_some() && withdrawn.session.is_none());
    let mails = world.store.mails(MailState::Waiting).await.unwrap();
    let about: Vec<_> = mails.iter().map(|mail| mail.value.client).collect();
    assert_eq!(about, [Some(other)]);
    let by_mail = world.store.way_in_by_email("1@example.org").await.unwrap();
    assert_eq!(by_mail, None);

    // Nothing of anybody else was touched, and the check of the store knows what happened.
    assert_eq!(world.store.relations_to(other).await.unwrap().len(), 1);
    assert_eq!(world.store.drafts_of(other).await.unwrap().len(), 1);
    let report = world.store.verify(&[]).await.unwrap();
    assert_eq!((report.findings, report.counted.erased), (Vec::new(), 1));
    assert_eq!(world.store.erased_clients().await.unwrap(), [client]);

    world.vault().erase_client(client).unwrap();
    let report = world.store.verify(&[]).await.unwrap();
    assert_eq!((report.findings, report.counted.erased), (Vec::new(), 1));
    // The address is free for somebody else.
    let audit = line(AuditAction::LinkChange, Some(other));
    let again = WayIn {
        client: other,
        handle: other.0,
        email: Some("1@example.org".to_owned()),
        passkeys: Vec::new(),
    };
    world.store.keep_way_in(&again, 1, &audit).await.unwrap();
}

/// Who can write to the database and has no keys must not be able to have keys destroyed.
async fn a_row_that_somebody_emptied_is_no_erasure(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(1).await;
    let mut beside = Beside::connect(&world.database).await;
    beside
        .run_with("UPDATE client SET identity = $1", &[])
        .await;
    assert_eq!(world.store.erased_clients().await.unwrap(), []);
    assert!(!world.store.tells_of_erasure(client).await.unwrap());
    assert_eq!(world.store.verify(&[]).await.unwrap().findings.len(), 1);
}

async fn a_backup_from_before_gives_nothing_of_it_back(database: TestDatabase) {
    let (world, client, link) = with_everything(database).await;
    let path = world.database.folder().join("before.sqlite");
    let audit = line(AuditAction::Backup, None);
    world.store.backup(&path, &audit).await.unwrap();
    let erase = line(AuditAction::Erase, Some(client));
    world.store.erase(client, &erase).await.unwrap();
    world.vault().erase_client(client).unwrap();
    let later = world.database.folder().join("after.sqlite");
    world.store.backup(&later, &audit).await.unwrap();

    for (from, into) in [(path, "one.sqlite"), (later, "two.sqlite")] {
        let vault = Arc::clone(world.database.vault());
        let checked = CheckedBackup::open(&from, vault).await.unwrap();
        let into = world.database.another_location(into);
        let restored: Store = checked
            .restore_into(&into, &line(AuditAction::Restore, None))
            .await
            .unwrap();
        let row = restored.client_row(client).await.unwrap();
        assert!(row.identity.as_bytes().is_empty());
        assert_eq!(restored.relations_to(client).await.unwrap(), []);
        assert_eq!(restored.drafts_of(client).await.unwrap(), []);
        let withdrawn = restored.link(link).await.unwrap().unwrap().value;
        assert!(withdrawn.revoked.is_some());
        let mails = restored.mails(MailState::Waiting).await.unwrap();
        assert!(mails.iter().all(|mail| mail.value.client != Some(client)));
        let report = restored.verify(&[]).await.unwrap();
        assert_eq!((report.findings, report.counted.erased), (Vec::new(), 1));
        restored.close().await;
    }
}

on_both_databases![
    what_the_keys_do_not_reach_goes_with_the_first_half,
    a_row_that_somebody_emptied_is_no_erasure,
    a_backup_from_before_gives_nothing_of_it_back,
];
