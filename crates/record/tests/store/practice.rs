use attune_record::{AuditAction, Finding, Location, Store, StoreError, Versioned, What};
use attune_testkit::{TestDatabase, on_both_databases};
use serde::{Deserialize, Serialize};

use crate::beside::Beside;
use crate::world::line;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Settings {
    name: String,
    idle_minutes: u32,
}

async fn settings_are_kept_version_by_version(database: TestDatabase) {
    let store = database.store().await;
    let audit = line(AuditAction::SettingsChange, None);
    assert_eq!(
        store.settings::<Settings>().await.unwrap(),
        Versioned {
            version: 0,
            value: None
        }
    );

    let settings = Settings {
        name: "Harbour practice".to_owned(),
        idle_minutes: 15,
    };
    assert_eq!(store.save_settings(&settings, 0, &audit).await.unwrap(), 1);
    let late = store.save_settings(&settings, 0, &audit).await;
    assert!(
        matches!(
            late,
            Err(StoreError::Conflict {
                what: What::Practice,
                expected: 0,
                actual: 1
            })
        ),
        "{late:?}"
    );
    // And after connecting anew.
    let again = database.store().await.settings::<Settings>().await.unwrap();
    assert_eq!(
        again,
        Versioned {
            version: 1,
            value: Some(settings)
        }
    );
}

async fn content_is_only_ever_added_to(database: TestDatabase) {
    let store = database.store().await;
    let audit = line(AuditAction::ContentChange, None);
    assert_eq!(store.content_counter().await.unwrap(), 0);
    assert_eq!(store.add_content(&"one", 0, &audit).await.unwrap(), 1);
    let late = store.add_content(&"the same moment", 0, &audit).await;
    assert!(
        matches!(
            late,
            Err(StoreError::Conflict {
                what: What::Content,
                expected: 0,
                actual: 1
            })
        ),
        "{late:?}"
    );
    assert_eq!(store.add_content(&"two", 1, &audit).await.unwrap(), 2);
    // Another server finds what is new, and only that.
    let other = database.store().await;
    assert_eq!(other.content_counter().await.unwrap(), 2);
    let new = other.content_since::<String>(1).await.unwrap();
    assert_eq!(
        new,
        [Versioned {
            version: 2,
            value: "two".to_owned()
        }]
    );
}

/// Taking the newest questionnaire away, or putting one in, is found.
async fn content_taken_away_or_put_in_is_found(database: TestDatabase) {
    let store = database.store().await;
    let audit = line(AuditAction::ContentChange, None);
    for (before, text) in [(0, "one"), (1, "two")] {
        store.add_content(&text, before, &audit).await.unwrap();
    }
    let mut beside = Beside::connect(&database).await;
    beside.run("DELETE FROM content WHERE seq = 2").await;
    let report = store.verify(&[]).await.unwrap();
    assert!(
        matches!(
            report.findings[..],
            [Finding::RolledBack {
                what: What::Content,
                told: 2,
                found: 1,
                ..
            }]
        ),
        "{report:?}"
    );
    beside
        .run("INSERT INTO content (seq, sealed) SELECT 2, sealed FROM content WHERE seq = 1")
        .await;
    let report = store.verify(&[]).await.unwrap();
    assert!(
        matches!(
            report.findings[..],
            [Finding::Unreadable {
                what: What::Content,
                ..
            }]
        ),
        "{report:?}"
    );
}

async fn a_database_belongs_to_one_keyring(database: TestDatabase) {
    database.store().await.close().await;
    let other = TestDatabase::sqlite();
    let refused = Store::connect(database.location(), other.vault().clone()).await;
    assert!(
        matches!(refused, Err(StoreError::OtherInstall)),
        "{refused:?}"
    );
    database.store().await;
}

on_both_databases![
    settings_are_kept_version_by_version,
    content_is_only_ever_added_to,
    content_taken_away_or_put_in_is_found,
    a_database_belongs_to_one_keyring,
];

#[tokio::test]
async fn the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let database = TestDatabase::sqlite();
    let _store = database.store().await;
    let files: Vec<_> = std::fs::read_dir(database.folder())
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let databases = files
        .iter()
        .filter(|file| file.file_name().to_string_lossy().starts_with("record"));
    assert_eq!(
        databases.clone().count(),
        3,
        "the file, its log and its index"
    );
    for file in databases {
        assert_eq!(
            file.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{file:?}"
        );
    }
}

#[tokio::test]
async fn unsafe_places_are_refused_without_repeating_a_password() {
    let database = TestDatabase::sqlite();
    for (url, hint) in [
        ("postgres://attune@db.example.org/attune", "password"),
        (
            "postgres://attune:@10.0.0.7/attune?sslmode=verify-full",
            "password",
        ),
        ("postgres://attune:geheim@db.example.org/attune", "sslmode"),
        (
            "postgres://attune:geheim@db.example.org/attune?sslmode=prefer",
            "sslmode",
        ),
        (
            "postgres://attune:geheim@db.example.org:notaport/attune",
            "postgres://",
        ),
    ] {
        let location = Location::Postgres(url.to_owned());
        let refused = Store::connect(&location, database.vault().clone())
            .await
            .unwrap_err();
        assert!(
            matches!(refused, StoreError::BadLocation { .. }),
            "{refused:?}"
        );
        for text in [
            refused.to_string(),
            format!("{refused:?}"),
            location.to_string(),
            format!("{location:?}"),
        ] {
            assert!(!text.contains("geheim"), "{text}");
        }
        assert!(refused.to_string().contains(hint), "{refused}");
    }
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let database = TestDatabase::sqlite();
    let location = Location::Sqlite(database.folder().join("missing/record.sqlite"));
    let refused = Store::connect(&location, database.vault().clone())
        .await
        .unwrap_err();
    assert!(
        refused.to_string().contains("missing/record.sqlite"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_server_that_refuses_is_explained() {
    let Some(database) = TestDatabase::postgres() else {
        return;
    };
    let Location::Postgres(url) = database.location() else {
        panic!("not PostgreSQL");
    };
    let mut beside = Beside::connect(&database).await;
    beside.run("CREATE ROLE lossy LOGIN").await;
    beside
        .run("ALTER ROLE lossy SET synchronous_commit = off")
        .await;
    beside.run("CREATE ROLE guest LOGIN").await;
    for (from, to, hint) in [
        ("user=postgres", "user=nobody_here", "refuses this role"),
        ("/test_", "/no_such_", "createdb"),
        ("user=postgres", "user=lossy", "synchronous_commit"),
        ("user=postgres", "user=guest", "owner"),
    ] {
        let location = Location::Postgres(url.replace(from, to));
        let refused = Store::connect(&location, database.vault().clone())
            .await
            .unwrap_err();
        assert!(
            matches!(refused, StoreError::BadLocation { .. }),
            "{refused:?}"
        );
        assert!(refused.to_string().contains(hint), "{refused}");
    }
}

#[tokio::test]
async fn a_file_of_something_else_is_not_touched() {
    let database = TestDatabase::sqlite();
    let Location::Sqlite(path) = database.location() else {
        panic!("not SQLite");
    };
    let text =
        "not a database, but longer than the hundred bytes that a database begins with, ".repeat(9);
    std::fs::write(path, &text).unwrap();
    let refused = database.connect().await;
    assert!(
        matches!(
            refused,
            Err(StoreError::Damaged {
                what: What::Database,
                ..
            })
        ),
        "{refused:?}"
    );
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
}
