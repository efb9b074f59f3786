/// A value and its version in the store, which an update must name: so no two windows overwrite each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The version.
    pub version: u64,
    /// The value.
    pub value: T,
}
