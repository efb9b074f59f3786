/// `SplitMix64` (Steele, Lea & Flood 2014): enough to scatter cards, and the
/// same on every machine and in every version.
#[derive(Debug, Clone)]
pub(super) struct Scatter(u64);

impl Scatter {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, from 0 up to 1.
    pub(super) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^= word >> 31;
        // The upper 53 bits fill a double's fraction exactly.
        (word >> 11) as f64 / (1_u64 << 53) as f64
    }
}
