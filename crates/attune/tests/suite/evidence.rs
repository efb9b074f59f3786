//! `attune evidence import`: what a newer database would change, and keeping it beside what is shipped.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::process::{Command, Output};

/// Five trials of CBT that found nothing, three of a therapy that nobody has a row for, one code nobody knows.
const DATABASE: &str = "\
study,condition_arm1,condition_arm2,.g,.g_se
A,CBT,WL,0.02,0.2
B,CBT,WL,-0.05,0.2
C,CBT,WL,0.10,0.25
D,CBT,WL,0.00,0.2
E,CBT,WL,0.03,0.3
F,sf,cau,0.5,0.2
G,sf,cau,0.4,0.2
H,sf,cau,0.6,0.2
I,hypnosis,cau,0.6,0.2
J,CBT,cau,0.3,
";

fn import(folder: &Path, more: &[&str]) -> Output {
    let file = folder.join("New Database.csv");
    std::fs::write(&file, DATABASE).unwrap();
    Command::new(env!("CARGO_BIN_EXE_attune"))
        .args(["evidence", "import"])
        .arg(&file)
        .args([
            "--problem",
            "panic",
            "--source",
            "Somebody 2026",
            "--code",
            "sf=solution-focused",
        ])
        .arg("--data")
        .arg(folder)
        .args(more)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn what_would_change_is_said_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let output = import(folder.path(), &[]);
    let said = said(&output);
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("against waiting: another conclusion"),
        "{said}"
    );
    assert!(
        said.contains("  there  ") && said.contains("  here   0.0"),
        "{said}"
    );
    assert!(said.contains("against care as usual: new"), "{said}");
    assert!(said.contains("code \"hypnosis\", 1 rows"), "{said}");
    assert!(said.contains("1 rows without an effect"), "{said}");
    assert!(said.contains("Nothing was written"), "{said}");
    assert!(!folder.path().join("evidence").exists());
}

#[test]
fn what_is_kept_stands_beside_what_is_shipped_and_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let output = import(folder.path(), &["--keep"]);
    assert!(output.status.success(), "{}", said(&output));
    let file = folder.path().join("evidence/new-database.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("new-database-solution-focused-care-as-usual"),
        "{text}"
    );
    assert!(text.contains("Somebody 2026"));

    // Now it is there itself: the same again would change nothing, and is not written over it.
    let again = import(folder.path(), &["--keep"]);
    assert!(!again.status.success());
    assert!(said(&again).contains("was not touched"), "{}", said(&again));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    let other = said(&import(folder.path(), &["--name", "other"]));
    assert!(
        other.contains("against care as usual: the same within its interval"),
        "{other}"
    );
}

#[test]
fn a_file_that_does_not_fit_is_named_and_the_program_does_not_start_with_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("evidence")).unwrap();
    std::fs::write(
        folder.path().join("evidence/broken.toml"),
        "[[row]]\nid = \"x\"\n",
    )
    .unwrap();
    let output = import(folder.path(), &[]);
    assert!(!output.status.success());
    let said = said(&output);
    assert!(said.contains("evidence/practice-broken.toml"), "{said}");
}

#[test]
fn what_cannot_be_taken_is_said_with_what_would_be() {
    let folder = tempfile::tempdir().unwrap();
    let said = |more: &[&str]| {
        let output = import(folder.path(), more);
        assert!(!output.status.success(), "{more:?}");
        said(&output)
    };
    assert!(said(&["--code", "x=nonsense"]).contains("neither a therapy"));
    assert!(said(&["--effect", "size"]).contains("there is no column \"size\""));
    assert!(said(&["--se", "study"]).contains("row 2, column study"));
    assert!(said(&["--where", "study=A"]).contains("no therapy has three rows"));
}
