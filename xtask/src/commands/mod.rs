//! One file per command. Each has its `USAGE`, its `DETAILS` and `run`.

pub(crate) mod assets;
pub(crate) mod bench;
pub(crate) mod demo;
pub(crate) mod fuzz;
pub(crate) mod screenshots;
pub(crate) mod test;
