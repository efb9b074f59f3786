//! Who needs attention today, and why.

mod index;
mod page;

pub(crate) use index::{Index, Indexed};
pub(crate) use page::{narrow, show};
