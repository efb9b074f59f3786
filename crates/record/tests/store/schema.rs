use std::collections::{BTreeMap, BTreeSet};

use attune_record::StoreError;
use attune_testkit::{TestDatabase, on_both_databases};
use serde::Deserialize;

use crate::beside::Beside;

#[derive(Deserialize)]
struct Columns {
    #[serde(default)]
    plain: BTreeMap<String, String>,
    #[serde(default)]
    sealed: BTreeSet<String>,
}

type Schema = BTreeMap<String, BTreeSet<String>>;

fn listed() -> BTreeMap<String, Columns> {
    toml::from_str(include_str!("../../plain-columns.toml")).unwrap()
}

async fn live_schema(database: &TestDatabase) -> Schema {
    const SQLITE: &str =
        "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table'";
    const POSTGRES: &str =
        "SELECT table_name::text, column_name::text FROM information_schema.columns
        WHERE table_schema = 'public'";
    let columns: Vec<(String, String)> = match Beside::connect(database).await {
        Beside::Sqlite(mut connection) => sqlx::query_as(SQLITE)
            .fetch_all(&mut connection)
            .await
            .unwrap(),
        Beside::Postgres(mut connection) => sqlx::query_as(POSTGRES)
            .fetch_all(&mut connection)
            .await
            .unwrap(),
    };
    let mut schema = Schema::new();
    for (table, column) in columns {
        schema.entry(table).or_default().insert(column);
    }
    schema
}

async fn every_column_is_listed_as_plain_or_sealed(database: TestDatabase) {
    database.store().await;
    let mut allowed = Schema::new();
    for (table, columns) in listed() {
        assert!(
            columns
                .plain
                .keys()
                .all(|column| !columns.sealed.contains(column)),
            "{table}"
        );
        assert!(
            columns.plain.values().all(|reason| !reason.is_empty()),
            "{table}"
        );
        allowed.insert(
            table,
            columns.plain.into_keys().chain(columns.sealed).collect(),
        );
    }
    assert_eq!(live_schema(&database).await, allowed);
}

async fn every_statement_is_understood(database: TestDatabase) {
    let store = database.store().await;
    assert!(store.check_statements().await.unwrap() > 40);
}

async fn connecting_again_changes_nothing(database: TestDatabase) {
    database.store().await.close().await;
    let before = live_schema(&database).await;
    database.store().await.close().await;
    assert_eq!(live_schema(&database).await, before);
}

async fn a_newer_schema_is_refused(database: TestDatabase) {
    const FROM_THE_FUTURE: &str = "INSERT INTO _sqlx_migrations
        SELECT 9000, 'future', installed_on, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
    database.store().await.close().await;
    Beside::connect(&database).await.run(FROM_THE_FUTURE).await;
    let refused = database.connect().await;
    assert!(
        matches!(refused, Err(StoreError::NewerSchema)),
        "{refused:?}"
    );
}

on_both_databases![
    every_column_is_listed_as_plain_or_sealed,
    every_statement_is_understood,
    connecting_again_changes_nothing,
    a_newer_schema_is_refused,
];

#[test]
fn both_databases_have_the_same_migration_files() {
    let files = |folder: &str| -> BTreeSet<String> {
        let path = format!("{}/migrations/{folder}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(path).unwrap();
        files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    assert_eq!(files("sqlite"), files("postgres"));
}
