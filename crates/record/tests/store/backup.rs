use std::path::PathBuf;
use std::sync::Arc;

use attune_record::{
    AuditAction, AuditFilter, AuditLine, CheckedBackup, Finding, Location, Manifest, Store,
    StoreError, WayIn, What,
};
use attune_testkit::{TestDatabase, on_both_databases};

use crate::beside::Beside;
use crate::world::{World, at, line};

fn audit(action: AuditAction) -> AuditLine {
    AuditLine {
        at: at(1000),
        ..line(action, None)
    }
}

/// A practice with two clients, backed up.
async fn backed_up(database: TestDatabase) -> (World, PathBuf) {
    let world = World::new(database).await;
    world.client(3).await;
    let client = world.client(0).await;
    world
        .store
        .append(&world.save(client, 0, "first"))
        .await
        .unwrap();
    world
        .store
        .save_settings(&"settings", 0, &audit(AuditAction::SettingsChange))
        .await
        .unwrap();
    world
        .store
        .add_content(&"a questionnaire", 0, &audit(AuditAction::ContentChange))
        .await
        .unwrap();
    let way_in = WayIn {
        client,
        handle: client.0,
        email: Some("in@example.org".to_owned()),
        passkeys: Vec::new(),
    };
    let line = audit(AuditAction::LinkChange);
    world.store.keep_way_in(&way_in, 0, &line).await.unwrap();
    let path = world.database.folder().join("backup.sqlite");
    world
        .store
        .backup(&path, &audit(AuditAction::Backup))
        .await
        .unwrap();
    (world, path)
}

async fn restore(
    world: &World,
    path: &std::path::Path,
    into: &Location,
) -> Result<Store, StoreError> {
    let vault = Arc::clone(world.database.vault());
    Store::restore(path, into, vault, &audit(AuditAction::Restore)).await
}

/// Everything a store shows, to compare two of them.
async fn contents(store: &Store) -> Vec<String> {
    let mut lines = Vec::new();
    for client in store.headlines_since(0).await.unwrap().clients {
        lines.push(format!("{client:?} {:?}", client.identity.as_bytes()));
        for entry in store.entries(client.id).await.unwrap() {
            lines.push(format!(
                "{} {} {:?}",
                entry.seq,
                entry.id,
                entry.sealed.as_bytes()
            ));
        }
        lines.push(format!(
            "{:?}",
            store.relations_to(client.id).await.unwrap()
        ));
        let way_in = store.way_in(client.id).await.unwrap();
        lines.push(format!("{:?}", way_in.map(|found| found.value.email)));
    }
    lines.push(format!("{:?}", store.accounts().await.unwrap().len()));
    lines.push(format!("{:?}", store.settings::<String>().await.unwrap()));
    lines.push(format!(
        "{:?}",
        store.content_since::<String>(0).await.unwrap()
    ));
    lines
}

async fn a_backup_comes_back_on_either_database(database: TestDatabase) {
    let (world, path) = backed_up(database).await;
    let head = world.store.audit_head().await.unwrap();
    let before = contents(&world.store).await;
    let sqlite = Location::Sqlite(world.database.folder().join("restored.sqlite"));
    let mut places = vec![sqlite];
    if let Some(postgres) = TestDatabase::postgres() {
        places.push(postgres.location().clone());
    }
    for into in places {
        let restored = restore(&world, &path, &into).await.unwrap();
        assert_eq!(contents(&restored).await, before);
        let report = restored.verify(&[head]).await.unwrap();
        assert_eq!(report.findings, []);
        assert_eq!(report.counted.audit_lines, head.seq + 1);
        let newest = restored
            .audit_lines(AuditFilter::All, None, 2)
            .await
            .unwrap();
        assert_eq!(newest[0].line.action, AuditAction::Restore);
        assert_eq!(newest[1].line.action, AuditAction::Backup);
        // And goes on working.
        let client = restored.headlines_since(0).await.unwrap().clients[0].clone();
        restored
            .append(&world.save(client.id, client.seq, "after"))
            .await
            .unwrap();
        assert!(restored.verify(&[head]).await.unwrap().is_sound());
        restored.close().await;
    }
}

async fn a_manifest_says_what_is_in_it(database: TestDatabase) {
    let (world, path) = backed_up(database).await;
    let manifest = Manifest::read(&path).unwrap();
    assert_eq!(
        manifest.head().unwrap(),
        world.store.audit_head().await.unwrap()
    );
    assert_eq!(manifest.made_at, at(1000));
    assert_eq!(manifest.install, world.vault().install());
    assert_eq!(
        (
            manifest.rows["client"],
            manifest.rows["entry"],
            manifest.rows["account"]
        ),
        (2, 4, 1)
    );
    assert_eq!(manifest.bytes, std::fs::metadata(&path).unwrap().len());
    let files: Vec<_> = std::fs::read_dir(world.database.folder())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("backup"))
        .collect();
    assert_eq!(files.len(), 2, "nothing is left lying about: {files:?}");

    let again = world.store.backup(&path, &audit(AuditAction::Backup)).await;
    assert!(
        matches!(again, Err(StoreError::AlreadyThere(What::Backup))),
        "{again:?}"
    );
}

async fn a_backup_is_of_one_moment_while_others_write(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(0).await;
    let path = world.database.folder().join("backup.sqlite");
    let saves: Vec<_> = (0..60)
        .map(|version| world.save(client, version, "text"))
        .collect();
    let store = world.store.clone();
    let writer = tokio::spawn(async move {
        for save in saves {
            store.append(&save).await.unwrap();
        }
    });
    let manifest = world
        .store
        .backup(&path, &audit(AuditAction::Backup))
        .await
        .unwrap();
    writer.await.unwrap();
    let checked = CheckedBackup::open(&path, Arc::clone(world.database.vault()))
        .await
        .unwrap();
    assert_eq!(checked.report().findings, []);
    assert_eq!(manifest.rows["audit"], manifest.audit_seq);
    // Account, client and backup have a line each, and every entry has one.
    assert_eq!(manifest.rows["entry"], manifest.audit_seq - 3);
}

async fn an_unfinished_backup_is_refused(database: TestDatabase) {
    let (world, path) = backed_up(database).await;
    std::fs::remove_file(Manifest::path_for(&path)).unwrap();
    let into = world.database.another_location("restored.sqlite");
    let refused = restore(&world, &path, &into).await;
    assert!(
        matches!(refused, Err(StoreError::BadBackup(_))),
        "{refused:?}"
    );
}

async fn a_backup_overwrites_nothing(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(1).await;
    let theirs = world.database.folder().join("letter.txt");
    std::fs::write(&theirs, "dear").unwrap();
    let mut taken = vec![theirs.clone()];
    if let Location::Sqlite(live) = world.database.location() {
        taken.push(live.clone());
    }
    for path in taken {
        let refused = world.store.backup(&path, &audit(AuditAction::Backup)).await;
        assert!(
            matches!(refused, Err(StoreError::AlreadyThere(What::Backup))),
            "{refused:?}"
        );
    }
    assert_eq!(std::fs::read_to_string(&theirs).unwrap(), "dear");
    assert_eq!(world.texts(client).await.len(), 1);

    // What a try that was cut off left behind is in nobody's way.
    let path = world.database.folder().join("backup.sqlite");
    std::fs::write(path.with_extension("sqlite.partial"), "half of one").unwrap();
    world
        .store
        .backup(&path, &audit(AuditAction::Backup))
        .await
        .unwrap();
    let into = world.database.another_location("restored.sqlite");
    restore(&world, &path, &into).await.unwrap();
}

async fn a_backup_is_not_restored_into_itself(database: TestDatabase) {
    let (world, path) = backed_up(database).await;
    let bytes = std::fs::read(&path).unwrap();
    let refused = restore(&world, &path, &Location::Sqlite(path.clone())).await;
    assert!(
        matches!(refused, Err(StoreError::TargetNotEmpty)),
        "{refused:?}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

async fn a_damaged_backup_is_refused_before_anything_is_touched(database: TestDatabase) {
    let (world, path) = backed_up(database).await;
    let into = Location::Sqlite(world.database.folder().join("restored.sqlite"));
    let (whole, manifest) = (
        std::fs::read(&path).unwrap(),
        std::fs::read(Manifest::path_for(&path)).unwrap(),
    );
    for step in 0..200 {
        let mut bytes = whole.clone();
        match step % 4 {
            // A bit, the end, the beginning, a page of zeros.
            0 => bytes[step * 7919 % whole.len()] ^= 1 << (step % 8),
            1 => bytes.truncate(step * 7919 % whole.len()),
            2 => drop(bytes.drain(..=step)),
            _ => bytes[step * 512 % (whole.len() - 512)..][..512].fill(0xA5),
        }
        std::fs::write(&path, &bytes).unwrap();
        let refused = restore(&world, &path, &into).await;
        assert!(
            matches!(refused, Err(StoreError::BadBackup(_))),
            "step {step}: {refused:?}"
        );
    }
    std::fs::write(&path, &whole).unwrap();
    for step in 0..40 {
        let mut bytes = manifest.clone();
        bytes.truncate(step * 11);
        std::fs::write(Manifest::path_for(&path), &bytes).unwrap();
        let refused = restore(&world, &path, &into).await;
        assert!(
            matches!(refused, Err(StoreError::BadBackup(_))),
            "step {step}: {refused:?}"
        );
    }
    let Location::Sqlite(target) = &into else {
        panic!("not SQLite")
    };
    assert!(!target.exists());
    std::fs::write(Manifest::path_for(&path), &manifest).unwrap();
    restore(&world, &path, &into).await.unwrap();
}

async fn a_target_in_use_is_refused_and_stays_as_it_is(database: TestDatabase) {
    let (world, path) = backed_up(database).await;
    let before = contents(&world.store).await;
    let refused = restore(&world, &path, world.database.location()).await;
    assert!(
        matches!(refused, Err(StoreError::TargetNotEmpty)),
        "{refused:?}"
    );
    assert_eq!(contents(&world.store).await, before);
}

async fn tables_of_something_else_are_left_alone(database: TestDatabase) {
    let (world, path) = backed_up(TestDatabase::sqlite()).await;
    if let Location::Sqlite(target) = database.location() {
        std::fs::write(target, "").unwrap();
    }
    let mut beside = Beside::connect(&database).await;
    beside.run("CREATE TABLE theirs (id INTEGER)").await;
    let refused = restore(&world, &path, database.location()).await;
    assert!(
        matches!(refused, Err(StoreError::TargetNotEmpty)),
        "{refused:?}"
    );
    beside.run("INSERT INTO theirs VALUES (1)").await;
}

async fn a_backup_with_findings_is_restored_only_if_they_are_accepted(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(3).await;
    let mut beside = Beside::connect(&world.database).await;
    beside.run("DELETE FROM entry WHERE seq = 2").await;
    let path = world.database.folder().join("backup.sqlite");
    world
        .store
        .backup(&path, &audit(AuditAction::Backup))
        .await
        .unwrap();

    let into = world.database.another_location("restored.sqlite");
    let refused = restore(&world, &path, &into).await;
    assert!(
        matches!(refused, Err(StoreError::BadBackup(_))),
        "{refused:?}"
    );
    let checked = CheckedBackup::open(&path, Arc::clone(world.database.vault()))
        .await
        .unwrap();
    assert_eq!(
        checked.report().findings,
        [Finding::EntriesMissing {
            client,
            from: 2,
            to: 2
        }]
    );
    let restored = checked
        .accept_findings()
        .restore_into(&into, &audit(AuditAction::Restore))
        .await
        .unwrap();
    assert_eq!(restored.entries(client).await.unwrap().len(), 2);
}

async fn who_was_erased_since_stays_erased(database: TestDatabase) {
    let (world, path) = backed_up(database).await;
    let client = world.store.headlines_since(0).await.unwrap().clients[0].id;
    world.vault().erase_client(client).unwrap();

    let checked = CheckedBackup::open(&path, Arc::clone(world.database.vault()))
        .await
        .unwrap();
    assert_eq!(checked.erased_since(), [client]);
    assert_eq!(checked.report().findings, []);
    let into = world.database.another_location("restored.sqlite");
    let restored = checked
        .restore_into(&into, &audit(AuditAction::Restore))
        .await
        .unwrap();
    let report = restored.verify(&[]).await.unwrap();
    assert_eq!((report.findings.len(), report.counted.erased), (0, 1));
    let lines = restored
        .audit_lines(AuditFilter::Client(client), None, 1)
        .await
        .unwrap();
    assert_eq!(lines[0].line.action, AuditAction::Erase);
}

async fn a_keyring_of_another_install_is_refused(database: TestDatabase) {
    let (_world, path) = backed_up(database).await;
    let other = TestDatabase::sqlite();
    let refused = CheckedBackup::open(&path, Arc::clone(other.vault())).await;
    assert!(
        matches!(refused, Err(StoreError::OtherInstall)),
        "{refused:?}"
    );
}

on_both_databases![
    a_backup_comes_back_on_either_database,
    a_manifest_says_what_is_in_it,
    a_backup_is_of_one_moment_while_others_write,
    an_unfinished_backup_is_refused,
    a_backup_overwrites_nothing,
    a_backup_is_not_restored_into_itself,
    a_damaged_backup_is_refused_before_anything_is_touched,
    a_target_in_use_is_refused_and_stays_as_it_is,
    tables_of_something_else_are_left_alone,
    a_backup_with_findings_is_restored_only_if_they_are_accepted,
    who_was_erased_since_stays_erased,
    a_keyring_of_another_install_is_refused,
];

/// An older keyring lacks the keys of newer clients. That is no erasure.
#[tokio::test]
async fn a_keyring_older_than_the_backup_erases_nobody() {
    let world = World::new(TestDatabase::sqlite()).await;
    let old = world.database.folder().join("old-keyring");
    world.vault().copy_to(&old).unwrap();
    let client = world.client(1).await;
    let path = world.database.folder().join("backup.sqlite");
    world
        .store
        .backup(&path, &audit(AuditAction::Backup))
        .await
        .unwrap();

    let unlock = attune_vault::Unlock::Passphrase(attune_testkit::PASSPHRASE);
    let old = Arc::new(attune_vault::Vault::unlock(&old, unlock).unwrap());
    let checked = CheckedBackup::open(&path, old).await.unwrap();
    assert_eq!(checked.erased_since(), []);
    assert_eq!(checked.report().findings, [Finding::KeysMissing { client }]);

    // And one from before an erasure is refused outright: it would bring the erased client back.
    let before = world.database.folder().join("keyring-before-erasure");
    world.vault().copy_to(&before).unwrap();
    world.vault().erase_client(client).unwrap();
    let path = world.database.folder().join("later.sqlite");
    world
        .store
        .backup(&path, &audit(AuditAction::Backup))
        .await
        .unwrap();
    let before = Arc::new(attune_vault::Vault::unlock(&before, unlock).unwrap());
    let refused = CheckedBackup::open(&path, before).await;
    assert!(
        matches!(refused, Err(StoreError::BadBackup(_))),
        "{refused:?}"
    );
}
