use attune_ids::{AssignmentId, DraftId};
use attune_record::{
    Account, AuditAction, ClientLink, Counted, Finding, LinkPurpose, Relation, SaveDraft,
    StaffSession, StoreError, ThrottlePolicy, TokenHash, What, place,
};
use attune_testkit::{TestDatabase, on_both_databases};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::beside::Beside;
use crate::world::{World, account, at, line, sealed};

const TOKEN: &[u8] = b"a random token";

/// A practice with something in every table: two clients with three entries each.
async fn full(database: TestDatabase) -> World {
    let world = World::new(database).await;
    let store = &world.store;
    let (client, other) = (world.client(2).await, world.client(3).await);
    store.append(&world.save(client, 2, "third")).await.unwrap();
    let audit = line(AuditAction::AccessGrant, Some(other));
    store
        .grant(other, world.account, Relation::Supervisor, &audit)
        .await
        .unwrap();
    store
        .revoke(other, world.account, Relation::Supervisor, &audit)
        .await
        .unwrap();
    let draft = DraftId(Uuid::now_v7());
    let save = SaveDraft {
        id: draft,
        client,
        expected: 0,
        sealed: sealed(world.vault(), place::draft(client, draft, 1), "draft"),
        audit: None,
    };
    store.save_draft(&save).await.unwrap();
    let session = StaffSession {
        id: Uuid::now_v7(),
        account: world.account,
        created: at(0),
        last_seen: at(0),
        expires: at(3600),
        confirmed: None,
    };
    let sign_in = line(AuditAction::SignIn, None);
    store
        .open_session(&session, TokenHash::of(TOKEN), &sign_in)
        .await
        .unwrap();
    let link = ClientLink {
        id: Uuid::now_v7(),
        client,
        purpose: LinkPurpose::Answer(AssignmentId(Uuid::now_v7())),
        created: at(0),
        expires: at(3600),
        session: None,
        completed: None,
        revoked: None,
    };
    let made = line(AuditAction::LinkCreate, Some(client));
    store
        .create_link(&link, TokenHash::of(TOKEN), &made)
        .await
        .unwrap();
    store.update_link(&link, 1, None).await.unwrap();
    let policy = ThrottlePolicy {
        free: 3,
        first_wait: SignedDuration::from_secs(1),
        longest_wait: SignedDuration::from_secs(1),
        forget_after: SignedDuration::from_secs(1),
    };
    store.count_attempt("ada", at(0), &policy).await.unwrap();
    let changed = line(AuditAction::SettingsChange, None);
    store.save_settings(&"settings", 0, &changed).await.unwrap();
    let added = line(AuditAction::ContentChange, None);
    for (before, text) in [(0, "one questionnaire"), (1, "another")] {
        store.add_content(&text, before, &added).await.unwrap();
    }
    world
}

async fn findings(world: &World) -> Vec<Finding> {
    world.store.verify(&[]).await.unwrap().findings
}

async fn a_sound_store_is_found_sound(database: TestDatabase) {
    let world = full(database).await;
    let head = world.store.audit_head().await.unwrap();
    let report = world.store.verify(&[head]).await.unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.head, Some(head));
    let expected = Counted {
        clients: 2,
        erased: 0,
        entries: 6,
        drafts: 1,
        accounts: 1,
        audit_lines: head.seq,
    };
    assert_eq!(report.counted, expected);
    assert!(world.store.verify_audit(&[head]).await.unwrap().is_sound());
}

/// One changed bit in each of the places where something is sealed.
async fn a_changed_bit_is_found_wherever_it_is(database: TestDatabase) {
    let world = full(database).await;
    let mut beside = Beside::connect(&world.database).await;
    let places = [
        (
            What::Entry,
            "SELECT sealed FROM entry ORDER BY client_id, seq LIMIT 1",
            "UPDATE entry SET sealed = $1 WHERE seq = 1 AND client_id = (SELECT client_id FROM entry ORDER BY client_id, seq LIMIT 1)",
        ),
        (
            What::Identity,
            "SELECT identity FROM client WHERE id = (SELECT id FROM client ORDER BY id LIMIT 1)",
            "UPDATE client SET identity = $1 WHERE id = (SELECT id FROM client ORDER BY id LIMIT 1)",
        ),
        (
            What::Headline,
            "SELECT headline FROM client WHERE id = (SELECT id FROM client ORDER BY id LIMIT 1)",
            "UPDATE client SET headline = $1 WHERE id = (SELECT id FROM client ORDER BY id LIMIT 1)",
        ),
        (
            What::Draft,
            "SELECT sealed FROM draft",
            "UPDATE draft SET sealed = $1",
        ),
        (
            What::Account,
            "SELECT sealed FROM account",
            "UPDATE account SET sealed = $1",
        ),
        (
            What::Account,
            "SELECT login_mac FROM account",
            "UPDATE account SET login_mac = $1",
        ),
        (
            What::Session,
            "SELECT sealed FROM session",
            "UPDATE session SET sealed = $1",
        ),
        (
            What::Session,
            "SELECT token_hash FROM session",
            "UPDATE session SET token_hash = $1",
        ),
        (
            What::Link,
            "SELECT sealed FROM link",
            "UPDATE link SET sealed = $1",
        ),
        (
            What::Link,
            "SELECT token_hash FROM link",
            "UPDATE link SET token_hash = $1",
        ),
        (
            What::Throttle,
            "SELECT sealed FROM throttle",
            "UPDATE throttle SET sealed = $1",
        ),
        (
            What::Content,
            "SELECT sealed FROM content WHERE seq = 2",
            "UPDATE content SET sealed = $1 WHERE seq = 2",
        ),
        (
            What::Practice,
            "SELECT settings FROM practice",
            "UPDATE practice SET settings = $1",
        ),
    ];
    for (what, read, write) in places {
        let right = beside.bytes(read).await;
        let mut wrong = right.clone();
        let middle = wrong.len() / 2;
        wrong[middle] ^= 1;
        beside.run_with(write, &wrong).await;
        let found = findings(&world).await;
        let [Finding::Unreadable { what: found, .. }] = &found[..] else {
            panic!("{what}: {found:?}");
        };
        assert_eq!(*found, what);
        beside.run_with(write, &right).await;
    }
    assert_eq!(findings(&world).await, []);
}

async fn swapped_entries_are_found(database: TestDatabase) {
    let world = full(database).await;
    let mut beside = Beside::connect(&world.database).await;
    for step in [
        "UPDATE entry SET seq = 100 WHERE seq = 1",
        "UPDATE entry SET seq = 1 WHERE seq = 2",
        "UPDATE entry SET seq = 2 WHERE seq = 100",
    ] {
        beside.run(step).await;
    }
    let found = findings(&world).await;
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.iter().all(|finding| matches!(
        finding,
        Finding::Unreadable {
            what: What::Entry,
            ..
        }
    )));
}

async fn missing_entries_are_found(database: TestDatabase) {
    let world = full(database).await;
    let mut beside = Beside::connect(&world.database).await;
    beside.run("DELETE FROM entry WHERE seq = 2").await;
    let found = findings(&world).await;
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .all(|finding| matches!(finding, Finding::EntriesMissing { from: 2, to: 2, .. }))
    );

    beside.run("DELETE FROM entry WHERE seq = 3").await;
    let found = findings(&world).await;
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .all(|finding| matches!(finding, Finding::EntriesMissing { from: 2, to: 3, .. }))
    );

    beside.run("DELETE FROM entry").await;
    let found = findings(&world).await;
    assert_eq!(found.len(), 2);
    assert!(
        found
            .iter()
            .all(|finding| matches!(finding, Finding::EntriesMissing { from: 1, to: 3, .. }))
    );
}

async fn a_record_put_back_to_an_older_state_is_found(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(2).await;
    let mut beside = Beside::connect(&world.database).await;
    let headline = beside.bytes("SELECT headline FROM client").await;
    world
        .store
        .append(&world.save(client, 2, "third"))
        .await
        .unwrap();

    // The row as it was, with the entries as they were: consistent in itself.
    beside.run("DELETE FROM entry WHERE seq = 3").await;
    beside
        .run_with(
            "UPDATE client SET seq = 2, headline = $1, change = 2",
            &headline,
        )
        .await;
    let expected = Finding::RolledBack {
        what: What::Client,
        id: client.0,
        told: 3,
        found: 2,
    };
    assert_eq!(findings(&world).await, [expected]);
}

async fn entries_beyond_the_end_are_found(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(3).await;
    let mut beside = Beside::connect(&world.database).await;
    beside.run("UPDATE client SET seq = 1").await;
    let found = findings(&world).await;
    assert!(
        found.contains(&Finding::EntriesBeyond { client, from: 2 }),
        "{found:?}"
    );
    assert_eq!(
        found.len(),
        3,
        "rolled back, its headline, its entries: {found:?}"
    );
}

async fn forged_and_removed_access_is_found(database: TestDatabase) {
    let world = full(database).await;
    let audit = line(AuditAction::AccountCreate, None);
    let curious = account("curious@example.org");
    world.store.create_account(&curious, &audit).await.unwrap();
    let client = world.store.headlines_since(0).await.unwrap().clients[0].id;
    let mut beside = Beside::connect(&world.database).await;
    beside
        .run_with_ids(
            "INSERT INTO access (client_id, account_id, relation) VALUES ($1, $2, 1)",
            client.0,
            curious.id.0,
        )
        .await;
    beside
        .run_with_ids(
            "DELETE FROM access WHERE client_id = $1 AND account_id = $2",
            client.0,
            world.account.0,
        )
        .await;
    let found = findings(&world).await;
    let relation = Relation::Clinician;
    let forged = Finding::AccessForged {
        client,
        account: curious.id,
        relation,
    };
    let missing = Finding::AccessMissing {
        client,
        account: world.account,
        relation,
    };
    assert_eq!(found, [forged, missing]);
}

async fn an_account_put_back_to_an_older_state_is_found(database: TestDatabase) {
    let world = World::new(database).await;
    let mut beside = Beside::connect(&world.database).await;
    let enabled = beside.bytes("SELECT sealed FROM account").await;
    let account = world.store.account(world.account).await.unwrap().value;
    let disabled = Account {
        enabled: false,
        ..account
    };
    let audit = line(AuditAction::AccountChange, None);
    world
        .store
        .update_account(&disabled, 1, &audit)
        .await
        .unwrap();

    beside
        .run_with("UPDATE account SET sealed = $1, version = 1", &enabled)
        .await;
    let expected = Finding::RolledBack {
        what: What::Account,
        id: world.account.0,
        told: 2,
        found: 1,
    };
    assert_eq!(findings(&world).await, [expected]);
}

async fn rows_that_are_gone_are_found(database: TestDatabase) {
    let world = full(database).await;
    let mut beside = Beside::connect(&world.database).await;
    for table in [
        "DELETE FROM access",
        "DELETE FROM draft",
        "DELETE FROM entry",
        "DELETE FROM link",
        "DELETE FROM session",
        "DELETE FROM client",
        "DELETE FROM account",
    ] {
        beside.run(table).await;
    }
    let found = findings(&world).await;
    let missing = |kind| {
        found
            .iter()
            .filter(|finding| matches!(finding, Finding::Missing { what, .. } if *what == kind))
            .count()
    };
    assert_eq!(
        (
            missing(What::Client),
            missing(What::Account),
            missing(What::Link)
        ),
        (2, 1, 1)
    );
    assert_eq!(found.len(), 6, "and access to two clients: {found:?}");
}

async fn a_changed_audit_is_found(database: TestDatabase) {
    let world = full(database).await;
    let mut beside = Beside::connect(&world.database).await;
    // Blaming someone else.
    beside
        .run_with_ids(
            "UPDATE audit SET account_id = $1 WHERE seq = 4 AND $2 <> $1",
            Uuid::now_v7(),
            Uuid::nil(),
        )
        .await;
    assert_eq!(
        findings(&world).await[0],
        Finding::AuditLineChanged { seq: 4 }
    );
    beside
        .run("UPDATE audit SET account_id = NULL WHERE seq = 4")
        .await;
    beside
        .run("UPDATE audit SET day = day - 1 WHERE seq = 5")
        .await;
    assert_eq!(
        findings(&world).await[0],
        Finding::AuditLineChanged { seq: 5 }
    );
    beside
        .run("UPDATE audit SET day = day + 1 WHERE seq = 5")
        .await;
    assert_eq!(findings(&world).await, []);

    // Two lines in each other's place.
    beside
        .run("UPDATE audit SET seq = 1000 WHERE seq = 2")
        .await;
    beside.run("UPDATE audit SET seq = 2 WHERE seq = 3").await;
    beside
        .run("UPDATE audit SET seq = 3 WHERE seq = 1000")
        .await;
    let found = findings(&world).await;
    assert!(
        found.contains(&Finding::AuditLineChanged { seq: 2 }),
        "{found:?}"
    );
    assert!(
        found.contains(&Finding::AuditLineChanged { seq: 3 }),
        "{found:?}"
    );
}

async fn a_cut_audit_is_found(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(1).await;
    world
        .store
        .audit(&line(AuditAction::RecordRead, Some(client)))
        .await
        .unwrap();
    let kept = world.store.audit_head().await.unwrap();
    let mut beside = Beside::connect(&world.database).await;

    beside.run("DELETE FROM audit WHERE seq = 3").await;
    assert_eq!(
        findings(&world).await,
        [Finding::AuditLinesMissing { from: 3, to: 3 }]
    );

    // With the head moved back the chain is whole again: only a head kept elsewhere tells that a reading was cut off.
    beside
        .run("UPDATE audit_head SET seq = 2, mac = (SELECT mac FROM audit WHERE seq = 2)")
        .await;
    assert_eq!(findings(&world).await, []);
    let report = world.store.verify(&[kept]).await.unwrap();
    assert_eq!(report.findings, [Finding::HeadUnknown { seq: 3 }]);

    // That a write was cut off, the row it made tells as well.
    beside.run("DELETE FROM audit WHERE seq = 2").await;
    beside
        .run("UPDATE audit_head SET seq = 1, mac = (SELECT mac FROM audit WHERE seq = 1)")
        .await;
    let found = findings(&world).await;
    let row = Finding::NotTold {
        what: What::Client,
        id: client.0,
        told: 0,
        found: 1,
    };
    assert!(found.contains(&row), "{found:?}");

    beside.run("DELETE FROM audit_head").await;
    assert!(findings(&world).await.contains(&Finding::AuditHeadChanged));
    let refused = world.store.audit(&line(AuditAction::ListRead, None)).await;
    assert!(
        matches!(
            refused,
            Err(StoreError::Damaged {
                what: What::AuditHead,
                ..
            })
        ),
        "{refused:?}"
    );
}

async fn an_erased_client_is_no_finding_and_lost_keys_are(database: TestDatabase) {
    let world = full(database).await;
    let client = world.store.headlines_since(0).await.unwrap().clients[0].id;
    world.vault().erase_client(client).unwrap();
    assert_eq!(findings(&world).await, [Finding::KeysMissing { client }]);

    world
        .store
        .audit(&line(AuditAction::Erase, Some(client)))
        .await
        .unwrap();
    let report = world.store.verify(&[]).await.unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.counted.erased, 1);
}

async fn another_token_opens_nobody_elses_session(database: TestDatabase) {
    let world = full(database).await;
    let mine = TokenHash::of(b"mine");
    let mut beside = Beside::connect(&world.database).await;
    beside
        .run_with("UPDATE session SET token_hash = $1", &mine.0)
        .await;
    beside
        .run_with("UPDATE link SET token_hash = $1", &mine.0)
        .await;
    let refused = world.store.session(mine).await;
    assert!(
        matches!(
            refused,
            Err(StoreError::Damaged {
                what: What::Session,
                ..
            })
        ),
        "{refused:?}"
    );
    let refused = world.store.link_by_token(mine).await;
    assert!(
        matches!(
            refused,
            Err(StoreError::Damaged {
                what: What::Link,
                ..
            })
        ),
        "{refused:?}"
    );
}

on_both_databases![
    a_sound_store_is_found_sound,
    a_changed_bit_is_found_wherever_it_is,
    swapped_entries_are_found,
    missing_entries_are_found,
    a_record_put_back_to_an_older_state_is_found,
    entries_beyond_the_end_are_found,
    forged_and_removed_access_is_found,
    an_account_put_back_to_an_older_state_is_found,
    rows_that_are_gone_are_found,
    a_changed_audit_is_found,
    a_cut_audit_is_found,
    an_erased_client_is_no_finding_and_lost_keys_are,
    another_token_opens_nobody_elses_session,
];

/// Whatever bit of the file is flipped: what can still be read is right, and what is not is said to be damaged.
#[tokio::test]
async fn no_flipped_bit_of_the_file_yields_a_wrong_text() {
    let world = full(TestDatabase::sqlite()).await;
    let clients: Vec<_> = world.store.headlines_since(0).await.unwrap().clients;
    let mut right = Vec::new();
    for client in &clients {
        right.push(world.store.entries(client.id).await.unwrap());
    }
    world.store.close().await;
    let attune_record::Location::Sqlite(path) = world.database.location() else {
        panic!("not SQLite");
    };
    let whole = std::fs::read(path).unwrap();
    let in_use: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    let mut noticed = 0;
    for step in 0..150 {
        let mut bytes = whole.clone();
        // A prime stride visits pages of every kind.
        let position = in_use[(step * 7919 + 101) % in_use.len()];
        bytes[position] ^= 1 << (step % 8);
        std::fs::write(path, &bytes).unwrap();
        let Ok(store) = world.database.connect().await else {
            noticed += 1;
            continue;
        };
        for (client, right) in clients.iter().zip(&right) {
            let Ok(entries) = store.entries(client.id).await else {
                continue;
            };
            for entry in entries {
                let (key, place) = place::entry(client.id, entry.id, entry.seq);
                if world.vault().open(key, &place, &entry.sealed).is_ok() {
                    assert!(right.contains(&entry), "bit at {position}");
                }
            }
        }
        match store.verify(&[]).await {
            Ok(report) if report.is_sound() => {}
            _ => noticed += 1,
        }
        store.close().await;
        for side in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{side}", path.display()));
        }
    }
    // The rest hit what decides nothing, such as a coarse day or the name of a migration.
    assert!(noticed > 120, "{noticed} of 150");
}
