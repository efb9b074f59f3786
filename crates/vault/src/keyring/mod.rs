//! The keyring file: a small sealed header and, after it, one fixed-size record per client.

pub(crate) mod files;
pub(crate) mod header;
pub(crate) mod records;
