use uuid::Uuid;

/// Where new ids come from.
pub trait IdSource: Send {
    /// The next id; never the same twice.
    fn next_id(&mut self) -> Uuid;
}

/// Ids from the operating system's randomness (UUID version 4). Ids stand unsealed in
/// the database, so they must not carry the time at which they were made.
#[derive(Debug, Default, Clone, Copy)]
pub struct RandomIds;

impl IdSource for RandomIds {
    fn next_id(&mut self) -> Uuid {
        Uuid::new_v4()
    }
}

/// Ids that repeat from a seed, for tests and the demo practice. Not secret.
#[derive(Debug, Clone)]
pub struct SeededIds {
    state: u64,
}

impl SeededIds {
    /// The same seed gives the same ids.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// `SplitMix64` (Steele, Lea & Flood 2014): small and enough for ids that need no secrecy.
    fn next_word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.state;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }
}

impl IdSource for SeededIds {
    fn next_id(&mut self) -> Uuid {
        let bytes = (u128::from(self.next_word()) << 64) | u128::from(self.next_word());
        uuid::Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeded_ids_repeat_and_differ() {
        let (mut one, mut two) = (SeededIds::new(7), SeededIds::new(7));
        let first = one.next_id();
        assert_eq!(first, two.next_id());
        assert_ne!(first, one.next_id());
    }
}
