//! `attune stats`, through the real program: one file per subcommand.
//!
//! Small files are written here. Larger open data and the reference results of established R packages lie in `shared`
//! beside the checkout; without it those tests say that they are skipped.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says what it skips"
)]

mod bench;
mod change;
mod evidence;
mod expect;
mod growth;
mod guide;
mod map;
mod meta;
mod networks;
mod nma;
mod reading;
