//! A killed program loses nothing it acknowledged, and leaves nothing half done.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use attune_ids::ClientId;
use attune_record::{Appended, Location, Store};
use attune_testkit::{PASSPHRASE, TestDatabase, on_both_databases};
use attune_vault::{Unlock, Vault};

use crate::world::{World, save};

const ROUNDS: u64 = 12;

async fn a_killed_writer_loses_nothing_it_acknowledged(database: TestDatabase) {
    let world = World::new(database).await;
    let client = world.client(0).await;
    let mut acknowledged = 0;
    for round in 0..ROUNDS {
        acknowledged = acknowledged.max(write_until_killed(&world, client, round));
        let report = world.store.verify(&[]).await.unwrap();
        assert_eq!(report.findings, []);
        // One save may have been kept and not yet acknowledged.
        let kept = report.counted.entries;
        assert!(
            kept == acknowledged || kept == acknowledged + 1,
            "{kept} kept of {acknowledged}"
        );
    }
    assert!(
        acknowledged > ROUNDS,
        "the writer hardly wrote: {acknowledged}"
    );
}

on_both_databases![a_killed_writer_loses_nothing_it_acknowledged];

/// Starts this test program once more as the writer, kills it after a while, and returns the last position it
/// acknowledged.
fn write_until_killed(world: &World, client: ClientId, round: u64) -> u64 {
    let location = match world.database.location() {
        Location::Sqlite(path) => path.display().to_string(),
        Location::Postgres(url) => url.clone(),
    };
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "kill::writer"])
        .env("WRITER_LOCATION", location)
        .env("WRITER_KEYRING", world.database.folder().join("keyring"))
        .env("WRITER_CLIENT", client.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let written = |line: std::io::Result<String>| line.ok()?.strip_prefix("written ")?.parse().ok();
    // From the first save on, wait for a moment that differs from round to round.
    let mut last: u64 = lines.by_ref().find_map(written).unwrap();
    std::thread::sleep(Duration::from_micros(3_000 + round * 2_713));
    writer.kill().unwrap();
    writer.wait().unwrap();
    last = lines.filter_map(written).fold(last, u64::max);
    last
}

/// Not a test of its own: appends without end and says so after each acknowledged save.
#[tokio::test]
#[ignore = "started and killed by the other test of this file"]
#[expect(clippy::print_stdout, reason = "this is how it acknowledges")]
async fn writer() {
    let variable = |name: &str| std::env::var(name).unwrap();
    let location = match variable("WRITER_LOCATION") {
        url if url.starts_with("postgres:") => Location::Postgres(url),
        path => Location::Sqlite(path.into()),
    };
    let keyring = variable("WRITER_KEYRING");
    let vault = Vault::unlock(keyring.as_ref(), Unlock::Passphrase(PASSPHRASE)).unwrap();
    let vault = Arc::new(vault);
    let client: ClientId = variable("WRITER_CLIENT").parse().unwrap();
    let store = Store::connect(&location, Arc::clone(&vault)).await.unwrap();
    loop {
        let seq = store.client_row(client).await.unwrap().seq;
        let written = store
            .append(&save(&vault, client, seq, "text"))
            .await
            .unwrap();
        assert_eq!(written, Appended::Written { seq: seq + 1 });
        println!("written {}", seq + 1);
    }
}
