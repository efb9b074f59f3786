//! Who needs attention today, and why.

mod index;
mod page;

pub use index::{Index, Indexed};
pub(crate) use page::{narrow, show};
