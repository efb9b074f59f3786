//! Who needs attention today, and why.

mod index;
mod page;

pub(crate) use index::Index;
pub(crate) use page::{narrow, show};
