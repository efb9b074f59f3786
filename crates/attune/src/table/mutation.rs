//! Files that nobody meant to write, for tests of readers.

use proptest::prelude::*;

/// How many cases each property gets: seconds by default. `ATTUNE_FUZZ_CASES=200000` is about a minute for all readers
/// together, which is what CI runs.
pub(crate) fn cases() -> ProptestConfig {
    let cases = std::env::var("ATTUNE_FUZZ_CASES").ok();
    ProptestConfig {
        cases: cases.and_then(|cases| cases.parse().ok()).unwrap_or(2_000),
        // What was found once is kept as a test of its own, not as a file of seeds.
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What can happen to a file.
#[derive(Debug, Clone)]
enum Mutation {
    Replace(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Remove(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    CutOff(prop::sample::Index),
}

/// A valid file after a few accidents. Bytes that mean something to a reader are likelier than others.
pub(crate) fn mutated(valid: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let meaningful =
        prop::sample::select(b"\"',;:.{}[]\\\n\r\t -+0123456789eENAa\0\xef\xbb\xbf\xff".to_vec());
    let byte = prop_oneof![3 => meaningful, 1 => any::<u8>()].boxed();
    let at = any::<prop::sample::Index>;
    let mutation = prop_oneof![
        (at(), byte.clone()).prop_map(|(at, byte)| Mutation::Replace(at, byte)),
        (at(), prop::collection::vec(byte, 1..6))
            .prop_map(|(at, bytes)| Mutation::Insert(at, bytes)),
        (at(), 1_usize..20).prop_map(|(at, length)| Mutation::Remove(at, length)),
        (at(), 1_usize..60).prop_map(|(at, length)| Mutation::Repeat(at, length)),
        at().prop_map(Mutation::CutOff),
    ];
    let mutations = prop::collection::vec(mutation, 1..8);
    (prop::sample::select(valid), mutations).prop_map(|(valid, mutations)| {
        let mut bytes = valid.as_bytes().to_vec();
        for mutation in mutations {
            happen(&mut bytes, mutation);
        }
        bytes
    })
}

fn happen(bytes: &mut Vec<u8>, mutation: Mutation) {
    if bytes.is_empty() {
        return;
    }
    match mutation {
        Mutation::Replace(at, byte) => *at.get_mut(bytes) = byte,
        Mutation::Insert(at, new) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, new);
        }
        Mutation::Remove(at, length) => {
            let at = at.index(bytes.len());
            bytes.drain(at..(at + length).min(bytes.len()));
        }
        Mutation::Repeat(at, length) => {
            let at = at.index(bytes.len());
            let part = bytes[at..(at + length).min(bytes.len())].to_vec();
            bytes.splice(at..at, part);
        }
        Mutation::CutOff(at) => bytes.truncate(at.index(bytes.len())),
    }
}
