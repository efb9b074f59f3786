//! What a thief of the disk, of a backup or of the database's log can read: nothing.

use std::path::Path;
use std::process::Command;

use attune_ids::DraftId;
use attune_record::{Account, Actor, Append, AuditAction, AuditLine, SaveDraft, place};
use attune_testkit::{TestDatabase, on_both_databases};
use uuid::Uuid;

use crate::world::{World, account, line, new_entry, sealed};

/// A word that is in no other text of this world.
const MARK: &str = "Zyxomma";
/// The same as a log would show bytes.
const MARK_IN_HEXADECIMAL: &str = "5a79786f6d6d61";

async fn no_text_is_readable_in_any_file(database: TestDatabase) {
    let world = World::new(database).await;
    let store = &world.store;
    let marked = AuditLine {
        actor: Actor::Account(world.account),
        detail: format!("detail {MARK}"),
        ..line(AuditAction::RecordWrite, None)
    };
    let colleague = Account {
        name: format!("Name {MARK}"),
        password_hash: Some(format!("hash {MARK}")),
        totp_secret: Some(MARK.as_bytes().to_vec()),
        ..account(&format!("{MARK}@example.org"))
    };
    store.create_account(&colleague, &marked).await.unwrap();
    assert!(
        store
            .account_by_email(&colleague.email)
            .await
            .unwrap()
            .is_some()
    );
    let client = world.client(0).await;
    let append = Append {
        entries: vec![new_entry(world.vault(), client, 1, MARK)],
        headline: sealed(world.vault(), place::headline(client, 1), MARK),
        identity: Some((1, sealed(world.vault(), place::identity(client, 2), MARK))),
        audit: marked.clone(),
        ..world.save(client, 0, MARK)
    };
    store.append(&append).await.unwrap();
    let id = DraftId(Uuid::now_v7());
    let draft = SaveDraft {
        id,
        client,
        expected: 0,
        sealed: sealed(world.vault(), place::draft(client, id, 1), MARK),
        audit: None,
    };
    store.save_draft(&draft).await.unwrap();
    store.save_settings(&MARK, 0, &marked).await.unwrap();
    let policy = attune_record::ThrottlePolicy {
        free: 1,
        first_wait: jiff::SignedDuration::from_secs(1),
        longest_wait: jiff::SignedDuration::from_secs(1),
        forget_after: jiff::SignedDuration::from_secs(1),
    };
    store.count_attempt(MARK, marked.at, &policy).await.unwrap();
    store
        .backup(&world.database.folder().join("backup.sqlite"), &marked)
        .await
        .unwrap();

    let mut folders = vec![world.database.folder().to_owned()];
    // Data, write-ahead log and text log of the server are in the folder of its log.
    let log = world.database.postgres_log();
    folders.extend(log.as_deref().and_then(Path::parent).map(Path::to_owned));
    for folder in &folders {
        for form in [MARK, MARK_IN_HEXADECIMAL] {
            assert_eq!(
                files_with(form, folder),
                "",
                "{form} in {}",
                folder.display()
            );
        }
    }
    // The search does find what is there.
    let known = match log {
        Some(_) => "INSERT INTO entry",
        None => "SQLite format 3",
    };
    assert_ne!(files_with(known, &folders[folders.len() - 1]), "");
}

on_both_databases![no_text_is_readable_in_any_file];

/// The files below a folder in which a text is, in either case. By grep: a server's folder is large, and a test build
/// searches slowly.
fn files_with(text: &str, folder: &Path) -> String {
    let found = Command::new("grep")
        .args([
            "--recursive",
            "--files-with-matches",
            "--text",
            "--ignore-case",
        ])
        .args(["--fixed-strings", "--no-messages", "--regexp", text])
        .arg(folder)
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    String::from_utf8(found.stdout).unwrap()
}
