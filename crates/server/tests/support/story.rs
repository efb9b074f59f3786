//! A whole record with something of every kind, in which every word that is anybody's own carries a mark.

use std::collections::BTreeMap;
use std::path::PathBuf;

use attune_care::Entry;
use attune_ids::{AccountId, ClientId, IdSource, SeededIds};
use attune_server::gate::{Addition, Beginning};
use attune_server::identity::Identity;
use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;

use super::{Browser, Practice};

/// Fields that hold somebody's own words.
const OWN_WORDS: [&str; 22] = [
    "title",
    "pseudonym",
    "question",
    "enough",
    "not_helping",
    "helped",
    "what",
    "words",
    "text",
    "because",
    "reason",
    "how_it_went",
    "expected",
    "shown",
    "source",
    "situation",
    "signs",
    "own",
    "distraction",
    "people",
    "professionals",
    "surroundings",
];

/// The account behind the golden entries.
const GOLDEN_STAFF: Uuid = Uuid::from_u128(0x0000_0acc_0000_4000_8000_0000_0000_0001);

impl Practice {
    /// A client in this clinician's hands whose name, reference and every word carry the mark.
    pub(crate) async fn client_with_story(&self, clinician: &Browser, mark: &str) -> ClientId {
        let mut ids = SeededIds::new(seed(mark));
        let beginning = Beginning {
            client: ClientId::new(&mut ids),
            person: Identity {
                name: format!("{mark} Okafor"),
                born: Some(Date::constant(1991, 3, 9)),
                email: format!("{mark}@example.org"),
                telephone: format!("{mark} 555"),
                reference: format!("{mark}/12"),
                language: String::new(),
                reminders: false,
            },
            entries: story(mark, clinician.account(), &mut ids),
        };
        let begun = self
            .app
            .begin_many(std::slice::from_ref(&beginning), clinician.account())
            .await;
        begun.unwrap_or_else(|error| panic!("no record for a test: {error:?}"));
        beginning.client
    }

    /// The whole story once more in the same record, as if it had all happened again.
    pub(crate) async fn more_story(&self, clinician: &Browser, client: ClientId, mark: &str) {
        let mut ids = SeededIds::new(seed(mark));
        let addition = Addition {
            client,
            entries: story(mark, clinician.account(), &mut ids),
        };
        let added = self.app.add_many(&[addition]).await;
        added.unwrap_or_else(|error| panic!("no more entries for a test: {error:?}"));
    }
}

/// Another mark, another record; the same mark, the same record with the same ids in every practice.
fn seed(mark: &str) -> u64 {
    mark.bytes().fold(0, |seed, byte| {
        seed.wrapping_mul(31).wrapping_add(u64::from(byte))
    })
}

/// The golden record with ids of its own and the mark before every word. Some of it is left undone, so that
/// there is something to do on every page: open questionnaires, an open risk answer, an open task.
fn story(mark: &str, author: AccountId, ids: &mut SeededIds) -> Vec<Entry> {
    let mut values: Vec<Value> = golden_files()
        .iter()
        .flat_map(|file| {
            let bytes = std::fs::read(file).unwrap();
            serde_json::from_slice::<Vec<Value>>(&bytes).unwrap()
        })
        .filter(|value| !left_undone(&value["body"]))
        .collect();
    values.sort_by_key(|value| value["at"].to_string());
    let asked_again = asked_again(&values, ids);
    values.extend(asked_again);
    let mut known = BTreeMap::from([(GOLDEN_STAFF, author.0)]);
    values
        .into_iter()
        .map(|mut value| {
            rewrite("", &mut value, mark, &mut known, ids);
            Entry::from_bytes(&serde_json::to_vec(&value).unwrap()).unwrap()
        })
        .collect()
}

fn golden_files() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../care/tests/golden/v1");
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|file| file.unwrap().path()).collect()
}

/// Every questionnaire of the story once more, not answered yet.
fn asked_again(values: &[Value], ids: &mut SeededIds) -> Vec<Value> {
    let asked = values
        .iter()
        .filter(|value| value["body"]["kind"] == "measure_assigned");
    let again = asked.cloned().map(|mut value| {
        value["id"] = ids.next_id().to_string().into();
        value["body"]["id"] = ids.next_id().to_string().into();
        value
    });
    again.collect()
}

fn left_undone(body: &Value) -> bool {
    body["done"] == "not_done" || body["action"] == "known_and_watched"
}

fn rewrite(
    field: &str,
    value: &mut Value,
    mark: &str,
    known: &mut BTreeMap<Uuid, Uuid>,
    ids: &mut SeededIds,
) {
    match value {
        Value::String(text) => {
            if let Ok(old) = text.parse::<Uuid>() {
                let new = known.entry(old).or_insert_with(|| ids.next_id());
                *text = new.to_string();
            // What was shared is one of two things, and no words of anybody.
            } else if field == "what" && ["plan", "map"].contains(&text.as_str()) {
            } else if OWN_WORDS.contains(&field) && !text.is_empty() {
                *text = format!("{mark} {text}");
            }
        }
        Value::Array(values) => {
            for value in values {
                rewrite(field, value, mark, known, ids);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                rewrite(name, value, mark, known, ids);
            }
        }
        _ => {}
    }
}
