//! Where things are.

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;

use crate::process::{self, cargo};

/// The top folder of the checkout.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// What Cargo knows about our own crates, without their dependencies' insides.
pub(crate) fn metadata() -> anyhow::Result<Value> {
    let text = process::output(
        cargo()
            .args(["metadata", "--format-version", "1", "--no-deps"])
            .current_dir(root()),
    )?;
    serde_json::from_str(&text).context("cargo metadata did not print JSON")
}

/// Builds the program in the development profile and says where it is. Slow dependencies, such as ciphers, are
/// optimised there too, and it compiles in a fraction of the time of a release.
pub(crate) fn build_program() -> anyhow::Result<PathBuf> {
    process::run(
        cargo()
            .args(["build", "--workspace", "--bin", "attune"])
            .current_dir(root()),
    )?;
    program()
}

/// The same, as `cargo test --workspace` builds it for the tests of the command line. What only tests depend on gives
/// some libraries more features; asked for in any other way, the program and half of what it stands on would be
/// compiled a second time.
pub(crate) fn build_program_as_tested() -> anyhow::Result<PathBuf> {
    process::run(
        cargo()
            .args(["test", "--workspace", "--no-run", "--test", "kill"])
            .current_dir(root()),
    )?;
    program()
}

fn program() -> anyhow::Result<PathBuf> {
    let metadata = metadata()?;
    let target = metadata["target_directory"]
        .as_str()
        .context("cargo metadata names no target directory")?;
    Ok(Path::new(target)
        .join("debug")
        .join("attune")
        .with_extension(std::env::consts::EXE_EXTENSION))
}
