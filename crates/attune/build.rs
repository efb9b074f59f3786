//! Puts the day of the build into the program, which refuses to start with a clock that is older than itself.

use std::time::{SystemTime, UNIX_EPOCH};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Set by those who want the same bytes from the same source (reproducible-builds.org).
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let asked = std::env::var("SOURCE_DATE_EPOCH").ok();
    let seconds = asked.and_then(|text| text.parse().ok()).unwrap_or_else(|| {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    });
    println!("cargo::rustc-env=ATTUNE_BUILT={seconds}");
}
