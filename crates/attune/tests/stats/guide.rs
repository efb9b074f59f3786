//! What the guide shows is what the program prints.
//!
//! Every block of `docs/guide/statistics.md` that begins with a command is run on the data it names. A line of dots
//! stands for any number of lines. `UPDATE_GUIDE=1` prints what differs as it is now.

use std::path::Path;
use std::process::Command;

use crate::bench::{data, text};

const GUIDE: &str = include_str!("../../../../docs/guide/statistics.md");

/// One fenced block of the guide: its language and its text.
fn blocks() -> Vec<(&'static str, &'static str)> {
    let mut parts = GUIDE.split("\n```");
    parts.next();
    let mut found = Vec::new();
    while let (Some(block), Some(_)) = (parts.next(), parts.next()) {
        let (language, text) = block.split_once('\n').unwrap_or((block, ""));
        found.push((language, text));
    }
    found
}

/// The files that the guide writes out itself, in a folder with the open data beside them.
fn folder(data: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(data).unwrap() {
        let path = entry.unwrap().path();
        std::os::unix::fs::symlink(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    for (language, text) in blocks() {
        match language {
            "json" => std::fs::write(folder.path().join("sleep.json"), text).unwrap(),
            "csv" => std::fs::write(folder.path().join("mira.csv"), text).unwrap(),
            _ => {}
        }
    }
    folder
}

/// Where the two first differ, in words; none if the guide is right.
fn difference(shown: &str, printed: &str) -> Option<String> {
    let mut printed = printed.lines().map(str::trim_end).peekable();
    let mut skipping = false;
    for line in shown.lines().map(str::trim_end) {
        if line.trim() == "..." {
            skipping = true;
            continue;
        }
        if skipping {
            while printed.peek().is_some_and(|other| *other != line) {
                printed.next();
            }
            skipping = false;
        }
        let other = printed.next();
        if other != Some(line) {
            return Some(format!(
                "guide:   {line}\nprogram: {}",
                other.unwrap_or("(nothing)")
            ));
        }
    }
    let rest = printed.find(|line| !line.is_empty() && !skipping);
    rest.map(|line| format!("guide:   (nothing)\nprogram: {line}"))
}

#[test]
fn every_output_in_the_guide_is_what_the_program_prints() {
    let Some(data) = data("") else {
        return;
    };
    let folder = folder(Path::new(&data));
    let mut run = 0;
    let mut wrong = Vec::new();
    for (_, block) in blocks() {
        let Some((command, shown)) = block
            .strip_prefix("$ attune ")
            .and_then(|rest| rest.split_once('\n'))
        else {
            continue;
        };
        let output = Command::new(env!("CARGO_BIN_EXE_attune"))
            .args(command.split_whitespace())
            .current_dir(folder.path())
            .output()
            .unwrap();
        let printed = text(&output.stdout);
        if std::env::var_os("UPDATE_GUIDE").is_some() {
            println!("$ attune {command}\n{printed}");
        }
        if let Some(difference) = difference(shown, &printed) {
            wrong.push(format!("$ attune {command}\n{difference}"));
        }
        run += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(
        run >= 9,
        "only {run} of the nine commands are shown with their output"
    );
}

#[test]
fn a_changed_line_would_be_seen() {
    assert_eq!(
        difference("one\n  ...\nfour\n", "one\ntwo\nthree\nfour\n\n"),
        None
    );
    assert!(difference("one\n", "one\ntwo\n").is_some());
    assert!(difference("one\ntwo\n", "one\n").is_some());
    assert!(difference("one\n...\nfive\n", "one\ntwo\n").is_some());
}
