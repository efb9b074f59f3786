//! How long unlocking and opening take: `cargo run --release -p attune-vault --example speed`.
//!
//! Ends with an error if a limit is missed, so that it can stand in a script.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use attune_ids::ClientId;
use attune_vault::{Argon2Cost, Key, Place, Unlock, Vault};
use uuid::Uuid;

const CLIENTS: u128 = 10_000;
const ROUNDS: u32 = 100_000;
const PASSPHRASE: &str = "four plain words here";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("keyring");
    let (vault, _code) = Vault::create(&path, PASSPHRASE, Argon2Cost::default())?;
    let clients: Vec<_> = (1..=CLIENTS)
        .map(|n| ClientId(Uuid::from_u128(n)))
        .collect();

    let start = Instant::now();
    vault.add_clients(&clients)?;
    println!(
        "add {CLIENTS} clients at once      {:>9.1?}",
        start.elapsed()
    );
    let start = Instant::now();
    vault.add_clients(&[ClientId(Uuid::from_u128(CLIENTS + 1))])?;
    println!("add one client                {:>9.1?}", start.elapsed());
    let start = Instant::now();
    vault.erase_client(clients[0])?;
    println!("erase one of them             {:>9.1?}", start.elapsed());
    drop(vault);

    let start = Instant::now();
    let vault = Vault::unlock(&path, Unlock::Passphrase(PASSPHRASE))?;
    let unlocking = start.elapsed();
    println!("unlock, Argon2id included     {unlocking:>9.1?}   limit 400 ms");

    let client = clients[7];
    let place = Place {
        table: "entry",
        column: "body",
        client: Some(client),
        row: client.0,
        version: 1,
    };
    let key = Key::Record(client);
    let text = vec![b'x'; 512];
    let start = Instant::now();
    for _ in 0..ROUNDS {
        black_box(vault.seal(key, &place, &text)?);
    }
    println!(
        "seal 512 bytes                {:>9.2?}",
        start.elapsed() / ROUNDS
    );
    let sealed = vault.seal(key, &place, &text)?;
    let start = Instant::now();
    for _ in 0..ROUNDS {
        black_box(vault.open(key, &place, &sealed)?);
    }
    let opening = start.elapsed() / ROUNDS;
    println!("open 512 bytes                {opening:>9.2?}   limit 4 µs");

    if unlocking > Duration::from_millis(400) || opening > Duration::from_micros(4) {
        return Err("slower than the limits above".into());
    }
    Ok(())
}
