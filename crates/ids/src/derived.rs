use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// The id that always comes of the same two things, so that a step which is computed twice is taken once.
///
/// Nobody who does not know `from` can find out what `about` was: it has to be an id that stands in sealed content
/// only. The first 16 bytes of SHA-256 over both, marked as a UUID of version 8 (RFC 9562, section 5.8).
pub fn derived(from: Uuid, about: &str) -> Uuid {
    let hash = Sha256::new()
        .chain_update(from.as_bytes())
        .chain_update(about.as_bytes())
        .finalize();
    let mut first = [0; 16];
    first.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(first).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_two_things_make_the_same_id_and_others_another() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(derived(one, "week 1"), derived(one, "week 1"));
        assert_ne!(derived(one, "week 1"), derived(one, "week 2"));
        assert_ne!(derived(one, "week 1"), derived(other, "week 1"));
        assert_eq!(derived(one, "week 1").get_version_num(), 8);
    }
}
