//! The real program in a temporary folder, and what a browser would say to it.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "every test file uses a part of this"
)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod browser;
mod server;

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub use browser::{Browser, Page};
pub use server::Server;

/// The passphrase of every practice made here.
pub const PASSPHRASE: &str = "four plain words here";
/// The password of everybody who signs in here.
pub const PASSWORD: &str = "quiet rivers at dusk";

/// A folder for one test. The practice is in `data` below it.
pub struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A bench with a practice whose first person is Maria Berg. Returns her set-up link as well.
    pub fn with_practice(more: &[&str]) -> (Self, String) {
        let bench = Self::new();
        let arguments = [
            "init",
            "--name",
            "Maria Berg",
            "--email",
            "maria@example.org",
        ];
        let made = bench.attune(&[&arguments, more].concat());
        assert!(made.status.success(), "{}", said(&made));
        let link = link_in(&text(&made.stdout));
        (bench, link)
    }

    /// A path below the test's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// The program, with the passphrase of the practice in `data`.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.command_without_passphrase(arguments);
        command.env("ATTUNE_PASSPHRASE", PASSPHRASE);
        command
    }

    pub fn command_without_passphrase(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_attune"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("ATTUNE_") {
                command.env_remove(name);
            }
        }
        command
            .args(arguments)
            .env("ATTUNE_DATA", self.data())
            .stdin(std::process::Stdio::null());
        command
    }

    pub fn attune(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs the program, expects that it refuses, and returns what it said.
    pub fn refused(&self, arguments: &[&str]) -> String {
        let output = self.attune(arguments);
        assert!(
            !output.status.success(),
            "it was not refused: {}",
            said(&output)
        );
        said(&output)
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Everything a command printed.
pub fn said(output: &Output) -> String {
    text(&output.stdout) + &text(&output.stderr)
}

/// The set-up link in what a command printed.
pub fn link_in(printed: &str) -> String {
    let link = printed
        .split_whitespace()
        .find(|word| word.contains("/welcome/"));
    link.unwrap_or_else(|| panic!("no link in: {printed}"))
        .to_owned()
}

/// Permission bits.
pub fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().mode() & 0o777
}

pub fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// The one file in a folder whose name ends so.
pub fn only_file(folder: &Path, ending: &str) -> PathBuf {
    let found: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    let [only] = found.as_slice() else {
        panic!("{found:?}")
    };
    only.clone()
}
