use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder for the files of one test, and the program.
pub(crate) struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Writes a file and returns where it is.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn path(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        path.to_str().unwrap().to_owned()
    }

    /// The picture that a command drew.
    pub(crate) fn svg(&self, name: &str) -> String {
        let svg = std::fs::read_to_string(self.path(name)).unwrap();
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"), "{svg}");
        svg
    }
}

/// Runs `attune stats` with words separated by blanks; `{}` stands for the file.
pub(crate) fn run(words: &str, file: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_attune"))
        .arg("stats")
        .args(
            words
                .split(' ')
                .map(|word| if word == "{}" { file } else { word }),
        )
        .output()
        .unwrap()
}

/// What it prints with `--json`, which has to be one document and nothing else.
pub(crate) fn json(words: &str, file: &str) -> Value {
    let output = run(&format!("{words} --json"), file);
    assert!(output.status.success(), "{words}: {}", text(&output.stderr));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["method"].is_string(), "{document}");
    assert!(document["warnings"].is_array(), "{document}");
    document
}

/// What it prints for people.
pub(crate) fn table(words: &str, file: &str) -> String {
    let output = run(words, file);
    assert!(output.status.success(), "{words}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// What it says when it refuses: for people, and as a document with a kind.
pub(crate) fn refusal(words: &str, file: &str) -> (String, Value) {
    let output = run(words, file);
    assert_eq!(
        output.status.code(),
        Some(2),
        "{words}: {}",
        text(&output.stderr)
    );
    assert_eq!(text(&output.stdout), "", "a refusal prints no numbers");
    let typed = run(&format!("{words} --json"), file);
    assert_eq!(typed.status.code(), Some(2));
    let document: Value = serde_json::from_slice(&typed.stdout).unwrap();
    assert!(document["refused"]["kind"].is_string(), "{document}");
    (text(&output.stderr), document["refused"].clone())
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A number of the answer.
pub(crate) fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

/// Checks a number of the answer, with a tolerance.
pub(crate) fn close(found: &Value, expected: f64, tolerance: f64) {
    let found = number(found);
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

/// The kinds of what to be careful about.
pub(crate) fn warned(document: &Value, kind: &str) -> bool {
    let mut warnings = document["warnings"].as_array().unwrap().iter();
    warnings.any(|warning| warning["kind"] == kind)
}

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(name);
    let there = path.exists();
    if !there {
        println!("skipped: {} is not there", path.display());
    }
    there.then_some(path)
}

/// Open data, where it is at hand.
pub(crate) fn data(name: &str) -> Option<String> {
    let path = shared("data")?.join(name);
    Some(path.to_str().unwrap().to_owned())
}

/// What an R package computed, where it is at hand.
pub(crate) fn oracle(name: &str) -> Option<Value> {
    let text = std::fs::read_to_string(shared("oracle")?.join(name)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}
